"""A notice as a new draft: the same place, people and equipment, and nothing that must be fresh."""

from collections.abc import Sequence
from uuid import UUID

from nettmelding.audit.models import Audience
from nettmelding.audit.record import Told, record_all
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import NotFound
from nettmelding.core.ids import uuid7
from nettmelding.notices import children, drafts, family, working_copy
from nettmelding.notices.models import Notice, Party
from nettmelding.notices.queries import SUBJECT, visible_to
from nettmelding.notices.status import Status
from nettmelding.organisations import access


def copy(actor: Actor, notice_id: UUID) -> Notice:
    """A new draft with the same answers and parties: without number, dates, attachments and what was reported.

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
    made = {one.id: _new(actor, one, mother, place) for place, one in enumerate(originals, start=1)}
    Notice.objects.bulk_create(made.values(), batch_size=100)
    parties = list(Party.objects.filter(notice__in=list(made)))
    for party in parties:
        party.notice = made[party.notice_id]
        party.pk = uuid7()
    Party.objects.bulk_create(parties, batch_size=200)
    told = [Told(made[one.id].id, "created", (Audience.CONTRACTOR,), {"copied_from": one.number}) for one in originals]
    record_all(actor, SUBJECT, told)
    return list(made.values())


def _new(actor: Actor, original: Notice, mother: Notice | None, place: int) -> Notice:
    facts = drafts.contractor_facts(actor) if mother is None else {}
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
        known={**original.known, **facts},
        known_at=original.known_at,
        unreached=original.unreached,
        answers={path: kept for path, kept in original.answers.items() if working_copy.survives_copy(path)},
    )
