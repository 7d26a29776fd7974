"""Cursors for paged lists: where the last page ended, signed so that nobody can make one up."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid

Item = TypeVar("Item", bound=Model)
LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list; `next` is the cursor of the following page, None on the last."""

    items: list[Item]
    next: str | None


def page(rows: QuerySet[Item], order: str, cursor: str | None, size: int = 50) -> Page[Item]:
    """A page of rows ordered by one column (`-` in front: largest first) and the primary key.

    Reads one row more than asked for and counts nothing. Errors: Invalid where the cursor is not one of ours.
    """
    size = max(1, min(size, LARGEST_PAGE))
    descending, column = order.startswith("-"), order.lstrip("-")
    rows = rows.order_by(order, "-pk" if descending else "pk")
    if cursor:
        value, key = _open(cursor, order)
        way = "lt" if descending else "gt"
        rows = rows.filter(Q(**{f"{column}__{way}": value}) | Q(**{column: value, f"pk__{way}": key}))
    found = list(rows[: size + 1])
    if len(found) <= size:
        return Page(found, None)
    last = found[size - 1]
    return Page(found[:size], _seal(order, getattr(last, column), last.pk))


def _seal(order: str, value: Any, key: Any) -> str:
    text = value.isoformat() if hasattr(value, "isoformat") else value
    return signing.dumps([order, text, str(key)], salt="cursor", compress=True)


def _open(cursor: str, order: str) -> tuple[Any, str]:
    try:
        made_for, value, key = signing.loads(cursor, salt="cursor")
    except (signing.BadSignature, ValueError):
        made_for, value, key = None, None, ""
    if made_for != order:
        raise Invalid("bad_cursor", _("Denne siden av lista finnes ikke. Begynn på første side."))
    return value, key
