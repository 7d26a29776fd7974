"""The grid company's answer to a correction: used, so that the copy and the customer system say it, or kept as it was, with the
reason. What is told is told in the case: the contractor reads the answer there."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Conflict, Invalid, NotFound
from nettmelding.installations import correcting
from nettmelding.installations.models import Correction
from nettmelding.installations.outgoing import Case
from nettmelding.notices import labels, queries
from nettmelding.notices.models import Notice
from nettmelding.organisations import access

LONGEST_WHY = 500
MOST = 200
State = Correction.State


def waiting(actor: Actor) -> list[tuple[Correction, Notice]]:
    """Those that wait for the grid company's answer in cases the actor sees, oldest first, at most 200.

    Errors: NotFound for other companies, NotAllowed without the right to handle cases.
    """
    rows = list(_own(actor).filter(state=State.OPEN).order_by("stated_at", "id")[:MOST])
    notices = queries.visible_to(actor).select_related("contractor").in_bulk({row.notice_id for row in rows})
    return [(row, notices[row.notice_id]) for row in rows if row.notice_id in notices]


def may_settle(actor: Actor) -> bool:
    """Whether the actor answers corrections."""
    return actor.is_grid_company and actor.may(Right.HANDLE)


def settle(actor: Actor, notice_id: UUID, correction_id: UUID, *, use: bool, why: str = "") -> Correction:
    """Use what was stated, or keep what stands, with the reason.

    Errors: NotFound, NotAllowed, Conflict for one that a colleague has answered, Invalid with `why` where it is kept without one.
    """
    why = why.strip()[:LONGEST_WHY]
    with write():
        notice = queries.locked(actor, [notice_id]).first()
        if notice is None:
            raise NotFound
        row = _own(actor).filter(pk=correction_id, notice_id=notice_id).exclude(state=State.WITHDRAWN).first()
        if row is None:
            raise NotFound
        if row.state != State.OPEN:
            raise Conflict("settled_already", _("En kollega har svart på rettelsen."))
        if not use and not why:
            sentence = _("Skriv hvorfor dere beholder verdien.")
            raise Invalid("no_reason", sentence, fields={"why": sentence})
        if use:
            correcting.use(row, _case(notice))
        row.state, row.why = (State.USED if use else State.KEPT), why
        row.settled_by_id, row.settled_at = actor.user_id, clock.now()
        row.save()
        record(
            actor,
            queries.SUBJECT,
            notice.id,
            "correction_used" if use else "correction_kept",
            audience=(Audience.CONTRACTOR, Audience.GRID_COMPANY),
            detail={"name": row.name, "known": row.known, "stated": row.stated},
            reason=why,
        )
    return row


def _own(actor: Actor) -> QuerySet[Correction]:
    if not actor.is_grid_company:
        raise NotFound
    access.require(actor, Right.HANDLE)
    return Correction.objects.filter(grid_company_id=actor.organisation).select_related("metering_point__installation")


def _case(notice: Notice) -> Case:
    return Case(
        id=notice.id,
        number=notice.number or "",
        place=labels.address(notice),
        address=notice.address,
        postcode=notice.postcode,
        owner_id=notice.handler_id,
    )
