"""Where marks may lie, and how two who draw at the same time keep each other's."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.notices.catalogue import marks
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.marks import Position
from nettmelding.notices.catalogue.model import Kind
from nettmelding.organisations.areas import outside

PATH = "map.marks"
REACH_M = 5_000
"""From the notice's address; farther away only within the grid company's area."""


def misplaced(place: Mapping[str, Any] | None, grid_company_id: UUID | None, drawn: Any) -> str:
    """The sentence where a mark lies neither near the address (as an answer of the form) nor in the grid company's area."""
    at = _position(place)
    far = [one for one in marks.positions(drawn) if at is None or marks.length_m((at, one)) > REACH_M]
    if not far or (grid_company_id and not outside(grid_company_id, far)):
        return ""
    if at is None:
        return _("Legg inn adressen først, så vet vi hvor i kartet merkene hører til.")
    return _(
        "Et merke ligger mer enn 5 km fra adressen og utenfor nettselskapets område. Flytt det, eller rett adressen."
    )


def joined(
    base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, tuple[Any, Any]]]:
    """What both drew, by field path, for the drawings among `mine`; and, where both changed the same mark, (theirs, mine).

    Arguments as `core.merge.merge` has them.
    """
    fields, together, clashes = catalogue().fields, {}, {}
    for path, wanted in mine.items():
        if path in fields and fields[path].kind is Kind.MARKS:
            together[path], both = marks.together(base.get(path), theirs.get(path), wanted)
            if both:
                clashes[path] = (theirs.get(path), wanted)
    return together, clashes


def _position(place: Mapping[str, Any] | None) -> Position | None:
    longitude, latitude = (place or {}).get("lon"), (place or {}).get("lat")
    if not isinstance(longitude, int | float) or not isinstance(latitude, int | float):
        return None
    return float(longitude), float(latitude)
