"""Metering points that were found, as a page lists them: what tells them apart, how they stand, and the way on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.actor import Actor, Right
from nettmelding.installations import choices, siblings
from nettmelding.installations.customer_system import Looked
from nettmelding.installations.models import CustomerSystem, MeteringPoint
from nettmelding.installations.searching import Found
from nettmelding.notices import working_copy
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.organisations.models import Organisation
from nettmelding.organisations.queries import grid_companies, grid_companies_of
from nettmelding.registers.contacts import show_phone
from nettmelding.web import words
from nettmelding.web.components import Turn

State = MeteringPoint.State
_WORDS: Mapping[State, tuple[str | Promise, Turn]] = {
    State.ACTIVE: (gettext_lazy("I bruk"), Turn.OK),
    State.NOT_IN_USE: (gettext_lazy("Ikke i bruk"), Turn.IDLE),
    State.DISCONNECTED: (gettext_lazy("Frakoblet"), Turn.NO),
}


@dataclass(frozen=True, slots=True)
class Way:
    """How one gets on where one's company has no access."""

    text: str
    contact: str
    phone: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One metering point."""

    title: str
    where: str
    meter: str
    technical: str
    state: str
    turn: Turn
    note: str
    """What follows for one that is not in use."""
    company: str
    moves: bool
    """The notice moves to this grid company."""
    no_access: Way | None
    age: str
    """When it was read, and whether the customer system answers now."""
    customer: str
    """For the grid company's own people alone."""
    href: str
    """The installation's own page, for the grid company's people; empty for others."""
    key: UUID
    """The metering point's."""
    mark: str
    asks_name: bool
    """A private customer comes along only when the name is stated."""


def hits(actor: Actor, found: Found, grid_company_id: UUID | None = None) -> list[Hit]:
    """Those found, for the reader; `grid_company_id` is that of the notice they are searched for."""
    ids = {point.grid_company_id for point in found.points}
    companies = {one.id: one for one in grid_companies().filter(pk__in=ids)}
    systems = {one.grid_company_id: one for one in CustomerSystem.objects.filter(grid_company_id__in=ids, is_on=True)}
    reach = set(grid_companies_of(actor.organisation).values_list("id", flat=True)) if actor.is_contractor else ids
    return [
        _hit(
            actor,
            found,
            point,
            companies[point.grid_company_id],
            _is_down(found.looked.get(point.grid_company_id), systems.get(point.grid_company_id)),
            reach,
            grid_company_id,
        )
        for point in found.points
        if point.grid_company_id in companies
    ]


def names(ids: Iterable[UUID]) -> list[str]:
    """Grid companies by name."""
    return [one.name for one in grid_companies().filter(pk__in=list(ids))]


def _hit(
    actor: Actor,
    found: Found,
    point: MeteringPoint,
    company: Organisation,
    system_is_down: bool,
    reach: set[UUID],
    grid_company_id: UUID | None,
) -> Hit:
    place = point.installation
    word, turn = _state(point)
    chosen = choices.Choice(point, found.wanted.by)
    person = point.customer_kind == "person" and point.state == State.ACTIVE and bool(point.customer_name)
    return Hit(
        title=", ".join(filter(None, [place.address, f"{place.postcode} {place.place}".strip()])),
        where=siblings.where(point.entrance, point.unit) if point.entrance or point.unit else "",
        meter=point.meter_number,
        technical=_technical(point) if company.id in reach else "",
        state=str(word),
        turn=turn,
        note=_note(point),
        company=company.name,
        moves=grid_company_id is not None and grid_company_id != company.id,
        no_access=None if company.id in reach else _way(company),
        age=_age(point, system_is_down),
        href=reverse("installation:installation", args=[point.installation_id])
        if actor.organisation_id == point.grid_company_id and actor.may(Right.SEE_CASES)
        else "",
        customer=point.customer_name if actor.is_grid_company and point.state == State.ACTIVE else "",
        key=point.id,
        mark=choices.mark(actor, point, found.wanted.by),
        asks_name=person and not chosen.in_hand,
    )


def _state(point: MeteringPoint) -> tuple[str | Promise, Turn]:
    if point.taken_down:
        return _("Måler tatt ned"), Turn.IDLE
    return _WORDS[State(point.state)] if point.meter_number else (_("Måler ikke montert"), Turn.IDLE)


def _note(point: MeteringPoint) -> str:
    if point.taken_down:
        taken = words.day(point.taken_down_on)
        when = _("Måleren er tatt ned %(when)s.") % {"when": taken} if taken else _("Måleren er tatt ned.")
    elif point.state == State.DISCONNECTED and point.disconnected_on:
        when = _("Frakoblet siden %(when)s.") % {"when": words.day(point.disconnected_on)}
    else:
        when = ""
    follows = _("Det tekniske følger med. Kunden må du finne på nytt.") if point.state != State.ACTIVE else ""
    return " ".join(filter(None, [when, follows]))


def _technical(point: MeteringPoint) -> str:
    place = point.installation
    system = next(
        (c.label for c in catalogue().fields["supply.network_system"].choices if c.code == place.network_system), ""
    )
    amperes = [f"{name} {value} A" for name, value in (("OV", place.ov_a), ("MV", point.mv_a)) if value]
    return " · ".join(filter(None, [_(system) if system else "", *amperes]))


def _is_down(looked: Looked | None, system: CustomerSystem | None) -> bool:
    """As it went just now; where it was not asked, as the worker last found it."""
    return bool(looked.problem if looked and looked.asked else system and system.problem)


def _age(point: MeteringPoint, system_is_down: bool) -> str:
    when = words.at(point.read_at)
    if system_is_down:
        return _("Kundesystemet svarer ikke nå. Dette er kopien fra %(when)s.") % {"when": when}
    return _("Hentet %(when)s") % {"when": when}


def _way(company: Organisation) -> Way:
    texts = working_copy.rules_at(company.id).texts
    return Way(texts.access, texts.contact_name, show_phone(texts.contact_phone) if texts.contact_phone else "")
