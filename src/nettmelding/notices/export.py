"""Which cases carry a person's name."""

from django.db.models import Q

from nettmelding.accounts.models import User
from nettmelding.notices.models import Notice

MOST = 10_000


def cases(user: User) -> list[str]:
    """The numbers of the cases a person is responsible for, made or handles; drafts have none."""
    mine = Q(responsible=user) | Q(handler=user) | Q(created_by=user)
    rows = Notice.objects.filter(mine, number__isnull=False).order_by("number")
    return [number for number in rows.values_list("number", flat=True)[:MOST] if number]
