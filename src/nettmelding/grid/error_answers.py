"""What becomes of a report: answered, corrected, declined, or taken back by who made it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from nettmelding.grid import error_queries, error_telling
from nettmelding.grid.error_queries import STANDING, Filter
from nettmelding.grid.models import MapError

LONGEST_TEXT = 2_000
MOST_AT_ONCE = 500
"""Closed by one press."""
State = MapError.State


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the reports' own small table of moves."""

    action: str
    sources: frozenset[str]
    target: State
    by_grid_company: bool
    needs_text: bool
    name: str | Promise
    done: str | Promise
    """What is said when it is done."""

    @property
    def event(self) -> str:
        """In the audit trail; of the grid company's, also the kind of message to the reporter."""
        return f"map_error_{self.target.value}"


# fmt: off
ANSWER = Step("answer", STANDING, State.ANSWERED, True, True, gettext_lazy("Send svar"), gettext_lazy("Svaret er sendt."))
CORRECT = Step("correct", STANDING, State.CORRECTED, True, False,
               gettext_lazy("Kartet er rettet"), gettext_lazy("Lukket. Den som meldte fra, får takk på e-post."))
DECLINE = Step("decline", STANDING, State.DECLINED, True, True,
               gettext_lazy("Avslå"), gettext_lazy("Avslått. Den som meldte fra, får svaret på e-post."))
WITHDRAW = Step("withdraw", STANDING, State.WITHDRAWN, False, False,
                gettext_lazy("Trekk tilbake"), gettext_lazy("Trukket tilbake."))
# fmt: on
STEPS = (ANSWER, CORRECT, DECLINE, WITHDRAW)


def offered(actor: Actor, error: MapError, *, any_state: bool = False) -> list[Step]:
    """What the actor may do with it now."""
    answers = error_queries.may_handle(actor) and error.grid_company_id == actor.organisation_id
    reports = error_queries.reported_by(actor, error)
    return [
        step
        for step in STEPS
        if (answers if step.by_grid_company else reports) and (any_state or error.state in step.sources)
    ]


def step(actor: Actor, error_id: UUID, action: str, *, text: str = "", revision: int | None = None) -> MapError:
    """Move one. Errors: NotFound, NotAllowed, Refused, Conflict, Invalid with `text` where an answer is needed."""
    row = next((one for one in STEPS if one.action == action), None)
    if row is None:
        raise NotFound
    with write():
        error = error_queries.visible_to(actor).select_for_update(of=("self",)).filter(pk=error_id).first()
        if error is None:
            raise NotFound
        if revision is not None and revision != error.revision:
            raise Conflict("changed_meanwhile", _("Saken er endret av noen andre i mellomtiden."))
        if row not in offered(actor, error, any_state=True):
            raise NotAllowed("not_yours", _("Dette kan ikke du gjøre med saken."))
        if error.state not in row.sources:
            raise Refused("not_now", _("Dette kan ikke gjøres nå. Saken har fått en annen status."))
        if row.needs_text and not text.strip():
            raise Invalid("reason_needed", _("Skriv et svar."), fields={"text": _("Skriv et svar.")})
        _move(actor, error, row, text.strip()[:LONGEST_TEXT])
    return error


def close_changed(actor: Actor, error_ids: Collection[UUID]) -> int:
    """Close with thanks those of them whose object is otherwise in the edition in force; answers with how many.

    Errors: NotAllowed for those who do not answer for the grid company.
    """
    if not error_queries.may_handle(actor):
        raise NotAllowed("not_yours", _("Bare nettselskapet lukker feil i kartet."))
    with write():
        rows = error_queries.matching(actor, Filter(changed=True)).filter(pk__in=list(error_ids)[:MOST_AT_ONCE])
        standing = list(rows.select_for_update(of=("self",)).order_by("pk"))
        for error in standing:
            _move(actor, error, CORRECT, "")
    return len(standing)


def _move(actor: Actor, error: MapError, row: Step, text: str) -> None:
    error.state, error.moved_at = row.target, clock.now()
    error.revision += 1
    if row.by_grid_company:
        error.handler_id, error.answered_at = actor.user_id, error.moved_at
        error.answer = text or error.answer
    error.save()
    error_telling.recorded(actor, error, row.event, text)
    error_telling.say_whose_turn(error)
    if row.by_grid_company:
        error_telling.tell_reporter(error, row.event)
