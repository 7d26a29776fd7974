"""The board laid out: a day by the half hour, a week by fitter and day, the work by area, and the places of a map."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nettmelding.core import clock, text
from nettmelding.web.workorders.plan.cards import Card, route_href
from nettmelding.web.workorders.plan.seen import WEEKDAYS, Seen
from nettmelding.workorders.board import Board
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.status import Status

MINUTES = 30
FIRST, LAST = 7 * 60 // MINUTES, 17 * 60 // MINUTES
"""The half hours of a usual day, from midnight."""
LEAST_FOR_A_ROUTE = 3
Made = Callable[[WorkOrder], Card]


@dataclass(frozen=True, slots=True)
class Cell:
    """A place where orders can be put: a fitter at a time, or a fitter on a day (`at` empty). `rows`: how tall it is."""

    fitter: str
    day: str
    at: str
    label: str
    cards: tuple[Card, ...] = ()
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the day or the week, with its heading."""

    text: str
    cells: tuple[Cell, ...]
    fitter: str = ""
    route: str = ""
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    text: str
    fitter: str = ""
    count: int = 0
    today: bool = False
    route: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """One post town with its work, unplanned first."""

    name: str
    cards: tuple[Card, ...]
    note: str = ""


def day(board: Board, seen: Seen, made: Made) -> Laid:
    """Columns are fitters, rows half hours. Orders that share a half hour stand in one cell."""
    mine = {one.id: [order for order in board.planned if order.assignee_id == one.id] for one in board.fitters}
    first, last = _edges(board.planned)
    spans = {key: _spans(orders, made) for key, orders in mine.items()}
    columns = [
        Column(one.name, str(one.id), len(mine[one.id]), route=_route(one.id, seen.day, mine[one.id]))
        for one in board.fitters
    ]
    lines = []
    for half in range(first, last):
        cells = [cell for one in board.fitters if (cell := _cell(str(one.id), one.name, seen.day, half, spans[one.id]))]
        lines.append(Line(_clock(half), tuple(cells), whole=half % 2 == 0))
    return Laid(tuple(columns), tuple(lines))


def week(board: Board, seen: Seen, made: Made) -> Laid:
    """Columns are days, rows fitters. A day off is shown where there is something on it, or it is today."""
    days = [seen.since + timedelta(days=number) for number in range((seen.until - seen.since).days + 1)]
    busy = {clock.oslo(order.planned_from).date() for order in board.planned if order.planned_from}
    days = [one for one in days if one.weekday() < WEEKDAYS or one in busy or one == clock.today()]
    columns = [Column(date_format(one, "D j. b"), count=0, today=one == clock.today()) for one in days]
    lines = []
    for person in board.fitters:
        cells = []
        for one in days:
            orders = [o for o in board.planned if o.assignee_id == person.id and _day(o) == one]
            label = _("%(who)s, %(day)s") % {"who": person.name, "day": date_format(one, "l j. F")}
            cells.append(Cell(str(person.id), one.isoformat(), "", label, tuple(map(made, orders))))
        lines.append(Line(person.name, tuple(cells), str(person.id)))
    return Laid(tuple(columns), tuple(lines))


def areas(board: Board, made: Made) -> list[Area]:
    """All that waits and all that has a time in the days, by post town and street."""
    found: dict[str, list[Card]] = {}
    for order in (*board.tray, *board.planned):
        shown = made(order)
        found.setdefault(shown.area or _("Uten poststed"), []).append(shown)
    return [
        Area(name, tuple(sorted(cards, key=_by_street)), _without_time(cards)) for name, cards in sorted(found.items())
    ]


def on_map(board: Board, made: Made) -> dict[str, Any]:
    """What the map draws: the fitters' places in the order of the day, and those that wait."""
    people = [
        {"name": one.name, "places": [_mark(made(o), number) for number, o in enumerate(_of(board, one.id), 1)]}
        for one in board.fitters
    ]
    return {"fitters": people, "waits": [_mark(made(order), 0) for order in board.tray]}


def _of(board: Board, user_id: object) -> list[WorkOrder]:
    return [one for one in board.planned if one.assignee_id == user_id]


def _mark(card: Card, number: int) -> dict[str, Any]:
    text = " · ".join(filter(None, [card.number, card.title, card.kind, card.time or card.word]))
    place = None if card.latitude is None else [card.longitude, card.latitude]
    return {"id": card.id, "number": number, "text": text, "at": place, "href": card.href}


def _without_time(cards: Sequence[Card]) -> str:
    count = sum(1 for one in cards if not one.time)
    return _("%(count)s uten tid") % {"count": count} if count else ""


def _by_street(card: Card) -> tuple[bool, str, str]:
    return bool(card.time), text.sort_key(card.title), card.time


def _day(order: WorkOrder) -> date:
    assert order.planned_from is not None
    return clock.oslo(order.planned_from).date()


def _edges(orders: Iterable[WorkOrder]) -> tuple[int, int]:
    spans = [_half_hours(one) for one in orders]
    return min([FIRST, *(since for since, _until in spans)]), max([LAST, *(until for _since, until in spans)])


def _half_hours(order: WorkOrder) -> tuple[int, int]:
    """The first half hour it is in, and the first after it; a night that it goes into ends it."""
    assert order.planned_from is not None
    since, until = clock.oslo(order.planned_from), clock.oslo(order.planned_until or order.planned_from)
    begin = _minutes(since) // MINUTES
    end = 24 * 60 if until.date() > since.date() else _minutes(until)
    return begin, max(begin + 1, -(-end // MINUTES))


def _minutes(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _spans(orders: Sequence[WorkOrder], made: Made) -> list[tuple[int, int, tuple[Card, ...]]]:
    """Stretches of half hours with the orders in them, none meeting another."""
    found: list[tuple[int, int, tuple[Card, ...]]] = []
    for order in orders:
        since, until = _half_hours(order)
        if found and since < found[-1][1]:
            first, last, cards = found.pop()
            found.append((first, max(last, until), (*cards, made(order))))
        else:
            found.append((since, until, (made(order),)))
    return found


def _cell(
    fitter: str, name: str, on: date, half: int, spans: Sequence[tuple[int, int, tuple[Card, ...]]]
) -> Cell | None:
    """None where a taller one stands already."""
    label = _("%(who)s kl. %(time)s") % {"who": name, "time": _clock(half)}
    at = _clock(half).replace(".", ":")
    for since, until, cards in spans:
        if since == half:
            return Cell(fitter, on.isoformat(), at, label, cards, until - since)
        if since < half < until:
            return None
    return Cell(fitter, on.isoformat(), at, label)


def _clock(half: int) -> str:
    hour, minute = divmod(half * MINUTES, 60)
    return f"{hour:02}.{minute:02}"


def _route(user_id: object, on: date, orders: Sequence[WorkOrder]) -> str:
    """Where there is something to put in order."""
    movable = [one for one in orders if one.state is Status.PLANNED and not one.hour_matters]
    return route_href(user_id, on.isoformat()) if len(movable) >= LEAST_FOR_A_ROUTE - 1 and on >= clock.today() else ""
