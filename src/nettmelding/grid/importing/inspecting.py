"""A look at files before they are read: which layers and columns they have, and what each of them seems to be."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from nettmelding.core.errors import Invalid
from nettmelding.grid.fields import FIELDS, fields_of, kind_of
from nettmelding.grid.importing import checking, places
from nettmelding.grid.importing.mapping import PROJECTIONS, FileWords, Layer
from nettmelding.grid.importing.reading import Batch, batches
from nettmelding.grid.importing.records import KIND_HEADINGS, Reader
from nettmelding.grid.importing.report import Report
from nettmelding.installations.fields import plain

MOST_WORDS = 40
"""Different values of one column that are kept; more than that are no words."""
LONGEST_WORD = 60
_LOOKED_AT = 2_000
"""Rows of each layer by which a projection is guessed."""
CHOICES = frozenset({"network_system", "material", "operable", "is_open", "is_free"})
"""Fields that hold one of a few words: what a company calls them can be said."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a layer. `field`: what it seems to be, empty for nothing we know. `values`: the first different ones."""

    heading: str
    field: str
    values: Sequence[str]
    unread: Sequence[str] = ()
    """Words of a field of `CHOICES`, or of the kind, that nobody knows."""


@dataclass(frozen=True, slots=True)
class FoundLayer:
    """One layer. `kind`: empty where a column says it (`kind_column`), or nobody knows."""

    name: str
    file: str
    kind: str
    kind_column: str
    has_places: bool
    projection: str
    """By its code; empty where the file does not say it."""
    columns: Sequence[Column]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Found:
    """All layers, and the projection they seem to be in where they do not say it."""

    layers: Sequence[FoundLayer]
    projection: str = ""
    swapped: bool = False
    """East and north seem to be swapped."""


def look(grid_company_id: UUID, paths: Iterable[Path], words: FileWords) -> Found:
    """What is in the files. `words`: the mapping as it stands. Errors: Invalid for what cannot be read."""
    all_of_them = replace(words, layers={name: replace(one, skip=False) for name, one in words.layers.items()})
    found, samples = [], []
    for path in paths:
        for batch in batches(path, all_of_them, first_only=True):
            found.append(_layer(batch, path.name, all_of_them))
            if len(batch.geometries):
                samples.append([wkb for wkb in batch.geometries[:_LOOKED_AT] if wkb is not None])
    said = next((layer.projection for layer in found if layer.projection), "")
    wkb = [one for sample in samples for one in sample]
    projection, swapped = ("", False) if words.projection else _guess(grid_company_id, wkb, said)
    return Found(found, projection, swapped)


def _layer(batch: Batch, file: str, words: FileWords) -> FoundLayer:
    layer = words.layer(batch.layer)
    there = Layer(
        layer.kind,
        layer.kind_column if layer.kind_column in batch.columns else "",
        False,
        {name: heading for name, heading in layer.columns.items() if heading in batch.columns},
        layer.ignored,
    )
    by_column = "" if there.kind else there.kind_column or _kind_column(batch, layer)
    kind = there.kind or ("" if by_column else kind_of(batch.layer) or "")
    fields = _fields(batch, replace(words, layers={batch.layer: there}), kind or by_column)
    columns = []
    for heading, cells in batch.columns.items():
        name = "kind" if heading == by_column else fields.get(heading, "")
        values = _values(cells)
        columns.append(Column(heading, name, values[:MOST_WORDS], _unread(name, values, words)))
    projection = places.code_of(batch.projection) if batch.projection else ""
    return FoundLayer(batch.layer, file, kind, by_column, len(batch.geometries) > 0, projection, columns)


def _kind_column(batch: Batch, layer: Layer) -> str:
    return next((name for name in batch.columns if plain(name) in KIND_HEADINGS and name not in layer.ignored), "")


def _fields(batch: Batch, words: FileWords, has_kind: str) -> dict[str, str]:
    """Our field by the file's heading, as the reader sees it; without a kind, as any kind would call it."""
    if not has_kind:
        return {}
    report = Report()
    few = _first_rows(batch)
    Reader(words, report).read(few)
    told = report.columns.get(batch.layer, {})
    return {heading: name for name, headings in told.items() for heading in headings.split(" / ")}


def _first_rows(batch: Batch) -> Batch:
    size = min(batch.size, _LOOKED_AT)
    columns = {name: cells[:size] for name, cells in batch.columns.items()}
    return replace(batch, columns=columns, geometries=batch.geometries[:size], size=size)


def _values(cells: Iterable[Any]) -> list[str]:
    """The different values of a column, in order; one more than the most where there are too many."""
    found: dict[str, None] = {}
    for cell in cells:
        if cell is None or cell != cell:
            continue
        value = cell.item() if hasattr(cell, "item") else cell
        whole = isinstance(value, float) and value.is_integer()
        text = str(int(value) if whole else value).strip()[:LONGEST_WORD]
        if text:
            found[text] = None
        if len(found) > MOST_WORDS:
            break
    return list(found)


def _unread(name: str, values: Sequence[str], words: FileWords) -> tuple[str, ...]:
    """The words of a column that nobody knows; none where there are so many that they are no words."""
    if len(values) > MOST_WORDS:
        return ()
    own = words.words.get(name, {})
    if name == "kind":
        return tuple(word for word in values if kind_of(own.get(word, word)) is None)
    if name not in CHOICES:
        return ()
    (read, *_others) = [one.read for kind in FIELDS for one in fields_of(kind) if one.name == name]
    return tuple(word for word in values if not _can(read, own.get(word, word)))


def _can(read: Any, word: str) -> bool:
    try:
        read(word)
    except Invalid:
        return False
    return True


def _guess(grid_company_id: UUID, wkb: Sequence[Any], said: str) -> tuple[str, bool]:
    """The projection that puts most objects where the company's grid is, and whether the axes must be swapped for it.

    Where the file says its projection only the axes are looked at.
    """
    if not wkb:
        return "", False
    area = checking.areas(grid_company_id)
    candidates: Sequence[str] = (said,) if said in PROJECTIONS else PROJECTIONS
    ranks = {
        (projection, swap): _rank(area, wkb, projection, swap) for swap in (False, True) for projection in candidates
    }
    best = max(ranks, key=lambda one: ranks[one])
    if ranks[best][1] * 2 <= len(wkb):
        return "", False
    return "" if said else best[0], best[1]


def _rank(area: Any, wkb: Sequence[Any], projection: str, swap: bool) -> tuple[int, int]:
    """How many lie in the company's area, and how many in Norway."""
    import shapely

    placed = places.place(wkb, projection, swap_axes=swap)
    inside = sum(not fault for fault in placed.faults)
    if not inside or area is None:
        return 0, inside
    return int(shapely.intersects(area, placed.geometries).sum()), inside
