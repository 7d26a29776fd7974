"""`/arbeidsordrer/plan`: the board, in four layouts."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from nettmelding.core import clock
from nettmelding.core.errors import AppError, NotFound
from nettmelding.core.settings import env
from nettmelding.web.components import Fault, Field, FieldKind, Option, faults
from nettmelding.web.map.views import BASE
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.workorders.plan import cards, laying, seen
from nettmelding.web.workorders.plan.cards import Card
from nettmelding.web.workorders.plan.seen import Layout, Seen
from nettmelding.workorders import board as room
from nettmelding.workorders import queries
from nettmelding.workorders.board import Board
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.queries import MOST_ON_A_BOARD


@require_GET
@acting
def plan(request: ActingRequest) -> HttpResponse:
    """`?vis=dag|uke|omrade|kart&dag=…&ordre=…`. Errors: NotFound for who plans nothing."""
    return show(request, seen.read(request.GET))


def show(
    request: ActingRequest, looked_at: Seen, typed: QueryDict | None = None, problem: AppError | None = None
) -> HttpResponse:
    """The whole page, with what was refused on top and what was typed still there."""
    actor = request.actor
    board = room.board(actor, looked_at.since, looked_at.until)
    ticked = set(typed.getlist("order")) if typed else set()

    def made(order: WorkOrder) -> Card:
        one = cards.card(actor, board, order, str(looked_at.order_id or ""))
        return one if one.value not in ticked else cards.ticked(one)

    chosen = _chosen(request, looked_at, board)
    context: dict[str, Any] = {
        "seen": looked_at,
        "is_today": looked_at.since <= clock.today() <= looked_at.until,
        "board": board,
        "earlier": looked_at.moved(-1),
        "later": looked_at.moved(1),
        "now": looked_at.href(day=clock.today()),
        "put_back_href": reverse("workplan:put-back"),
        "tray": [made(one) for one in board.tray],
        "chosen": chosen,
        "chosen_here": chosen is not None and any(one.id == chosen.id for one in (*board.tray, *board.planned)),
        "why_not": _why_not(board, chosen),
        "elsewhere": [made(one) for one in board.elsewhere],
        "collides": _collides(len(board.colliding)),
        "more_text": _("Her vises høyst %(most)s ordrer om gangen. Velg en dag for å se resten.")
        % {"most": MOST_ON_A_BOARD},
        "fields": _fields(looked_at, board, chosen, typed, problem.fields if problem else {}),
        "faults": _faults(problem),
        **_laid(looked_at, board, made),
    }
    return page(request, "workplan/board.html", context, status=problem.status if problem else 200)


def _laid(looked_at: Seen, board: Board, made: laying.Made) -> dict[str, Any]:
    if looked_at.layout is Layout.WEEK:
        return {"laid": laying.week(board, looked_at, made)}
    if looked_at.layout is Layout.AREA:
        return {"areas": laying.areas(board, made)}
    if looked_at.layout is Layout.MAP:
        people = [
            (one, [made(order) for order in board.planned if order.assignee_id == one.id]) for one in board.fitters
        ]
        return {
            "map": laying.on_map(board, made),
            "people": [
                (one.name, cards.route_href(one.id, looked_at.day.isoformat()), rows) for one, rows in people if rows
            ],
            "base_href": f"{env.tiles_url}{BASE}",
            "words": {"fails": _("Kartet kan ikke tegnes i denne nettleseren. Alt står i lista ved siden av.")},
        }
    return {"laid": laying.day(board, looked_at, made)}


def _chosen(request: ActingRequest, looked_at: Seen, board: Board) -> WorkOrder | None:
    """The order the planner has come with, also where it is on none of the days. Errors: NotFound for another's."""
    if looked_at.order_id is None:
        return None
    here = next((one for one in (*board.tray, *board.planned) if one.id == looked_at.order_id), None)
    found = here or queries.get(request.actor, looked_at.order_id)
    if found.performer_id != request.actor.organisation:
        raise NotFound
    return found


def _why_not(board: Board, order: WorkOrder | None) -> dict[str, str]:
    """By fitter, why they may not do the order that is chosen."""
    if order is None:
        return {}
    return {str(one.id): why for one in board.fitters if (why := board.why_not(order, one.id))}


def _fields(
    looked_at: Seen, board: Board, chosen: WorkOrder | None, typed: QueryDict | None, errors: Any
) -> list[Field]:
    refused = _why_not(board, chosen)
    people = [
        Option(
            value=str(one.id), text=f"{one.name} ({refused[str(one.id)]})" if str(one.id) in refused else one.name,
            disabled=str(one.id) in refused,
        )
        for one in board.fitters
    ]  # fmt: skip
    given = typed or QueryDict()
    day = max(looked_at.day, clock.today())
    return [
        Field(name="fitter", label=_("Montør"), kind=FieldKind.SELECT, options=people, placeholder=_("Velg montør"),
              value=given.get("fitter", str(chosen.assignee_id or "") if chosen else ""), error=errors.get("fitter", "")),
        Field(name="day", label=_("Dag"), kind=FieldKind.DATE, value=given.get("day", f"{day:%d.%m.%Y}"), width=3,
              error=errors.get("day", "")),
        Field(name="at", label=_("Klokka"), value=given.get("at", ""), placeholder=_("første ledige"), optional=True, width=3,
              error=errors.get("at", "")),
    ]  # fmt: skip


def _collides(count: int) -> str:
    if not count:
        return ""
    return ngettext("Én ordre kolliderer i tid", "%(count)s ordrer kolliderer i tid", count) % {"count": count}


def _faults(problem: AppError | None) -> list[Fault]:
    if problem is None:
        return []
    return list(faults(problem.fields)) if problem.fields else [Fault(text=problem.message)]
