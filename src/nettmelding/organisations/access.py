"""The one place that says what an actor may see and do.

Rooms give the shape of their rows (which columns name the owners); the rule is here. What an actor may do to a notice
follows from the lifecycle's table, by side and role.
"""

from uuid import UUID

from django.db.models import Q

from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind, Role
from nettmelding.core.errors import NotAllowed
from nettmelding.organisations.models import Grant

NOTHING = Q(pk__in=[])
_CONTRACTOR_ROLES = (Role.ADMINISTRATOR, Role.CASE_HANDLER, Role.FITTER)
_GRID_ROLES = (Role.ADMINISTRATOR, Role.CASE_HANDLER, Role.PLANNER)


def cases(actor: Actor, *, sent: Q, addressed_to_inspectorate: Q) -> Q:
    """Which cases with two owners (`contractor_id`, `grid_company_id`) an actor sees.

    The contractor's people see their own, the grid company's those that have been sent to it, the inspectorate's reader
    those that are addressed to it as well. The system sees all; everyone else nothing.
    """
    if actor.kind is ActorKind.SYSTEM:
        return Q()
    if actor.organisation_id is None:
        return NOTHING
    if actor.is_contractor and actor.has(*_CONTRACTOR_ROLES):
        return Q(contractor_id=actor.organisation_id)
    if actor.is_grid_company:
        mine = Q(grid_company_id=actor.organisation_id) & sent
        if actor.kind is ActorKind.RULE or actor.has(*_GRID_ROLES):
            return mine
        if actor.has(Role.READER):
            return mine & addressed_to_inspectorate
    return NOTHING


def owned(actor: Actor) -> Q:
    """Rows with an `organisation_id` that are the actor's own company's."""
    return Q(organisation_id=actor.organisation_id) if actor.organisation_id else NOTHING


def granted(actor: Actor, thing_kind: str) -> Q:
    """Rows whose `id` a grant opens to the actor's organisation at this moment."""
    if actor.organisation_id is None:
        return NOTHING
    present = clock.now()
    open_now = Q(until__isnull=True) | Q(until__gt=present)
    grants = Grant.objects.filter(
        open_now, organisation_id=actor.organisation_id, thing_kind=thing_kind, since__lte=present
    )
    return Q(id__in=grants.values("thing_id"))


def grant(organisation_id: UUID, thing_kind: str, thing_id: UUID, case_kind: str, case_id: UUID) -> None:
    """Let a guest see a thing because of a case. Inside the caller's transaction; once is enough."""
    Grant.objects.get_or_create(
        organisation_id=organisation_id,
        thing_id=thing_id,
        case_id=case_id,
        defaults={"thing_kind": thing_kind, "case_kind": case_kind},
    )


def require(actor: Actor, *roles: Role) -> None:
    """Errors: NotAllowed where the actor holds none of the roles."""
    if not actor.has(*roles):
        from django.utils.translation import gettext as _

        raise NotAllowed("role_missing", _("Dette har du ikke tilgang til å gjøre."))


def may_write_notices(actor: Actor) -> bool:
    """Whether the actor makes and fills in notices."""
    return actor.is_contractor and actor.has(*_CONTRACTOR_ROLES)


def may_administer(actor: Actor) -> bool:
    """Whether the actor sees Admin."""
    return actor.has(Role.ADMINISTRATOR)
