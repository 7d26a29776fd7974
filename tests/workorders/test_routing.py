"""The suggested order by place: a permutation that is never longer, and what is held keeps its place."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nettmelding.workorders.routing import Place, distance_km, length_km, suggest

pytestmark = pytest.mark.one_database
PLACES = st.builds(Place, st.floats(57, 71.5), st.floats(4, 31.5))
DAYS = st.lists(st.one_of(PLACES, st.none()), max_size=12)


def in_order(places: Sequence[Place | None], way: list[int]) -> list[Place | None]:
    return [places[number] for number in way]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS)
def test_it_is_a_permutation_and_never_longer(places: list[Place | None]) -> None:
    way = suggest(places)
    assert sorted(way) == list(range(len(places)))
    assert length_km(in_order(places, way)) <= length_km(places)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS, st.sets(st.integers(0, 11)))
def test_what_is_held_and_what_has_no_place_stays_where_it_is(places: list[Place | None], held: set[int]) -> None:
    way = suggest(places, held)
    stays = {number for number in range(len(places)) if number in held or places[number] is None}
    assert all(way[number] == number for number in stays)
    assert sorted(way) == list(range(len(places)))
    assert length_km(in_order(places, way)) <= length_km(places)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DAYS)
def test_what_it_has_suggested_it_leaves_as_it_is(places: list[Place | None]) -> None:
    better = in_order(places, suggest(places))
    assert length_km(in_order(better, suggest(better))) <= length_km(better)


def test_it_untangles_a_street() -> None:
    street = [Place(63.7, 9.6 + 0.01 * number) for number in (0, 3, 1, 4, 2)]
    way = suggest(street)
    assert way in ([0, 2, 4, 1, 3], [3, 1, 4, 2, 0])


def test_a_degree_of_latitude_is_some_111_km() -> None:
    assert distance_km(Place(63, 10), Place(64, 10)) == pytest.approx(111.2, abs=0.1)


def test_a_long_day_takes_no_time() -> None:
    places = [Place(63 + (number * 37 % 50) / 500, 9 + (number * 53 % 50) / 400) for number in range(50)]
    assert length_km(in_order(places, suggest(places))) < length_km(places) / 2
