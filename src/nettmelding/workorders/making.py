"""Making work orders: by a person, by a grid company's rule, or at a contractor's wish."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.audit.record import record
from nettmelding.core import clock, numbers
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotAllowed, NotFound, Refused
from nettmelding.installations.models import MeteringPoint
from nettmelding.notices import family
from nettmelding.notices import queries as notices
from nettmelding.notices.models import Notice
from nettmelding.notices.queries import SUBJECT as NOTICE
from nettmelding.notices.status import OPEN
from nettmelding.organisations import access
from nettmelding.organisations.models import Organisation
from nettmelding.workorders import feed, indexing, known, map_case, performers, queries, screening, waiting
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.perform import BOTH
from nettmelding.workorders.queries import SUBJECT
from nettmelding.workorders.ruleset import Performer, rules_of

SERIES = "work-order"
"""Of orders without a notice."""
SWITCHING = frozenset({"connect", "disconnect", "operate"})
"""What a contractor orders itself, with a day and an hour."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An order as it is asked for."""

    kind: str
    performer_id: UUID | None = None
    """None: by the grid company's rule."""
    wanted_from: datetime | None = None
    hour_matters: bool = False
    note: str = ""
    access_note: str = ""
    facts: Mapping[str, Any] | None = None
    """What is known besides what the program knows: `cabinet`, `circuit`."""


def order(actor: Actor, notice_id: UUID, wanted: Wanted) -> WorkOrder:
    """Order work for a notice. The grid company orders anything, its contractor switching, and a meter where it may hang one.

    Errors: NotFound, NotAllowed, Refused where the notice is not in a state for it, Invalid by field.
    """
    notice = notices.get(actor, notice_id)
    _check(actor, notice, wanted)
    with write():
        queries.lock_notices(notice.id, notice.mother_id)
        return make(actor, notice, wanted)


def make(actor: Actor, notice: Notice, wanted: Wanted) -> WorkOrder:
    """The rows of a new order, inside the caller's transaction, under the notice's lock.

    Its number is the notice's with its place among the notice's orders: no series is waited for.
    """
    assert notice.grid_company_id is not None
    number = f"A-{notice.number}-{notice.work_orders.count() + 1}"
    performer_id = wanted.performer_id or performer_for(notice, wanted.kind)
    kind = written().kinds[wanted.kind]
    point = known.point_of(notice, takes=kind.takes and not kind.hangs)
    facts = {**known.facts(notice, point), **{k: v for k, v in (wanted.facts or {}).items() if v not in (None, "")}}
    due = wanted.wanted_from or clock.end_of_day(
        clock.add_working_days(clock.today(), rules_of(notice.grid_company_id).working_days_to_do)
    )
    made = WorkOrder(
        number=number,
        notice=notice,
        grid_company_id=notice.grid_company_id,
        performer_id=performer_id,
        orderer_id=actor.organisation_id if actor.is_contractor else None,
        kind=wanted.kind,
        wanted_from=wanted.wanted_from or known.wanted_from(notice),
        hour_matters=wanted.hour_matters,
        metering_point=point,
        facts=facts,
        access_note=wanted.access_note.strip()[:500],
        note=wanted.note.strip()[:2000],
        deadline=due,
        created_by_name=actor.name,
        **known.place(notice, point),
    )
    keep(actor, made)
    record(actor, NOTICE, notice.id, "work_order_made", audience=BOTH, detail={"number": number, "kind": wanted.kind})
    return made


def without_notice(actor: Actor, point: MeteringPoint, wanted: Wanted) -> WorkOrder:
    """The grid company's own order at a metering point, such as a control. Errors: NotFound, NotAllowed, Invalid."""
    if not actor.is_grid_company or point.grid_company_id != actor.organisation_id:
        raise NotFound
    access.require(actor, Right.HANDLE)
    _check_kind(wanted.kind)
    number = f"AK-{numbers.yearly(SERIES)}"
    with write():
        made = WorkOrder(
            number=number,
            grid_company_id=actor.organisation,
            performer_id=wanted.performer_id or actor.organisation,
            kind=wanted.kind,
            wanted_from=wanted.wanted_from,
            hour_matters=wanted.hour_matters,
            metering_point=point,
            facts={**known.facts_of(point), **(wanted.facts or {})},
            access_note=wanted.access_note.strip()[:500],
            note=wanted.note.strip()[:2000],
            deadline=wanted.wanted_from
            or clock.end_of_day(clock.add_working_days(clock.today(), rules_of(actor.organisation).working_days_to_do)),
            created_by_name=actor.name,
            **known.place_of(point),
        )
        screening.mark(made, point)
        keep(actor, made)
    return made


def keep(actor: Actor, made: WorkOrder) -> None:
    """Write a new order with its event, whose turn it is and what it is found by."""
    made.save(force_insert=True)
    detail = {"number": made.number, "kind": made.kind, "performer": made.performer.name}
    record(actor, SUBJECT, made.id, "made", audience=BOTH, detail=detail)
    waiting.refresh(made)
    indexing.reindex(made)
    feed.tell(made)
    map_case.opened(made)


def performer_for(notice: Notice, kind: str) -> UUID:
    """Who does a kind of work for a notice, by the grid company's rule."""
    assert notice.grid_company_id is not None
    if rules_of(notice.grid_company_id).performer_of(kind) is Performer.CONTRACTOR and performers.prequalified(
        notice.contractor_id, notice.grid_company_id, kind
    ):
        return notice.contractor_id
    return notice.grid_company_id


def may_order(actor: Actor, notice: Notice) -> list[str]:
    """The kinds that the actor can order for a notice now; for a block notice as a whole, switching alone."""
    if notice.state not in OPEN or notice.grid_company_id is None:
        return []
    if actor.is_grid_company and notice.grid_company_id == actor.organisation_id and actor.may(Right.HANDLE):
        return [kind for kind in written().kinds if not family.is_mother(notice) or kind in SWITCHING]
    if notice.contractor_id != actor.organisation_id or not actor.may(Right.REPORT) or notice.approved_at is None:
        return []
    if notice.contractor.stopped_at is not None:
        return []
    rules = rules_of(notice.grid_company_id)
    own = {
        kind
        for kind in written().kinds
        if rules.performer_of(kind) is Performer.CONTRACTOR
        and performers.prequalified(notice.contractor_id, notice.grid_company_id, kind)
    }
    own = set() if family.is_mother(notice) else own
    return [kind for kind in written().kinds if kind in SWITCHING | own]


def _check(actor: Actor, notice: Notice, wanted: Wanted) -> None:
    _check_kind(wanted.kind)
    if notice.state not in OPEN or notice.grid_company_id is None:
        raise Refused("not_open", _("Bare saker som er sendt og ikke avsluttet, kan få arbeidsordre."))
    if wanted.kind not in may_order(actor, notice):
        raise NotAllowed("not_yours", _("Dette kan ikke du bestille."))
    if wanted.performer_id is not None and wanted.performer_id not in {one.id for one in performers_of(actor, notice)}:
        raise Invalid("performer", _("Velg hvem som skal utføre ordren."), fields={"performer_id": _("Velg hvem.")})
    if wanted.hour_matters and (wanted.wanted_from is None or wanted.wanted_from <= clock.now()):
        sentence = _("Velg en dag og et klokkeslett fram i tid.")
        raise Invalid("wanted_from", sentence, fields={"wanted_from": sentence})
    if wanted.wanted_from is not None and wanted.wanted_from < clock.start_of_day(clock.today()):
        sentence = _("Velg en dag fram i tid.")
        raise Invalid("wanted_from", sentence, fields={"wanted_from": sentence})


def _check_kind(kind: str) -> None:
    if kind not in written().kinds:
        sentence = _("Velg hva som skal gjøres.")
        raise Invalid("kind", sentence, fields={"kind": sentence})


def performers_of(actor: Actor, notice: Notice) -> list[Organisation]:
    """The firms that can be sent there: the grid company, and the contractor while it is not stopped."""
    ids = [notice.grid_company_id, notice.contractor_id]
    rows = Organisation.objects.filter(pk__in=[one for one in ids if one], stopped_at__isnull=True)
    return list(rows.order_by("name"))
