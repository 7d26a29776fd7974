"""Where a notice is: its address, the grid company that follows from it, and what is known of the metering point."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid
from nettmelding.installations import queries as installations
from nettmelding.installations.models import MeteringPoint
from nettmelding.notices import drafts, queries
from nettmelding.notices.catalogue.form import Source
from nettmelding.notices.models import Notice, Party
from nettmelding.organisations import access
from nettmelding.organisations.areas import Candidates, candidates
from nettmelding.organisations.queries import grid_companies
from nettmelding.registers.numbers import parse_meter_number

ADDRESS = "site.address"
METER = "site.meter_number"


@dataclass(frozen=True, slots=True)
class Placed:
    """The notice with its place, and the grid companies that came into question."""

    notice: Notice
    candidates: Candidates


def set_address(actor: Actor, notice_id: UUID, address: Mapping[str, Any], source: Source = Source.REGISTER) -> Placed:
    """Set the address (shape as `installations.queries.address_of`) and the grid company that follows from it.

    Two candidates: the user is asked, and the one chosen before stays if it is among them. Errors: those of `drafts.locked`.
    """
    found = candidates(address.get("lat"), address.get("lon"), str(address.get("postcode") or ""))
    with write():
        notice = drafts.locked(actor, notice_id)
        drafts.put(notice, {ADDRESS: dict(address)}, source)
        if notice.sent_at is None:
            notice.grid_company_id = _chosen(notice, found)
        drafts.settle(notice)
    return Placed(queries.get(actor, notice_id), found)


def choose_grid_company(actor: Actor, notice_id: UUID, grid_company_id: UUID) -> Notice:
    """Choose among the candidates. Errors: Invalid for one that does not exist or after sending."""
    with write():
        notice = drafts.locked(actor, notice_id)
        if notice.sent_at is not None or not grid_companies().filter(pk=grid_company_id).exists():
            raise Invalid("grid_company", _("Velg nettselskapet."), fields={"grid_company": _("Velg nettselskapet.")})
        notice.grid_company_id = grid_company_id
        drafts.settle(notice)
    return queries.get(actor, notice_id)


def use_meter_number(actor: Actor, notice_id: UUID, typed: str) -> list[MeteringPoint]:
    """Look a metering point up by its meter number and let what is known fill in the notice where just one fits.

    The number stays as typed where none or several fit. Errors: Invalid for what is no meter number.
    """
    number = parse_meter_number(typed)
    queries.get(actor, notice_id)
    found = installations.by_meter_number(actor, number, purpose=f"notice {notice_id}")
    if len(found) == 1:
        use_metering_point(actor, notice_id, found[0])
    else:
        with write():
            notice = drafts.locked(actor, notice_id)
            drafts.put(notice, {METER: number}, Source.USER)
            notice.metering_point = None
            notice.known = {name: value for name, value in notice.known.items() if name.startswith("contractor.")}
            drafts.settle(notice)
    return found


def use_metering_point(actor: Actor, notice_id: UUID, point: MeteringPoint) -> Notice:
    """Fill the notice in from a metering point: what the form asks for, its customer, and its grid company."""
    known = dict(installations.facts_of(point))
    with write():
        notice = drafts.locked(actor, notice_id)
        notice.metering_point, notice.known_at = point, point.read_at
        notice.known = {**drafts.contractor_facts(actor), **known}
        for path in (METER, ADDRESS):
            notice.answers.pop(path, None)
        if notice.sent_at is None:
            notice.grid_company_id = point.grid_company_id
        access.grant(notice.contractor_id, "installation", point.installation_id, queries.SUBJECT, notice.id)
        _put_customer(notice, point)
        drafts.settle(notice)
    return notice


def forget_metering_point(actor: Actor, notice_id: UUID) -> Notice:
    """Take the meter number away, and with it what was known of the metering point."""
    with write():
        notice = drafts.locked(actor, notice_id)
        drafts.put(notice, {METER: None}, Source.USER)
        notice.metering_point, notice.known_at = None, None
        notice.known = {name: value for name, value in notice.known.items() if name.startswith("contractor.")}
        notice.parties.filter(source="customer_system").delete()
        drafts.settle(notice)
    return notice


def _put_customer(notice: Notice, point: MeteringPoint) -> None:
    """The active customer, as the grid company's own system has it. A former one is never shown."""
    if not point.customer_name or point.state != MeteringPoint.State.ACTIVE:
        return
    if notice.parties.filter(role="customer").exclude(source="customer_system").exists():
        return
    notice.parties.filter(role="customer").delete()
    Party.objects.create(
        notice=notice,
        role="customer",
        kind=point.customer_kind,
        name=point.customer_name,
        organisation_number=point.customer_number,
        confirmed=True,
        source="customer_system",
        read_at=point.read_at,
    )


def _chosen(notice: Notice, found: Candidates) -> UUID | None:
    ids = [company.id for company in found.companies]
    if len(ids) == 1:
        return ids[0]
    return notice.grid_company_id if notice.grid_company_id in ids else None
