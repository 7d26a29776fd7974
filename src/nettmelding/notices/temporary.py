"""What the worker does about temporary installations that come to their last day."""

from uuid import UUID

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM
from nettmelding.core.db import write
from nettmelding.notices import deadlines, hand, telling
from nettmelding.notices.models import Notice
from nettmelding.notices.perform import save
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import Status

BATCH = 500
TOLD = (Audience.CONTRACTOR, Audience.GRID_COMPANY)


def run() -> int:
    """Remind of those that are to be extended or taken down. Returns how many."""
    rows = Notice.objects.filter(status=Status.CONNECTED_TEMPORARILY, warn_at__lt=clock.now())
    return sum(map(_remind, rows.order_by("warn_at").values_list("id", flat=True)[:BATCH]))


def _remind(notice_id: UUID) -> int:
    """Once, under the row's lock: whoever comes second finds the next reminder's time."""
    with write():
        (notice,) = hand.lock(SYSTEM, [notice_id])
        if notice.state is not Status.CONNECTED_TEMPORARILY or notice.warn_at is None or notice.warn_at > clock.now():
            return 0
        notice.warn_at = deadlines.next_reminder(notice)
        save([notice])
        detail = {"ends_on": notice.ends_on.isoformat() if notice.ends_on else ""}
        record(SYSTEM, SUBJECT, notice.id, "end_reminded", audience=TOLD, detail=detail)
        telling.remind_of_end(notice)
    return 1
