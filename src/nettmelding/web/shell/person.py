"""Who the shell says is signed in, from the actor and the memberships the middleware found."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from nettmelding.core.actor import Actor, OrganisationKind, Role
from nettmelding.organisations.models import Membership
from nettmelding.web.shell.frame import Person, Workplace

ROLE_WORDS = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.CASE_HANDLER: _("Saksbehandler"),
    Role.PLANNER: _("Planlegger"),
    Role.FITTER: _("Montør"),
    Role.APPRENTICE: _("Lærling"),
    Role.READER: _("DLE"),
    Role.OPERATOR: _("Drift"),
}

_FIRST = (Role.CASE_HANDLER, Role.PLANNER, Role.FITTER, Role.APPRENTICE, Role.READER, Role.OPERATOR, Role.ADMINISTRATOR)
"""Of several roles the first is shown: what somebody does all day before what they may do besides."""


def role_words(roles: Iterable[Role]) -> str:
    """The one role that says what somebody does all day."""
    held = set(roles)
    return next((str(ROLE_WORDS[role]) for role in _FIRST if role in held), "")


def person_of(actor: Actor, email: str) -> Person:
    return Person(
        name=actor.name,
        organisation=actor.organisation_name,
        role="" if actor.organisation_kind is OrganisationKind.PLATFORM else role_words(actor.roles),
        email=email,
    )


def workplaces_of(memberships: Iterable[Membership], actor: Actor | None, onward: str = "/") -> list[Workplace]:
    """What a person can choose between; `onward` is the page that is opened for the one that is chosen."""
    return [
        Workplace(
            name=membership.organisation.name,
            href=f"/som/{membership.organisation.slug}{onward}",
            detail=role_words(membership.role_set),
            current=actor is not None and membership.organisation_id == actor.organisation_id,
        )
        for membership in memberships
    ]
