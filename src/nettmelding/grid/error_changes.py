"""What a new edition means to what was reported of the one before: objects that are otherwise now, or gone."""

from collections.abc import Sequence

from nettmelding.grid import error_telling
from nettmelding.grid.error_queries import STANDING
from nettmelding.grid.models import Edition, GridObject, MapError

_AT_ONCE = 500
Change = MapError.Change


def after_import(edition: Edition) -> None:
    """An edition is in force: mark what is otherwise in it than as it was reported. Inside the caller's transaction.

    One that is as it was reported is marked no longer: an edition may be brought back.
    """
    rows = MapError.objects.filter(
        grid_company_id=edition.grid_company_id, state__in=list(STANDING), object_id__isnull=False
    )
    keys = sorted(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), _AT_ONCE):
        _mark(edition, list(rows.select_for_update().filter(pk__in=keys[start : start + _AT_ONCE]).order_by("pk")))


def _mark(edition: Edition, errors: Sequence[MapError]) -> None:
    objects = GridObject.objects.filter(
        edition_serial=edition.serial, object_id__in={error.object_id for error in errors}
    )
    digests = dict(objects.values_list("object_id", "digest"))
    marked = []
    for error in errors:
        before = (error.change, error.change_serial)
        error.change = _change(error, digests.get(error.object_id) if error.object_id else None)
        error.change_serial = edition.serial if error.change else None
        if (error.change, error.change_serial) != before:
            marked.append(error)
    MapError.objects.bulk_update(marked, ["change", "change_serial"], batch_size=_AT_ONCE)
    for error in marked:
        error_telling.say_whose_turn(error)


def _change(error: MapError, digest: int | None) -> str:
    if digest is None:
        return Change.GONE
    return "" if digest == error.digest else Change.CHANGED
