"""A file of metering points read line by line, however long: CSV in the ways spreadsheets and databases write it, and XLSX
as `core.sheets` reads it: merged cells stand for each of their lines, and a cell that cannot be trusted says why.
"""

import codecs
import csv
import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from django.utils.translation import gettext as _

from nettmelding.core import sheets
from nettmelding.core.errors import Invalid
from nettmelding.core.sheets import separated, workbook
from nettmelding.installations.fields import BY_NAME, FIELDS, NEEDED, plain

_BLOCK = 1 << 20
_START = 4
"""Bytes that tell the kind of file."""
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE = 1 << 16
"""Signs by which the separator is told."""
_SEPARATORS = (*separated.SEPARATORS, "|")


@dataclass(frozen=True, slots=True)
class Reading:
    """How a company's file is read where its headings are not the usual ones.

    `columns`: our field by its heading in the file; `words`: by field, the file's own words and what they mean.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def fingerprint(self) -> bytes:
        """Tells two mappings apart."""
        return repr(
            (sorted(self.columns.items()), sorted((k, sorted(v.items())) for k, v in self.words.items()))
        ).encode()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number in the file (the first is 1), its cells by our names, and why one of them cannot be trusted."""

    number: int
    cells: Mapping[str, str]
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that is not blank: its number, its texts, and by place what is wrong with one. A million of them are made: no more
    than that is kept of one."""

    number: int
    texts: Sequence[str]
    problems: Mapping[int, str]


_SOUND: Mapping[int, str] = {}


def mapping(path: Path) -> Reading:
    """A mapping written as TOML: `[columns]` and `[words.<field>]`. Errors: Invalid, which names what is wrong."""
    try:
        read = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Invalid("mapping", _("%(name)s kan ikke leses: %(problem)s") % {"name": path.name, "problem": problem})
    columns, words = read.get("columns", {}), read.get("words", {})
    unknown = [name for name in [*columns, *words] if name not in BY_NAME]
    if unknown:
        raise Invalid(
            "mapping",
            _("Ukjent felt: %(unknown)s. Feltene er %(known)s.")
            % {"unknown": ", ".join(unknown), "known": ", ".join(BY_NAME)},
        )
    return Reading(
        {n: str(h) for n, h in columns.items()}, {n: {k: str(v) for k, v in w.items()} for n, w in words.items()}
    )


def fingerprint(path: Path, by: Reading) -> str:
    """SHA-256 of the file and the mapping, hexadecimal."""
    whole = hashlib.sha256(by.fingerprint())
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            whole.update(block)
    return whole.hexdigest()


def headings(path: Path, by: Reading) -> tuple[dict[str, str], list[str]]:
    """The file's heading for each of our fields, and the headings that nobody knows. Errors: Invalid as `lines`."""
    heading, places, _rest = _headed(path, by)
    known = {name: heading.texts[place] for name, place in places.items()}
    return known, [text for place, text in enumerate(heading.texts) if text and place not in places.values()]


def lines(path: Path, by: Reading, *, after: int = 0) -> Iterator[Line]:
    """The lines below the heading, those up to number `after` passed over. Errors: Invalid for what is no table.

    Empty lines are passed over, and the memory used does not grow with the file.
    """
    heading, places, rest = _headed(path, by)
    missing = [str(BY_NAME[name].label) for name in NEEDED if name not in places]
    if missing:
        raise Invalid(
            "table_columns",
            _("Filen mangler kolonnen %(missing)s. Heter den noe annet, skriver du det i en fil for --mapping.")
            % {"missing": ", ".join(missing)},
        )
    below = max(after, heading.number)
    return (_line(row, places) for row in rest if row.number > below)


def _line(row: _Row, places: Mapping[str, int]) -> Line:
    texts, width = row.texts, len(row.texts)
    cells = {name: texts[at] if at < width else "" for name, at in places.items()}
    return Line(row.number, cells, {name: row.problems[at] for name, at in places.items() if at in row.problems})


def _headed(path: Path, by: Reading) -> tuple[_Row, dict[str, int], Iterator[_Row]]:
    """The row of headings, wherever near the top it stands, where each of our fields is, and the rows from the top on."""
    raw = _raw(path)
    top = list(islice(raw, sheets.LOOKED_THROUGH))
    heading = max(top, key=lambda row: len(_places(row, by)), default=_Row(0, (), _SOUND))
    places = _places(heading, by)
    for name, said in by.columns.items():
        if name not in places:
            raise Invalid("mapping", _("Filen har ingen kolonne som heter «%(heading)s».") % {"heading": said})
    return heading, places, chain(top, raw)


def _places(heading: _Row, by: Reading) -> dict[str, int]:
    """Where each of our fields stands: as the mapping says, else by the usual headings; the first that fits."""
    cells = list(reversed(list(enumerate(heading.texts))))
    exact = {text.strip(): place for place, text in cells}
    usual = {plain(text): place for place, text in cells}
    places = {name: exact[said.strip()] for name, said in by.columns.items() if said.strip() in exact}
    for one in FIELDS:
        if one.name not in places and one.name not in by.columns:
            at = next((usual[h] for h in (plain(one.name), *one.headings) if h in usual), None)
            if at is not None and at not in places.values():
                places[one.name] = at
    return places


def _raw(path: Path) -> Iterator[_Row]:
    """The rows that are not blank, from the top of the file."""
    with path.open("rb") as file:
        start = file.read(_START)
    return _workbook(path) if workbook.is_workbook(start) else _csv(path)


def _workbook(path: Path) -> Iterator[_Row]:
    for row in sheets.streamed(path):
        problems = {at: cell.problem for at, cell in enumerate(row.cells) if cell.problem}
        yield _Row(row.line, [cell.text for cell in row.cells], problems)


def _csv(path: Path) -> Iterator[_Row]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        separator = separated.separator_of(file.read(_SAMPLE), _SEPARATORS)
        file.seek(0)
        reader = csv.reader((line.replace("\x00", "") for line in file), delimiter=separator)
        while True:
            number = reader.line_num + 1
            try:
                texts = [separated.bare(cell) for cell in next(reader)]
            except StopIteration:
                return
            except csv.Error:
                raise Invalid(
                    "table_broken",
                    _("Linje %(number)s kan ikke leses. Er filen en tabell, lagret som CSV?") % {"number": number},
                )
            if any(texts):
                yield _Row(number, texts, _SOUND)


def _encoding(path: Path) -> str:
    """The file's encoding: by its mark, UTF-8 where all of it is that, else Windows' Western European."""
    with path.open("rb") as file:
        start = file.read(_START)
        for mark, name in _MARKS:
            if start.startswith(mark):
                return name
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"
