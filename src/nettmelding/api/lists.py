"""Pages of lists."""

from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from ninja import Query

from nettmelding.api.schemas.common import ListOf
from nettmelding.core.cursors import LARGEST_PAGE, Page, page
from nettmelding.core.errors import Invalid

Row = TypeVar("Row", bound=Model)
One = TypeVar("One")
Shown = TypeVar("Shown")

Cursor = Annotated[str | None, Query(None, description="`next` of the page before.", max_length=1_000)]
Limit = Annotated[int, Query(50, ge=1, le=LARGEST_PAGE, description="Largest number of items.")]


def shown(found: Page[Row], show: Callable[[Row], Shown]) -> ListOf[Shown]:
    """A page of rows as items."""
    return ListOf(items=[show(row) for row in found.items], next=found.next)


def paged(
    rows: QuerySet[Row], order: str, cursor: str | None, limit: int, show: Callable[[Row], Shown]
) -> ListOf[Shown]:
    """A page of a query as items. Errors: those of `cursors.page`."""
    return shown(page(rows, order, cursor, limit), show)


def cut(all_items: Sequence[One], cursor: str | None, limit: int, show: Callable[[One], Shown]) -> ListOf[Shown]:
    """A page of what is at hand already. Its cursor is a plain place in the list, which only grows at its end."""
    start = int(cursor) if cursor and cursor.isascii() and cursor.isdigit() else 0
    if cursor and not 0 < start <= len(all_items):
        raise Invalid("bad_cursor", _("Denne siden av lista finnes ikke. Begynn på første side."))
    following = str(start + limit) if start + limit < len(all_items) else None
    return ListOf(items=[show(one) for one in all_items[start : start + limit]], next=following)
