"""What an object says of itself, and what it does not say to those who may not see it."""

from pathlib import Path

import pytest

from nettmelding.core.actor import Actor
from nettmelding.grid import describing, queries, tiles
from nettmelding.grid.describing import Description
from nettmelding.grid.seeing import View
from nettmelding.grid.values import edition_on
from tests.grid import seen
from tests.grid.village import village

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tiles of one test are not another's."""
    monkeypatch.setattr(tiles, "folder", lambda company: tmp_path / "tiles" / str(company))


def described(view: View, external_id: str) -> Description:
    return describing.describe(view, queries.get(view, seen.named(view.edition, external_id).object_id))


def test_facts_have_labels_and_units_and_come_with_the_editions_day(case_handler: Actor, tmp_path: Path) -> None:
    edition = seen.in_force(
        tmp_path, seen.changed(village(), "kabel", "K2", {"byggeaar": 1987, "tverrsnitt": 150, "x": 0.072})
    )
    view = seen.whole(case_handler)

    cable, transformer = described(view, "K2"), described(view, "T1")

    assert {one.label: one.value for one in cable.facts} == {
        "Byggeår": "1987", "Type": "TFXP 4x150 Al", "Tverrsnitt": "150 mm²", "Lengde": "105 m", "Reaktans": "0,072 Ω/km",
    }  # fmt: skip
    assert [(one.label, one.value) for one in cable.ends] == [("Fra", "Kabelskap KS 1"), ("Til", "Kabelskap KS 2")]
    assert cable.ends[0].object_id == seen.named(edition, "KS1").object_id
    assert {one.label: one.value for one in transformer.facts}["Nettsystem"] == "IT 230 V"
    assert {one.label: one.value for one in transformer.facts}["Kortslutningsspenning uk"] == "4,5 %"
    assert [(one.label, one.value) for one in transformer.ends] == [("Nettstasjon", "Nettstasjon Prestegata")]
    assert cable.edition_on == edition_on(edition)


def test_a_line_that_names_nothing_says_what_it_is_connected_to_and_how_long_it_is_drawn(
    case_handler: Actor, tmp_path: Path
) -> None:
    seen.in_force(tmp_path, village())

    line = described(seen.whole(case_handler), "S1")

    assert [(one.label, one.value) for one in line.ends] == [("Fra", "Kabelskap KS 1"), ("Til", "Kundepunkt P1")]
    assert {one.label: one.value for one in line.facts}["Lengde"] == "11 m, målt i kartet"


def test_an_id_that_no_object_has_is_told_to_the_grid_company_and_is_outside_to_others(
    case_handler: Actor, electrician: Actor, tmp_path: Path
) -> None:
    layers = village()
    layers["kurs"].append({"skap": "KS1", "nummer": "11", "sikring": 63, "mater": "S404"})
    del layers["kabel"][1]["fra"]
    seen.in_force(tmp_path, layers)

    whole, near = seen.whole(case_handler), seen.around(electrician, 0, 0)

    told = [described(view, "KS1").circuits[-1].feeds for view in (whole, near)]
    assert [one and one.value for one in told] == ["S404, som ikke er i kartgrunnlaget", "utenfor ditt område"]
    ends = [(one.label, one.value) for one in described(whole, "K2").ends]
    assert ends == [("Fra", "Kabelskap KS 1"), ("Til", "Kabelskap KS 2")]


def test_the_circuit_list_names_what_may_be_seen_and_nothing_else(
    case_handler: Actor, electrician: Actor, tmp_path: Path
) -> None:
    layers = village()
    layers["kurs"] += [
        {"skap": "KS3", "nummer": "8", "sikring": 160, "sikringstype": "gG", "mater": "K1"},
        {"skap": "KS3", "nummer": "9", "ledig": "ja"},
    ]
    layers["stikkledning"][2]["navn"] = "Stikk 3"
    far = layers["kabel"][0]
    far["place"] = [(lon - 0.05, lat) for lon, lat in far["place"]]
    far["fra"] = far["til"] = None
    seen.in_force(tmp_path, layers)

    of_company = described(seen.whole(case_handler), "KS3")
    of_contractor = described(seen.around(electrician, 200, 0), "KS3")

    assert [one.number for one in of_company.circuits] == ["3", "6", "9", "8", "9"]
    first, *_others, far_away, free = of_company.circuits
    assert (first.fuse, first.fuse_type) == ("63 A", "gG")
    assert first.feeds is not None
    assert (first.feeds.value, far_away.feeds and far_away.feeds.value) == ("Stikkledning Stikk 3", "Kabel K1")
    assert free.is_free
    assert of_company.free_places == 1
    hidden = of_contractor.circuits[3].feeds
    assert hidden is not None
    assert (hidden.value, hidden.outside, hidden.object_id) == ("utenfor ditt område", True, None)
    assert of_contractor.circuits[0].feeds == first.feeds


def test_before_a_case_is_sent_lines_are_not_named(electrician: Actor, tmp_path: Path) -> None:
    seen.in_force(tmp_path, village())

    cabinet = described(seen.around(electrician, 0, 0, sent=False), "KS1")

    assert cabinet.circuits
    assert all(one.feeds is not None and one.feeds.outside for one in cabinet.circuits)


def test_a_neighbours_metering_point_is_not_told_to_a_contractor(
    case_handler: Actor, electrician: Actor, tmp_path: Path
) -> None:
    seen.in_force(tmp_path, seen.changed(village(), "kundepunkt", "P1", {"maalepunktid": "707057500000000019"}))

    for_company = described(seen.whole(case_handler), "P1")
    view = seen.around(electrician, 0, 0)
    assert "metering_point_id" not in describing.facts_for(view, seen.named(view.edition, "P1"))
    for_contractor = described(seen.around(electrician, 0, 0), "P1")

    assert {one.label for one in for_company.facts} - {one.label for one in for_contractor.facts} == {"Målepunkt-ID"}


def test_a_photo_is_a_link_only_where_it_is_an_address(case_handler: Actor, tmp_path: Path) -> None:
    layers = village()
    for row, photo in zip(
        layers["kabelskap"], ("https://bilder.example/ks1.jpg", "IMG_1.jpg", "javascript:x"), strict=True
    ):
        row["bilde"] = photo
    seen.in_force(tmp_path, layers)
    view = seen.whole(case_handler)

    assert [described(view, name).photo_href for name in ("KS1", "KS2", "KS3")] == [
        "https://bilder.example/ks1.jpg",
        "",
        "",
    ]
