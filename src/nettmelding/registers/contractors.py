"""Elvirksomhetsregisteret (DSB): who may do which electrical work, from a file the operator imports.

Being listed is not enough: the kinds of work and the sub-units count. Too old a file means that a person
decides.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from nettmelding.core import clock, sheets
from nettmelding.core.actor import Actor
from nettmelding.core.db import forbid_in_transaction, write
from nettmelding.core.errors import Invalid
from nettmelding.registers.models import ContractorEntry, ContractorImport
from nettmelding.registers.numbers import parse_orgnr

TOO_OLD = timedelta(days=60)
"""A file older than this does not decide by itself."""
MOST_PROBLEMS = 50

_COLUMNS = {
    "organisation_number": ("organisasjonsnummer", "orgnr", "org nr", "org.nr."),
    "name": ("navn", "foretaksnavn", "virksomhetsnavn", "virksomhet"),
    "dsb_id": ("register-id", "registerid", "dsb-id", "id"),
    "status": ("status",),
    "kinds": ("arbeidsområder", "arbeidsområde", "virksomhetsområder", "type arbeid"),
    "sub_units": ("underenheter", "underenhet", "avdelinger"),
    "registered_on": ("registrert", "registrert dato", "registreringsdato"),
}
"""Headings by which a column is known, in small letters."""
_NEEDED = ("organisation_number", "name")
_LONGEST = {"name": 255, "dsb_id": 40}
"""Characters that a line may have in a column."""
_ENDED = frozenset({"inaktiv", "slettet", "utgått", "opphørt", "utmeldt", "avregistrert", "nei"})
_LOW_VOLTAGE = re.compile(r"lavspenning\w*installasjon|installasjon\w*\W+lavspenning", re.IGNORECASE)


class Standing(StrEnum):
    """What the register says of a contractor that wants to send notices."""

    ENTITLED = "entitled"
    OTHER_WORK = "other_work"
    """Listed, but not for low-voltage installations."""
    ENDED = "ended"
    NOT_LISTED = "not_listed"
    NO_REGISTER = "no_register"
    """No file has been imported yet."""

    @property
    def text(self) -> str:
        return {
            Standing.ENTITLED: _("Står i Elvirksomhetsregisteret for lavspenningsinstallasjoner."),
            Standing.OTHER_WORK: _("Står i Elvirksomhetsregisteret, men ikke for lavspenningsinstallasjoner."),
            Standing.ENDED: _("Er ikke lenger aktiv i Elvirksomhetsregisteret."),
            Standing.NOT_LISTED: _("Står ikke i Elvirksomhetsregisteret."),
            Standing.NO_REGISTER: _("Elvirksomhetsregisteret er ikke lest inn ennå."),
        }[self]


@dataclass(frozen=True, slots=True)
class ContractorAnswer:
    """What is known of one contractor, and how old that knowledge is."""

    standing: Standing
    name: str = ""
    dsb_id: str = ""
    kinds: tuple[str, ...] = ()
    as_of: date | None = None
    """The day the imported file shows; None without a file."""
    too_old: bool = False

    @property
    def decides(self) -> bool:
        """Whether the answer may be acted on without a person: entitled, by a file that is not too old."""
        return self.standing is Standing.ENTITLED and not self.too_old


def look_up(organisation_number: str) -> ContractorAnswer:
    """What the newest file says of the nine digits of a company or of a sub-unit it lists."""
    newest = ContractorImport.objects.first()
    if newest is None:
        return ContractorAnswer(Standing.NO_REGISTER)
    too_old = is_too_old(newest.as_of)
    entry = _entry(organisation_number)
    if entry is None:
        return ContractorAnswer(Standing.NOT_LISTED, as_of=newest.as_of, too_old=too_old)
    return ContractorAnswer(
        standing=_standing(entry),
        name=entry.name,
        dsb_id=entry.dsb_id,
        kinds=tuple(entry.kinds),
        as_of=newest.as_of,
        too_old=too_old,
    )


def _entry(organisation_number: str) -> ContractorEntry | None:
    own = ContractorEntry.objects.filter(organisation_number=organisation_number).first()
    if own is not None:
        return own
    with_units = ContractorEntry.objects.exclude(sub_units=[]).iterator()
    return next((entry for entry in with_units if organisation_number in entry.sub_units), None)


def _standing(entry: ContractorEntry) -> Standing:
    if not entry.active:
        return Standing.ENDED
    if any(_LOW_VOLTAGE.search(kind) for kind in entry.kinds):
        return Standing.ENTITLED
    return Standing.OTHER_WORK


def import_file(actor: Actor, name: str, content: bytes, *, as_of: date | None = None) -> ContractorImport:
    """Replace the register's lines with those of a CSV or XLSX file that shows the register of the day
    `as_of`.

    Nothing is changed where a line cannot be read, or there is none: `Invalid` says which and why.
    """
    forbid_in_transaction("file")
    rows = sheets.table(name, content, _COLUMNS, _NEEDED)
    entries = {entry.organisation_number: entry for entry in map(_read, rows)}
    if not entries:
        raise _empty()
    with write():
        imported = ContractorImport.objects.create(
            imported_by=actor.name,
            file_name=name[:255],
            file_sha256=hashlib.sha256(content).hexdigest(),
            as_of=as_of or clock.today(),
            lines=len(entries),
        )
        ContractorEntry.objects.all().delete()
        for entry in entries.values():
            entry.imported = imported
        ContractorEntry.objects.bulk_create(entries.values(), batch_size=500)
    return imported


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file would come to, were it imported."""

    lines: int
    """Lines that can be read."""
    problems: tuple[str, ...]
    """A sentence for each line that cannot, with its number; at most `MOST_PROBLEMS`."""
    entitled: frozenset[str]
    """The organisation numbers, those of sub-units with them, that may do work on low-voltage installations."""
    new: int
    """Companies that are not in the register as it is now."""
    gone: int
    """Companies that are in it now and not in the file."""


def look_through(name: str, content: bytes) -> Looked:
    """Read a file and change nothing. Errors: Invalid where it is no table with the columns that are needed, or empty."""
    forbid_in_transaction("file")
    entries, problems = {}, []
    for row in sheets.table(name, content, _COLUMNS, _NEEDED):
        try:
            entry = _read(row)
        except Invalid as problem:
            problems.append(problem.message)
        else:
            entries[entry.organisation_number] = entry
    if not entries and not problems:
        raise _empty()
    present = set(ContractorEntry.objects.values_list("organisation_number", flat=True))
    able = [entry for entry in entries.values() if _standing(entry) is Standing.ENTITLED]
    return Looked(
        lines=len(entries),
        problems=tuple(problems[:MOST_PROBLEMS]),
        entitled=frozenset(number for entry in able for number in (entry.organisation_number, *entry.sub_units)),
        new=len(entries.keys() - present),
        gone=len(present - entries.keys()),
    )


def newest_import() -> ContractorImport | None:
    """The import that counts."""
    return ContractorImport.objects.first()


def is_too_old(as_of: date) -> bool:
    """Whether a file that shows the register of that day no longer decides by itself."""
    return clock.today() - as_of > TOO_OLD


def _read(row: sheets.Line) -> ContractorEntry:
    cells: Mapping[str, str] = row.cells
    if row.problems:
        raise Invalid("register_line", _("Linje %(line)s: %(problem)s") % _at(row, next(iter(row.problems.values()))))
    try:
        number = parse_orgnr(cells["organisation_number"])
        units = [parse_orgnr(unit) for unit in sheets.several(cells["sub_units"])]
        registered_on = date.fromisoformat(cells["registered_on"][:10]) if cells["registered_on"] else None
    except Invalid as problem:
        raise Invalid("register_line", _("Linje %(line)s: %(problem)s") % _at(row, problem.message))
    except ValueError:
        raise Invalid("register_line", _("Linje %(line)s: %(problem)s") % _at(row, _("Datoen kan ikke leses.")))
    if any(len(cells[column]) > longest for column, longest in _LONGEST.items()):
        raise Invalid("register_line", _("Linje %(line)s: %(problem)s") % _at(row, _("Teksten er for lang.")))
    return ContractorEntry(
        organisation_number=number,
        name=cells["name"],
        dsb_id=cells["dsb_id"],
        active=cells["status"].casefold() not in _ENDED,
        kinds=sheets.several(cells["kinds"]),
        sub_units=units,
        registered_on=registered_on,
    )


def _empty() -> Invalid:
    """An empty register would drop every contractor there is."""
    return Invalid("register_empty", _("Filen har ingen virksomheter."))


def _at(row: sheets.Line, problem: str) -> dict[str, object]:
    return {"line": row.line, "problem": problem}
