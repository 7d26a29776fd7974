"""What a grid company lets others see holds from the moment it is said, for cases that are open already too."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nettmelding.audit.models import Event
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid, NotAllowed, NotFound
from nettmelding.grid import duty, ruling, seeing
from nettmelding.grid.models import MapFirm, MapGrant, MapRules
from nettmelding.notices import actions, map_case
from nettmelding.notices.models import Notice
from tests.grid import seen
from tests.grid.village import village
from tests.notices import ways

By = Callable[[str], Actor]
WIDE, NARROW, LEAST = 1_000, 250, 50

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def administrator(actor: By) -> Actor:
    return actor("nettadmin@eksempelnett.example")


@pytest.fixture
def notice(electrician: Actor, tmp_path: Path) -> Notice:
    seen.in_force(tmp_path, village())
    duty.accept(electrician)
    return ways.sent(electrician)


def cells_of(actor: Actor, notice: Notice) -> set[int]:
    return set(seeing.view(actor, map_case.case_of(actor, notice.id)).cells or ())


def meant(notice: Notice, radius_m: int) -> set[int]:
    assert notice.latitude is not None
    assert notice.longitude is not None
    return set(seeing.around(notice.latitude, notice.longitude, radius_m))


def test_another_radius_holds_at_once_for_what_is_open_and_opens_nothing_that_has_ended(
    administrator: Actor, electrician: Actor, notice: Notice
) -> None:
    ended = actions.withdraw(electrician, ways.sent(electrician).id, text="Kunden ombestemte seg").notice
    kept = MapGrant.objects.get(case_id=ended.id)
    for radius in (WIDE, LEAST, NARROW):
        ruling.save(administrator, {"radius_m": str(radius)})
        assert cells_of(electrician, notice) == meant(notice, radius)
        assert cells_of(electrician, ended) == set()
    assert MapGrant.objects.get(case_id=ended.id).until == kept.until
    assert len(meant(notice, LEAST)) < len(meant(notice, NARROW)) < len(meant(notice, WIDE))


def test_only_named_firms_are_let_in_where_the_company_says_so(
    administrator: Actor, electrician: Actor, notice: Notice
) -> None:
    ruling.save(administrator, {"open_to": "named"})
    with pytest.raises(NotAllowed) as refused:
        cells_of(electrician, notice)
    assert refused.value.code == "map_closed"

    row = ruling.name_firm(administrator, electrician.organisation, may=True, why="Har avtale")
    assert cells_of(electrician, notice) == meant(notice, NARROW)
    ruling.name_firm(administrator, electrician.organisation, may=False, why="Avtalen er sagt opp")
    with pytest.raises(NotAllowed):
        cells_of(electrician, notice)
    assert MapFirm.objects.get() == row
    ruling.forget_firm(administrator, row.id)
    told = Event.objects.filter(subject_id=administrator.organisation, action__startswith="map_rules_").order_by("seq")
    assert [one.action.removeprefix("map_rules_") for one in told] == [
        "changed", "firm_let_in", "firm_shut_out", "firm_as_others",
    ]  # fmt: skip


def test_it_is_for_those_who_look_after_a_grid_company_and_of_their_own_alone(
    actor: By, administrator: Actor, electrician: Actor
) -> None:
    firm = ruling.name_firm(administrator, electrician.organisation, may=False, why="Delte kart")
    strangers = {
        "saksbehandler@eksempelnett.example": NotAllowed,
        "admin@eksempelelektro.example": NotFound,
        "nettadmin@provenett.example": NotFound,
    }
    for email, error in strangers.items():
        with pytest.raises(error):
            ruling.forget_firm(actor(email), firm.id)
    with pytest.raises(NotAllowed):
        ruling.save(actor("saksbehandler@eksempelnett.example"), {"open_to": "nobody"})
    assert not MapRules.objects.exists()
    assert MapFirm.objects.get() == firm


@pytest.mark.parametrize(
    "typed", ["", "-1", "12,5", "½", "９９", pytest.param("9" * 5_000, id="5000 digits"), "49", "2001"]
)
def test_a_number_that_cannot_be_is_refused(administrator: Actor, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        ruling.save(administrator, {"radius_m": typed, "open_to": "nobody"})
    assert set(refused.value.fields) == {"radius_m"}
    assert not MapRules.objects.exists()
