"""The firms of the benchmark beside those of the demonstration: 400 contractors, 10 grid companies, their people."""

import random
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.hashers import make_password

from nettmelding.accounts.models import User
from nettmelding.core.actor import OrganisationKind, Role
from nettmelding.core.db import write
from nettmelding.organisations.models import GridAccess, Membership, Organisation

CONTRACTORS, GRID_COMPANIES = 400, 10
LARGEST_SHARE = 0.2
"""Of all notices go to the demonstration's grid company, whose pages are measured."""
OWN_SHARE = 0.02
"""Of all notices are from the demonstration's contractor, whose pages are measured."""
_TRADES = ("Elektro", "Installasjon", "Elektriker", "Energi", "El-Service", "Automasjon")
_PLACES = ("Fjord", "Nordre", "Haug", "Lia", "Myra", "Strand", "Øvre", "Vik", "Ås", "Dal", "Berg", "Sund")


@dataclass(frozen=True, slots=True)
class Company:
    """A firm and the people who act for it."""

    id: UUID
    name: str
    organisation_number: str
    people: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Companies:
    """All firms; the first of each kind is the one that is measured."""

    contractors: tuple[Company, ...]
    grid_companies: tuple[Company, ...]

    def a_contractor(self, rng: random.Random) -> Company:
        """One of them; the measured one by its share."""
        return self.contractors[0] if rng.random() < OWN_SHARE else rng.choice(self.contractors[1:])

    def a_grid_company(self, rng: random.Random) -> Company:
        """One of them; the measured one by its share."""
        return self.grid_companies[0] if rng.random() < LARGEST_SHARE else rng.choice(self.grid_companies[1:])


def make() -> None:
    """Add the firms to a database that holds the demonstration's."""
    kinds = OrganisationKind.CONTRACTOR, OrganisationKind.GRID_COMPANY
    names = [[f"{place} {trade} {n} AS" for n in range(1, 7) for place in _PLACES for trade in _TRADES], []]
    names[1] = [f"{place} Nett AS" for place in _PLACES]
    wanted = CONTRACTORS, GRID_COMPANIES
    password = make_password(None)
    with write():
        for kind, some, count in zip(kinds, names, wanted, strict=True):
            there = Organisation.objects.filter(kind=kind.value).count()
            firms = [_firm(kind, n, name) for n, name in enumerate(some[: count - there])]
            users = [
                User(email=f"{who}@{firm.slug}.example", name=f"{who.title()} {firm.slug}", password=password)
                for firm in firms
                for who in ("ada", "bo")
            ]
            Organisation.objects.bulk_create(firms)
            User.objects.bulk_create(users)
            Membership.objects.bulk_create(
                Membership(user=user, organisation=firms[n // 2], roles=[Role.CASE_HANDLER.value])
                for n, user in enumerate(users)
            )
        _accesses()


def _firm(kind: OrganisationKind, number: int, name: str) -> Organisation:
    base = 320_000_000 if kind is OrganisationKind.CONTRACTOR else 330_000_000
    return Organisation(
        slug=f"{kind.value[:4]}-{number}", kind=kind.value, name=name, organisation_number=f"{base + number}"
    )


def _accesses() -> None:
    there = set(GridAccess.objects.values_list("contractor_id", "grid_company_id"))
    pairs = [
        (contractor, grid_company)
        for contractor in Organisation.objects.filter(kind=OrganisationKind.CONTRACTOR.value).values_list(
            "id", flat=True
        )
        for grid_company in Organisation.objects.filter(kind=OrganisationKind.GRID_COMPANY.value).values_list(
            "id", flat=True
        )
        if (contractor, grid_company) not in there
    ]
    GridAccess.objects.bulk_create(
        [GridAccess(contractor_id=a, grid_company_id=b, state=GridAccess.State.APPROVED) for a, b in pairs],
        batch_size=500,
    )


def read(first_contractor: str, first_grid_company: str) -> Companies:
    """All firms as they stand in the database, these two first."""
    return Companies(
        _of(OrganisationKind.CONTRACTOR, first_contractor), _of(OrganisationKind.GRID_COMPANY, first_grid_company)
    )


def _of(kind: OrganisationKind, first: str) -> tuple[Company, ...]:
    people: dict[UUID, list[UUID]] = {}
    for organisation_id, user_id in Membership.objects.order_by("id").values_list("organisation_id", "user_id"):
        people.setdefault(organisation_id, []).append(user_id)
    rows = sorted(Organisation.objects.filter(kind=kind.value).order_by("id"), key=lambda firm: firm.slug != first)
    return tuple(Company(f.id, f.name, f.organisation_number, tuple(people[f.id])) for f in rows if f.id in people)
