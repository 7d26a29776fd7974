"""Where a notice is: its address, the grid company that follows from it, and what is known of the metering point."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, Refused
from nettmelding.installations import choices
from nettmelding.installations import queries as installations
from nettmelding.installations.models import MeteringPoint
from nettmelding.installations.queries import Numbered
from nettmelding.installations.reading import By, Wanted
from nettmelding.installations.recording import recorded
from nettmelding.notices import drafts, queries, working_copy
from nettmelding.notices.catalogue.form import Source
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.models import Notice, Party
from nettmelding.organisations import access
from nettmelding.organisations.areas import Candidates, candidates
from nettmelding.organisations.queries import grid_companies
from nettmelding.registers.numbers import parse_meter_number

ADDRESS = "site.address"
METER = "site.meter_number"
CUSTOMER_SYSTEM = "customer_system"
LAST_OWNER = "owner.last_known"
"""In what is known of a notice: `{name, number}` of a firm."""


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


def use_meter_number(actor: Actor, notice_id: UUID, typed: str) -> Numbered:
    """Look a metering point up by its meter number and let what is known fill in the notice where just one fits.

    The number stays as typed where none or several fit. Errors: Invalid for what is no meter number.
    """
    number = parse_meter_number(typed)
    queries.get(actor, notice_id)
    found = installations.by_meter_number(actor, number, purpose=f"notice {notice_id}")
    if len(found.points) == 1:
        use_metering_point(actor, notice_id, found.points[0])
    else:
        with write():
            notice = drafts.locked(actor, notice_id)
            notice.parties.filter(source=CUSTOMER_SYSTEM).delete()
            drafts.put(notice, {METER: number}, Source.USER)
            notice.metering_point = None
            notice.known = {name: value for name, value in notice.known.items() if name.startswith("contractor.")}
            drafts.settle(notice)
    return found


def use_metering_point(actor: Actor, notice_id: UUID, point: MeteringPoint, *, names_persons: bool = True) -> Notice:
    """Fill the notice in from a metering point: what the form asks for, its customer and owner, and its grid company.

    `names_persons`: whether private persons are filled in by name; not where only the address was given.
    """
    known = known_of(point)
    with write():
        notice = drafts.locked(actor, notice_id)
        notice.metering_point, notice.known_at = point, point.read_at
        notice.known = {**drafts.contractor_facts(actor), **known}
        for path in (METER, ADDRESS):
            notice.answers.pop(path, None)
        if notice.sent_at is None:
            notice.grid_company_id = point.grid_company_id
        access.grant(notice.contractor_id, "installation", point.installation_id, queries.SUBJECT, notice.id)
        notice.parties.filter(source=CUSTOMER_SYSTEM).delete()
        owner = _owner_of(point) if working_copy.rules_at(point.grid_company_id).owner_data_kept else None
        for who in (_customer_of(point), owner):
            _put_from_system(notice, point, who, names_persons=names_persons)
        drafts.settle(notice)
    return notice


def known_of(point: MeteringPoint) -> dict[str, Any]:
    """What is known of a metering point and its last owner, as the customer system has it in our copy today."""
    return {**installations.facts_of(point), **_owner_known(point)}


def still_stands(party: Party, point: MeteringPoint | None, *, owners_kept: bool) -> bool:
    """Whether a party is who the customer system says today; always for one that did not come from there.

    `owners_kept`: whether the grid company keeps owners up to date.
    """
    if party.source != CUSTOMER_SYSTEM:
        return True
    if point is None:
        return False
    who = _customer_of(point) if party.role == PartyRole.CUSTOMER else _owner_of(point) if owners_kept else None
    return who is not None and (who.role, who.kind, who.name) == (party.role, party.kind, party.name)


def use_found(actor: Actor, notice_id: UUID, marked: str) -> Notice:
    """Fill the notice in from one of those that *Søk anlegg* found; a private customer comes along only where a number from the
    meter or the bill was typed, or the name was stated.

    Errors: NotFound for a choice that does not hold; Refused where the notice was sent to another grid company.
    """
    choice = choices.read(actor, marked)
    notice = queries.own(actor, notice_id)
    if notice.sent_at is not None and notice.grid_company_id != choice.point.grid_company_id:
        raise Refused(
            "other_grid_company",
            _("Anlegget hører til et annet nettselskap enn det meldingen er sendt til. Lag en ny melding."),
        )
    recorded(actor, Wanted(By.CHOICE), [choice.point.id], purpose=f"notice {notice_id}")
    return use_metering_point(actor, notice_id, choice.point, names_persons=choice.in_hand)


def forget_metering_point(actor: Actor, notice_id: UUID) -> Notice:
    """Take the meter number away, and with it what was known of the metering point."""
    with write():
        notice = drafts.locked(actor, notice_id)
        drafts.put(notice, {METER: None}, Source.USER)
        notice.metering_point, notice.known_at = None, None
        notice.known = {name: value for name, value in notice.known.items() if name.startswith("contractor.")}
        notice.parties.filter(source=CUSTOMER_SYSTEM).delete()
        drafts.settle(notice)
    return notice


@dataclass(frozen=True, slots=True)
class _Somebody:
    """A party as the customer system has it."""

    role: PartyRole
    kind: str
    name: str
    number: str


def _customer_of(point: MeteringPoint) -> _Somebody | None:
    """The active customer. A former one is never shown."""
    if not point.customer_name or point.state != MeteringPoint.State.ACTIVE:
        return None
    return _Somebody(PartyRole.CUSTOMER, point.customer_kind, point.customer_name, point.customer_number)


def _owner_of(point: MeteringPoint) -> _Somebody | None:
    """The owner, for a grid company that keeps owners up to date."""
    if not point.owner_name:
        return None
    return _Somebody(PartyRole.OWNER, point.owner_kind, point.owner_name, point.owner_number)


def _owner_known(point: MeteringPoint) -> dict[str, Any]:
    """The last known owner as a suggestion to confirm, where the grid company does not keep owners up to date: firms alone,
    private persons are never suggested by name."""
    kept = working_copy.rules_at(point.grid_company_id).owner_data_kept
    if kept or point.owner_kind != Party.Kind.COMPANY or not point.owner_number:
        return {}
    return {LAST_OWNER: {"name": point.owner_name, "number": point.owner_number}}


def _put_from_system(notice: Notice, point: MeteringPoint, who: _Somebody | None, *, names_persons: bool) -> None:
    """Put them on the notice, unless somebody was found or typed there before."""
    if who is None or (who.kind == Party.Kind.PERSON and not names_persons):
        return
    if notice.parties.filter(role=who.role).exclude(name="").exists():
        return
    notice.parties.filter(role=who.role).delete()
    Party.objects.create(
        notice=notice,
        role=who.role,
        kind=who.kind,
        name=who.name,
        organisation_number=who.number,
        confirmed=True,
        source=CUSTOMER_SYSTEM,
        read_at=point.read_at,
        same_as=_who_is_the_same(notice, who),
    )


def _who_is_the_same(notice: Notice, who: _Somebody) -> str:
    """The customer's role for an owner who is the customer: their contact details are asked for once."""
    if who.role is not PartyRole.OWNER:
        return ""
    same = notice.parties.filter(role=PartyRole.CUSTOMER, source=CUSTOMER_SYSTEM, kind=who.kind, name=who.name)
    return PartyRole.CUSTOMER.value if same.exists() else ""


def _chosen(notice: Notice, found: Candidates) -> UUID | None:
    ids = [company.id for company in found.companies]
    if len(ids) == 1:
        return ids[0]
    return notice.grid_company_id if notice.grid_company_id in ids else None
