"""The metering points of one installation, side by side.

What an electrician needs to tell them apart: where in the building, which meter, which protection. The customer's name only where
the reader is one of the grid company's own.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.core.text import words as folded_words
from nettmelding.installations import dwellings
from nettmelding.installations.models import Installation, MeteringPoint
from nettmelding.installations.queries import keys_of
from nettmelding.organisations import screening

MOST = 2_000
"""Metering points that are read of one installation."""
LEAST_DIGITS = 3
"""So many digits of a meter number must be typed for it to be looked for."""


@dataclass(frozen=True, slots=True)
class Sibling:
    """One metering point. OV in A is the installation's, MV in A its own."""

    id: UUID
    metering_point_id: str
    meter_number: str
    """Empty for one that is taken down."""
    address: str
    entrance: str
    unit: str
    where: str
    """`Oppgang 5B, 1. etasje, leilighet 2`; what it is for where it is no dwelling; never empty."""
    live: bool
    state: MeteringPoint.State
    disconnected_on: date | None
    taken_down: bool
    taken_down_on: date | None
    phases: int | None
    ov_a: int | None
    mv_a: int | None
    meter_place: str
    """A code of the catalogue's `metering.place`."""
    customer_name: str
    """Empty for everybody but the grid company's own people."""
    read_at: datetime
    """When it was read from the customer system."""

    def fits(self, typed: str) -> bool:
        """Whether what is typed, folded, stands in where it is or in one of its numbers; `2. etasje` is not in `leilighet 2`."""
        text = " ".join(folded_words(f"{self.where} {self.unit} {self.address}"))
        return f" {typed}" in f" {text}" or (len(typed) >= LEAST_DIGITS and typed in self.meter_number)


@dataclass(frozen=True, slots=True)
class Siblings:
    """Those in use, and those that are not, each in the order of the building."""

    live: tuple[Sibling, ...]
    idle: tuple[Sibling, ...]

    @property
    def count(self) -> int:
        return len(self.live) + len(self.idle)

    def only(self, typed: str) -> "Siblings":
        """Those that fit what is typed."""
        wanted = " ".join(folded_words(typed))
        return Siblings(
            tuple(one for one in self.live if one.fits(wanted)), tuple(one for one in self.idle if one.fits(wanted))
        )

    def first(self, most: int) -> "Siblings":
        """No more than so many, those in use before the others."""
        return Siblings(self.live[:most], self.idle[: max(0, most - len(self.live))])


def in_installation(actor: Actor, installation: Installation) -> Siblings:
    """All in an installation, which the caller has made sure that the actor may see; see `notices.of_installation`.

    From the grid company's own people its screened objects are left out, the named handlers excepted.
    """
    rows = list(installation.metering_points.order_by("id")[:MOST])
    for row in rows:
        row.installation = installation
    own = actor.is_grid_company
    if own:
        rows = _unscreened(actor, installation, rows)
    rows.sort(key=lambda row: dwellings.order(row.entrance, row.unit))
    found = [_sibling(installation, row, with_name=own) for row in rows]
    return Siblings(tuple(one for one in found if one.live), tuple(one for one in found if not one.live))


def _unscreened(actor: Actor, installation: Installation, rows: list[MeteringPoint]) -> list[MeteringPoint]:
    """In two statements where nothing is screened, which is the rule."""
    every = set().union(*(keys_of(row) for row in rows)) if rows else set()
    if not screening.matching(installation.grid_company_id, every):
        return rows
    return [row for row in rows if not screening.hides(actor, installation.grid_company_id, keys_of(row))]


def _sibling(installation: Installation, row: MeteringPoint, *, with_name: bool) -> Sibling:
    live = row.state == MeteringPoint.State.ACTIVE
    return Sibling(
        id=row.id,
        metering_point_id=row.metering_point_id,
        meter_number="" if row.taken_down_on else row.meter_number,
        address=installation.address,
        entrance=row.entrance,
        unit=row.unit,
        where=where(row.entrance, row.unit),
        live=live,
        state=MeteringPoint.State(row.state),
        disconnected_on=row.disconnected_on,
        taken_down=row.taken_down,
        taken_down_on=row.taken_down_on,
        phases=row.phases,
        ov_a=installation.ov_a,
        mv_a=row.mv_a,
        meter_place=row.meter_place,
        customer_name=row.customer_name if with_name and live else "",
        read_at=row.read_at,
    )


def where(entrance: str, unit: str) -> str:
    """In words: the entrance where it has its own, floor and dwelling, or what it is for."""
    of_entrance = _("Oppgang %(entrance)s") % {"entrance": entrance} if entrance else ""
    return ", ".join(filter(None, [of_entrance, dwellings.words(unit)])) or _("Uten bruksenhetsnummer")
