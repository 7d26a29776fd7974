"""What the worker does about approvals that nobody has reported finished."""

from datetime import datetime
from uuid import UUID

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM
from nettmelding.core.db import write
from nettmelding.core.errors import Refused
from nettmelding.notices import deadlines, telling
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice
from nettmelding.notices.perform import perform
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import Status

BATCH = 200


def run() -> int:
    """Warn of approvals that are about to lapse, and let those lapse whose time is out. Returns how many were handled."""
    present = clock.now()
    lapsing = Notice.objects.filter(status=Status.APPROVED, lapses_at__lt=present)
    warned = Notice.objects.filter(status=Status.APPROVED, warn_at__lt=present, lapses_at__gte=present)
    out_of_time = list(lapsing.values_list("id", flat=True)[:BATCH])
    near = list(warned.values_list("id", "warn_at")[:BATCH])
    return sum(map(_lapse, out_of_time)) + sum(_warn(notice_id, warn_at) for notice_id, warn_at in near)


def _lapse(notice_id: UUID) -> int:
    try:
        return len(perform(SYSTEM, [notice_id], Action.LAPSE))
    except Refused:
        return 0  # reported finished or taken up since the list was read


def _warn(notice_id: UUID, warn_at: datetime | None) -> int:
    """Warn once: the conditional update tells who won."""
    with write():
        notice = Notice.objects.select_related("contractor", "grid_company").get(pk=notice_id)
        rows = Notice.objects.filter(pk=notice_id, status=Status.APPROVED, warn_at=warn_at)
        if not rows.update(warn_at=deadlines.next_warning(notice)):
            return 0
        record(
            SYSTEM,
            SUBJECT,
            notice_id,
            "lapse_warned",
            audience=(Audience.CONTRACTOR, Audience.GRID_COMPANY),
            detail={"lapses_at": notice.lapses_at.isoformat() if notice.lapses_at else ""},
        )
        telling.warn_of_lapse(notice)
        return 1
