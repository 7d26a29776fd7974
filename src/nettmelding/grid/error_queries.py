"""Reading what is reported of the map. Every query begins at `visible_to(actor)`."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.actor import Actor, Right
from nettmelding.core.cursors import Page, page
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.documents.models import Document
from nettmelding.grid.models import MapError
from nettmelding.grid.words import kind_name
from nettmelding.organisations import access

What, State = MapError.What, MapError.State
WHAT_NAMES: dict[str, str | Promise] = {
    What.MOVED: gettext_lazy("Står et annet sted"),
    What.WRONG_TYPE: gettext_lazy("Er noe annet enn kartet viser"),
    What.WRONG_FACTS: gettext_lazy("Feil opplysninger"),
    What.NOT_THERE: gettext_lazy("Finnes ikke der"),
    What.MISSING: gettext_lazy("Mangler i kartet"),
    What.OTHER: gettext_lazy("Noe annet"),
}
STATE_NAMES: dict[str, str | Promise] = {
    State.OPEN: gettext_lazy("Venter på svar"),
    State.ANSWERED: gettext_lazy("Besvart"),
    State.CORRECTED: gettext_lazy("Rettet"),
    State.DECLINED: gettext_lazy("Avslått"),
    State.WITHDRAWN: gettext_lazy("Trukket"),
}
STANDING = frozenset({State.OPEN, State.ANSWERED})
"""Not settled yet."""
ORDERS = {"newest": "-reported_at", "oldest": "reported_at", "moved": "-moved_at", "name": "object_name"}
"""Name in the address of a list → column."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; every part is optional. `changed`: otherwise in the edition in force, and not settled."""

    query: str = ""
    states: tuple[str, ...] = ()
    what: str = ""
    kind: str = ""
    changed: bool = False


def may_handle(actor: Actor) -> bool:
    """Whether the actor answers for the grid company."""
    return actor.is_grid_company and actor.may(Right.HANDLE, Right.MANAGE_COMPANY)


def may_see(actor: Actor) -> bool:
    """Whether there can be anything for the actor to read."""
    return may_handle(actor) or (actor.may(Right.SEE_GRID) and (actor.is_contractor or actor.is_grid_company))


def visible_to(actor: Actor) -> QuerySet[MapError]:
    """What the actor may see: a contractor's own, and at the grid company all for those who answer, else one's own."""
    rows = MapError.objects.select_related("contractor", "grid_company", "reporter", "handler", "photo")
    if not may_see(actor):
        return rows.none()
    if actor.is_contractor:
        return rows.filter(contractor_id=actor.organisation)
    mine = rows.filter(access.unscreened(actor), grid_company_id=actor.organisation)
    return mine if may_handle(actor) else mine.filter(reporter_id=actor.user_id, contractor__isnull=True)


def reported_by(actor: Actor, error: MapError) -> bool:
    """Whether it is the actor's own: of a contractor, the firm's; of the grid company's people, the person's."""
    if not may_see(actor):
        return False
    if error.contractor_id is not None:
        return error.contractor_id == actor.organisation_id
    mine = error.grid_company_id == actor.organisation_id and actor.user_id is not None
    return mine and error.reporter_id == actor.user_id


def get(actor: Actor, error_id: UUID) -> MapError:
    """One of them. Errors: NotFound, also where it is another's."""
    found = visible_to(actor).filter(pk=error_id).first()
    if found is None:
        raise NotFound
    return found


def photo(actor: Actor, error_id: UUID) -> Document:
    """The photo of one. Errors: NotFound."""
    found = get(actor, error_id).photo
    if found is None:
        raise NotFound
    return found


def matching(actor: Actor, wanted: Filter) -> QuerySet[MapError]:
    """The visible ones that fit a filter."""
    equal = {"state__in": list(wanted.states), "what": wanted.what, "object_kind": wanted.kind}
    rows = visible_to(actor).filter(**{name: value for name, value in equal.items() if value})
    if wanted.changed:
        rows = rows.exclude(change="").filter(state__in=list(STANDING))
    for word in wanted.query.split():
        named = Q(number__icontains=word) | Q(object_name__icontains=word) | Q(external_id__icontains=word)
        rows = rows.filter(named)
    return rows


def listed(
    actor: Actor, wanted: Filter, *, order: str = "newest", cursor: str | None = None, size: int = 50
) -> Page[MapError]:
    """A page of a list. Errors: Invalid for an order or cursor that is not one of ours."""
    if order not in ORDERS:
        raise Invalid("bad_order", "order: " + ", ".join(ORDERS))
    return page(matching(actor, wanted), ORDERS[order], cursor, size)


def title(error: MapError) -> str:
    """`Kabelskap KS 1012`; a place without an object is called so."""
    if not error.object_kind:
        return _("Et sted i kartet")
    return f"{kind_name(error.object_kind)} {error.object_name or error.external_id}".strip()
