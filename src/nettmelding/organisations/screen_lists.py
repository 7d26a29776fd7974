"""Screened objects from a list, as the grid company's customer system gives it: CSV or XLSX."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import sheets
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, Invalid
from nettmelding.organisations import own, screen_keys, screening
from nettmelding.organisations.models import Screen, ScreenHandler

COLUMNS = {
    "address": ("adresse", "address", "gateadresse"),
    "postcode": ("postnummer", "postnr", "postcode"),
    "place": ("poststed", "place"),
    "number": ("målepunkt-id", "målepunkt", "målernummer", "metering_point", "meter"),
    "handlers": ("saksbehandlere", "saksbehandler", "handlers"),
    "why": ("grunn", "hvorfor", "why"),
}
"""Our names of the columns → headings; a line has an address or a number, and handlers by their e-mail addresses."""
MOST_PROBLEMS = 20
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Result:
    """What a list led to. `problems` are sentences with the line they are about, at most `MOST_PROBLEMS`."""

    added: int
    changed: int
    removed: int
    problems: tuple[str, ...]


@dataclass(slots=True)
class _Read:
    """The list as it was read: what is wanted by kind and key."""

    wanted: dict[tuple[str, str], "_Line"] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    shown: str
    why: str
    handlers: frozenset[UUID]


def take_in(actor: Actor, name: str, content: bytes, *, whole: bool) -> Result:
    """Add and bring up to date what the list has. `whole`: what came from the customer system before and is not in the list
    any more, is taken away; nothing is where a line could not be read.

    An object without a known handler is screened all the same: then nobody sees it until somebody is named.
    Errors: NotAllowed; Invalid for a file that is no table.
    """
    company_id = screening.may_screen(actor)
    read = _read(company_id, name, content)
    with write():
        own.locked(company_id)
        standing = {(one.kind, one.key): one for one in Screen.objects.filter(grid_company_id=company_id)}
        added = _add(actor, company_id, {key: line for key, line in read.wanted.items() if key not in standing})
        known = {standing[key]: line for key, line in read.wanted.items() if key in standing}
        changed = _name(known)
        gone = _gone(standing, read) if whole and not read.problems else []
        for start in range(0, len(gone), _BATCH):
            Screen.objects.filter(pk__in=gone[start : start + _BATCH]).delete()
        detail = {"file": name, "added": added, "changed": changed, "removed": len(gone)}
        own.recorded(actor, company_id, "screens_imported", detail)
    return Result(added, changed, len(gone), tuple(read.problems[:MOST_PROBLEMS]))


def _read(company_id: UUID, name: str, content: bytes) -> _Read:
    people = {(user.email or "").casefold(): user.id for user in screening.readers(company_id)}
    people.pop("", None)
    read = _Read()
    for row in sheets.table(name, content, COLUMNS, ()):
        try:
            if row.problems:
                raise Invalid("screen_line", next(iter(row.problems.values())))
            kind = Screen.Kind.METERING_POINT if row.cells["number"] else Screen.Kind.ADDRESS
            shown = row.cells["number"] or row.cells["address"]
            key, words = screen_keys.typed(kind, shown, row.cells["postcode"], row.cells["place"])
        except AppError as error:
            sentence = next(iter(error.fields.values()), error.message)
            read.problems.append(_("Linje %(line)s: %(why)s") % {"line": row.line, "why": sentence})
            continue
        handlers = list(_handlers(row.cells, people, row.line, read.problems))
        read.wanted[kind.value, key] = _Line(words, row.cells["why"][: screening.LONGEST_WHY], frozenset(handlers))
    return read


def _handlers(cells: Mapping[str, str], people: Mapping[str, UUID], line: int, problems: list[str]) -> Iterator[UUID]:
    for typed in sheets.several(cells["handlers"].replace(",", "|")):
        found = people.get(typed.casefold())
        if found is None:
            words = {"line": line, "who": typed}
            problems.append(_("Linje %(line)s: %(who)s er ikke bruker hos dere, eller ser ikke saker.") % words)
        else:
            yield found


def _add(actor: Actor, company_id: UUID, lines: Mapping[tuple[str, str], _Line]) -> int:
    made = [
        Screen(
            grid_company_id=company_id,
            kind=kind,
            key=key,
            shown=line.shown,
            why=line.why,
            source=Screen.Source.CUSTOMER_SYSTEM,
            created_by=actor.name,
        )
        for (kind, key), line in lines.items()
    ]
    Screen.objects.bulk_create(made, batch_size=_BATCH)
    named = [
        ScreenHandler(screen=screen, user_id=user)
        for screen, line in zip(made, lines.values(), strict=True)
        for user in line.handlers
    ]
    ScreenHandler.objects.bulk_create(named, batch_size=_BATCH)
    return len(made)


def _name(known: Mapping[Screen, _Line]) -> int:
    """Bring handlers and reasons in line; a list without handlers on a line leaves those who are named."""
    standing: dict[UUID, dict[UUID, UUID]] = {screen.id: {} for screen in known}
    for row in ScreenHandler.objects.filter(screen__grid_company__in={screen.grid_company_id for screen in known}):
        if row.screen_id in standing:
            standing[row.screen_id][row.user_id] = row.id
    new, old, changed = [], [], []
    for screen, line in known.items():
        there = standing[screen.id]
        if line.handlers:
            new += [ScreenHandler(screen=screen, user_id=user) for user in line.handlers - there.keys()]
            old += [pk for user, pk in there.items() if user not in line.handlers]
        same = not line.handlers or there.keys() == line.handlers
        if not same or (line.why and line.why != screen.why):
            screen.why = line.why or screen.why
            changed.append(screen)
    ScreenHandler.objects.filter(pk__in=old).delete()
    ScreenHandler.objects.bulk_create(new, batch_size=_BATCH)
    Screen.objects.bulk_update(changed, ["why"], batch_size=_BATCH)
    return len(changed)


def _gone(standing: Mapping[tuple[str, str], Screen], read: _Read) -> list[UUID]:
    from_system = {key: one for key, one in standing.items() if one.source == Screen.Source.CUSTOMER_SYSTEM}
    return [one.id for key, one in from_system.items() if key not in read.wanted]
