"""What an actor may see of a grid: the one place that says so.

Kraftberedskapsforskriften § 6-2: only who needs it for a case, only near that place. The grid company's own people see the whole
grid; a contractor the cells around its sent case until that ends, and of a draft or a check before the job the nearest few
objects. All of them have accepted the duty of secrecy, and what is screened is the named handlers' alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.errors import NotAllowed, NotFound
from nettmelding.grid import cells, duty, earth, editions, finding, screened
from nettmelding.grid.cells import Box
from nettmelding.grid.models import Edition, GridObject, Kind, MapFirm, MapGrant, MapRules, PointKey
from nettmelding.organisations import access
from nettmelding.organisations.queries import has_access

NEAR_M = 200
"""How far from its address a draft shows objects."""
SHOWN_NEAR = (Kind.SUBSTATION, Kind.CABLE_CABINET, Kind.CONNECTION_CABINET, Kind.POLE, Kind.CUSTOMER_POINT)
"""Before a case is sent: no lines, whose exact places are what is most sensitive."""
MOST_AROUND_M = 2_000


class Reach(StrEnum):
    """How much of the grid is shown."""

    ALL = "all"
    AROUND = "around"
    """The cells around a sent case."""
    NEAREST = "nearest"
    """The few objects nearest to the address of what is not sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What somebody looks at the grid for. Position in EPSG:4326, None where the address has none.

    `keys`: of its address and metering point, as `organisations.screen_keys` writes them.
    """

    kind: str
    id: UUID
    label: str
    """Its number, or its address before it has one."""
    grid_company_id: UUID
    contractor_id: UUID
    latitude: float | None
    longitude: float | None
    sent: bool
    open: bool
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class View:
    """What one actor may see of one grid, because of one case. `grid.queries` reads nothing but through it."""

    actor: Actor
    grid_company_id: UUID
    edition: Edition
    case: Case | None
    reach: Reach
    cells: frozenset[int] | None
    """The tiles of zoom 16 that are shown; None: all."""
    rules: MapRules
    latitude: float | None
    longitude: float | None

    @cached_property
    def hidden(self) -> frozenset[int]:
        """Rows of the edition that are screened from the actor."""
        return screened.hidden_from(self.actor, self.edition)

    @cached_property
    def only(self) -> frozenset[int] | None:
        """The rows that are shown where they are counted; None: all within the cells."""
        if self.reach is not Reach.NEAREST:
            return None
        if self.latitude is None or self.longitude is None:
            return frozenset()
        near = finding.nearest(self.edition, self.latitude, self.longitude, radius_m=NEAR_M, kinds=SHOWN_NEAR)
        return frozenset([hit.row_id for hit in near if hit.row_id not in self.hidden][: self.rules.draft_objects])

    @cached_property
    def area(self) -> Any:
        """The shapely area that lines are cut to, EPSG:4326; None: they are shown whole."""
        import shapely

        if self.cells is None:
            return None
        boxes = [cells.box(cell) for cell in self.cells]
        area = shapely.union_all([shapely.box(box.min_x, box.min_y, box.max_x, box.max_y) for box in boxes])
        shapely.prepare(area)
        return area

    def shows(self, row_id: int) -> bool:
        """Whether a row that lies within the cells is shown."""
        return row_id not in self.hidden and (self.only is None or row_id in self.only)


def rules_of(grid_company_id: UUID) -> MapRules:
    """What a grid company lets others see; the defaults where it has said nothing."""
    return MapRules.objects.filter(pk=grid_company_id).first() or MapRules(grid_company_id=grid_company_id)


def view(actor: Actor, case: Case | None) -> View:
    """What the actor may see. A contractor looks because of a case, the grid company's people with one or without.

    Errors: NotFound `no_grid` where the company has put nothing in force, NotAllowed `map_closed` where it does not let the actor
    see, NotAllowed `map_duty` where the duty of secrecy is still to be accepted.
    """
    access.require(actor, Right.SEE_GRID)
    grid_company_id = actor.organisation if case is None else case.grid_company_id
    own = actor.is_grid_company and actor.organisation_id == grid_company_id
    if not own and (case is None or not actor.is_contractor or case.contractor_id != actor.organisation_id):
        raise NotFound
    rules = rules_of(grid_company_id)
    if not own and not let_in(actor.organisation, rules):
        raise NotAllowed("map_closed", _("Nettselskapet viser ikke nettet sitt til firmaet ditt."))
    edition = editions.in_force(grid_company_id)
    if edition is None:
        raise NotFound(_("Nettselskapet har ikke lagt inn nettet sitt ennå."), "no_grid")
    _require_duty(actor)
    reach, seen = (Reach.ALL, None) if own else _reach(actor, case)
    return View(
        actor=actor,
        grid_company_id=grid_company_id,
        edition=edition,
        case=case,
        reach=reach,
        cells=seen,
        rules=rules,
        latitude=case.latitude if case else None,
        longitude=case.longitude if case else None,
    )


def view_of_own(actor: Actor, edition: Edition) -> View:
    """What the grid company's people see of one of its editions, in force or not.

    Errors: NotFound for another company's; NotAllowed, with `map_duty` where the duty of secrecy is still to be accepted.
    """
    access.require(actor, Right.SEE_GRID)
    if not actor.is_grid_company or actor.organisation_id != edition.grid_company_id:
        raise NotFound
    _require_duty(actor)
    return View(
        actor=actor,
        grid_company_id=edition.grid_company_id,
        edition=edition,
        case=None,
        reach=Reach.ALL,
        cells=None,
        rules=rules_of(edition.grid_company_id),
        latitude=None,
        longitude=None,
    )


def let_in(contractor_id: UUID, rules: MapRules) -> bool:
    """Whether a grid company lets a contractor see its grid where it has a case."""
    if rules.open_to == MapRules.OpenTo.NOBODY or not has_access(contractor_id, rules.grid_company_id):
        return False
    named = MapFirm.objects.filter(grid_company_id=rules.grid_company_id, contractor_id=contractor_id).first()
    return named.may if named else rules.open_to == MapRules.OpenTo.EVERYONE


def place_of(grid_company_id: UUID, keys: Sequence[str]) -> tuple[float, float] | None:
    """Latitude and longitude of the customer point that is met by one of the keys; None where there is none."""
    edition = editions.in_force(grid_company_id) if keys else None
    if edition is None:
        return None
    met = PointKey.objects.filter(edition_serial=edition.serial, key__in=keys).order_by("key").first()
    found = GridObject.objects.filter(pk=met.object_id).first() if met else None
    if found is None or found.min_y is None or found.min_x is None:
        return None
    return found.min_y, found.min_x


def around(latitude: float, longitude: float, radius_m: float) -> list[int]:
    """The cells within a radius of a position, as a box."""
    east, north = (float(metres) for metres in earth.metres_per_degree(latitude))
    wide, high = min(radius_m, MOST_AROUND_M) / east, min(radius_m, MOST_AROUND_M) / north
    return cells.of_box(Box(longitude - wide, latitude - high, longitude + wide, latitude + high))


def grant(cases_sent: Sequence[Case]) -> None:
    """Let sent cases' contractors see the cells around them. Inside the caller's transaction; again moves them with the case."""
    placed = [case for case in cases_sent if case.latitude is not None and case.longitude is not None]
    if not placed:
        return
    known = MapRules.objects.in_bulk({case.grid_company_id for case in placed})
    MapGrant.objects.bulk_create(
        [
            MapGrant(
                organisation_id=case.contractor_id,
                grid_company_id=case.grid_company_id,
                case_kind=case.kind,
                case_id=case.id,
                cells=around(case.latitude, case.longitude, known.get(case.grid_company_id, MapRules()).radius_m),
            )
            for case in placed
            if case.latitude is not None and case.longitude is not None
        ],
        update_conflicts=True,
        unique_fields=["case_id", "organisation"],
        update_fields=["grid_company", "case_kind", "cells", "until"],
        batch_size=200,
    )


def end(case_ids: Iterable[UUID], *, but_for: UUID | None = None) -> None:
    """Take back what cases opened, as they end or, `but_for` its new contractor, pass to another. Inside the caller's
    transaction."""
    rows = MapGrant.objects.filter(case_id__in=list(case_ids), until__isnull=True)
    if but_for is not None:
        rows = rows.exclude(organisation_id=but_for)
    rows.update(until=clock.now())


def _require_duty(actor: Actor) -> None:
    if not duty.accepted(actor):
        raise NotAllowed("map_duty", _("Les om taushetsplikten før du ser på nettet."))


def _reach(actor: Actor, case: Case | None) -> tuple[Reach, frozenset[int]]:
    if case is None or not case.sent:
        return Reach.NEAREST, frozenset(_around_draft(case))
    present = clock.now()
    row = MapGrant.objects.filter(case_id=case.id, organisation_id=actor.organisation, since__lte=present).first()
    if row is None or not case.open or (row.until is not None and row.until <= present):
        return Reach.AROUND, frozenset()
    return Reach.AROUND, frozenset(row.cells)


def _around_draft(case: Case | None) -> list[int]:
    if case is None or case.latitude is None or case.longitude is None:
        return []
    return around(case.latitude, case.longitude, NEAR_M)
