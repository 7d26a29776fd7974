"""What the worker does about approvals that nobody has reported finished."""

from datetime import timedelta
from uuid import UUID

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM
from nettmelding.core.db import write
from nettmelding.notices import telling
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice
from nettmelding.notices.perform import perform
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import Status

WARN_DAYS_BEFORE = (30, 7)
"""The contractor is warned so many days before an approval lapses."""


def run(limit: int = 200) -> int:
    """Warn of approvals that are about to lapse and let those lapse whose time is out. Returns how many were handled."""
    present = clock.now()
    waiting = Notice.objects.filter(status=Status.APPROVED, lapses_at__isnull=False)
    handled = 0
    for notice_id in list(waiting.filter(lapses_at__lt=present).values_list("id", flat=True)[:limit]):
        _lapse(notice_id)
        handled += 1
    for already, days in enumerate(WARN_DAYS_BEFORE):
        near = waiting.filter(lapse_warnings=already, lapses_at__lt=present + timedelta(days=days))
        for notice_id in list(near.values_list("id", flat=True)[:limit]):
            handled += _warn(notice_id, already)
    return handled


def _lapse(notice_id: UUID) -> None:
    perform(SYSTEM, [notice_id], Action.LAPSE)


def _warn(notice_id: UUID, already: int) -> int:
    """Warn once: the conditional update tells who won."""
    with write():
        won = Notice.objects.filter(pk=notice_id, status=Status.APPROVED, lapse_warnings=already).update(
            lapse_warnings=already + 1
        )
        if won:
            notice = Notice.objects.select_related("contractor", "grid_company").get(pk=notice_id)
            record(
                SYSTEM,
                SUBJECT,
                notice_id,
                "lapse_warned",
                audience=(Audience.CONTRACTOR, Audience.GRID_COMPANY),
                detail={"lapses_at": notice.lapses_at.isoformat() if notice.lapses_at else ""},
            )
            telling.warn_of_lapse(notice)
        return won
