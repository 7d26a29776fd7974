"""What would be otherwise with another edition: counted by kind, and read page by page."""

from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache

from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotFound
from nettmelding.grid import cells, editions, looks, seeing
from nettmelding.grid.editions import Difference
from nettmelding.grid.looks import What
from nettmelding.grid.models import Edition, GridObject, InForce

SIDE = 50
WHATS = ("new", "gone", "changed")
_KEPT_S = 7 * 86_400
"""Editions do not change, so neither does what is different between two."""


@dataclass(frozen=True, slots=True)
class Side:
    """One page of objects in the file's order.

    The next one begins after `after`, and the one before it ends before `before`; None where there is none.
    """

    rows: list[GridObject]
    after: int | None
    before: int | None


def get(actor: Actor, edition_id: UUID) -> Edition:
    """One of the company's own editions that are ready. Errors: NotFound, NotAllowed."""
    found = editions.of_company(actor).filter(pk=edition_id).first()
    if found is None:
        raise NotFound
    return found


def base_of(edition: Edition) -> Edition | None:
    """What an edition is compared with: the one in force, and that one with the one before it. None: with nothing."""
    pointer = InForce.objects.select_related("edition", "previous").filter(pk=edition.grid_company_id).first()
    if pointer is None:
        return None
    return pointer.previous if pointer.edition_id == edition.id else pointer.edition


def counted(edition: Edition) -> list[Difference]:
    """How many objects of each kind are new, gone and changed."""
    old = base_of(edition)
    key = f"grid-differences:{old.serial if old else 0}:{edition.serial}"
    found: list[Difference] | None = cache.get(key)
    if found is None:
        found = editions.differences(old, edition)
        cache.set(key, found, _KEPT_S)
    return found


def side(actor: Actor, edition: Edition, what: str, kind: str, *, after: int = 0, before: int = 0) -> Side:
    """Objects of a kind that are `new`, `gone` or `changed`, but for what is screened from the actor; that they were looked at is
    written down.

    Errors: NotFound for another `what`, those of `seeing.view_of_own`, TooMany.
    """
    if what not in WHATS:
        raise NotFound
    old = base_of(edition)
    view = seeing.view_of_own(actor, old if what == "gone" and old else edition)
    found = editions.different(old, edition, what).filter(kind=kind)
    found = found.filter(pk__lt=before).order_by("-pk") if before else found.filter(pk__gt=after)
    rows = [row for row in found[: SIDE + 1 + len(view.hidden)] if view.shows(row.pk)]
    shown, has_more = rows[:SIDE], len(rows) > SIDE
    if before:
        shown.reverse()
    if shown:
        looks.note(view, What.OBJECTS, cells=_cells(shown))
    first, last = (shown[0].pk, shown[-1].pk) if shown else (None, None)
    return Side(shown, last if before or has_more else None, first if after or (before and has_more) else None)


def screened_ids(actor: Actor, *looked_at: Edition | None) -> set[str]:
    """The company's own ids of what is screened from the actor in some editions.

    Errors: those of `seeing.view_of_own`.
    """
    found: set[str] = set()
    for edition in filter(None, looked_at):
        hidden = list(seeing.view_of_own(actor, edition).hidden)
        found.update(GridObject.objects.filter(pk__in=hidden).values_list("external_id", flat=True))
    return found


def _cells(rows: list[GridObject]) -> set[int]:
    return {cells.at(row.min_y, row.min_x) for row in rows if row.min_x is not None and row.min_y is not None}
