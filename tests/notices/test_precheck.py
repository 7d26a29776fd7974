"""*Forhåndssjekk*: what a place says before there is a job there, to whom, how often, and the notice that is begun from it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from nettmelding.config import forgetting
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid, NotAllowed, NotFound, TooMany, Unavailable
from nettmelding.grid import duty, tiles
from nettmelding.grid.models import Edition, MapLook, MapRules
from nettmelding.notices import precheck, precheck_notice, queries, real_address
from nettmelding.notices.catalogue.model import FormKind
from nettmelding.notices.models import PreCheck
from nettmelding.organisations import screen_keys
from nettmelding.organisations.models import Organisation, Screen
from tests.grid import seen
from tests.grid.village import Layers, village
from tests.standins_fixture import Standins

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("registers_on_standins")]
By = Callable[[str], Actor]
HOUSE: dict[str, Any] = {"text": "Prøvevegen 1, 9998 Eksempelvik"}
POSITION = (9.648, 63.70018)
"""Of the house, in the address register: longitude, latitude."""


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "folder", lambda company: tmp_path / "tiles" / str(company))


@pytest.fixture
def grid(tmp_path: Path) -> Edition:
    """The village, with its first customer point at the house."""
    return seen.in_force(tmp_path, housed(village()))


def housed(layers: Layers) -> Layers:
    point = {"adresse": HOUSE["text"], "place": [POSITION]}
    line = next(row for row in layers["stikkledning"] if row["id"] == "S1")
    layers = seen.changed(layers, "kundepunkt", "P1", point)
    return seen.changed(layers, "stikkledning", "S1", {"place": [line["place"][0], POSITION]})


@pytest.fixture
def sworn(electrician: Actor) -> Actor:
    """The electrician, who has accepted the duty of secrecy."""
    duty.accept(electrician)
    return electrician


def eksempelnett() -> Organisation:
    return Organisation.objects.get(slug="eksempelnett")


def checked(actor: Actor, purpose: str = "charger", **other: Any) -> PreCheck:
    return precheck.make(actor, **{"address": HOUSE, "purpose": purpose, **other})


def test_it_tells_system_nearest_and_short_circuit_values_at_the_own_point(sworn: Actor, grid: Edition) -> None:
    answer = checked(sworn).answer

    assert answer["map"] == ""
    assert answer["system"]["code"] == "it_230"
    assert answer["nearest"]["title"] == "Nettstasjon Prestegata"
    assert 15 <= answer["nearest"]["distance_m"] <= 25
    assert answer["values"]["object_id"] == str(seen.named(grid, "P1").object_id)
    assert answer["values"]["figures"]["ik3p_max_ka"] > answer["values"]["figures"]["ik2p_min_ka"] > 0
    look = MapLook.objects.get(user_id=sworn.user_id)
    assert (look.case_kind, look.case_label) == ("precheck", HOUSE["text"])


def test_a_place_without_its_own_point_has_the_values_of_the_nearest_cabinet(sworn: Actor, tmp_path: Path) -> None:
    edition = seen.in_force(tmp_path, village())
    answer = checked(sworn).answer
    assert answer["values"]["object_id"] == str(seen.named(edition, "KS1").object_id)
    neighbours = {str(seen.named(edition, f"P{number}").object_id) for number in range(1, 10)}
    looked = {one for row in MapLook.objects.all() for one in row.object_ids}
    assert looked.isdisjoint(neighbours)


def test_without_a_grid_or_where_it_is_closed_it_says_what_it_can(sworn: Actor, tmp_path: Path) -> None:
    assert checked(sworn).answer["map"] == "no_grid"
    seen.in_force(tmp_path, housed(village()))
    seen.rules(open_to=MapRules.OpenTo.NOBODY)
    answer = checked(sworn).answer
    assert answer["map"] == "map_closed"
    assert not {"nearest", "values", "edition_on"} & answer.keys()
    assert not MapLook.objects.exists()


def test_the_duty_of_secrecy_comes_first(electrician: Actor, grid: Edition) -> None:
    with pytest.raises(NotAllowed) as refused:
        checked(electrician)
    assert refused.value.code == "map_duty"
    assert not PreCheck.objects.exists()


@pytest.mark.parametrize(
    "made_up",
    [
        {"text": "63.70018, 9.648", "lat": 63.70018, "lon": 9.648},
        {"text": "Ingensteds 999"},
        {"text": ""},
        {"street": "Ingensteds 999", "postcode": "9998", "lat": 63.70018, "lon": 9.648},
    ],
)
def test_only_what_is_an_address_opens_anything(sworn: Actor, grid: Edition, made_up: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as wrong:
        checked(sworn, address=made_up)
    assert "address" in wrong.value.fields
    assert not MapLook.objects.exists()


def test_the_position_is_the_registers_whatever_was_sent_in(sworn: Actor, grid: Edition) -> None:
    moved = {"street": "Prøvevegen 1", "postcode": "9998", "place": "Eksempelvik", "lat": 63.9, "lon": 10.1}
    found = checked(sworn, address=moved)
    assert (found.address["lon"], found.address["lat"]) == POSITION


def test_with_the_register_down_what_the_customer_system_knows_is_an_address_too(
    sworn: Actor, standins: Standins
) -> None:
    standins.fault("addresses", "down")
    assert checked(sworn).address["street"] == "Prøvevegen 1"
    with pytest.raises(Unavailable):
        checked(sworn, address={"text": "Prøvevegen 2, 9998 Eksempelvik"})


def test_several_addresses_are_to_be_chosen_between(sworn: Actor) -> None:
    with pytest.raises(Invalid) as wrong:
        checked(sworn, address={"text": "Prøvevegen"})
    assert wrong.value.code == "which_address"
    options = real_address.options({"text": "Prøvevegen"})
    assert len(options) > 1
    assert checked(sworn, address=options[2]).address == options[2]


def test_so_many_in_a_day_and_more_the_next(sworn: Actor, grid: Edition) -> None:
    seen.rules(daily_quota=2)
    checked(sworn)
    checked(sworn)
    with pytest.raises(TooMany, match="i morgen"):
        checked(sworn)
    with clock.frozen(clock.now() + timedelta(days=1)):
        checked(sworn)


def test_the_quota_holds_where_the_map_is_closed_too(sworn: Actor) -> None:
    seen.rules(daily_quota=1, open_to=MapRules.OpenTo.NOBODY)
    checked(sworn)
    with pytest.raises(TooMany):
        checked(sworn)


def test_a_screened_house_shows_nothing_of_itself(sworn: Actor, grid: Edition) -> None:
    key = screen_keys.of_address(HOUSE["text"]).removeprefix(screen_keys.ADDRESS)
    Screen.objects.create(grid_company=eksempelnett(), kind=Screen.Kind.ADDRESS, key=key, shown=HOUSE["text"])
    answer = checked(sworn).answer
    assert answer["values"]["object_id"] != str(seen.named(grid, "P1").object_id)


def test_nobody_else_reads_it_and_it_goes_after_a_month(sworn: Actor, actor: By) -> None:
    made = checked(sworn)
    assert list(precheck.mine(sworn)) == [precheck.get(sworn, made.id)] == [made]
    for other in (
        "admin@eksempelelektro.example",
        "admin@proveinstallasjon.example",
        "saksbehandler@eksempelnett.example",
    ):
        with pytest.raises(NotFound):
            precheck.get(actor(other), made.id)
    with clock.frozen(clock.now() + timedelta(days=31)):
        with pytest.raises(NotFound):
            precheck.get(sworn, made.id)
        forgetting.run()
    assert not PreCheck.objects.exists()


def test_the_grid_companys_people_and_those_who_only_read_make_none(actor: By) -> None:
    for email in ("saksbehandler@eksempelnett.example", "drift@nettmelding.example"):
        with pytest.raises(NotAllowed):
            checked(actor(email))


def test_a_notice_is_begun_from_it_once(sworn: Actor, grid: Edition) -> None:
    check = checked(sworn, "protection", text="Ny platetopp")
    answers = precheck_notice.answers(check, ["protection_change"], {})
    notice = precheck.begin(sworn, check.id, ["protection_change"], "single", answers)

    kept = queries.get(sworn, notice.id)
    assert (kept.address, kept.grid_company_id) == ("Prøvevegen 1", eksempelnett().id)
    assert kept.values()["work.protection_change"] == ["ov"]
    assert kept.values()["work.further_information"] == "Større vern: Ny platetopp"
    assert kept.values()["supply.network_system"] == "it_230"
    assert kept.sources()["supply.network_system"] == "map"
    values = kept.values()["map.short_circuit"]
    assert values["values"]["ik3p_max_ka"] == round(check.answer["values"]["figures"]["ik3p_max_ka"], 4)
    assert (values["object_kind"], values["edition_on"]) == ("customer_point", check.answer["edition_on"])
    assert precheck.begin(sworn, check.id, ["protection_change"], "single").id == notice.id


def test_it_names_the_attachments_of_the_notice(sworn: Actor) -> None:
    check = checked(sworn, "home")
    asked = precheck_notice.asked_for(check, ["new_installation"], FormKind.SINGLE, {})
    assert [one.label for one in asked.required] == ["Situasjonskart"]
    assert "Effektbudsjett" in [one.label for one in asked.sometimes]
    assert asked.answered_within_working_days > 0


@pytest.mark.parametrize(("purpose", "text"), [("", ""), ("ukjent", ""), ("other", "  ")])
def test_it_wants_to_know_what_for(sworn: Actor, purpose: str, text: str) -> None:
    with pytest.raises(Invalid) as wrong:
        checked(sworn, purpose, text=text)
    assert wrong.value.fields.keys() <= {"purpose", "text"}
