"""Who reads who has looked: those who look after the grid, and of what is screened only its named handlers."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotAllowed, NotFound
from nettmelding.grid import duty, look_queries, queries, seeing
from nettmelding.grid.look_queries import Filter
from nettmelding.grid.models import MapLook
from nettmelding.notices import map_case, screening
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Screen
from nettmelding.organisations.screening import Wanted
from tests.grid import seen
from tests.grid.village import village
from tests.notices import ways

By = Callable[[str], Actor]
ADMIN, COLLEAGUE = "nettadmin@eksempelnett.example", "saksbehandler@eksempelnett.example"

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def electrician_with_grid(electrician: Actor, tmp_path: Path) -> Actor:
    seen.in_force(tmp_path, village())
    duty.accept(electrician)
    return electrician


def looked(actor: Actor, notice: Notice) -> MapLook:
    queries.near(seeing.view(actor, map_case.case_of(actor, notice.id)), 63.7, 9.65)
    return MapLook.objects.get(case_id=notice.id)


def screened(administrator: Actor, handler: Actor) -> Screen:
    """The house of `ways`, named to one handler."""
    assert handler.user_id is not None
    wanted = Wanted(Screen.Kind.ADDRESS, "Prøvevegen 1", "9998", "Eksempelvik", "", (handler.user_id,))
    return screening.add(administrator, wanted)


def told(actor: Actor, wanted: Filter | None = None) -> list[MapLook]:
    return list(look_queries.matching(actor, wanted or Filter()))


def test_only_those_who_look_after_a_grid_company_read_it(actor: By, electrician_with_grid: Actor) -> None:
    row = looked(electrician_with_grid, ways.sent(electrician_with_grid))
    assert told(actor(ADMIN)) == [row]
    with pytest.raises(NotAllowed):
        told(actor(COLLEAGUE))
    with pytest.raises(NotFound):
        told(actor("admin@eksempelelektro.example"))
    assert told(actor("nettadmin@provenett.example")) == []


def test_firms_and_people_of_late_are_offered_and_older_ones_when_asked_for(
    actor: By, electrician_with_grid: Actor
) -> None:
    row = looked(electrician_with_grid, ways.sent(electrician_with_grid))
    administrator, one = actor(ADMIN), (electrician_with_grid.user_id, electrician_with_grid.name)
    assert [firm.pk for firm in look_queries.firms(administrator)] == [electrician_with_grid.organisation_id]
    assert look_queries.people(administrator) == [one]
    assert look_queries.people(administrator, organisation_id=administrator.organisation_id) == []

    MapLook.objects.filter(pk=row.pk).update(quarter=clock.now() - look_queries.LATELY - timedelta(days=2))
    assert (look_queries.firms(administrator), look_queries.people(administrator)) == ([], [])
    last_year = clock.today() - timedelta(days=365)
    assert look_queries.people(administrator, last_year) == [one]
    assert len(look_queries.firms(administrator, last_year)) == 1
    assert look_queries.people(administrator, chosen=electrician_with_grid.user_id) == [one]
    assert len(look_queries.firms(administrator, chosen=electrician_with_grid.organisation_id)) == 1


def test_a_look_for_a_screened_case_is_its_handlers_alone_however_it_is_asked_for(
    actor: By, electrician_with_grid: Actor
) -> None:
    administrator, colleague = actor(ADMIN), actor(COLLEAGUE)
    draft, before = ways.draft(electrician_with_grid), ways.sent(electrician_with_grid)
    looked(electrician_with_grid, before)
    screen = screened(administrator, colleague)
    looked(electrician_with_grid, draft)
    assert set(MapLook.objects.values_list("screen_id", flat=True)) == {screen.id}
    asked = (Filter(), Filter(case_id=before.id), Filter(case="Prøve"), Filter(user_id=electrician_with_grid.user_id))
    assert [told(administrator, wanted) for wanted in asked] == [[], [], [], []]
    assert (look_queries.firms(administrator), look_queries.people(administrator)) == ([], [])

    screening.remove(administrator, screen.id)
    assert len(told(administrator)) == 2
    screened(administrator, administrator)
    assert len(told(administrator)) == 2
