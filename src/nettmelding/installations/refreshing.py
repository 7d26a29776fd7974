"""Asking the customer systems while somebody waits, so that what is found is what is there now.

Outside any transaction, and never raises: one that does not answer leaves our copy as it stands, and says how old it is.
"""

from collections.abc import Sequence
from uuid import UUID

from nettmelding.core.actor import Actor
from nettmelding.installations import keys
from nettmelding.installations.customer_system import Looked, look_up, look_up_installation
from nettmelding.installations.models import CustomerSystem, Installation, MeteringPoint
from nettmelding.installations.reading import By, Wanted
from nettmelding.organisations.queries import grid_companies_of

MOST_ASKED = 3
"""Questions for one search: each may take two seconds."""


def for_search(actor: Actor, wanted: Wanted, points: Sequence[MeteringPoint], typed: str = "") -> dict[UUID, Looked]:
    """Ask those that our copy says it lies with; where it says nothing, those that the actor deals with. By grid company.

    `points`: what our copy has. Customers are not asked for by name: the contract has no such question.
    """
    if wanted.by is By.CUSTOMER:
        return {}
    companies = _with_system(actor, points)
    if not companies:
        return {}
    if wanted.by is By.ADDRESS and points:
        places = {point.installation_id: point.installation for point in points}
        mine = [place for place in places.values() if place.grid_company_id in companies]
        answers = [(place.grid_company_id, of_installation(place)) for place in mine[:MOST_ASKED]]
    else:
        asked = _question(wanted, typed)
        answers = [(company, look_up(company, **asked)) for company in companies] if asked else []
    # one place that could not be asked for says it of the company
    return dict(sorted(answers, key=lambda one: bool(one[1].problem)))


def of_installation(installation: Installation) -> Looked:
    """Ask for all of an installation: by the customer system's own key, else by where it is."""
    company = installation.grid_company_id
    if installation.external_id:
        return look_up_installation(company, installation.external_id)
    return look_up(company, address=installation.address, postcode=installation.postcode)


def _with_system(actor: Actor, points: Sequence[MeteringPoint]) -> list[UUID]:
    if actor.is_grid_company:
        ids = {actor.organisation}
    else:
        ids = {point.grid_company_id for point in points} or set(
            grid_companies_of(actor.organisation).values_list("id", flat=True)
        )
    rows = CustomerSystem.objects.filter(grid_company_id__in=ids, is_on=True).order_by("grid_company_id")
    return list(rows.values_list("grid_company_id", flat=True)[:MOST_ASKED])


def _question(wanted: Wanted, typed: str) -> dict[str, str]:
    """What the customer system is asked by; nothing where an address is not whole."""
    if wanted.by is By.METER:
        return {"meter_number": wanted.number}
    if wanted.by is By.ID:
        return {"metering_point_id": wanted.number}
    street = " ".join(typed.partition(",")[0].split())
    if not wanted.has_number or keys.of(street) != wanted.address_key:
        return {}
    return {"address": street, "postcode": wanted.postcode}
