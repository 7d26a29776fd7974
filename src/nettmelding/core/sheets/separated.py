"""Rows parted by semicolons, tabs or commas: files as spreadsheets save them, and what is pasted from one."""

import csv
import io
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid
from nettmelding.core.sheets import numbers
from nettmelding.core.sheets.model import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Cell, Row, address

SEPARATORS = ("\t", ";", ",")
"""Where two fit as well, the first: a comma may be a decimal sign."""
_SAMPLE = 40
_HINT = re.compile(r"sep=(?P<separator>[;,\t])\r?\n", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_MOST_CONTROL = 0.05
"""The share of signs that are no text, above which it is another kind of file. Fewer are left out."""


def rows(content: bytes | str) -> Iterator[Row]:
    """The rows that are not blank. Errors: Invalid where it is no text, or too large."""
    text = content if isinstance(content, str) else _decoded(content)
    if len(_CONTROL.findall(text)) > len(text) * _MOST_CONTROL:
        raise not_a_table()
    text = text.replace("\x00", "")
    hint = _HINT.match(text)
    separator = hint["separator"] if hint else separator_of(text)
    return _rows(text[hint.end() :] if hint else text, separator, first=2 if hint else 1)


def not_a_table() -> Invalid:
    """The file is something else."""
    return Invalid("table_broken", _("Filen er ikke en tabell som kan leses. Lagre den på nytt som CSV eller XLSX."))


def _rows(text: str, separator: str, first: int) -> Iterator[Row]:
    try:
        for line, texts in enumerate(_records(text, separator), start=first):
            if line > MOST_ROWS:
                raise Invalid("table_size", _("Filen har for mange linjer."))
            while texts and not texts[-1].strip():
                texts.pop()
            if len(texts) > MOST_COLUMNS:
                raise Invalid("table_size", _("Filen har for mange kolonner."))
            if texts:
                yield Row(line, tuple(_cell(one, line, column) for column, one in enumerate(texts)))
    except csv.Error:
        raise not_a_table()


def _cell(typed: str, line: int, column: int) -> Cell:
    text = bare(_CONTROL.sub("", typed).replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) > LONGEST_CELL:
        raise not_a_table()
    return Cell(text, address(line, column), numbers.spoilt(text))


def bare(typed: str) -> str:
    """A cell without blanks around it and without `="…"`, by which exports keep zeros in front."""
    text = typed.strip()
    return text[2:-1] if text.startswith('="') and text.endswith('"') else text


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def separator_of(text: str, among: Sequence[str] = SEPARATORS) -> str:
    """The one that parts most of the first rows into equally many cells."""
    return max(among, key=lambda one: _evenness(text, one))


def _evenness(text: str, separator: str) -> float:
    try:
        sample = [len(cells) for cells in islice(_records(text, separator), _SAMPLE) if cells]
    except csv.Error:
        return 0
    parted = Counter(width for width in sample if width > 1)
    return parted.most_common(1)[0][1] / len(sample) if parted else 0


def _decoded(content: bytes) -> str:
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if _is_utf_16(content):
        return content.decode("utf-16-le", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def _is_utf_16(content: bytes) -> bool:
    """Without its mark: every second byte of ordinary text is zero."""
    sample = content[:400]
    return len(sample) >= 4 and sample[1::2].count(0) > len(sample) * 0.4 and 0 not in sample[0::2]
