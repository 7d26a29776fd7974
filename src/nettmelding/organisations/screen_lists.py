"""Screened objects from a list of the grid company's customer system: a file (CSV, XLSX), or what it answers when it is asked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import sheets
from nettmelding.core.actor import SYSTEM, Actor
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
FEWEST_TO_DOUBT, SHARE_TO_DOUBT = 4, 0.5
"""A system that suddenly leaves out more than both, the share being of what it had, is not believed: a person looks first."""
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """One object as the list has it: an address or a number (metering point id or meter number)."""

    at: str
    """How a problem names it, such as a line."""
    address: str = ""
    postcode: str = ""
    place: str = ""
    number: str = ""
    why: str = ""
    handlers: tuple[str, ...] = ()
    """E-mail addresses."""
    problem: str = ""
    """What was wrong with it before it came here, in a sentence."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a list led to. `problems` are sentences with what they are about, at most `MOST_PROBLEMS`; `kept`: how many were left
    out of the list and are screened all the same, since so many at once are not believed; `unnamed`: how many of those added
    have no handler."""

    added: int
    changed: int
    removed: int
    problems: tuple[str, ...]
    kept: int = 0
    unnamed: int = 0


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
    """Add and bring up to date what a file has. `whole`: what came from the customer system before and is not in the list
    any more, is taken away; nothing is where a line could not be read.

    An object without a known handler is screened all the same: then nobody sees it until somebody is named.
    Errors: NotAllowed; Invalid for a file that is no table.
    """
    company_id = screening.may_screen(actor)
    return _taken(actor, company_id, _of_file(name, content), whole=whole, believed=True, detail={"file": name})


def take_from_system(grid_company_id: UUID, asked: Iterable[Asked], *, believed: bool) -> Result:
    """The same with all that the customer system answered. Without `believed`, it takes away no more than can be right."""
    return _taken(SYSTEM, grid_company_id, asked, whole=True, believed=believed, detail={})


def _taken(
    actor: Actor, company_id: UUID, asked: Iterable[Asked], *, whole: bool, believed: bool, detail: Mapping[str, object]
) -> Result:
    read = _read(company_id, asked)
    with write():
        own.locked(company_id)
        standing = {(one.kind, one.key): one for one in Screen.objects.filter(grid_company_id=company_id)}
        new = {key: line for key, line in read.wanted.items() if key not in standing}
        added = _add(actor, company_id, new)
        changed = _name({standing[key]: line for key, line in read.wanted.items() if key in standing})
        gone = _gone(standing, read) if whole and not read.problems else []
        kept = 0 if believed else _doubted(standing, gone)
        if kept:
            gone = []
        for start in range(0, len(gone), _BATCH):
            Screen.objects.filter(pk__in=gone[start : start + _BATCH]).delete()
        counts = {"added": added, "changed": changed, "removed": len(gone)}
        if actor is not SYSTEM or any(counts.values()):
            own.recorded(actor, company_id, "screens_imported", {**detail, **counts})
    unnamed = sum(not line.handlers for line in new.values())
    return Result(added, changed, len(gone), tuple(read.problems[:MOST_PROBLEMS]), kept, unnamed)


def _doubted(standing: Mapping[tuple[str, str], Screen], gone: list[UUID]) -> int:
    """How many are not taken away, for want of belief: all, or none."""
    before = sum(one.source == Screen.Source.CUSTOMER_SYSTEM for one in standing.values())
    return len(gone) if len(gone) >= FEWEST_TO_DOUBT and len(gone) > before * SHARE_TO_DOUBT else 0


def _of_file(name: str, content: bytes) -> Iterator[Asked]:
    for row in sheets.table(name, content, COLUMNS, ()):
        yield Asked(
            _("Linje %(line)s") % {"line": row.line},
            address=row.cells["address"],
            postcode=row.cells["postcode"],
            place=row.cells["place"],
            number=row.cells["number"],
            why=row.cells["why"],
            handlers=tuple(sheets.several(row.cells["handlers"].replace(",", "|"))),
            problem=next(iter(row.problems.values()), ""),
        )


def _read(company_id: UUID, asked: Iterable[Asked]) -> _Read:
    people = {(user.email or "").casefold(): user.id for user in screening.readers(company_id)}
    people.pop("", None)
    read = _Read()
    for one in asked:
        try:
            if one.problem:
                raise Invalid("screen_line", one.problem)
            kind = Screen.Kind.METERING_POINT if one.number else Screen.Kind.ADDRESS
            key, words = screen_keys.typed(kind, one.number or one.address, one.postcode, one.place)
        except AppError as error:
            sentence = next(iter(error.fields.values()), error.message)
            read.problems.append(_("%(at)s: %(why)s") % {"at": one.at, "why": sentence})
            continue
        handlers = list(_handlers(one, people, read.problems))
        read.wanted[kind.value, key] = _Line(words, one.why[: screening.LONGEST_WHY], frozenset(handlers))
    return read


def _handlers(one: Asked, people: Mapping[str, UUID], problems: list[str]) -> Iterator[UUID]:
    for typed in one.handlers:
        found = people.get(typed.casefold())
        if found is None:
            words = {"at": one.at, "who": typed}
            problems.append(_("%(at)s: %(who)s er ikke bruker hos dere, eller ser ikke saker.") % words)
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
