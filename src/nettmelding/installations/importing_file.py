"""A file of metering points read line by line, however long: CSV in the ways spreadsheets and databases write it, and XLSX."""

import codecs
import csv
import hashlib
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid
from nettmelding.installations.fields import BY_NAME, FIELDS, NEEDED, plain

_BLOCK = 1 << 20
_XLSX = b"PK\x03\x04"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATORS = ";,\t|"
SPREADSHEET_DIGITS = 10**15
"""A spreadsheet keeps fifteen digits of a number; of a longer one the last are wrong."""


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
    """One line: its number in the file (the first is 1) and its cells by our names."""

    number: int
    cells: Mapping[str, str]


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
    raw = _raw(path)
    first = next(raw, (0, []))[1]
    places = _places(first, by)
    known = {name: first[place] for name, place in places.items()}
    return known, [cell for number, cell in enumerate(first) if cell and number not in places.values()]


def lines(path: Path, by: Reading, *, after: int = 0) -> Iterator[Line]:
    """The lines below the heading, those up to number `after` passed over. Errors: Invalid for what is no table.

    Empty lines are passed over, and the memory used does not grow with the file.
    """
    raw = _raw(path)
    _number, first = next(raw, (0, []))
    places = _places(first, by)
    missing = [str(BY_NAME[name].label) for name in NEEDED if name not in places]
    if missing:
        raise Invalid(
            "table_columns",
            _("Filen mangler kolonnen %(missing)s. Heter den noe annet, skriver du det i en fil for --mapping.")
            % {"missing": ", ".join(missing)},
        )
    for number, cells in raw:
        if number > after and any(cells):
            yield Line(number, {name: cells[at] if at < len(cells) else "" for name, at in places.items()})


def _places(first: Sequence[str], by: Reading) -> dict[str, int]:
    """Where each of our fields stands: as the mapping says, else by the usual headings; the first that fits."""
    exact = {cell.strip(): place for place, cell in reversed(list(enumerate(first)))}
    usual = {plain(cell): place for place, cell in reversed(list(enumerate(first)))}
    places: dict[str, int] = {}
    for name, heading in by.columns.items():
        if heading.strip() not in exact:
            raise Invalid("mapping", _("Filen har ingen kolonne som heter «%(heading)s».") % {"heading": heading})
        places[name] = exact[heading.strip()]
    for one in FIELDS:
        if one.name not in places:
            at = next((usual[h] for h in (plain(one.name), *one.headings) if h in usual), None)
            if at is not None and at not in places.values():
                places[one.name] = at
    return places


def _raw(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each line, the heading first."""
    with path.open("rb") as file:
        start = file.read(4)
    return _xlsx(path) if start == _XLSX else _csv(path)


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as file:
        separator = _separator(file.readline(_BLOCK))
        file.seek(0)
        reader = csv.reader((line.replace("\x00", "") for line in file), delimiter=separator)
        began = False
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise Invalid(
                    "table_broken",
                    _("Linje %(number)s kan ikke leses. Er filen en tabell, lagret som CSV?") % {"number": number},
                )
            if began or any(cells):
                began = True
                yield number, [cell.strip() for cell in cells]


def _encoding(path: Path) -> str:
    """The file's encoding: by its mark, UTF-8 where all of it is that, else Windows' Western European."""
    with path.open("rb") as file:
        start = file.read(4)
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


def _separator(heading: str) -> str:
    return max(_SEPARATORS, key=heading.count)


def _xlsx(path: Path) -> Iterator[tuple[int, list[str]]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise Invalid("table_broken", _("Regnearket kan ikke åpnes. Lagre det på nytt som XLSX."))
    try:
        began = False
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            line = [_as_text(cell) for cell in cells]
            if began or any(line):
                began = True
                yield number, line
    finally:
        book.close()


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nei"
    if isinstance(cell, int | float) and abs(cell) >= SPREADSHEET_DIGITS:
        # sixteen digits may have come through whole; longer ones have not, and are told as the spreadsheet shows them
        return str(int(cell)) if abs(cell) < 10 * SPREADSHEET_DIGITS else f"{cell:.4E}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
