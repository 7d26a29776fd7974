"""One change of many notices: chosen, filled in, looked over, carried out in one transaction.

*Endre felter* of the guide (S14). What a change does to each is reckoned by `bulk_plan`, taken back by `bulk_undo`, told by
`bulk_telling`; the grid company's handing of cases among its people is in `bulk_handling`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.audit.record import Told, record_all
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from nettmelding.notices import bulk_fields, bulk_plan, bulk_telling, columns, hand, indexing, waiting
from nettmelding.notices.bulk_fields import COLLEAGUE, Wanted
from nettmelding.notices.bulk_plan import Kept, Line, Plan, Way
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.form import Source
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.given import Given
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import BulkChange, BulkChangeRow, Notice
from nettmelding.notices.perform import EVERYONE, Outcome, perform, save
from nettmelding.notices.queries import SUBJECT as NOTICE
from nettmelding.notices.queries import visible_to
from nettmelding.organisations import access

SUBJECT = "bulk_change"
CHANGED = "bulk_changed"
"""The event of a bulk change: on each notice whose working copy it changed, and one for the whole."""
MOST = 500
"""Notices at once."""
RESPONSIBLE = "responsible"
"""Beside the fields in what stood before: the id of the colleague who answered for the notice."""


@dataclass(frozen=True, slots=True)
class Done:
    """A bulk change that was carried out, with what became of each."""

    change: BulkChange
    plan: Plan


def begin(actor: Actor, ids: Iterable[UUID], what: BulkChange.What = BulkChange.What.FIELDS) -> BulkChange:
    """Choose notices for a change that is yet to be filled in; nothing of them changes.

    Errors: NotAllowed; Invalid where none or too many are chosen; NotFound for one that is not the actor's.
    """
    fields = what is BulkChange.What.FIELDS
    if fields and not access.may_write_notices(actor):
        raise NotAllowed("not_yours", _("Bare installatører endrer meldinger."))
    if not fields and not actor.is_grid_company:
        raise NotAllowed("not_yours", _("Bare nettselskap fordeler saker."))
    if not fields:
        access.require(actor, Right.HANDLE)
    chosen = list(dict.fromkeys(ids))
    if not chosen:
        raise Invalid(
            "none_chosen", _("Kryss av minst én melding."), fields={"notice": _("Kryss av minst én melding.")}
        )
    if len(chosen) > MOST:
        raise Invalid("too_many", _("Velg høyst %(most)s meldinger om gangen.") % {"most": MOST})
    seen = visible_to(actor).filter(pk__in=chosen)
    if fields:
        seen = seen.filter(contractor_id=actor.organisation_id)
    if seen.count() != len(chosen):
        raise NotFound
    with write():
        change = BulkChange.objects.create(
            organisation_id=actor.organisation, what=what, made_by_id=actor.user_id, made_by_name=actor.name
        )
        BulkChangeRow.objects.bulk_create(
            [BulkChangeRow(change=change, notice_id=one) for one in chosen], batch_size=500
        )
    return change


def get(actor: Actor, change_id: UUID) -> BulkChange:
    """A bulk change of the actor's own company. Errors: NotFound."""
    found = BulkChange.objects.filter(access.owned(actor), pk=change_id).first()
    if found is None or not (access.may_write_notices(actor) or actor.may(Right.HANDLE)):
        raise NotFound
    return found


def chosen(actor: Actor, change: BulkChange) -> list[Notice]:
    """The notices it is about that are the actor's still, as they stand, in the order of a list: number, then address."""
    ids = change.rows.values_list("notice_id", flat=True)
    rows = visible_to(actor).filter(pk__in=ids).order_by("number", "position", "address_key", "id")
    return hand.read(rows.select_related("handler"))


def fill_in(
    actor: Actor, change_id: UUID, raw: Mapping[str, Any], emptied: Collection[str] = (), text: str = ""
) -> BulkChange:
    """Say what is wanted. Errors: Invalid with a sentence for each field that does not hold, or where nothing is wanted."""
    values, errors = bulk_fields.read(raw, emptied)
    if errors:
        raise Invalid("fields", _("Noe er ikke riktig utfylt."), fields=errors)
    if not values:
        raise Invalid("nothing_wanted", _("Fyll ut minst ett felt, eller velg «Gjør tomt»."))
    with write():
        change = to_be_done(actor, change_id)
        change.values, change.text = values, text.strip()[:1_000]
        change.save(update_fields=["values", "text"])
    return change


def preview(actor: Actor, change: BulkChange) -> Plan:
    """What would come of it now. Changes nothing."""
    return bulk_plan.planned(actor, chosen(actor, change), kept(actor, change.values))


def carry_out(
    actor: Actor, change_id: UUID, *, revisions: Mapping[UUID, int] | None = None, those_that_can: bool = True
) -> Done:
    """Change them, all that were chosen or those that can. One event a row and one for the whole, one message.

    `revisions`: as they were looked over. Errors: NotFound; Refused where it is done already, where nothing changes, or where
    one is hindered and all were wanted; Conflict, which names those that were changed since they were looked over.
    """
    with write():
        change = to_be_done(actor, change_id)
        notices = lock(actor, change.rows.all())
        refuse_changed(notices, revisions or {})
        plan = bulk_plan.planned(actor, notices, kept(actor, change.values))
        if not plan.changing:
            raise Refused("nothing_changes", _("Ingen av meldingene kan endres slik."))
        if plan.hindered and not those_that_can:
            names = ", ".join(named(line.notice) for line in plan.hindered[:10])
            raise Refused("some_stay", _("Noen kan ikke endres: %(names)s. Ingenting er endret.") % {"names": names})
        events = apply(actor, change, plan, change.text, CHANGED)
        keep(change, plan, events)
        change.done_at = clock.now()
        change.save(update_fields=["done_at"])
        record_whole(actor, change, plan.changing, CHANGED)
    return Done(change, plan)


def kept(actor: Actor, values: Wanted) -> dict[str, Kept]:
    """The wishes as answers are kept, written by the actor this moment."""
    stamp = {"source": Source.USER.value, "read_at": clock.now().isoformat(), "by": actor.name}
    return {path: None if value is None else {"value": value, **stamp} for path, value in values.items()}


def wishes(change: BulkChange) -> list[dict[str, str]]:
    """What is wanted, as shown: label and value, empty where the field is made empty."""
    fields = catalogue().fields
    return [
        {"path": path, "label": fields[path].label, "value": text_of(fields[path], value)}
        for path, value in change.values.items()
        if path in fields
    ]


def named(notice: Notice) -> str:
    """What people call it: its number, or its address while it is a draft."""
    return notice.number or notice.address or _("kladd uten adresse")


def refuse_changed(notices: Sequence[Notice], revisions: Mapping[UUID, int]) -> None:
    """Errors: Conflict that names the notices that have another revision than they were looked over with."""
    changed = [one for one in notices if revisions.get(one.id, one.revision) != one.revision]
    if changed:
        names = ", ".join(named(one) for one in changed[:10])
        sentence = _("Endret av noen andre i mellomtiden: %(names)s. Ingenting er endret. Se over og trykk igjen.")
        raise Conflict("changed_meanwhile", sentence % {"names": names})


def apply(actor: Actor, change: BulkChange, plan: Plan, text: str, action: str) -> dict[UUID, UUID]:
    """Write what is planned, in the caller's transaction. The event of each notice, by its id; `action` is what a working
    copy's event is called.

    The notices hold their new answers in memory already.
    """
    quiet = [line for line in plan.changing if line.way is Way.WORKING_COPY]
    told = [line for line in plan.changing if line.way is not Way.WORKING_COPY]
    _set_responsible(plan.changing)
    events = _settle(actor, change, quiet, action)
    if told:
        notices = [line.notice for line in told]
        outcomes = perform(actor, [one.id for one in notices], Action.CHANGE, Given(text=text), in_hand=notices)
        own = {line.notice.id for line in told}
        events |= {one.notice.id: one.event.id for one in outcomes if one.notice.id in own}
        bulk_telling.tell(actor, change, told, text)
    return events


def bring_in_line(lines: Iterable[Line], outcomes: Iterable[Outcome]) -> None:
    """Give the rows in hand the status and revision that the moves have left them with."""
    moved = {one.notice.id: one.notice for one in outcomes}
    for line in lines:
        if line.notice.id in moved:
            line.notice.status, line.notice.revision = moved[line.notice.id].status, moved[line.notice.id].revision


def record_whole(actor: Actor, change: BulkChange, lines: Sequence[Line], action: str) -> None:
    """The event for the whole: on the mother where all are hers, else on the bulk change itself.

    The grid company reads of what it was told, and of nothing else.
    """
    told = [line for line in lines if line.way is not Way.WORKING_COPY]
    mothers = {line.notice.mother_id for line in lines}
    mother_id = mothers.pop() if len(mothers) == 1 else None
    detail = {
        "bulk": str(change.id),
        "count": len(told or lines),
        "numbers": [one.notice.number for one in (told or lines) if one.notice.number][:MOST],
        "changes": wishes(change),
    }
    audience = _readers(change, told)
    subject, kind = (mother_id, NOTICE) if mother_id else (change.id, SUBJECT)
    record_all(actor, kind, [Told(subject, action, audience, detail)])


def _readers(change: BulkChange, told: Sequence[Line]) -> tuple[Audience, ...]:
    if change.what != BulkChange.What.FIELDS:
        return (Audience.INTERNAL,)
    return EVERYONE if told else (Audience.CONTRACTOR,)


def locked(actor: Actor, change_id: UUID) -> BulkChange:
    """One of the actor's, locked in the caller's transaction. Errors: NotFound."""
    list(BulkChange.objects.select_for_update().filter(access.owned(actor), pk=change_id).values_list("pk"))
    return get(actor, change_id)


def to_be_done(actor: Actor, change_id: UUID) -> BulkChange:
    """The same. Errors besides: Refused where it is carried out already."""
    change = locked(actor, change_id)
    if change.done_at is not None:
        raise Refused("done_already", _("Endringen er gjort."))
    return change


def lock(actor: Actor, rows: Iterable[BulkChangeRow]) -> list[Notice]:
    """The notices that are the actor's still, locked, and their mothers with them. Inside the caller's transaction."""
    ids = [row.notice_id for row in rows]
    found = dict(visible_to(actor).filter(pk__in=ids).values_list("id", "mother_id"))
    relatives = {mother for mother in found.values() if mother}
    return [one for one in hand.lock(actor, {*found, *relatives}) if one.id in found]


def _settle(actor: Actor, change: BulkChange, lines: Sequence[Line], action: str) -> dict[UUID, UUID]:
    """Working copies: columns, rows, whose turn, search and events, in as few statements as for one."""
    notices = [line.notice for line in lines]
    found_anew = []
    for notice in notices:
        found_by = _found_by(notice)
        columns.refresh_if_unsent(notice)
        if _found_by(notice) != found_by:
            found_anew.append(notice)
        notice.revision += 1
        notice.changed_at = clock.now()
    save(notices)
    waiting.refresh(*notices)
    if found_anew:
        indexing.reindex(*found_anew)
    told = [
        Told(
            line.notice.id,
            action,
            (Audience.CONTRACTOR,),
            {"bulk": str(change.id), "changes": [one.as_json() for one in line.changes]},
        )
        for line in lines
    ]
    events = record_all(actor, NOTICE, told) if told else []
    return {event.subject_id: event.id for event in events}


def _found_by(notice: Notice) -> tuple[str, ...]:
    """The columns that a search finds it by."""
    return (
        notice.address,
        notice.postcode,
        notice.place,
        notice.customer_name,
        notice.meter_number,
        notice.own_reference,
    )


def _set_responsible(lines: Iterable[Line]) -> None:
    """The colleague who is to answer for them, found once; a name that two share says nothing."""
    by_name: dict[str, list[Line]] = {}
    for line in lines:
        answer = (line.after or {}).get(COLLEAGUE)
        if answer:
            by_name.setdefault(str(answer["value"]), []).append(line)
    for name, theirs in by_name.items():
        own = theirs[0].notice.contractor_id
        found = list(User.objects.filter(memberships__organisation_id=own, name=name).distinct()[:2])
        for line in theirs if len(found) == 1 else ():
            line.notice.responsible = found[0]


def keep(change: BulkChange, plan: Plan, events: Mapping[UUID, UUID]) -> None:
    """Keep what became of each, for whoever looks at it later or takes it back."""
    by_notice = {line.notice.id: line for line in plan.lines}
    rows = list(change.rows.all())
    for row in rows:
        line = by_notice.get(row.notice_id)
        if line is None:
            row.why = _("Meldingen er ikke hos dere lenger.")
            continue
        row.before, row.after = dict(line.before or {}), dict(line.after or {})
        if COLLEAGUE in row.after:
            row.before[RESPONSIBLE] = {"value": str(line.responsible_id) if line.responsible_id else None}
        row.why = line.why[:400]
        row.event_id = events.get(row.notice_id)
    BulkChangeRow.objects.bulk_update(rows, ["before", "after", "why", "event_id"], batch_size=100)
