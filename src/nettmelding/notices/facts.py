"""The facts that the lifecycle's guards look at, gathered from a notice."""

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.notices import submissions, working_copy
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.given import Given
from nettmelding.notices.lifecycle import Action, Facts
from nettmelding.notices.models import Notice

STAGE_OF = {
    Action.SEND: Stage.NOTICE,
    Action.CHANGE: Stage.NOTICE,
    Action.ANSWER: Stage.NOTICE,
    Action.REPORT_COMPLETION: Stage.COMPLETION,
}


def facts_for(
    actor: Actor, notice: Notice, action: Action, given: Given, *, with_mother: bool = False
) -> tuple[Facts, dict[str, str]]:
    """The facts, and what is missing by path. Only what the action's guards ask for is computed.

    `with_mother`: a child is moved with the whole, so that what has changed on the mother counts.
    """
    stage = STAGE_OF.get(action)
    missing = working_copy.missing_by_path(notice, stage) if stage else {}
    changes = submissions.changes(notice) if action is Action.CHANGE else []
    if with_mother and action is Action.CHANGE and notice.mother:
        changes = [*changes, *submissions.changes(notice.mother)]
    facts = Facts(
        complete=not missing,
        has_remarks=bool(given.remarks) or bool(given.text.strip()),
        has_decision=notice.approved_at is not None,
        changed=bool(changes),
        change_needs_decision=any(change.needs_decision for change in changes),
        temporary="temporary_installation" in notice.types,
        automatic=action is Action.APPROVE and bool(working_copy.automatic_grounds(notice)),
        stop_proposed_by=str(notice.stop_proposed_by_id) if notice.stop_proposed_by_id else None,
        actor_id=str(actor.user_id) if actor.user_id else None,
        completion_reported=working_copy.last_sent(notice, Stage.COMPLETION) is not None,
        lapse_due=notice.lapses_at is not None and notice.lapses_at < clock.now(),
        contractor_stopped=notice.contractor.stopped_at is not None,
    )
    return facts, missing
