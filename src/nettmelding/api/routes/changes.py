"""One change of many notices, and its undoing."""

from collections.abc import Iterable
from uuid import UUID

from ninja import Router

from nettmelding.api.schemas.changes import ManyChange, ManyIn, ManyLine, ManyOut, What
from nettmelding.api.sign_in import ActingRequest
from nettmelding.core.db import write
from nettmelding.notices import bulk, bulk_handling, bulk_undo
from nettmelding.notices.bulk_plan import Line, Plan
from nettmelding.notices.models import BulkChange

router = Router()


@router.post("/notices/changes", response=ManyOut, summary="Change many notices at once")
def change_notices(request: ActingRequest, body: ManyIn) -> ManyOut:
    """The same change for all of them, in one transaction: those that can, or all or none. One message to the grid company."""
    actor = request.auth
    fields = body.what is What.FIELDS
    with write():
        change = bulk.begin(actor, body.notices, body.what)
        if fields:
            emptied = [path for path, value in body.answers.items() if value is None]
            given = {path: value for path, value in body.answers.items() if value is not None}
            change = bulk.fill_in(actor, change.id, given, emptied, body.text)
        elif body.what is What.ASSIGN:
            change = bulk_handling.give_to(actor, change.id, body.assignee_id)
        if not body.preview:
            does = bulk.carry_out if fields else bulk_handling.carry_out
            done = does(actor, change.id, revisions=body.revisions, those_that_can=body.those_that_can)
            return _told(change.id, done.plan)
        plan = _looked_over(request, change)
        change.delete()
    return _told(None, plan)


@router.post("/notices/changes/{uuid:bulk_id}/undo", response=ManyOut, summary="Take a change of many back")
def undo_change(request: ActingRequest, bulk_id: UUID) -> ManyOut:
    """What stands as it was set goes back to what was; what was changed since stays, and is among `items` with why."""
    undone = bulk_undo.undo(request.auth, bulk_id)
    lines = [*undone.lines, *(Line(notice, why=why) for notice, why in undone.left)]
    return _told(bulk_id, Plan(tuple(lines)))


def _looked_over(request: ActingRequest, change: BulkChange) -> Plan:
    does = bulk.preview if change.what == What.FIELDS else bulk_handling.preview
    return does(request.auth, change)


def _told(change_id: UUID | None, plan: Plan) -> ManyOut:
    return ManyOut(id=change_id, changed=len(plan.changing), stayed=len(plan.staying), items=list(_lines(plan.lines)))


def _lines(lines: Iterable[Line]) -> Iterable[ManyLine]:
    for line in lines:
        yield ManyLine(
            id=line.notice.id,
            number=line.notice.number,
            revision=line.notice.revision,
            way=line.way,
            changes=[ManyChange(path=c.path, label=c.label, old=c.was, new=c.now) for c in line.changes],
            why=line.why,
        )
