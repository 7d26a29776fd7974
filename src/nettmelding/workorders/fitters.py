"""Who is to do the work of a notice: the fitters its work orders are given to."""

from uuid import UUID

from django.db.models import Q

from nettmelding.notices.models import Notice
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.status import Status


def of_notice(notice: Notice) -> list[UUID]:
    """The contractor's own fitters, the first order's first; of a block notice those of its metering points too.

    Where every order was called off, as when the notice was sent in anew, those who had them: they wait for the answer.
    """
    rows = WorkOrder.objects.filter(Q(notice=notice) | Q(notice__mother=notice), performer_id=notice.contractor_id)
    rows = rows.filter(assignee__isnull=False).order_by("created_at", "id")
    given = list(rows.values_list("assignee_id", "status"))
    standing = [person for person, status in given if status != Status.CANCELLED]
    return [person for person in standing or [one for one, _status in given] if person]
