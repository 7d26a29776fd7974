"""What the worker does about approvals that nobody has reported finished."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from nettmelding.audit.models import Audience
from nettmelding.audit.record import Told, record_all
from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM
from nettmelding.core.db import write
from nettmelding.core.errors import Refused
from nettmelding.notices import deadlines, hand, telling
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice
from nettmelding.notices.perform import perform, save
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import Status

BATCH = 500
TOLD = (Audience.CONTRACTOR, Audience.GRID_COMPANY)


def run() -> int:
    """Warn of approvals that are about to lapse, and let those lapse whose time is out. Returns how many were handled."""
    present = clock.now()
    lapsing = Notice.objects.filter(status=Status.APPROVED, lapses_at__lt=present)
    warned = Notice.objects.filter(status=Status.APPROVED, warn_at__lt=present, lapses_at__gte=present)
    out_of_time = _by_family(lapsing)
    near = _by_family(warned)
    return sum(map(_lapse, out_of_time)) + sum(map(_warn, near))


def _by_family(rows: QuerySet[Notice]) -> list[list[UUID]]:
    """Those of one block notice together: they are told of in one message."""
    found: dict[UUID, list[UUID]] = {}
    for notice_id, mother_id in rows.order_by("mother_id", "id").values_list("id", "mother_id")[:BATCH]:
        found.setdefault(mother_id or notice_id, []).append(notice_id)
    return list(found.values())


def _lapse(ids: Sequence[UUID]) -> int:
    try:
        return len(perform(SYSTEM, ids, Action.LAPSE, those_that_can=True))
    except Refused:
        return 0  # reported finished or taken up since the list was read


def _warn(ids: Sequence[UUID]) -> int:
    """Warn once, under the rows' locks: whoever comes second finds the next warning's time."""
    present = clock.now()
    with write():
        rows = hand.lock(SYSTEM, ids)
        warned = [one for one in rows if one.state is Status.APPROVED and one.warn_at and one.warn_at < present]
        for notice in warned:
            notice.warn_at = deadlines.next_warning(notice)
        save(warned)
        told = [
            Told(one.id, "lapse_warned", TOLD, {"lapses_at": one.lapses_at.isoformat() if one.lapses_at else ""})
            for one in warned
        ]
        record_all(SYSTEM, SUBJECT, told)
        telling.warn_of_lapse(warned)
        return len(warned)
