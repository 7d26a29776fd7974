"""Short-circuit values as they are shown: the grid company's own first, then computed ones, with what they rest on."""

from pathlib import Path

import pytest

from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.grid import reckoning, tiles, values, ways
from nettmelding.grid.figures import Origin
from nettmelding.grid.network import NORMAL, RESERVE
from tests.grid import seen
from tests.grid.village import at, village

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiles of one test are not another's."""
    monkeypatch.setattr(tiles, "folder", lambda company: tmp_path / "tiles" / str(company))


def test_computed_values_fall_along_the_way_and_say_what_they_rest_on(case_handler: Actor, tmp_path: Path) -> None:
    edition = seen.in_force(tmp_path, village())
    view = seen.whole(case_handler)

    found = [values.values_at(view, seen.named(edition, name)) for name in ("KS1", "KS2", "KS3", "P3")]

    (nearest, *_rest) = sets = [one.of(NORMAL) for one in found]
    for figure in ("ik3p_max_ka", "ik2p_max_ka", "ik2p_min_ka"):
        along = [one.figures[figure] for one in sets]
        assert along == sorted(along, reverse=True)
        assert len(set(along)) == 4
    assert nearest.origin is Origin.COMPUTED
    assert nearest.terminal == "på samleskinnen i skapet, før stikkledningen"
    assert sets[-1].terminal == "ved kundens ende av stikkledningen"
    assert sets[-1].protection is not None
    assert (sets[-1].protection.type, sets[-1].protection.rated_a) == ("gG", 63)
    assert "R og X etter ledertypen (IEC 60228) der nettselskapet ikke har oppgitt dem" in nearest.assumptions
    assert "spenningsfaktor 1,10 og 0,90 (+10 %)" in nearest.assumptions
    assert nearest.missing == ("Transformator T1: kapasitansen mot jord er ikke oppgitt for alle ledninger",)


def test_the_grid_companys_own_values_win_and_the_computed_ones_stand_beside_as_a_check(
    case_handler: Actor, tmp_path: Path
) -> None:
    own = {
        "ik3pmaks": 1.234,
        "ik2pmin": 0.5,
        "r": None,
        "rmohm": 80.0,
        "verdidato": "2025-03-01",
        "klemme": "i målerskapet",
    }
    edition = seen.in_force(tmp_path, seen.changed(village(), "kundepunkt", "P3", own))
    view = seen.whole(case_handler)

    found = values.values_at(view, seen.named(edition, "P3"))

    first, check = found.sets
    assert (first.origin, check.origin) == (Origin.OWN, Origin.COMPUTED)
    assert found.of(NORMAL) == first
    assert first.figures == {"ik3p_max_ka": 1.234, "ik2p_min_ka": 0.5, "r_mohm": 80.0}
    assert (first.on, first.terminal) == ("2025-03-01", "i målerskapet")
    assert found.of(NORMAL, Origin.COMPUTED).figures["ik3p_max_ka"] != 1.234


def test_reserve_is_shown_where_the_grid_company_has_said_what_it_is(case_handler: Actor, tmp_path: Path) -> None:
    reserve = {"sk_max_reserve_mva": 80.0, "sk_min_reserve_mva": 30.0}
    edition = seen.in_force(tmp_path, seen.changed(village(), "substation", "NS1", reserve))
    view = seen.whole(case_handler)
    found = values.values_at(view, seen.named(edition, "KS1"))

    assert [one.state for one in found.sets] == [NORMAL, RESERVE]
    assert found.of(RESERVE).figures["ik3p_max_ka"] < found.of(NORMAL).figures["ik3p_max_ka"]
    with pytest.raises(NotFound):
        found.of("another")
    way = ways.way_up(view, seen.named(edition, "P1"), RESERVE)
    assert way.state_name == "Reservekobling"

    seen.in_force(tmp_path, village())
    view = seen.whole(case_handler)
    assert [one.state for one in values.values_at(view, seen.named(view.edition, "KS1")).sets] == [NORMAL]


def test_the_companys_tolerance_decides_the_voltage_factors(case_handler: Actor, tmp_path: Path) -> None:
    edition = seen.in_force(tmp_path, village())
    ten = values.values_at(seen.whole(case_handler), seen.named(edition, "KS1")).of(NORMAL)
    seen.rules(tolerance="six")
    six = values.values_at(seen.whole(case_handler), seen.named(edition, "KS1")).of(NORMAL)

    assert six.figures["ik3p_max_ka"] < ten.figures["ik3p_max_ka"]
    assert "spenningsfaktor 1,05 og 0,95 (+6 %)" in six.assumptions


def test_values_are_reckoned_once_for_an_edition_and_anew_for_the_next(case_handler: Actor, tmp_path: Path) -> None:
    edition = seen.in_force(tmp_path, village())
    view = seen.whole(case_handler)
    cabinet = seen.named(edition, "KS3")
    first = values.values_at(view, cabinet).of(NORMAL)
    assert cabinet.feeder is not None
    tolerance = reckoning.TOLERANCES[view.rules.tolerance]
    kept = reckoning.of_feeder(edition, cabinet.feeder, tolerance)
    seen.named(edition, "K3").__class__.objects.filter(external_id="K3").update(facts={})
    assert reckoning.of_feeder(edition, cabinet.feeder, tolerance) == kept

    layers = village()
    layers["kabel"][2]["lengde"] = 400.0
    longer = seen.in_force(tmp_path, layers)
    then = values.values_at(seen.whole(case_handler), seen.named(longer, "KS3")).of(NORMAL)
    assert then.figures["ik3p_max_ka"] < first.figures["ik3p_max_ka"]


def test_what_is_missing_is_told_by_name_only_of_what_may_be_seen(
    case_handler: Actor, electrician: Actor, tmp_path: Path
) -> None:
    layers = village()
    layers["kabel"][0] |= {"type": "UKJENT 4x95", "navn": "Stamkabel 1"}
    edition = seen.in_force(tmp_path, layers)
    point = seen.named(edition, "P3")

    whole = values.values_at(seen.whole(case_handler), point).sets[0]
    near = values.values_at(seen.around(electrician, 205, 30), point).sets[0]

    assert not whole.figures
    assert "Kabel Stamkabel 1: resistans og reaktans er ikke oppgitt" in whole.missing
    assert "En kabel eller linje utenfor området: resistans og reaktans er ikke oppgitt" in near.missing
    assert not any("Stamkabel" in one or "T1" in one for one in near.missing)


def test_a_point_that_hangs_on_nothing_says_so(case_handler: Actor, tmp_path: Path) -> None:
    layers = village()
    layers["kundepunkt"].append({"id": "P99", "navn": "P99", "adresse": "Ingensteds 1", "place": [at(900, 900)]})
    edition = seen.in_force(tmp_path, layers)

    (alone,) = values.values_at(seen.whole(case_handler), seen.named(edition, "P99")).sets

    assert alone.missing == ("Kundepunkt P99 henger ikke på noen transformator i kartgrunnlaget.",)
    with pytest.raises(NotFound):
        ways.way_up(seen.whole(case_handler), seen.named(edition, "P99"))


def test_a_new_buildings_values_are_the_cabinets_and_a_planned_cable(case_handler: Actor, tmp_path: Path) -> None:
    edition = seen.in_force(tmp_path, village())
    view = seen.whole(case_handler)
    cabinet = seen.named(edition, "KS2")

    at_cabinet = values.values_at(view, cabinet).of(NORMAL)
    planned = values.with_cable(view, cabinet, "TFXP 4x50 Al", 100).of(NORMAL)

    assert planned.origin is Origin.PLANNED
    assert planned.cable == ("TFXP 4x50 Al", 100)
    assert planned.figures["r_mohm"] == pytest.approx(at_cabinet.figures["r_mohm"] + 64.1)
    assert planned.figures["x_mohm"] == pytest.approx(at_cabinet.figures["x_mohm"] + 8.0)
    assert planned.figures["ik3p_max_ka"] < at_cabinet.figures["ik3p_max_ka"]
    with pytest.raises(Invalid) as told:
        values.with_cable(view, cabinet, "kabel", 0)
    assert set(told.value.fields) == {"type", "length_m"}
    with pytest.raises(NotFound):
        values.with_cable(view, seen.named(edition, "P1"), "TFXP 4x50 Al", 100)


# the way to the transformer


def test_the_way_up_adds_up_to_the_points_impedance(case_handler: Actor, tmp_path: Path) -> None:
    edition = seen.in_force(tmp_path, village())
    view = seen.whole(case_handler)
    point = seen.named(edition, "P3")

    way = ways.way_up(view, point)
    figures = values.values_at(view, point).of(NORMAL).figures

    assert [row.title for row in way.rows] == [
        "Stikkledning", "Kabel", "Kabel", "Kabel", "Transformator T1", "Overliggende nett",
    ]  # fmt: skip
    assert [row.type_name for row in way.rows][1:5] == ["TFXP 4x150 Al"] * 3 + ["315 kVA"]
    assert way.z_max is not None
    assert way.z_max * 1000 == pytest.approx(complex(figures["r_mohm"], figures["x_mohm"]), rel=1e-6)
    known = [row.z_max for row in way.rows if row.z_max is not None]
    assert sum(known) == pytest.approx(way.z_max)
    assert way.impedance.endswith("mΩ")
    drawn = ways.features(way)
    assert [one["properties"]["kind"] for one in drawn] == ["service_line", "cable", "cable", "cable", "transformer"]


def test_outside_ones_area_the_way_is_a_sum_without_place(
    case_handler: Actor, electrician: Actor, tmp_path: Path
) -> None:
    layers = village()
    for row in layers["kabelskap"][:2]:
        row["place"] = [(row["place"][0][0] - 0.05, row["place"][0][1])]
    for row in layers["kabel"]:
        row["place"] = [
            (row["place"][0][0] - 0.05, row["place"][0][1]),
            (row["place"][1][0] - 0.03, row["place"][1][1]),
        ]
    edition = seen.in_force(tmp_path, layers)
    point = seen.named(edition, "P3")

    view = seen.around(electrician, 205, 30)
    way, all_of_it = ways.way_up(view, point), ways.way_up(seen.whole(case_handler), point)

    first, outside = way.rows
    assert first.title == "Stikkledning"
    assert (outside.title, outside.object_id, outside.geometry) == ("Utenfor området: 5 objekter", None, None)
    assert outside.length_m == 315
    assert way.z_max == all_of_it.z_max
    import shapely

    assert view.area is not None
    for feature in ways.features(way):
        assert shapely.from_geojson(str(feature["geometry"]).replace("'", '"')).within(view.area.buffer(1e-9))
