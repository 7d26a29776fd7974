"""The way from a customer point to the transformer."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from nettmelding.grid.iec60909 import Tolerance
from nettmelding.grid.lacking import ObjectKind
from nettmelding.grid.network import Network, System
from nettmelding.grid.short_circuit import values
from nettmelding.grid.upstream import way
from tests.grid.made import cable, chain, point, trees

pytestmark = pytest.mark.one_database


@settings(deadline=None, max_examples=25)
@given(trees())
def test_the_steps_add_up_to_the_impedance_at_the_point(network: Network) -> None:
    for one in values(network, Tolerance.TEN):
        found = way(network, point(one.point))
        assert found
        assert not found.looped
        assert found.z_max * 1000 == pytest.approx(complex(one.r_mohm, one.x_mohm), rel=1e-6)
        assert found.z_min * 1000 == pytest.approx(complex(one.r_warm_mohm, one.x_warm_mohm), rel=1e-6)


def test_the_way_goes_from_the_point_outwards() -> None:
    found = way(chain(System.IT_230, [80.0, 40.0]), point("n1"))
    assert [step.id for step in found.steps] == ["n0-n1", "bar-n0", "t-bar", "q-mv"]
    assert [step.kind for step in found.steps[:3]] == [ObjectKind.BRANCH, ObjectKind.BRANCH, ObjectKind.TRANSFORMER]
    assert found.steps[0].length_m == 40.0


def test_what_a_person_may_not_see_is_a_sum_without_a_name() -> None:
    found = way(chain(System.IT_230, [80.0, 40.0, 20.0]), point("n2"))
    shown = found.shown_to({"n1-n2"})
    assert [step.id for step in shown.steps] == ["n1-n2", None]
    rest = shown.steps[1]
    assert rest.objects == 4
    assert rest.type_name == ""
    assert rest.length_m == 120.0
    assert shown.z_max == pytest.approx(found.z_max)
    assert found.shown_to(set()).steps[0].objects == 5


def test_a_ring_has_no_single_way() -> None:
    network = chain(System.IT_230, [80.0, 40.0])
    ring = replace(network, branches=[*network.branches, cable("bar", "n1", 60.0)])
    found = way(ring, point("n1"))
    assert found.looped
    assert found.z_max is None


def test_a_step_that_lacks_its_data_has_no_impedance_and_neither_has_the_sum() -> None:
    network = chain(System.IT_230, [80.0])
    silent = replace(network, branches=[replace(network.branches[0], length_m=None)])
    found = way(silent, point("n0"))
    assert found.steps[0].z_max is None
    assert found.z_max is None
    assert found.steps[1].z_max is not None


def test_no_way_is_none() -> None:
    assert way(chain(System.IT_230, [80.0]), point("nowhere")) is None
