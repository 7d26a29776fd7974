"""Users from a file: read and checked line by line, shown, and then taken in, all or none."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nettmelding.core import sheets
from nettmelding.core.actor import Actor, Right, Role
from nettmelding.core.errors import Invalid
from nettmelding.core.text import fold
from nettmelding.organisations import access, invitations, invitees, people
from nettmelding.organisations.invitees import Somebody
from nettmelding.organisations.models import Invitation

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("navn", "name", "namn"),
    "email": ("e-post", "epost", "email", "e-mail"),
    "mobile": ("mobil", "mobilnummer", "telefon", "mobile"),
    "roles": ("roller", "rolle", "roles", "role"),
}
ROLES: Mapping[str, Role] = {
    "administrator": Role.ADMINISTRATOR,
    "admin": Role.ADMINISTRATOR,
    "saksbehandler": Role.CASE_HANDLER,
    "sakshandsamar": Role.CASE_HANDLER,
    "planlegger": Role.PLANNER,
    "montoer": Role.FITTER,
    "laerling": Role.APPRENTICE,
    "dle": Role.READER,
}
"""What people write, folded (`core.text.fold`)."""
MOST = 500
LARGEST = 2 * 1024 * 1024
"""Bytes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: who it is to be, or what is wrong with it."""

    number: int
    somebody: Somebody
    problems: tuple[str, ...]


def template(actor: Actor) -> bytes:
    """A file to fill in, that a Norwegian spreadsheet opens. Errors: NotAllowed."""
    access.require(actor, Right.MANAGE_PEOPLE)
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerow(["navn", "e-post", "mobil", "roller"])
    roles = "montør" if Role.FITTER in people.roles_of(actor) else "saksbehandler"
    writer.writerow(["Kari Nordmann", "kari@firma.example", "", roles])
    return file.getvalue().encode("utf-8-sig")


def read(actor: Actor, name: str, content: bytes) -> list[Line]:
    """The file's lines, each checked, also against the others and the company's users. Changes nothing.

    Errors: NotAllowed; Invalid where the file as such cannot be read.
    """
    access.require(actor, Right.MANAGE_PEOPLE)
    if len(content) > LARGEST:
        raise _bad(_("Filen er for stor."))
    rows = list(sheets.table(name, content, COLUMNS, ["name", "roles"]))
    if not rows:
        raise _bad(_("Det er ingen brukere i filen."))
    if len(rows) > MOST:
        raise _bad(_("Filen har %(count)s brukere. Ta høyst %(most)s om gangen.") % {"count": len(rows), "most": MOST})
    taken = invitees.taken_addresses(actor)
    lines = []
    for row in rows:
        line = _line(actor, row, taken)
        taken[line.somebody.address or f"line {row.line}"] = _("Samme adresse som på linje %(number)s.") % {
            "number": row.line
        }
        lines.append(line)
    return lines


def take_in(actor: Actor, everybody: Iterable[Somebody]) -> list[Invitation]:
    """Write them all down, or none. Errors: NotAllowed, Invalid."""
    checked = [invitees.checked(actor, one) for one in everybody]
    if not checked or len(checked) > MOST:
        raise _bad(_("Det er ingen brukere i filen."))
    return invitations.invite_all(actor, checked)


def _line(actor: Actor, row: sheets.Line, taken: Mapping[str, str]) -> Line:
    cells = row.cells
    words = [part for cell in sheets.several(cells["roles"]) for part in cell.split(",") if part.strip()]
    unknown = [word.strip() for word in words if fold(word) not in ROLES]
    roles = tuple(ROLES[fold(word)].value for word in words if fold(word) in ROLES)
    typed = Somebody(cells["name"], cells["email"], cells["mobile"], roles)
    problems = [*row.problems.values(), *(_("Ukjent rolle: %(role)s.") % {"role": word} for word in unknown)]
    try:
        typed = invitees.checked(actor, typed)
    except Invalid as error:
        problems += [text for name, text in error.fields.items() if not (name == "roles" and unknown)]
    if typed.address in taken:
        problems.append(taken[typed.address])
    return Line(row.line, typed, tuple(problems))


def _bad(sentence: str) -> Invalid:
    return Invalid("bad_file", sentence, fields={"file": sentence})
