"""From rows of a file to objects: the kind, the id, the facts that can be read, and what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nettmelding.core.errors import AppError, Invalid
from nettmelding.grid.fields import CIRCUIT, LONGEST_ID, LONGEST_NAME, Field, fields_of, kind_of
from nettmelding.grid.importing.mapping import FileWords, Layer
from nettmelding.grid.importing.reading import Batch
from nettmelding.grid.importing.report import Finding, Report
from nettmelding.installations.fields import plain

KIND_HEADINGS = ("kind", "slag", "objekttype", "objtype")
_NOTHING = frozenset({"", "nan", "NaN", "None", "NULL", "null"})


@dataclass(slots=True)
class Record:
    """One row read. `at`: its place in the batch."""

    kind: str
    external_id: str
    name: str
    facts: dict[str, Any]
    at: int
    row: int


@dataclass(slots=True)
class Reader:
    """Reads batch after batch into records and tells a report what is wrong; keeps what it has learned of columns and words."""

    words: FileWords
    report: Report
    _columns: dict[tuple[str, str], list[tuple[Field, Sequence[str]]]] = field(default_factory=dict)
    _used: dict[str, set[str]] = field(default_factory=dict)
    _values: dict[tuple[str, str], dict[Any, Any]] = field(default_factory=dict)

    def read(self, batch: Batch) -> list[Record]:
        """The rows whose kind and id are known. Errors: Invalid where the mapping names a column that is not there."""
        layer = self.words.layer(batch.layer)
        groups: dict[str, list[int]] = {}
        for at, kind in enumerate(self._kinds(batch, layer)):
            if kind is None:
                self._tell("unknown_kind", batch, at)
            else:
                groups.setdefault(kind, []).append(at)
        return [record for kind, rows in groups.items() for record in self._group(batch, layer, kind, rows)]

    def _kinds(self, batch: Batch, layer: Layer) -> Sequence[str | None]:
        if layer.kind:
            return [layer.kind] * batch.size
        of_layer = kind_of(batch.layer)
        heading = layer.kind_column or next(
            (name for name in batch.columns if plain(name) in KIND_HEADINGS and name not in layer.ignored), ""
        )
        if not heading:
            return [of_layer] * batch.size
        if heading not in batch.columns:
            raise _no_column(heading)
        own = self.words.words.get("kind", {})
        known: dict[Any, str | None] = {}
        found = []
        for cell in batch.columns[heading]:
            word = str(cell).strip() if cell is not None else ""
            if word not in known:
                known[word] = kind_of(own.get(word, word)) or (of_layer if not word else None)
            found.append(known[word])
        return found

    def _group(self, batch: Batch, layer: Layer, kind: str, rows: list[int]) -> list[Record]:
        values = {
            one.name: self._values_of(batch, one, headings, rows) for one, headings in self._places(batch, layer, kind)
        }
        ids, names = values.pop("external_id", None), values.pop("name", None)
        facts: list[dict[str, Any]] = [{} for _row in rows]
        for name, column in values.items():
            for one, value in zip(facts, column, strict=True):
                if value is not None:
                    one[name] = value
        records = []
        for place, at in enumerate(rows):
            external_id = (ids[place] if ids else None) or ""
            if not external_id and kind != CIRCUIT:
                self._tell("no_id", batch, at)
                continue
            if len(external_id) > LONGEST_ID:
                self._tell("long_id", batch, at, external_id)
                continue
            name = (names[place] if names else None) or ""
            records.append(Record(kind, external_id, name, facts[place], at, batch.first + at))
        return records

    def _places(self, batch: Batch, layer: Layer, kind: str) -> list[tuple[Field, Sequence[str]]]:
        """Which headings each field stands under in this layer. Several, where kinds that call it differently share a layer:
        then the first that has a value."""
        key = (batch.layer, kind)
        if key not in self._columns:
            usual = {plain(name): name for name in reversed(list(batch.columns)) if name not in layer.ignored}
            places: dict[str, list[str]] = {}
            for name, heading in layer.columns.items():
                if name in {"x", "y", "wkt", "kind"}:
                    continue
                if heading not in batch.columns:
                    raise _no_column(heading)
                places[name] = [heading]
            taken = {heading for headings in places.values() for heading in headings}
            said = frozenset(places)
            fields = fields_of(kind)
            # a field's own name goes before what another field may be called
            for headings_of in (lambda one: (plain(one.name),), lambda one: one.headings):
                for one in fields:
                    for heading in [usual[h] for h in headings_of(one) if h in usual]:
                        if one.name not in said and heading not in taken:
                            places.setdefault(one.name, []).append(heading)
                            taken.add(heading)
            self._columns[key] = [(one, places[one.name]) for one in fields if one.name in places]
            self._tell_columns(batch, layer, places)
        return self._columns[key]

    def _tell_columns(self, batch: Batch, layer: Layer, places: Mapping[str, Sequence[str]]) -> None:
        known = self.report.columns.setdefault(batch.layer, {})
        known.update({name: " / ".join(headings) for name, headings in places.items()})
        used = self._used.setdefault(batch.layer, {layer.kind_column})
        used.update(heading for headings in places.values() for heading in headings)
        self.report.not_read[batch.layer] = [
            name
            for name in batch.columns
            if name not in used and plain(name) not in KIND_HEADINGS and name not in layer.ignored
        ]

    def _values_of(self, batch: Batch, one: Field, headings: Sequence[str], rows: list[int]) -> list[Any]:
        found = self._column(batch, one, headings[0], rows)
        for heading in headings[1:]:
            if None in found:
                more = self._column(batch, one, heading, rows)
                found = [other if value is None else value for value, other in zip(found, more, strict=True)]
        return found

    def _column(self, batch: Batch, one: Field, heading: str, rows: list[int]) -> list[Any]:
        """The values of one field for the rows; None where there is none or it cannot be read."""
        cells = batch.columns.get(heading)
        if cells is None:
            return [None] * len(rows)
        seen = self._values.setdefault((one.name, batch.layer), {})
        if len(seen) > 50_000:
            seen.clear()
        own = self.words.words.get(one.name, {})
        found = []
        for at in rows:
            cell = cells[at]
            # 1, 1.0 and True are the same key and are not read alike
            key = (type(cell), cell)
            if key not in seen:
                seen[key] = _read(one, cell, own)
            value = seen[key]
            if isinstance(value, _Wrong):
                self._wrong(batch, one, at, value)
                value = value.instead
            found.append(value)
        return found

    def _wrong(self, batch: Batch, one: Field, at: int, wrong: "_Wrong") -> None:
        self._tell("bad_value", batch, at, f"{one.label}: {wrong.sentence}")

    def _tell(self, code: str, batch: Batch, at: int, detail: str = "") -> None:
        self.report.add(Finding(code, batch.layer, batch.first + at, detail=detail))


@dataclass(frozen=True, slots=True)
class _Wrong:
    sentence: str
    instead: Any = None


def _read(one: Field, cell: Any, own: Mapping[str, str]) -> Any:
    if cell is None or cell != cell:  # what is no number is not itself
        return None
    if hasattr(cell, "item"):
        cell = cell.item()
    if isinstance(cell, str):
        cell = cell.strip()
        if cell in _NOTHING:
            return None
    if own:
        cell = own.get(str(cell), cell)
    try:
        return one.read(cell)
    except AppError as problem:
        if one.name == "external_id":
            # kept, longer than it may be: the caller refuses it by that
            return str(cell)[: LONGEST_ID + 1]
        return _Wrong(problem.message, str(cell)[:LONGEST_NAME] if one.name == "name" else None)


def _no_column(heading: str) -> Invalid:
    from django.utils.translation import gettext as _

    return Invalid("mapping", _("Filen har ingen kolonne som heter «%(heading)s».") % {"heading": heading})
