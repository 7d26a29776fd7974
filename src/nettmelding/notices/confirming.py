"""Looking up again what a register could not answer when it was asked."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM
from nettmelding.core.db import write
from nettmelding.core.errors import AppError
from nettmelding.notices.models import Notice, Party
from nettmelding.notices.parties import NOT_ASKED, PURPOSE
from nettmelding.notices.queries import SUBJECT
from nettmelding.registers import lookups
from nettmelding.registers.lookups import Found

BATCH = 20
ASKED_FOR = timedelta(days=14)
"""How long the worker goes on asking."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the register says now."""

    name: str
    source: str
    person_ref: str = ""


def run() -> int:
    """Confirm names that were written while a register was down. Returns how many were confirmed."""
    firm, person = ~Q(organisation_number=""), Q(birth_date__isnull=False, notice__grid_company__isnull=False)
    # People from a list are looked up by whoever answers for them: each look-up is somebody's, with its purpose.
    can_be_asked = Q(unconfirmed_because="register_down") & (firm | person) | Q(unconfirmed_because=NOT_ASKED) & firm
    waiting = Party.objects.select_related("notice").filter(
        can_be_asked,
        confirmed=False,
        read_at__gt=clock.now() - ASKED_FOR,
    )
    return sum(map(_confirm, list(waiting.order_by("read_at")[:BATCH])))


def _confirm(party: Party) -> int:
    try:
        found = _company(party) if party.kind == Party.Kind.COMPANY else _person(party)
    except AppError:
        return 0  # still down: the next round asks again
    if found is None:
        return 0
    with write():
        Notice.objects.select_for_update().get(pk=party.notice_id)
        won = Party.objects.filter(pk=party.pk, confirmed=False).update(
            name=found.name,
            confirmed=True,
            unconfirmed_because="",
            source=found.source,
            person_ref=found.person_ref,
            read_at=clock.now(),
        )
        if won:
            record(
                SYSTEM,
                SUBJECT,
                party.notice_id,
                "party_confirmed",
                audience=(Audience.CONTRACTOR, Audience.GRID_COMPANY)
                if party.notice.sent_at
                else (Audience.CONTRACTOR,),
                detail={"role": party.role, "name": found.name},
            )
        return won


def _company(party: Party) -> Confirmed | None:
    companies = lookups.find_company(SYSTEM, party.organisation_number).companies
    usable = [company for company in companies if company.usable]
    return Confirmed(usable[0].name, "company_register") if len(usable) == 1 else None


def _person(party: Party) -> Confirmed | None:
    if party.birth_date is None:
        return None
    first, _space, last = party.name.rpartition(" ")
    answer = lookups.find_person(
        SYSTEM,
        grid_company_id=party.notice.grid_company_id,
        purpose=f"{PURPOSE} {party.notice_id}",
        last_name=last,
        first_name=first,
        birth_date=party.birth_date,
    )
    if answer.found is not Found.ONE or answer.person is None:
        return None
    return Confirmed(answer.person.name, "person_register", answer.person_ref)
