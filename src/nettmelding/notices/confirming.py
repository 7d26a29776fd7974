"""Looking up again what a register could not answer when it was asked."""

from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM
from nettmelding.core.db import write
from nettmelding.core.errors import AppError
from nettmelding.notices.models import Party
from nettmelding.registers import lookups

BATCH = 20


def run() -> int:
    """Confirm firms that were written while the company register was down. Returns how many were confirmed."""
    waiting = Party.objects.filter(
        kind=Party.Kind.COMPANY, unconfirmed_because="register_down", confirmed=False
    ).exclude(organisation_number="")
    return sum(map(_confirm, list(waiting[:BATCH])))


def _confirm(party: Party) -> int:
    try:
        answer = lookups.find_company(SYSTEM, party.organisation_number)
    except AppError:
        return 0  # still down: the next round asks again
    if len(answer.companies) != 1 or not answer.companies[0].usable:
        return 0
    with write():
        return Party.objects.filter(pk=party.pk, confirmed=False).update(
            name=answer.companies[0].name,
            confirmed=True,
            unconfirmed_because="",
            source="company_register",
            read_at=clock.now(),
        )
