"""The demonstration's fixed part: firms, people, rules, concession areas, metering points. Tests and benchmarks use it too."""

import tomllib
from collections.abc import Collection
from dataclasses import asdict
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from django.contrib.auth.hashers import make_password

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM, OrganisationKind
from nettmelding.core.db import write
from nettmelding.core.text import place_name
from nettmelding.installations.models import Installation, MeteringPoint
from nettmelding.organisations.models import (
    CompanySettings,
    ConcessionArea,
    GridAccess,
    Membership,
    Organisation,
    StandardText,
)
from nettmelding.rules import actions as rules
from standins import world

ADMITTED_AGO = timedelta(days=400)
GRID_COMPANIES = ("eksempelnett", "provenett")
PASSWORD = "demo-passord-2026"  # noqa: S105
BUILDINGS = {
    "house": "one_family_house",
    "house_with_flat": "one_family_house",
    "apartment_block": "apartment_block",
    "shop": "shop",
    "cabin": "holiday_home",
}
NETWORK_SYSTEMS = {"IT": "it_230", "TT": "tt_230", "TN-C-S": "tn_c_s_400", "TN-S": "tn_s_400"}
METER_PLACES = {
    "Gang": "hallway",
    "Kjellerbod": "basement",
    "Fellesmålerrom i kjeller": "common_room",
    "Hovedtavlerom": "technical_room",
    "Utvendig målerskap": "outdoor_cabinet",
}
INTAKES = {
    "Yttervegg ved inngang": "outdoor_cabinet",
    "Gavlvegg": "outdoor_cabinet",
    "Utvendig målerskap": "outdoor_cabinet",
    "Kjellerbod": "basement",
    "Teknisk rom i kjeller": "technical_room",
    "Hovedtavlerom": "technical_room",
}
STATES = {"active": "active", "not_in_use": "not_in_use", "meter_removed": "not_in_use", "disconnected": "disconnected"}


def fill() -> None:
    """Put everything fixed into an empty database, in one transaction."""
    content = world.load()
    with write():
        organisations = _organisations(content)
        _people(content, organisations)
        _areas(content, organisations)
        _metering_points(content, organisations)
    for slug in GRID_COMPANIES:
        rules_in_force(slug, without=("workorders",))


def _organisations(content: world.World) -> dict[str, Organisation]:
    made: dict[str, Organisation] = {}
    for row in content.raw["grid_companies"]:
        made[row["id"]] = _organisation(row, content, OrganisationKind.GRID_COMPANY, row["email"], row["phone"])
    for row in content.raw["contractors"]:
        firm = content.firms[row["firm"]]
        made[row["id"]] = _organisation(row, content, OrganisationKind.CONTRACTOR, firm.email, row["mobile"])
    made["platform"] = Organisation.objects.create(
        slug="platform", kind=OrganisationKind.PLATFORM.value, name="nettmelding"
    )
    CompanySettings.objects.create(organisation=made["provenett"], admits_at_once=False, trusts_others=False)
    for row in content.raw["contractors"]:
        CompanySettings.objects.create(organisation=made[row["id"]], email_on_decision=row["mail_on_decision"])
        for grid_company in row["access"]:
            GridAccess.objects.create(
                contractor=made[row["id"]],
                grid_company=made[grid_company],
                state=GridAccess.State.APPROVED,
                since=clock.now() - ADMITTED_AGO,
            )
    for position, row in enumerate(content.raw["standard_texts"]):
        StandardText.objects.create(
            organisation=made[row["contractor"]], title=row["title"], text=row["text"], position=position
        )
    return made


def _organisation(
    row: dict[str, Any], content: world.World, kind: OrganisationKind, email: str, phone: str
) -> Organisation:
    firm = content.firms[row["firm"]]
    return Organisation.objects.create(
        slug=row["id"],
        kind=kind.value,
        name=row["name"],
        organisation_number=firm.organisation_number,
        address=firm.place.street,
        postcode=firm.place.postcode,
        place=place_name(firm.place.place),
        email=email,
        phone=phone,
        dsb_id=row.get("dsb_id", ""),
        technically_responsible=row.get("technically_responsible", ""),
    )


@cache
def _hashed_password() -> str:
    return make_password(PASSWORD)


def _people(content: world.World, organisations: dict[str, Organisation]) -> None:
    for row in content.raw["users"]:
        user = User.objects.create(email=row["email"], name=row["name"], password=_hashed_password())
        Membership.objects.create(user=user, organisation=organisations[row["organisation"]], roles=row["roles"])


def _areas(content: world.World, organisations: dict[str, Organisation]) -> None:
    postcodes = {"eksempelnett": ["9998"], "provenett": ["9997"]}
    for row in content.raw["grid_companies"]:
        ConcessionArea.objects.create(
            grid_company=organisations[row["id"]],
            polygon={"type": "Polygon", "coordinates": [row["concession_area"]]},
            postcodes=postcodes[row["id"]],
        )


def _metering_points(content: world.World, organisations: dict[str, Organisation]) -> None:
    places = {(a.street, a.number, a.letter): a for a in content.addresses}
    installations = {}
    for row in content.raw["installations"]:
        address = row["address"]
        place = places[address["street"], address["number"], address.get("letter", "")]
        line = row.get("service_line", {})
        installations[row["key"]] = Installation.objects.create(
            grid_company_id=organisations[row["grid_company"]].id,
            address=f"{place.street} {place.number}{place.letter}",
            postcode=place.postcode,
            place=place_name(place.place),
            municipality_number=place.municipality_number,
            gnr=place.gnr,
            bnr=place.bnr,
            latitude=place.lat,
            longitude=place.lon,
            building_kind=BUILDINGS.get(row["building"], ""),
            network_system=NETWORK_SYSTEMS[row["network_system"]],
            voltage_v=row["voltage_v"],
            intake=INTAKES.get(row.get("intake", ""), ""),
            kv_a=row["kv_a"],
            ov_a=row["ov_a"],
            service_line_cable=line.get("type", ""),
            service_line_length_m=line.get("length_m"),
        )
    owners = {row["key"]: _customer(row.get("owner", {}), content) for row in content.raw["installations"]}
    for row in content.raw["metering_points"]:
        kind, name, number = _customer(row.get("customer", {}), content)
        owner_kind, owner_name, owner_number = owners[row["installation"]]
        MeteringPoint.objects.create(
            installation=installations[row["installation"]],
            grid_company_id=installations[row["installation"]].grid_company_id,
            metering_point_id=row["id"],
            meter_number=row.get("meter_number", ""),
            unit=row.get("unit", ""),
            state=STATES[row["status"]],
            disconnected_on=row.get("disconnected_on"),
            taken_down_on=row.get("taken_down_on"),
            phases=row.get("phases"),
            mv_a=row.get("mv_a"),
            metering_kind=row.get("metering", ""),
            ct_ratio=row.get("ct_ratio", ""),
            meter_place=METER_PLACES.get(row.get("meter_place", ""), ""),
            customer_kind=kind,
            customer_name=name,
            customer_number=number,
            owner_kind=owner_kind,
            owner_name=owner_name,
            owner_number=owner_number,
        )


def _customer(row: dict[str, str], content: world.World) -> tuple[str, str, str]:
    if "person" in row:
        person = asdict(content.persons[row["person"]])
        parts = (person["first_name"], person["middle_name"], person["last_name"])
        return "person", " ".join(filter(None, parts)), ""
    if "firm" in row:
        firm = content.firms[row["firm"]]
        return "company", firm.name, firm.organisation_number
    return "", "", ""


def rules_in_force(slug: str, *, without: Collection[str] = (), reason: str = "") -> None:
    """Put a grid company's rules in force as its file in `rulesets` has them, but for some sections.

    The section about work orders comes last: what was notified before a company had it is not ordered by rule.
    """
    organisation_id = Organisation.objects.values_list("id", flat=True).get(slug=slug)
    source = files("nettmelding.demo") / "rulesets" / f"{slug}.toml"
    content = {name: part for name, part in tomllib.loads(source.read_text("utf-8")).items() if name not in without}
    draft = rules.save_draft(SYSTEM, organisation_id, content, reason=reason)
    rules.put_in_force(SYSTEM, organisation_id, draft.version)
