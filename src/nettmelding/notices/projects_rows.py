"""The rows that notices are made from: addresses, and where they come from a spreadsheet what differs from one to the next.

Each row is checked cell by cell, and what is wrong stands at its cell.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core import sheets
from nettmelding.core.actor import Actor
from nettmelding.core.db import forbid_in_transaction
from nettmelding.core.errors import AppError, Invalid
from nettmelding.notices import projects_places, working_copy
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Notice
from nettmelding.notices.places import ADDRESS
from nettmelding.notices.projects_making import Wanted
from nettmelding.notices.projects_places import Certainty
from nettmelding.registers import lookups
from nettmelding.registers.numbers import looks_like_orgnr
from nettmelding.registers.protocols import Company

LARGEST = 2 * 1024 * 1024
"""Bytes."""
MOST_FIRMS = 50
"""Different firms looked up at a time."""
ADDRESS_COLUMN, CUSTOMER = "address", "customer"
COLUMNS: Mapping[str, tuple[str, ...]] = {
    ADDRESS_COLUMN: ("adresse", "gateadresse", "address"),
    CUSTOMER: ("kunde", "kundens organisasjonsnummer", "organisasjonsnummer", "orgnr", "customer"),
    "ov": ("ov", "nytt ov", "ov (a)", "overbelastningsvern"),
    "wanted": ("ønskes utført", "ønsket dato", "dato", "wanted date"),
    "reference": ("vår referanse", "referanse", "ordrenummer", "ref", "reference"),
}
"""The headings that columns are known by, small letters."""
PATHS: Mapping[str, str] = {
    "ov": "protection.ov_new_a",
    "wanted": "when.wanted_date",
    "reference": "who.our_reference",
}
"""The answer that a column is."""


@dataclass(frozen=True, slots=True)
class Row:
    """One address as it was written, with what the register has, and the cells beside it by column."""

    typed: str
    address: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[Mapping[str, Any], ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checked:
    """A row that was looked over. `problems` keep it from being made, `notes` do not; both by column."""

    row: Row
    answers: Mapping[str, Any]
    customer: Company | None
    problems: Mapping[str, str]
    notes: Mapping[str, str]

    def wanted(self, **chosen: Any) -> Wanted:
        """As it is to be made; `chosen`: grid company, and whether again."""
        stranger = bool(self.row.cells.get(CUSTOMER)) and self.customer is None
        return Wanted(
            self.row.address, answers=self.answers, customer=self.customer, without_customer=stranger, **chosen
        )


def from_lines(lines: Sequence[str], near: Mapping[str, Any]) -> list[Row]:
    """Addresses that were pasted, one or several a line. Not inside a transaction."""
    return [Row(one.typed, one.answer, one.choices) for one in projects_places.find(lines, near)]


def from_sheet(name: str, content: bytes, near: Mapping[str, Any]) -> list[Row]:
    """The rows of a spreadsheet, one notice a row. Errors: Invalid where the file as such cannot be read."""
    if len(content) > LARGEST:
        raise _bad(_("Filen er for stor."))
    try:
        lines = list(sheets.table(name, content, COLUMNS, [ADDRESS_COLUMN]))
    except Invalid as error:
        raise _bad(error.message) from None
    if not lines:
        raise _bad(_("Det er ingen adresser i filen."))
    if len(lines) > projects_places.MOST:
        raise _bad(
            _("Filen har %(count)s rader. Ta høyst %(most)s om gangen.")
            % {"count": len(lines), "most": projects_places.MOST}
        )
    written = [" ".join(one.cells[ADDRESS_COLUMN].split()) for one in lines]
    found = projects_places.find(written, near)
    rows = []
    for at, line in enumerate(lines):
        cells = {name: text for name, text in line.cells.items() if name != ADDRESS_COLUMN and text.strip()}
        here = [one for one in found if one.line == at] or [
            projects_places.Place(written[at], Certainty.UNSURE, line=at)
        ]
        rows += [Row(one.typed, one.answer, one.choices, cells) for one in here]
    return rows[: projects_places.MOST]


def check(actor: Actor, notice: Notice, rows: Sequence[Row]) -> list[Checked]:
    """Look the rows over: values as the form reads them, firms in the register. Not inside a transaction."""
    forbid_in_transaction("HTTP")
    asked = {one.path for one in working_copy.form_of(notice, Stage.NOTICE).fields() if one.shown}
    firms: dict[str, Company | str] = {}
    return [_checked(actor, notice, row, asked, firms) for row in rows]


def template() -> bytes:
    """A workbook to fill in, with an example."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _("Meldinger")
    sheet.append([_("Adresse"), _("Kunde"), _("OV"), _("Ønskes utført"), _("Vår referanse")])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.append(["Prøvetunet 1, 9998 Eksempelvik", "310 000 876", "40", "08.12.2026", "1047-1"])
    for letter, width in zip("ABCDE", (36, 18, 8, 18, 18), strict=True):
        sheet.column_dimensions[letter].width = width
        for row in range(1, projects_places.MOST + 2):
            sheet[f"{letter}{row}"].number_format = "@"
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _checked(actor: Actor, notice: Notice, row: Row, asked: set[str], firms: dict[str, Company | str]) -> Checked:
    problems: dict[str, str] = {}
    notes: dict[str, str] = {}
    if not row.address:
        problems[ADDRESS_COLUMN] = _("Velg adressen.") if row.choices else _("Fant ikke adressen. Søk den fram.")
    else:
        _values, wrong = working_copy.parse(notice, {ADDRESS: dict(row.address)})
        problems |= {ADDRESS_COLUMN: wrong[ADDRESS]} if wrong else {}
    raw = {PATHS[name]: text for name, text in row.cells.items() if name in PATHS and PATHS[name] in asked}
    answers, errors = working_copy.parse(notice, raw)
    for name, path in PATHS.items():
        if path in errors:
            problems[name] = errors[path]
        elif row.cells.get(name) and path not in asked:
            notes[name] = _("Meldingen spør ikke om dette.")
    customer = _customer(actor, row.cells.get(CUSTOMER, ""), firms)
    if isinstance(customer, str):
        kept, customer = customer, None
        (problems if looks_like_orgnr(row.cells[CUSTOMER]) else notes)[CUSTOMER] = kept
    known = {path: value for path, value in answers.items() if value is not None and path in catalogue().fields}
    return Checked(row, known, customer, problems, notes)


def _customer(actor: Actor, typed: str, firms: dict[str, Company | str]) -> Company | str | None:
    """The firm, or a sentence of why there is none; a person is found in the draft, with the birth date."""
    typed = " ".join(typed.split())
    if not typed:
        return None
    if not looks_like_orgnr(typed):
        return _("En person finner du i kladden, med fødselsdato.")
    if typed not in firms:
        firms[typed] = _firm(actor, typed) if len(firms) < MOST_FIRMS else _("For mange ulike firma på én gang.")
    return firms[typed]


def _firm(actor: Actor, typed: str) -> Company | str:
    try:
        answer = lookups.find_company(actor, typed)
    except AppError as error:
        return error.message
    if len(answer.companies) == 1 and answer.companies[0].usable:
        return answer.companies[0]
    return answer.message


def _bad(sentence: str) -> Invalid:
    return Invalid("bad_file", sentence, fields={"file": sentence})
