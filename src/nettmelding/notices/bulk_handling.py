"""Cases handed among a grid company's people, many at once: taken, given to a colleague, put back into the queue."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, Refused
from nettmelding.notices import bulk, family
from nettmelding.notices.bulk_plan import Line, LineChange, Plan, Way
from nettmelding.notices.given import Given
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import BulkChange, BulkChangeRow, Notice
from nettmelding.notices.perform import Outcome, perform
from nettmelding.notices.screening import may_have
from nettmelding.notices.status import Status
from nettmelding.organisations.queries import case_handlers

HANDLER = "handler"
_HANDLED = frozenset({Status.SUBMITTED, Status.IN_REVIEW})


def give_to(actor: Actor, change_id: UUID, assignee_id: UUID | None) -> BulkChange:
    """Say who is to have the cases. Errors: Invalid for one who is no case handler of the company."""
    with write():
        change = bulk.to_be_done(actor, change_id)
        if change.what != BulkChange.What.ASSIGN or assignee_id not in {one.id for one in case_handlers(actor)}:
            sentence = _("Velg en saksbehandler.")
            raise Invalid("no_such_colleague", sentence, fields={"assignee_id": sentence})
        change.values = {"assignee_id": str(assignee_id)}
        change.save(update_fields=["values"])
    return change


def preview(actor: Actor, change: BulkChange) -> Plan:
    """What would come of it now. Changes nothing."""
    return _planned(actor, change, bulk.chosen(actor, change))


def carry_out(
    actor: Actor, change_id: UUID, *, revisions: Mapping[UUID, int] | None = None, those_that_can: bool = True
) -> bulk.Done:
    """Hand them over, all or those that can. Errors: as `bulk.carry_out`."""
    with write():
        change = bulk.to_be_done(actor, change_id)
        notices = bulk.lock(actor, change.rows.all())
        bulk.refuse_changed(notices, revisions or {})
        plan = _planned(actor, change, notices)
        if not plan.changing:
            raise Refused("nothing_changes", _("Ingen av sakene kan endres slik."))
        if plan.hindered and not those_that_can:
            names = ", ".join(bulk.named(line.notice) for line in plan.hindered[:10])
            raise Refused("some_stay", _("Noen kan ikke endres: %(names)s. Ingenting er endret.") % {"names": names})
        _hand_over(actor, plan.changing)
        bulk.keep(change, plan, {})
        change.done_at = clock.now()
        change.save(update_fields=["done_at"])
        bulk.record_whole(actor, change, plan.changing, bulk.CHANGED)
    return bulk.Done(change, plan)


def back(
    actor: Actor, notices: Sequence[Notice], rows: Mapping[UUID, BulkChangeRow]
) -> tuple[list[Line], list[tuple[Notice, str]]]:
    """The cases to whom they were with before, as far as they stand as they were set. Inside the caller's transaction."""
    lines, left = [], []
    for notice in notices:
        row = rows[notice.id]
        was, now = row.before[HANDLER]["value"], row.after[HANDLER]["value"]
        if notice.state not in _HANDLED or str(notice.handler_id or "") != (now or ""):
            left.append((notice, _("Saken er behandlet videre siden.")))
        elif notice.state is Status.SUBMITTED and was is None:
            left.append((notice, _("Saken ligger i køen allerede.")))
        else:
            lines.append(Line(notice, Way.HANDED, before=row.after, after=row.before))
    _hand_over(actor, lines)
    return lines, left


def _planned(actor: Actor, change: BulkChange, notices: Sequence[Notice]) -> Plan:
    could = case_handlers(actor)
    wanted = {
        BulkChange.What.TAKE: str(actor.user_id),
        BulkChange.What.ASSIGN: change.values.get("assignee_id"),
        BulkChange.What.RELEASE: None,
    }[BulkChange.What(change.what)]
    receiver = next((one for one in could if str(one.id) == wanted), None)
    allowed: dict[UUID | None, bool] = {
        screen: receiver is None or receiver in may_have(screen, could) for screen in {one.screen_id for one in notices}
    }
    taking = change.what == BulkChange.What.TAKE
    return Plan(tuple(_line(one, receiver, taking=taking, allowed=allowed[one.screen_id]) for one in notices))


def _line(notice: Notice, receiver: User | None, *, taking: bool, allowed: bool) -> Line:
    if notice.state not in _HANDLED:
        return Line(notice, why=_("Er ikke til behandling nå."))
    if not allowed:
        return Line(notice, why=_("Gjelder et skjermet anlegg, som bare bestemte saksbehandlere kan ha."))
    held, wanted = notice.handler_id, receiver.id if receiver else None
    if held == wanted and (receiver is None or notice.state is Status.IN_REVIEW):
        return Line(notice, same=True, why=_("Er slik allerede."))
    was = notice.handler.name if notice.handler else ""
    if taking and held is not None and held != wanted:
        return Line(notice, why=_("%(name)s har saken.") % {"name": was})
    return Line(
        notice,
        Way.HANDED,
        (LineChange(HANDLER, _("Saksbehandler"), was, receiver.name if receiver else _("i køen")),),
        before={HANDLER: {"value": str(held) if held else None}},
        after={HANDLER: {"value": str(wanted) if wanted else None}},
    )


def _hand_over(actor: Actor, lines: Sequence[Line]) -> None:
    """By the lifecycle's own moves, a set at a time: taken out of the queue first, then given to each receiver, or put back."""
    receivers: dict[str | None, list[Notice]] = {}
    for line in lines:
        assert line.after is not None
        kept = line.after[HANDLER]
        receivers.setdefault(kept["value"] if kept else None, []).append(line.notice)
    for receiver, notices in receivers.items():
        bulk.bring_in_line(lines, _given_to(actor, receiver, notices))


def _given_to(actor: Actor, receiver: str | None, notices: Sequence[Notice]) -> list[Outcome]:
    if receiver is None:
        taken = [one.id for one in notices if Status.IN_REVIEW in family.states(one)]
        return perform(actor, taken, Action.RELEASE) if taken else []
    free = [one.id for one in notices if Status.SUBMITTED in family.states(one)]
    outcomes = perform(actor, free, Action.TAKE) if free else []
    is_own = receiver == str(actor.user_id)
    held = [one.id for one in notices if not (is_own and one.id in free)]
    return outcomes + perform(actor, held, Action.ASSIGN, Given(assignee_id=UUID(receiver))) if held else outcomes
