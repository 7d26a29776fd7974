"""What is screened in a grid: the customer points of screened addresses and metering points, and the service lines to them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, Max, Q

from nettmelding.core.actor import Actor
from nettmelding.grid.models import Edition, GridObject, Kind, ObjectCell, PointKey
from nettmelding.installations.models import MeteringPoint
from nettmelding.installations.queries import keys_of
from nettmelding.organisations import screen_keys
from nettmelding.organisations.models import Screen, ScreenHandler

_AT_ONCE = 500
_KEPT_S = 3600


def hidden_from(actor: Actor, edition: Edition) -> frozenset[int]:
    """The rows of an edition that the actor is not a named handler of."""
    rows = _rows(edition)
    if not rows:
        return frozenset()
    handled = (
        set(ScreenHandler.objects.filter(user_id=actor.user_id).values_list("screen_id", flat=True))
        if actor.user_id and actor.organisation_id == edition.grid_company_id
        else set()
    )
    return frozenset(row for row, screens in rows.items() if not screens <= handled)


def _rows(edition: Edition) -> Mapping[int, set[UUID]]:
    """By row: the screens over it. Kept until the edition or the screens are others."""
    screens = Screen.objects.filter(grid_company_id=edition.grid_company_id)
    state = screens.aggregate(count=Count("id"), last=Max("created_at"))
    if not state["count"]:
        return {}
    key = f"grid-screened:{edition.serial}:{state['count']}:{state['last'].timestamp()}"
    found: dict[int, set[UUID]] | None = cache.get(key)
    if found is None:
        found = _looked_up(edition, screens)
        cache.set(key, found, _KEPT_S)
    return found


def _looked_up(edition: Edition, screens: Iterable[Screen]) -> dict[int, set[UUID]]:
    by_key: dict[str, set[UUID]] = {}
    for screen in screens:
        for key in {*screen_keys.keys_of(screen), *_of_installation(screen)}:
            by_key.setdefault(key, set()).add(screen.id)
    wanted = sorted(by_key)
    found: dict[int, set[UUID]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        rows = PointKey.objects.filter(edition_serial=edition.serial, key__in=wanted[start : start + _AT_ONCE])
        for key, row in rows.values_list("key", "object_id"):
            found.setdefault(row, set()).update(by_key[key])
    return {**found, **_leading_to(edition, found)}


def _of_installation(screen: Screen) -> set[str]:
    """A screened metering point by its other numbers and its address, as the grid's data may name it by any of them."""
    if screen.kind != Screen.Kind.METERING_POINT:
        return set()
    same = Q(metering_point_id=screen.key) | Q(meter_number=screen.key)
    points = MeteringPoint.objects.filter(same, grid_company_id=screen.grid_company_id).select_related("installation")
    return {key for point in points for key in keys_of(point)}


def _leading_to(edition: Edition, points: Mapping[int, set[UUID]]) -> dict[int, set[UUID]]:
    """The service lines that end at screened points: among those that lie in the same cells."""
    placed = GridObject.objects.filter(pk__in=list(points), from_node__isnull=False)
    at = {node: row for row, node in placed.values_list("pk", "from_node") if node is not None}
    here = ObjectCell.objects.filter(edition_serial=edition.serial)
    cells = here.filter(object_id__in=list(points)).values("cell")
    lines = GridObject.objects.filter(
        pk__in=here.filter(cell__in=cells).values("object_id"), kind=Kind.SERVICE_LINE
    ).values_list("pk", "from_node", "to_node")
    return {
        row: points[at[node]] for row, start, end in lines for node in (start, end) if node is not None and node in at
    }
