"""*Sammenkobling*: which meters, which of them goes, and what its customer has said."""

import pytest

from nettmelding.notices.catalogue.form import Form, build_form
from nettmelding.notices.catalogue.ruleset import DEFAULT_RULES

pytestmark = pytest.mark.one_database
TWO = ["4400000000000026", "4400000000000033"]


def form(**answers: object) -> Form:
    return build_form(["merging"], "single", DEFAULT_RULES, {path.replace("__", "."): v for path, v in answers.items()})


def notes(built: Form, path: str) -> list[str]:
    return [note.text for one in built.fields() if one.path == path for note in one.notes]


def test_it_asks_what_the_other_customer_has_said() -> None:
    asked = {one.path: one.required for one in form().fields() if one.shown}
    assert asked["site.existing_meters"]
    assert asked["site.meter_to_remove"]
    assert asked["merging.other_customer"]
    assert "merging.agreed_on" not in asked


def test_who_has_agreed_did_so_on_a_day_that_has_been() -> None:
    agreed = form(merging__other_customer="agreed", merging__agreed_on="2999-01-01")
    assert {one.path: one.required for one in agreed.fields() if one.shown}["merging.agreed_on"]
    assert notes(agreed, "merging.agreed_on") == ["Denne dagen har ikke vært ennå."]


def test_a_customer_who_has_only_been_told_is_remarked_on_but_stops_nothing() -> None:
    told = form(merging__other_customer="told")
    said = [note for one in told.fields() if one.path == "merging.other_customer" for note in one.notes]
    assert len(said) == 1
    assert not said[0].blocks


@pytest.mark.parametrize(("meters", "remarks"), [(TWO, 0), ([*TWO, "4400000000000019"], 1), (TWO[:1], 1)])
def test_two_meters_is_what_it_usually_is(meters: list[str], remarks: int) -> None:
    assert len(notes(form(site__existing_meters=meters), "site.existing_meters")) == remarks
