"""A notice as a new draft: the same place, people and equipment, and nothing that must be fresh."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from nettmelding.audit.models import Audience
from nettmelding.audit.record import Told, record_all
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import NotFound
from nettmelding.core.ids import uuid7
from nettmelding.installations.models import MeteringPoint
from nettmelding.installations.queries import facts_of_point
from nettmelding.notices import children, drafts, family, places, working_copy
from nettmelding.notices.models import Notice, Party
from nettmelding.notices.queries import SUBJECT, visible_to
from nettmelding.notices.status import Status
from nettmelding.organisations import access


def copy(actor: Actor, notice_id: UUID) -> Notice:
    """A new draft with the same answers and parties: without number, dates, attachments and what was reported.

    What came from the customer system is as it has it today; who is no longer there is not copied.
    A block notice comes with its metering points, those that were withdrawn left out; a metering point of one is copied beside
    itself. Errors: NotFound; Refused where the contractor is stopped.
    """
    original = visible_to(actor).filter(pk=notice_id, contractor_id=actor.organisation_id).first()
    if original is None or not access.may_write_notices(actor):
        raise NotFound
    drafts.refuse_where_stopped(actor)
    if original.mother_id is not None:
        return children.copy(actor, original.mother_id, original.id, times=1)[0]
    with write():
        made = _made_from(actor, [original], None)[0]
        if family.is_mother(original):
            rows = original.children.exclude(status__in=(Status.WITHDRAWN, Status.LAPSED)).order_by("position", "id")
            _made_from(actor, list(rows), made)
        drafts.settle(made)
    return made


def _made_from(actor: Actor, originals: Sequence[Notice], mother: Notice | None) -> list[Notice]:
    """New rows in the originals' order, with their parties."""
    rows = MeteringPoint.objects.select_related("installation")
    points = rows.in_bulk([one.metering_point_id for one in originals if one.metering_point_id])
    made = {
        one.id: _new(actor, one, mother, place, points.get(one.metering_point_id) if one.metering_point_id else None)
        for place, one in enumerate(originals, start=1)
    }
    Notice.objects.bulk_create(made.values(), batch_size=100)
    parties = _parties(originals, points)
    for party in parties:
        party.notice = made[party.notice_id]
        party.pk = uuid7()
    Party.objects.bulk_create(parties, batch_size=200)
    told = [Told(made[one.id].id, "created", (Audience.CONTRACTOR,), {"copied_from": one.number}) for one in originals]
    record_all(actor, SUBJECT, told)
    return list(made.values())


def _parties(originals: Sequence[Notice], points: Mapping[UUID, MeteringPoint]) -> list[Party]:
    """Those to copy. Who was the same as somebody who is left out, has contact details of their own to give."""
    at = {one.id: points.get(one.metering_point_id) if one.metering_point_id else None for one in originals}
    kept = working_copy.rules_at(originals[0].grid_company_id).owner_data_kept if originals else False
    parties, gone = [], set()
    for party in Party.objects.filter(notice__in=list(at)):
        if places.still_stands(party, at[party.notice_id], owners_kept=kept):
            parties.append(party)
        else:
            gone.add((party.notice_id, party.role))
    for party in parties:
        if (party.notice_id, party.same_as) in gone:
            party.same_as = ""
    return parties


def _known(actor: Actor, original: Notice, mother: Notice | None, point: MeteringPoint | None) -> dict[str, Any]:
    """What is known today; of a metering point of a block notice what its own row says."""
    if mother is not None:
        return dict(facts_of_point(point)) if point else original.known
    return {**(places.known_of(point) if point else original.known), **drafts.contractor_facts(actor)}


def _new(actor: Actor, original: Notice, mother: Notice | None, place: int, point: MeteringPoint | None) -> Notice:
    return Notice(
        contractor_id=actor.organisation,
        grid_company_id=original.grid_company_id,
        mother=mother,
        position=place if mother else None,
        types=original.types,
        leading_type=original.leading_type,
        form=original.form,
        created_by_id=actor.user_id,
        responsible_id=actor.user_id,
        metering_point_id=original.metering_point_id,
        known=_known(actor, original, mother, point),
        known_at=point.read_at if point else original.known_at,
        unreached=original.unreached,
        answers={path: kept for path, kept in original.answers.items() if working_copy.survives_copy(path)},
    )
