"""What the demonstration's people have besides their roles: courses and instructions, and one screened address."""

from datetime import timedelta
from typing import NamedTuple

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.notices import screening
from nettmelding.organisations import papers
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import Membership, Organisation, Paper, Screen
from nettmelding.organisations.screening import Wanted


class Held(NamedTuple):
    """A course or an instruction; days are counted from today."""

    email: str
    kind: Paper.Kind
    grid_company: str
    began: int
    ends: int
    confirmed: bool


HELD = (
    Held("montor@eksempelelektro.example", Paper.Kind.SAFETY_COURSE, "", -200, 165, False),
    Held("montor@eksempelelektro.example", Paper.Kind.METERS, "eksempelnett", -400, 330, True),
    Held("montor@eksempelelektro.example", Paper.Kind.CABINETS, "eksempelnett", -10, 720, False),
    Held("montor@eksempelelektro.example", Paper.Kind.CABINETS, "eksempelnett", -670, 60, True),
    Held("montor2@eksempelelektro.example", Paper.Kind.SAFETY_COURSE, "", -345, 20, False),
    Held("montor2@eksempelelektro.example", Paper.Kind.METERS, "eksempelnett", -400, -12, True),
    Held("montor2@eksempelelektro.example", Paper.Kind.CABINETS, "eksempelnett", -300, 430, True),
    Held("montor@proveinstallasjon.example", Paper.Kind.SAFETY_COURSE, "", -30, 335, False),
)
ADMINISTRATORS = {
    "eksempel-elektro": "admin@eksempelelektro.example",
    "prove-installasjon": "admin@proveinstallasjon.example",
    "eksempelnett": "nettadmin@eksempelnett.example",
}


def fill() -> None:
    """Through the doors that administrators use."""
    for held in HELD:
        _give(held)
    named = _member("saksbehandler@eksempelnett.example").user_id
    exchange = Wanted(Screen.Kind.ADDRESS, "Storgata 7", "9998", "Eksempelvik", why="Telesentral", handlers=(named,))
    screening.add(_actor(ADMINISTRATORS["eksempelnett"]), exchange)


def _give(held: Held) -> None:
    member, today = _member(held.email), clock.today()
    grid_company = Organisation.objects.get(slug=held.grid_company) if held.grid_company else None
    typed = papers.Typed(
        kind=held.kind,
        title="",
        grid_company_id=grid_company.id if grid_company else None,
        valid_from=today + timedelta(days=held.began),
        expires_on=today + timedelta(days=held.ends),
    )
    paper = papers.add(_actor(ADMINISTRATORS[member.organisation.slug]), member.id, typed)
    if held.confirmed:
        papers.confirm(_actor(ADMINISTRATORS[held.grid_company]), paper.id, right=True)


def _member(email: str) -> Membership:
    return Membership.objects.select_related("user", "organisation__company_settings").get(user__email=email)


def _actor(email: str) -> Actor:
    return actor_for(_member(email))
