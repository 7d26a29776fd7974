"""Who is waited for in each status: a pure function of the notice. With a block notice the mother waits for them all."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from nettmelding.core import clock
from nettmelding.notices import family
from nettmelding.notices.models import Notice
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import INFO, Status, Turn
from nettmelding.organisations import waits
from nettmelding.organisations.waits import Waiting

CONFIRM_STOP = "confirm_stop"
_NEVER = datetime.max.replace(tzinfo=UTC)


def refresh(*notices: Notice) -> None:
    """Bring the `wait` rows in line with the notices. A child has none of its own: its mother has."""
    wanted: dict[UUID, list[Waiting]] = {
        notice.id: [] if notice.mother_id else waiting_for(notice) for notice in notices if not _is_derived(notice)
    }
    mothers = {notice.id: notice for notice in notices if _is_derived(notice)}
    mothers |= {notice.mother.id: notice.mother for notice in notices if notice.mother and _is_derived(notice.mother)}
    children = family.children_of(mothers.values(), notices)
    wanted |= {key: _together(mother, children[key]) for key, mother in mothers.items()}
    waits.replace_all(SUBJECT, wanted)


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


def _is_derived(notice: Notice) -> bool:
    return family.is_mother(notice) and notice.sent_at is not None


def _together(mother: Notice, children: Iterable[Notice]) -> list[Waiting]:
    """One row for each party, for what is most pressing there, so that the whole stands once in a queue; a stop that is to be
    confirmed is a matter of its own. The mother's own people go before the children's."""
    met: dict[tuple[UUID | None, bool], Waiting] = {}
    for row in _with_people_of(mother, children):
        key = (row.organisation_id, row.why == CONFIRM_STOP)
        standing = met.get(key)
        if standing is None or (row.due or _NEVER) < (standing.due or _NEVER):
            met[key] = row
    return list(met.values())


def _with_people_of(mother: Notice, children: Iterable[Notice]) -> Iterator[Waiting]:
    people = {mother.contractor_id: mother.responsible_id, mother.grid_company_id: mother.handler_id}
    for child in children:
        for row in waiting_for(child):
            assignee = people.get(row.organisation_id) or row.assignee_id
            yield replace(row, assignee_id=assignee, screen_id=mother.screen_id or row.screen_id)


def _contractor_due(notice: Notice) -> datetime | None:
    if notice.state is Status.CONNECTED_TEMPORARILY and notice.ends_on:
        return clock.end_of_day(notice.ends_on)
    return notice.lapses_at if notice.state is Status.APPROVED else notice.answer_due
