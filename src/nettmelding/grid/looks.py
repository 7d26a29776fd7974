"""Each look at a grid is written down: who, for whom, when, for which case, where and what; and who looks at too much is slowed.

One row for a person and a case in a quarter of an hour, changed only when something new is looked at.
"""

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import NotAllowed, TooMany
from nettmelding.grid.models import MapLook
from nettmelding.organisations import screening

if TYPE_CHECKING:
    from nettmelding.grid.seeing import View

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
MOST_CELLS = {"contractor": 400, "grid_company": 20_000}
"""Tiles of zoom 16 in an hour that no job asks more than."""
MOST_OBJECTS = {"contractor": 300, "grid_company": 3_000}
"""Objects whose facts are read in an hour."""
PACE_S = 5
"""Beyond that: one new thing in so many seconds."""


class What(StrEnum):
    """What was looked at."""

    TILES = "tiles"
    OBJECTS = "objects"
    VALUES = "values"
    DOWNLOADS = "downloads"
    PRINTS = "prints"


def note(view: "View", what: What, *, cells: Iterable[int] = (), object_ids: Iterable[UUID] = ()) -> None:
    """Write a look down. Errors: TooMany where the day's drafts are used up, or too much was looked at in the last hour."""
    row = _row(view)
    new_cells = set(cells) - set(row.cells)
    new_objects = {str(one) for one in object_ids} - set(row.object_ids)
    counted = what in (What.DOWNLOADS, What.PRINTS) or not row.counts.get(what.value)
    new_places = _places(view) - set(row.places)
    if not (new_cells or new_objects or new_places or counted):
        return
    if new_places:
        _use_quota(view)
    unusual = _is_unusual(view.actor, len(new_cells), len(new_objects))
    if unusual and not cache.add(f"map-pace:{view.actor.user_id}", 1, PACE_S):
        _mark(row)
        raise TooMany("map_pace", _("Du henter uvanlig mye fra kartet. Vent litt, og prøv igjen."))
    with write():
        row = _row(view, locked=True)
        row.cells = sorted({*row.cells, *new_cells})
        row.object_ids = sorted({*row.object_ids, *new_objects})
        row.places = sorted({*row.places, *new_places})
        row.counts = {**row.counts, what.value: row.counts.get(what.value, 0) + 1}
        row.unusual = row.unusual or unusual
        row.save()


def taken_out(view: "View", what: What, object_ids: Iterable[UUID] = ()) -> None:
    """Before a file or a print is made. Errors: NotAllowed where the grid company forbids it; those of `note`."""
    allowed = view.rules.prints if what is What.PRINTS else view.rules.downloads
    own = view.actor.organisation_id == view.grid_company_id
    if not (allowed or own):
        raise NotAllowed("map_not_taken_out", _("Nettselskapet tillater ikke at dette skrives ut eller lastes ned."))
    note(view, what, object_ids=object_ids)


def _row(view: "View", *, locked: bool = False) -> MapLook:
    """The row of this quarter, or a new one that is not kept yet."""
    actor, case = view.actor, view.case
    present = clock.now()
    begun = present - timedelta(seconds=present.timestamp() % QUARTER.total_seconds())
    about = {
        "user_id": actor.user_id,
        "organisation_id": actor.organisation_id,
        "grid_company_id": view.grid_company_id,
        "case_id": case.id if case else None,
        "quarter": begun,
    }
    rows = MapLook.objects.select_for_update() if locked else MapLook.objects
    found = rows.filter(**about).first()
    if found is not None or case is None:
        return found or MapLook(**about, actor_name=actor.name)
    screen = next(iter(screening.matching(view.grid_company_id, case.keys)), None)
    return MapLook(**about, actor_name=actor.name, case_kind=case.kind, case_label=case.label[:120], screen=screen)


def _places(view: "View") -> set[str]:
    """Where a case that is not sent lies now, to ten metres; nothing for others.

    Its writer moves a draft as they like, so that each place it has had is counted, and not only the draft.
    """
    from nettmelding.grid.seeing import Reach

    if view.reach is not Reach.NEAREST or view.case is None:
        return set()
    if view.latitude is None or view.longitude is None:
        return {""}
    return {f"{view.latitude:.4f},{view.longitude:.4f}"}


def _use_quota(view: "View") -> None:
    """Before something is sent, a person looks at so many places in a day."""
    case = view.case
    if case is None:
        return
    today = clock.start_of_day(clock.today())
    rows = MapLook.objects.filter(user_id=view.actor.user_id, quarter__gte=today, grid_company_id=view.grid_company_id)
    unsent = rows.exclude(case_id=None).filter(case_kind__in=UNSENT).values_list("case_id", "places")
    looked = {(case_id, place) for case_id, places in unsent for place in places}
    if {(case.id, place) for place in _places(view)} - looked and len(looked) >= view.rules.daily_quota:
        raise TooMany(
            "map_quota",
            _("Du har sett på nettet %(most)s steder der saken ikke er sendt, og flere kan du ikke se på i dag.")
            % {"most": view.rules.daily_quota},
        )


UNSENT = ("draft", "precheck")
"""Kinds of cases that count against the day's."""


def _is_unusual(actor: Actor, more_cells: int, more_objects: int) -> bool:
    if actor.user_id is None:
        return False
    kind = "grid_company" if actor.is_grid_company else "contractor"
    rows = MapLook.objects.filter(user_id=actor.user_id, quarter__gt=clock.now() - HOUR)
    cells = objects = 0
    for seen_cells, seen_objects in rows.values_list("cells", "object_ids"):
        cells += len(seen_cells)
        objects += len(seen_objects)
    return cells + more_cells > MOST_CELLS[kind] or objects + more_objects > MOST_OBJECTS[kind]


def _mark(row: MapLook) -> None:
    if not row._state.adding and not row.unusual:
        MapLook.objects.filter(pk=row.pk).update(unusual=True)
