"""How something is forgotten: which rows are due, and what is done to them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from nettmelding.core.db import write

Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Forgetter:
    """One table's part of a kind of data.

    `due` gives the rows whose time was out at a moment; `forget` takes keys of some of them, does it in a transaction of its
    own or several, and returns how many it did. A row that has become of use meanwhile is left alone.
    """

    due: Callable[[datetime], Rows]
    forget: Callable[[Sequence[Any]], int]


def removing(model: type[Model], due: Callable[[datetime], Rows]) -> Forgetter:
    """Rows that are removed whole, with what hangs on them."""
    return Forgetter(due, lambda keys: remove_rows(model, keys))


def remove_rows(model: type[Model], keys: Sequence[Any]) -> int:
    """Remove rows by key. Returns how many of the model's own there were."""
    with write():
        _, by_model = model._default_manager.filter(pk__in=list(keys)).delete()
    return by_model.get(model._meta.label, 0)
