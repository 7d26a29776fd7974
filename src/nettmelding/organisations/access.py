"""The one place that says what an actor may see and do.

Rooms give the shape of their rows (which columns name the owners); the rule is here, and which roles hold which right in
`rights.py`. What an actor may do to a notice follows from the lifecycle's table, by side and right.
"""

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind, Right
from nettmelding.core.errors import NotAllowed
from nettmelding.organisations.models import Grant, ScreenHandler

NOTHING = Q(pk__in=[])


def cases(actor: Actor, *, sent: Q, addressed_to_inspectorate: Q) -> Q:
    """Which cases with two owners (`contractor_id`, `grid_company_id`) and a `screen_id` an actor sees.

    The contractor's people see their own, the grid company's those that have been sent to it, the inspectorate's reader
    those that are addressed to it as well. Of a screened object only its named handlers see the grid company's side. The
    system sees all; everyone else nothing.
    """
    if actor.kind is ActorKind.SYSTEM:
        return Q()
    if actor.organisation_id is None:
        return NOTHING
    if actor.is_contractor and actor.may(Right.SEE_CASES):
        return Q(contractor_id=actor.organisation_id)
    if actor.is_grid_company:
        mine = Q(grid_company_id=actor.organisation_id) & sent
        if actor.kind is ActorKind.RULE:
            return mine
        if actor.may(Right.SEE_CASES):
            return mine & unscreened(actor)
        if actor.may(Right.SEE_INSPECTORATE):
            return mine & addressed_to_inspectorate & unscreened(actor)
    return NOTHING


def work_orders(actor: Actor) -> Q:
    """Which work orders an actor sees: rows with `grid_company_id`, `performer_id`, `assignee_id`, `notice` and `screen_id`.

    The grid company's people those they have ordered, its fitters those that are the company's own to do; the performing firm's
    planners all its own and its fitters those given to them or to nobody yet; a notice's contractor those of the notice. Of a
    screened object the named handlers see the grid company's side, and the fitter who is sent there.
    """
    if actor.kind is ActorKind.SYSTEM:
        return Q()
    if actor.organisation_id is None:
        return NOTHING
    own, mine = Q(performer_id=actor.organisation_id), Q(assignee_id=actor.user_id)
    if actor.is_grid_company:
        ordered = Q(grid_company_id=actor.organisation_id)
        open_to_all = unscreened(actor) & (Q(notice__isnull=True) | unscreened(actor, "notice__"))
        if actor.kind is ActorKind.RULE:
            return ordered
        if actor.may(Right.SEE_CASES):
            return ordered & (open_to_all | own & mine)
        return own & (open_to_all | mine) if actor.may(Right.DO_WORK) else NOTHING
    if not actor.is_contractor:
        return NOTHING
    of_notice = Q(notice__contractor_id=actor.organisation_id) if actor.may(Right.SEE_CASES) else NOTHING
    if actor.may(Right.PLAN_WORK):
        return own | of_notice
    return own & (mine | Q(assignee__isnull=True)) | of_notice if actor.may(Right.DO_WORK) else of_notice


def unscreened(actor: Actor, path: str = "") -> Q:
    """Rows with a `screen_id` that are not screened, or screened with the actor among the named handlers.

    `path`: where the column is, such as `notice__`.
    """
    column = f"{path}screen_id"
    if actor.user_id is None:
        return Q(**{f"{column}__isnull": True})
    named = ScreenHandler.objects.filter(user_id=actor.user_id).values("screen_id")
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__in": named})


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


def require(actor: Actor, *rights: Right) -> None:
    """Errors: NotAllowed where the actor holds none of the rights."""
    if not actor.may(*rights):
        raise NotAllowed("right_missing", _("Dette har du ikke tilgang til å gjøre."))


def may_write_notices(actor: Actor) -> bool:
    """Whether the actor makes and fills in notices."""
    return actor.is_contractor and actor.may(Right.FILL_IN)


def may_administer(actor: Actor) -> bool:
    """Whether the actor sees anything under Admin."""
    return actor.may(
        Right.MANAGE_COMPANY,
        Right.MANAGE_PEOPLE,
        Right.MANAGE_KEYS,
        Right.USE_TEXTS,
        Right.ADMIT,
        Right.SCREEN,
        Right.OPERATE,
    )
