"""A grid in force at Eksempelnett, and views of it, for tests of what is shown."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nettmelding.core.actor import Actor
from nettmelding.core.ids import uuid7
from nettmelding.grid import duty, editions, seeing
from nettmelding.grid.importing.mapping import FileWords
from nettmelding.grid.models import Edition, GridObject
from nettmelding.grid.seeing import Case, View
from nettmelding.organisations.models import Organisation
from tests.grid.village import EAST, NORTH, Layers, at, geopackage


def in_force(folder: Path, layers: Layers) -> Edition:
    """The layers as the edition in force at Eksempelnett."""
    company = Organisation.objects.get(slug="eksempelnett")
    operator = editions.operator(company.id, company.name)
    edition = editions.make(operator, [geopackage(folder / f"{uuid7()}.gpkg", layers)], FileWords())
    editions.take_over(operator, edition.id)
    return edition


def whole(actor: Actor) -> View:
    """The grid company's own view."""
    duty.accept(actor)
    return seeing.view(actor, None)


def around(actor: Actor, east_m: float, north_m: float, radius_m: int = 60, *, sent: bool = True) -> View:
    """A contractor's view of the cells around a position of the village, of a case that is sent unless it is said."""
    duty.accept(actor)
    company = Organisation.objects.get(slug="eksempelnett")
    longitude, latitude = at(east_m, north_m)
    case = Case(
        kind="notice" if sent else "draft", id=uuid7(), label="2026-000001", grid_company_id=company.id,
        contractor_id=actor.organisation, latitude=latitude, longitude=longitude, sent=sent, open=True,
    )  # fmt: skip
    if sent:
        rules(radius_m=radius_m)
        seeing.grant([case])
    return seeing.view(actor, case)


def rules(**changes: Any) -> None:
    """What Eksempelnett lets others see."""
    company = Organisation.objects.get(slug="eksempelnett")
    row = seeing.rules_of(company.id)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


def named(edition: Edition, external_id: str) -> GridObject:
    """An object by the grid company's own id."""
    return GridObject.objects.get(edition_serial=edition.serial, external_id=external_id)


def changed(layers: Layers, layer: str, external_id: str, facts: Mapping[str, Any]) -> Layers:
    """The layers with other facts of one object."""
    return {
        name: [{**row, **facts} if name == layer and row.get("id") == external_id else row for row in rows]
        for name, rows in layers.items()
    }


def moved(layers: Layers, latitude: float, longitude: float) -> Layers:
    """The layers with the middle of the village at another position."""
    east, north = longitude - EAST, latitude - NORTH
    return {
        name: [
            {**row, "place": [(lon + east, lat + north) for lon, lat in row["place"]]} if row.get("place") else row
            for row in rows
        ]
        for name, rows in layers.items()
    }
