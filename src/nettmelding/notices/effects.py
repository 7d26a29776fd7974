"""What each action changes besides the status, one function an action."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind
from nettmelding.core.errors import Invalid
from nettmelding.notices import columns, deadlines, screening, submissions
from nettmelding.notices.catalogue.load import written
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.family import OF_THE_INSTALLATION, is_mother
from nettmelding.notices.given import Given
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Decision, Notice, Remark, Submission


@dataclass(frozen=True, slots=True)
class Effect:
    """What the event tells, and the rows it makes, which `perform` keeps."""

    detail: dict[str, Any] = field(default_factory=dict)
    decision: Decision | None = None
    remarks: tuple[Remark, ...] = ()
    submission: Submission | None = None

    @property
    def tells_the_notice(self) -> bool:
        """Whether a version of the notice itself is sent with it, and not of a completion report."""
        return self.submission is not None and self.submission.stage == Stage.NOTICE


def of(actor: Actor, notice: Notice, action: Action, given: Given) -> Effect:
    """Carry out what the action changes on the notice, in memory. What only children do, changes nothing on a mother."""
    if action not in EFFECTS or (is_mother(notice) and action not in OF_THE_INSTALLATION):
        return Effect()
    return EFFECTS[action](actor, notice, given)


def of_installation(actor: Actor, mother: Notice, standing: Effect) -> Effect:
    """What goes with the completion report of a child: what the mother says of the installation as built, where that is new."""
    if not submissions.has_changed(mother, Stage.COMPLETION):
        return standing
    submission, _changes = submissions.freeze(actor, mother, Stage.COMPLETION)
    return replace(standing, submission=submission)


def _send(actor: Actor, notice: Notice, given: Given) -> Effect:
    first = notice.sent_at is None
    if notice.number is None:
        mother = notice.mother
        notice.number = f"{mother.number}-{notice.position:02d}" if mother else (given.numbers or {})[notice.id]
    notice.sent_at = notice.sent_at or clock.now()
    return _submitted(actor, notice, first=first)


def _submitted(actor: Actor, notice: Notice, *, first: bool = False) -> Effect:
    notice.answer_due = deadlines.answer_due(notice)
    if (is_mother(notice) or notice.mother_id) and not submissions.has_changed(notice, Stage.NOTICE):
        return Effect()
    submission, changes = submissions.freeze(actor, notice, Stage.NOTICE)
    notice.corrected = {}
    columns.refresh(notice)
    told = [] if first else [change.as_json() for change in changes]
    return Effect({"submission": submission.number, "changes": told}, submission=submission)


def _change(actor: Actor, notice: Notice, given: Given) -> Effect:
    return _submitted(actor, notice)


def _answer(actor: Actor, notice: Notice, given: Given) -> Effect:
    notice.answer_due = deadlines.answer_due(notice)
    if not submissions.has_changed(notice, Stage.NOTICE):
        return Effect()
    return _submitted(actor, notice)


def _take(actor: Actor, notice: Notice, given: Given) -> Effect:
    notice.handler_id = actor.user_id
    _take_if_nobody_has(actor, notice)
    return Effect()


def _assign(actor: Actor, notice: Notice, given: Given) -> Effect:
    could = screening.may_have(notice.screen_id, given.colleagues)
    colleague = next((one for one in could if one.id == given.assignee_id), None)
    if colleague is None:
        raise Invalid(
            "no_such_colleague", _("Velg en saksbehandler."), fields={"assignee_id": _("Velg en saksbehandler.")}
        )
    notice.handler_id = colleague.id
    return Effect({"assignee": colleague.name})


def _release(actor: Actor, notice: Notice, given: Given) -> Effect:
    notice.handler_id = None
    return Effect()


def _approve(actor: Actor, notice: Notice, given: Given) -> Effect:
    _take_if_nobody_has(actor, notice)
    known = written().conditions
    conditions = [known[code].text if code in known else code for code in given.conditions]
    notice.approved_at, notice.answer_due = clock.now(), None
    if not is_mother(notice):
        deadlines.start_lapsing(notice)
    decision = _decision(actor, notice, Decision.Outcome.APPROVED, given, conditions)
    return Effect({"conditions": conditions, "grounds": list(given.grounds)}, decision)


def _reject(actor: Actor, notice: Notice, given: Given) -> Effect:
    _take_if_nobody_has(actor, notice)
    return _with_remarks(actor, notice, Decision.Outcome.REJECTED, given)


def _return(actor: Actor, notice: Notice, given: Given) -> Effect:
    return _with_remarks(actor, notice, Decision.Outcome.RETURNED, given)


def _with_remarks(actor: Actor, notice: Notice, outcome: Decision.Outcome, given: Given) -> Effect:
    notice.answer_due = None
    decision = _decision(actor, notice, outcome, given)
    known = written().reasons
    remarks = []
    for remark in given.remarks:
        reason = known.get(remark.code)
        remarks.append(
            Remark(
                decision=decision,
                code=reason.code if reason else "",
                path=remark.path or (reason.path if reason else ""),
                text=remark.text.strip() or (reason.text if reason else ""),
            )
        )
    return Effect({"remarks": [{"path": r.path, "text": r.text} for r in remarks]}, decision, tuple(remarks))


def _ask(actor: Actor, notice: Notice, given: Given) -> Effect:
    _take_if_nobody_has(actor, notice)
    notice.answer_due = deadlines.question_due()
    return Effect({"due": notice.answer_due.isoformat()})


def _connect(actor: Actor, notice: Notice, given: Given) -> Effect:
    deadlines.stop_lapsing(notice)
    notice.ends_on = given.ends_on or notice.ends_on or deadlines.wanted_end(notice)
    notice.warn_at = deadlines.next_reminder(notice)
    return Effect({"ends_on": notice.ends_on.isoformat() if notice.ends_on else ""})


def _extend(actor: Actor, notice: Notice, given: Given) -> Effect:
    sentence = _("Velg en sluttdato fram i tid.")
    if given.ends_on is None or given.ends_on <= max(clock.today(), notice.ends_on or clock.today()):
        raise Invalid("bad_date", sentence, fields={"ends_on": sentence})
    notice.ends_on = given.ends_on
    notice.warn_at = deadlines.next_reminder(notice)
    return Effect({"ends_on": notice.ends_on.isoformat()})


def _propose_stop(actor: Actor, notice: Notice, given: Given) -> Effect:
    notice.stop_proposed_by_id = actor.user_id
    return Effect()


def _stop(actor: Actor, notice: Notice, given: Given) -> Effect:
    notice.stop_proposed_by = None
    deadlines.stop_lapsing(notice)
    return Effect(decision=_decision(actor, notice, Decision.Outcome.STOPPED, given))


def _resume(actor: Actor, notice: Notice, given: Given) -> Effect:
    notice.answer_due = deadlines.answer_due(notice)
    return Effect()


def _report(actor: Actor, notice: Notice, given: Given) -> Effect:
    submission, _changes = submissions.freeze(actor, notice, Stage.COMPLETION)
    notice.answer_due = deadlines.completion_due(notice)
    deadlines.stop_lapsing(notice)
    detail = {"submission": submission.number, "deviations": submissions.as_built(notice)}
    return Effect(detail, submission=submission)


def _take_up(actor: Actor, notice: Notice, given: Given) -> Effect:
    deadlines.start_lapsing(notice)
    return Effect()


def _end(actor: Actor, notice: Notice, given: Given) -> Effect:
    notice.answer_due = notice.stop_proposed_by = None
    deadlines.stop_lapsing(notice)
    return Effect()


def _reopen(actor: Actor, notice: Notice, given: Given) -> Effect:
    notice.answer_due = deadlines.completion_due(notice)
    return Effect()


def _take_if_nobody_has(actor: Actor, notice: Notice) -> None:
    if actor.kind is ActorKind.RULE:
        return
    for row in filter(None, (notice, notice.mother)):
        row.handler_id = row.handler_id or actor.user_id


def _decision(
    actor: Actor, notice: Notice, outcome: Decision.Outcome, given: Given, conditions: Sequence[str] = ()
) -> Decision:
    return Decision(
        notice=notice,
        submission_number=notice.submission_count,
        outcome=outcome,
        text=given.text.strip(),
        conditions=list(conditions),
        automatic=actor.kind is ActorKind.RULE,
        grounds=list(given.grounds),
        decided_by_name=actor.name,
    )


EFFECTS: dict[Action, Callable[[Actor, Notice, Given], Effect]] = {
    Action.SEND: _send,
    Action.CHANGE: _change,
    Action.ANSWER: _answer,
    Action.TAKE: _take,
    Action.ASSIGN: _assign,
    Action.RELEASE: _release,
    Action.APPROVE: _approve,
    Action.REJECT: _reject,
    Action.ASK: _ask,
    Action.CONNECT_TEMPORARILY: _connect,
    Action.EXTEND: _extend,
    Action.PROPOSE_STOP: _propose_stop,
    Action.STOP: _stop,
    Action.RESUME: _resume,
    Action.REPORT_COMPLETION: _report,
    Action.RETURN_COMPLETION: _return,
    Action.RETURN_METERING: _return,
    Action.CLOSE: _end,
    Action.WITHDRAW: _end,
    Action.LAPSE: _end,
    Action.REOPEN: _reopen,
    Action.TAKE_UP: _take_up,
}
