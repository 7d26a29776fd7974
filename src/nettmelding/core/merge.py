"""Three-way merge per field: two people in one draft lose nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome: all fields together, and those that both changed, each to something else."""

    fields: dict[str, Any]
    conflicts: dict[str, tuple[Any, Any]]
    """Field path to (theirs, mine); `fields` holds theirs."""


_MISSING = object()


def merge(base: Mapping[str, Any], theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> Merged:
    """Lay my changes since `base` on top of theirs. A field that is absent was emptied."""
    fields: dict[str, Any] = dict(theirs)
    conflicts: dict[str, tuple[Any, Any]] = {}
    for path in base.keys() | mine.keys():
        was, wanted, stands = (side.get(path, _MISSING) for side in (base, mine, theirs))
        if wanted in (was, stands):
            continue
        if stands != was:
            conflicts[path] = (_plain(stands), _plain(wanted))
        elif wanted is _MISSING:
            fields.pop(path, None)
        else:
            fields[path] = wanted
    return Merged(fields, conflicts)


def _plain(value: Any) -> Any:
    return None if value is _MISSING else value
