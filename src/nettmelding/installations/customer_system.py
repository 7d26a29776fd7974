"""A grid company's customer system: where it is, and looking up in it so that our copy is fresh."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from nettmelding.accounts import secrets
from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import AppError, Invalid, NotFound
from nettmelding.installations import copying, keys
from nettmelding.installations.customer_system_http import HttpSystem, SaysNo, System, address_problem
from nettmelding.installations.fields import Record
from nettmelding.installations.models import CustomerSystem, MeteringPoint, PastValue
from nettmelding.organisations import access
from nettmelding.registers.http import RegisterDown

FRESH = timedelta(minutes=5)
"""How long a metering point that was read is not read again."""
SHORTEST_KEY = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an administrator wrote. An empty key keeps the one there is."""

    base_url: str
    key: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """How a look-up went. `problem` is a sentence for the person where the copy could not be refreshed; `as_of`: how old what
    is known is, at its oldest (None: nothing is known)."""

    asked: bool
    problem: str = ""
    as_of: datetime | None = None


def of(actor: Actor) -> CustomerSystem | None:
    """The company's own; None where it has none. Errors: NotFound for others than a grid company's people, NotAllowed."""
    if not actor.is_grid_company:
        raise NotFound
    access.require(actor, Right.MANAGE_COMPANY, Right.HANDLE)
    return CustomerSystem.objects.filter(grid_company_id=actor.organisation).first()


def save(actor: Actor, wanted: Wanted) -> CustomerSystem:
    """Keep where the customer system is. Errors: NotFound, NotAllowed, Invalid by field."""
    kept = of(actor)
    access.require(actor, Right.MANAGE_COMPANY)
    base_url, key = wanted.base_url.strip().rstrip("/"), wanted.key.strip()
    fields: dict[str, str] = {}
    if problem := address_problem(base_url):
        fields["base_url"] = problem
    elif kept and not key and base_url != kept.base_url:
        fields["key"] = _("Adressen er ny. Skriv nøkkelen igjen, så den ikke sendes til feil sted.")
    if not key and (kept is None or not kept.key):
        fields["key"] = _("Skriv nøkkelen som kundesystemet har gitt dere.")
    elif key and len(key) < SHORTEST_KEY:
        fields["key"] = _("Nøkkelen er for kort. Den må ha minst %(count)s tegn.") % {"count": SHORTEST_KEY}
    elif not (key.isascii() and key.isprintable()) or " " in key:
        fields["key"] = _("Nøkkelen har tegn som en nøkkel ikke kan ha. Lim den inn på nytt.")
    if fields:
        raise Invalid("customer_system", next(iter(fields.values())), fields=fields)
    with write():
        row = kept or CustomerSystem(grid_company_id=actor.organisation)
        row.base_url, row.is_on, row.changed_at, row.problem = base_url, wanted.is_on, clock.now(), ""
        row.key = secrets.encrypt(key) if key else row.key
        row.save()
        record(actor, "organisation", actor.organisation, "customer_system_changed", audience={Audience.INTERNAL})
    return row


def try_it(actor: Actor) -> str:
    """Ask the system for its name. Errors: NotFound, NotAllowed; RegisterDown and SaysNo with the reason."""
    of(actor)
    access.require(actor, Right.MANAGE_COMPANY)
    system = reach(actor.organisation, patient=False)
    if system is None:
        raise Invalid("customer_system", _("Lagre adresse og nøkkel først."))
    return system.name()


def reach(grid_company_id: UUID, *, patient: bool = True) -> System | None:
    """The company's system, to be asked; None where it has none that is switched on."""
    row = CustomerSystem.objects.filter(grid_company_id=grid_company_id, is_on=True).first()
    return HttpSystem(row.base_url, secrets.decrypt(row.key), patient=patient) if row else None


def look_up(
    grid_company_id: UUID,
    *,
    meter_number: str = "",
    metering_point_id: str = "",
    address: str = "",
    postcode: str = "",
) -> Looked:
    """Refresh our copy of what one of the three names, within two seconds. Outside any transaction; never raises.

    What was read within the last five minutes is not asked for again. Down: the copy stands, and `problem` says how old it is.
    """
    known = MeteringPoint.objects.filter(grid_company_id=grid_company_id)
    if metering_point_id:
        known = known.filter(metering_point_id=metering_point_id)
    elif meter_number:
        known = known.filter(meter_number=meter_number)
    else:
        known = known.filter(installation__address_key=keys.of(address))
        known = known.filter(installation__postcode=postcode) if postcode else known
    return _refresh(
        grid_company_id,
        list(known.values_list("read_at", flat=True)[:200]),
        lambda system: (
            system.by_ids([metering_point_id])
            if metering_point_id
            else system.by_meter_number(meter_number)
            if meter_number
            else system.by_address(address, postcode)
        ),
    )


def look_up_installation(grid_company_id: UUID, external_id: str) -> Looked:
    """The same for all metering points of an installation, by the customer system's own key."""
    known = MeteringPoint.objects.filter(
        grid_company_id=grid_company_id, installation__external_id=external_id
    ).values_list("read_at", flat=True)
    return _refresh(grid_company_id, list(known[:200]), lambda system: system.of_installation(external_id))


def _refresh(grid_company_id: UUID, read: Sequence[datetime], ask: Callable[[System], list[Record]]) -> Looked:
    as_of = min(read, default=None)
    if as_of is not None and as_of > clock.now() - FRESH:
        return Looked(asked=False, as_of=as_of)
    system = reach(grid_company_id, patient=False)
    if system is None:
        return Looked(asked=False, as_of=as_of)
    try:
        found = ask(system)
    except (RegisterDown, SaysNo):
        return Looked(asked=True, problem=_down(as_of), as_of=as_of)
    try:
        copying.take(grid_company_id, found, source=PastValue.Source.CUSTOMER_SYSTEM)
    except AppError as problem:
        return Looked(asked=True, problem=problem.message, as_of=as_of)
    except IntegrityError:
        # somebody else asked the same at the same moment, and took it in first
        return Looked(asked=True, as_of=clock.now())
    return Looked(asked=True, as_of=clock.now() if found else as_of)


def _down(as_of: datetime | None) -> str:
    if as_of is None:
        return _("Nettselskapets kundesystem svarer ikke nå. Prøv igjen om litt, eller fyll ut selv.")
    return _("Nettselskapets kundesystem svarer ikke nå. Det som vises, ble lest %(day)s.") % {
        "day": clock.oslo(as_of).strftime("%d.%m.%Y")
    }
