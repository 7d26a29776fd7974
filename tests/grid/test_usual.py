"""What overload protection is usual around a place: enough behind every figure, and nobody to be read out of them."""

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nettmelding.grid import cells, usual
from nettmelding.grid.usual import FEWEST, usual_ov
from nettmelding.installations.models import Installation, MeteringPoint
from nettmelding.organisations import screen_keys
from nettmelding.organisations.models import Organisation, Screen

pytestmark = [pytest.mark.django_db]
FAR_LAT, FAR_LON = 61.0, 8.0
"""Where the demonstration has nothing."""


@pytest.fixture
def company(db: None) -> UUID:
    return Organisation.objects.get(slug="eksempelnett").id


def build(
    company: UUID, sizes: list[int], *, system: str = "it_230", lat: float = FAR_LAT, lon: float = FAR_LON
) -> None:
    """Installations of these sizes a metre apart, Fjellvegen 1 and on."""
    Installation.objects.bulk_create(
        Installation(
            grid_company_id=company,
            address=f"Fjellvegen {number}",
            postcode="9998",
            latitude=lat + number * 1e-5,
            longitude=lon,
            network_system=system,
            ov_a=size,
        )
        for number, size in enumerate(sizes, start=1)
    )


def test_it_tells_the_median_and_the_commonest(company: UUID) -> None:
    build(company, [50] * 5 + [63] * 3 + [125])
    found = usual_ov(company, FAR_LAT, FAR_LON, "it_230")
    assert found is not None
    assert (found.median_a, found.commonest_a, found.at_least) == (50, 50, 5)


def test_it_names_no_commonest_that_few_have(company: UUID) -> None:
    build(company, [40] * 4 + [50] * 3 + [63] * 3)
    found = usual_ov(company, FAR_LAT, FAR_LON, "it_230")
    assert found is not None
    assert (found.median_a, found.commonest_a, found.at_least) == (50, None, 10)


@pytest.mark.parametrize("count", range(FEWEST))
def test_it_says_nothing_of_fewer_than_five(company: UUID, count: int) -> None:
    build(company, [63] * count)
    assert usual_ov(company, FAR_LAT, FAR_LON, "it_230") is None
    assert usual_ov(company, FAR_LAT, FAR_LON) is None


def test_it_counts_one_network_system_and_one_company_only(company: UUID) -> None:
    build(company, [63] * 4)
    build(company, [40] * 9, system="tn_c_s_400")
    other = Organisation.objects.get(slug="provenett").id
    build(other, [25] * 9)
    assert usual_ov(company, FAR_LAT, FAR_LON, "it_230") is None
    commonest = usual_ov(company, FAR_LAT, FAR_LON)
    assert commonest is not None
    assert (commonest.network_system, commonest.median_a) == ("tn_c_s_400", 40)


def test_it_does_not_count_what_is_screened(company: UUID) -> None:
    build(company, [50] * 6)
    house = Installation.objects.get(address="Fjellvegen 2")
    MeteringPoint.objects.create(
        installation=house,
        grid_company_id=company,
        metering_point_id="707057500000099995",
        meter_number="4400000000009999",
    )
    assert usual_ov(company, FAR_LAT, FAR_LON, "it_230") is not None
    key = screen_keys.of_address("Fjellvegen 1", "9998").removeprefix(screen_keys.ADDRESS)
    Screen.objects.create(grid_company_id=company, kind=Screen.Kind.ADDRESS, key=key, shown="Fjellvegen 1")
    assert usual_ov(company, FAR_LAT, FAR_LON, "it_230") is not None
    Screen.objects.create(
        grid_company_id=company, kind=Screen.Kind.METERING_POINT, key="4400000000009999", shown="4400000000009999"
    )
    assert usual_ov(company, FAR_LAT, FAR_LON, "it_230") is None


PLACES = st.tuples(st.floats(0, 0.01), st.floats(0, 0.02))


@settings(max_examples=50, deadline=None)
@given(houses=st.lists(PLACES, min_size=1, max_size=40), asked_from=st.lists(PLACES, min_size=2, max_size=6))
def test_asking_from_next_door_tells_no_two_figures_that_differ_by_a_neighbour(
    houses: list[tuple[float, float]], asked_from: list[tuple[float, float]]
) -> None:
    """Areas hold one another whole or share nobody."""
    areas = [tile for north, east in asked_from for tile in usual._tiles(FAR_LAT + north, FAR_LON + east)]
    people = [frozenset(house for house in houses if _in(tile, *house)) for tile in areas]
    for one in people:
        for other in people:
            assert one <= other or other <= one or one.isdisjoint(other)


def _in(tile: cells.Box, north: float, east: float) -> bool:
    return tile.min_y <= FAR_LAT + north < tile.max_y and tile.min_x <= FAR_LON + east < tile.max_x
