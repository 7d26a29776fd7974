"""Roles as they are told under Admin."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from nettmelding.core.actor import Actor, OrganisationKind, Role
from nettmelding.organisations import people
from nettmelding.web.components import Option
from nettmelding.web.shell.person import ROLE_WORDS

_DETAILS = {
    (OrganisationKind.CONTRACTOR, Role.ADMINISTRATOR): _("Brukere, firmaets opplysninger og alt under Admin"),
    (OrganisationKind.CONTRACTOR, Role.CASE_HANDLER): _("Fyller ut, sender og følger opp meldinger"),
    (OrganisationKind.CONTRACTOR, Role.FITTER): _("Fyller ut og ferdigmelder, på PC og telefon"),
    (OrganisationKind.CONTRACTOR, Role.APPRENTICE): _("Fyller ut. Andre sender og ferdigmelder"),
    (OrganisationKind.GRID_COMPANY, Role.ADMINISTRATOR): _("Brukere, selskapets opplysninger og alt under Admin"),
    (OrganisationKind.GRID_COMPANY, Role.CASE_HANDLER): _("Behandler og avgjør saker"),
    (OrganisationKind.GRID_COMPANY, Role.PLANNER): _("Vurderer nettet og avklarer saker"),
    (OrganisationKind.GRID_COMPANY, Role.FITTER): _("Arbeider i felt"),
    (OrganisationKind.GRID_COMPANY, Role.READER): _("Det lokale eltilsynet: leser det som er sendt til DLE"),
}


def role_options(actor: Actor) -> list[Option]:
    """The roles there are at the actor's company, to tick."""
    return [
        Option(
            value=role.value,
            text=str(ROLE_WORDS[role]),
            detail=str(_DETAILS.get((actor.organisation_kind, role), "")) if actor.organisation_kind else "",
        )
        for role in people.roles_of(actor)
    ]


def roles_in_words(roles: Iterable[Role]) -> str:
    """`Administrator, Montør`."""
    return ", ".join(str(ROLE_WORDS[role]) for role in roles)
