"""Who is waited for in each status: a pure function of the notice."""

from datetime import datetime

from nettmelding.core import clock
from nettmelding.notices.models import Notice
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import INFO, Status, Turn
from nettmelding.organisations import waits
from nettmelding.organisations.waits import Waiting

CONFIRM_STOP = "confirm_stop"


def refresh(*notices: Notice) -> None:
    """Bring the `wait` rows in line with the notices."""
    waits.replace_all(SUBJECT, {notice.id: waiting_for(notice) for notice in notices})


def waiting_for(notice: Notice) -> list[Waiting]:
    """The parties that a notice waits for as it stands. A grid company's always have a time: its queue goes by it."""
    contractor, grid_company, why = notice.contractor_id, notice.grid_company_id, notice.status
    turn, screen = INFO[notice.state].turn, notice.screen_id
    rows: list[Waiting] = []
    if turn is Turn.CONTRACTOR:
        sent_to = grid_company if notice.sent_at else None
        assignee = notice.responsible_id or notice.created_by_id
        rows.append(Waiting(contractor, sent_to, why, _contractor_due(notice), assignee, screen))
    elif turn is Turn.GRID_COMPANY:
        due = notice.answer_due or notice.changed_at
        rows.append(Waiting(grid_company, contractor, why, due, notice.handler_id, screen))
    elif turn is Turn.CUSTOMER:
        rows.append(Waiting(None, grid_company, why, notice.answer_due, screen_id=screen))
    if notice.stop_proposed_by_id is not None:
        rows.append(Waiting(grid_company, None, CONFIRM_STOP, notice.changed_at, screen_id=screen))
    return rows


def _contractor_due(notice: Notice) -> datetime | None:
    if notice.state is Status.CONNECTED_TEMPORARILY and notice.ends_on:
        return clock.end_of_day(notice.ends_on)
    return notice.lapses_at if notice.state is Status.APPROVED else notice.answer_due
