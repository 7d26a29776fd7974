"""Asking the registers again: every contractor nightly, and soon after a new file of the contractor register.

A register that is silent changes nothing. One that suddenly drops many at once is not believed: a person looks at it first.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import translation

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM, OrganisationKind
from nettmelding.core.db import write
from nettmelding.organisations import standing
from nettmelding.organisations.admission_mail import ORGANISATION, tell_of_standing
from nettmelding.organisations.models import Organisation
from nettmelding.organisations.standing import May, Standing, Why
from nettmelding.registers.models import ContractorImport

log = logging.getLogger(__name__)
BATCH = 20
MOST_SILENT = 3
"""After so many questions without an answer the register is left in peace until the next round."""
NIGHT = range(1, 5)
"""Hours in Oslo within which contractors are read again."""
AGE = timedelta(hours=20)
"""What was read later than this is not read again the same night."""
FEWEST_TO_DOUBT, SHARE_TO_DOUBT = 5, 0.05
"""More contractors than both, the share being of all, are not stopped within a day."""


@dataclass(frozen=True, slots=True)
class Brake:
    """How many contractors have been stopped within a day, and how many may be."""

    stopped: int
    limit: int

    @property
    def holds(self) -> bool:
        """Whether no more are stopped before a person has looked."""
        return self.stopped >= self.limit


def run(batch: int = BATCH) -> int:
    """Read the next contractors that are due, the one read longest ago first. Returns how many were read."""
    done = silent = 0
    for contractor_id, number in due().values_list("id", "organisation_number")[: batch + MOST_SILENT]:
        found = standing.read(number)
        if found.answered:
            take_in(contractor_id, found)
        done, silent = done + found.answered, silent + (not found.answered)
        if done >= batch or silent >= MOST_SILENT:
            break  # the next round begins with those that were not read
    return done


def due() -> QuerySet[Organisation]:
    """Contractors that are to be read: never read, read before the newest file, or at night not since yesterday."""
    present = clock.now()
    newest = ContractorImport.objects.values_list("imported_at", flat=True).first()
    wanted = Q(register_read_at__isnull=True)
    if newest is not None:
        wanted |= Q(register_read_at__lt=newest)
    if clock.oslo(present).hour in NIGHT:
        wanted |= Q(register_read_at__lt=present - AGE)
    return contractors().filter(wanted).order_by(F("register_read_at").asc(nulls_first=True), "id")


def contractors() -> QuerySet[Organisation]:
    """All contractors that the registers can be asked about."""
    return Organisation.objects.filter(kind=OrganisationKind.CONTRACTOR.value).exclude(organisation_number="")


def brake() -> Brake:
    """What has been stopped within a day against what may be."""
    everyone = contractors()
    stopped = everyone.filter(stopped_at__gt=clock.now() - timedelta(days=1)).count()
    return Brake(stopped, max(FEWEST_TO_DOUBT, int(everyone.count() * SHARE_TO_DOUBT)))


def would_drop(entitled: frozenset[str]) -> list[Organisation]:
    """The contractors that would be stopped were the register's file one with these entitled numbers, by name."""
    rows = contractors().filter(stopped_at__isnull=True).order_by("name")
    return [row for row in rows if row.organisation_number not in entitled]


def take_in(contractor_id: UUID, found: Standing) -> None:
    """Keep what the registers say, and stop or let go on what follows from it; those concerned are told."""
    verdict = found.verdict
    with write():
        row = Organisation.objects.select_for_update().get(pk=contractor_id)
        row.register_read_at, row.register_facts = found.read_at, found.as_json()
        if found.known and found.name:
            row.name = found.name[:200]
        if found.street:
            row.address, row.postcode, row.place = found.street[:200], found.postcode[:4], found.place[:80]
        row.dsb_id = found.dsb_id[:20] or row.dsb_id
        if verdict.may is May.REFUSED and row.stopped_at is None:
            if brake().holds:
                log.error("%s: not stopped (%s), many have been today", row.organisation_number, verdict.why.value)
            else:
                _stop(row, verdict.why)
        elif verdict.may is May.ENTER and row.stopped_at is not None:
            _let_go_on(row)
        row.save()


def _stop(row: Organisation, why: Why) -> None:
    row.stopped_at, row.stopped_because = clock.now(), why.value
    _record(row, "contractor_stopped", why)
    tell_of_standing("contractor_stopped", row, why)


def _let_go_on(row: Organisation) -> None:
    row.stopped_at, row.stopped_because = None, ""
    _record(row, "contractor_back", None)
    tell_of_standing("contractor_back", row, None)


def _record(row: Organisation, action: str, why: Why | None) -> None:
    both = (Audience.CONTRACTOR, Audience.GRID_COMPANY)
    with translation.override("nb"):
        record(SYSTEM, ORGANISATION, row.id, action, audience=both, reason=why.text if why else "")
