"""The form saving itself: what it answers, so that the page follows."""

from collections.abc import Callable

import pytest

from nettmelding.core.actor import Actor
from nettmelding.notices import drafts
from nettmelding.notices.models import Party
from tests.notices import ways
from tests.standins_fixture import Standins
from tests.web.form.conftest import Filling

pytestmark = pytest.mark.django_db(databases="__all__")
Begin = Callable[..., Filling]


@pytest.fixture
def here(filling: Begin, electrician: Actor) -> Filling:
    """At a draft of a larger OV at Prøvevegen 1."""
    return filling(ways.draft(electrician))


def test_a_number_comes_back_as_it_was_understood(here: Filling) -> None:
    said = here.autosave({"protection.ov_new_a": ["3x63 A"], "when.expected_completion": ["151226"]})
    assert said["values"] == {"protection.ov_new_a": ["63"], "when.expected_completion": ["15.12.2026"]}
    assert said["revision"] == here.fresh().revision
    assert said["errors"] == {}


def test_a_cleared_field_is_left_alone_while_it_is_typed_in(here: Filling) -> None:
    said = here.autosave({"protection.ov_old_a": [""]})
    assert "protection.ov_old_a" not in said["values"]


def test_what_cannot_be_read_is_said_and_the_rest_is_saved(here: Filling) -> None:
    said = here.autosave({"protection.ov_new_a": ["mange"], "power.new_peak_kw": ["14"]})
    assert said["errors"] == {"protection.ov_new_a": "Skriv et tall, for eksempel 63 A."}
    assert here.fresh().values()["power.new_peak_kw"] == 14


def test_parts_that_look_different_are_drawn_anew_and_others_are_not(here: Filling) -> None:
    said = here.autosave({"protection.ov_new_a": ["80"]})
    parts = set(said["fragments"])
    assert {"form-rail", "form-foot", "form-base", "part-protection", "part-attachments"} <= parts
    assert "part-site" not in parts
    assert "Over 63 A på 230 V trenger effektbudsjett." in said["fragments"]["part-protection"]


def test_fields_that_depend_on_an_answer_come_and_go(here: Filling) -> None:
    shown = here.autosave({"work.urgent": ["on"]})["fragments"]["part-work"]
    assert "work.urgent_reason" in shown
    hidden = here.autosave({"work.urgent": []})["fragments"]["part-work"]
    assert "work.urgent_reason" not in hidden


def test_a_value_somebody_typed_no_longer_says_where_it_came_from(here: Filling) -> None:
    said = here.autosave({"protection.ov_old_a": ["40"]})
    assert said["sources"] == {"protection.ov_old_a": ""}


def test_a_known_meter_fills_in_everything(filling: Begin, electrician: Actor) -> None:
    here = filling(drafts.create(electrician, ["metering_point_work"], "simplified"))
    said = here.autosave({"site.meter_number": ["4400 0000 0000 0019"]})
    assert "Kari Marie Nordmann" in said["fragments"]["part-parties"]
    assert "Prøvevegen 1" in said["fragments"]["part-site"]
    assert "Eksempelnett" in said["fragments"]["form-lead"]


def test_the_same_field_changed_by_a_colleague_is_a_conflict_and_nothing_is_lost(
    here: Filling, actor: Callable[[str], Actor]
) -> None:
    opened = here.base()
    colleague = actor("montor@eksempelelektro.example")
    drafts.save(colleague, here.notice.id, base={}, mine={"protection.ov_new_a": "63"})
    said = here.autosave({"protection.ov_new_a": ["80"]}, base=opened)
    assert said["conflicts"] == {"protection.ov_new_a": {"by": colleague.name, "value": "63 A", "texts": ["63"]}}
    assert here.fresh().values()["protection.ov_new_a"] == 63


def test_a_colleagues_changes_come_along(here: Filling, actor: Callable[[str], Actor]) -> None:
    opened, revision = here.base(), here.notice.revision
    drafts.save(actor("montor@eksempelelektro.example"), here.notice.id, base={}, mine={"who.our_reference": "Ordre 9"})
    answer = here.client.post(
        f"{here.address}/lagre", {"changed": "power.new_peak_kw", "power.new_peak_kw": "14", "revision": str(revision)}
    )
    assert 'value="Ordre 9"' in answer.json()["fragments"]["part-when"]
    assert opened["protection.ov_old_a"] == ["50"]


def test_contact_details_are_checked_and_a_slip_is_offered_as_a_correction(here: Filling) -> None:
    said = here.autosave({"party.customer.email": ["kari@hotmail.con"]})
    assert "Mente du kari@hotmail.com?" in said["fragments"]["part-parties"]
    refused = here.autosave({"party.customer.mobile": ["00 00 00 00"]})
    assert "fylt ut for syns skyld" in refused["errors"]["party.customer.mobile"]
    assert Party.objects.get(notice=here.notice, role="customer").email == "kari@hotmail.con"


def test_no_email_is_an_answer_and_another_way_is_asked_for(here: Filling) -> None:
    said = here.autosave({"party.customer.no_email": ["on"]})
    assert "party.customer.other_contact" in said["fragments"]["part-parties"]
    here.autosave({"party.customer.other_contact": ["Brev"]})
    assert Party.objects.get(notice=here.notice, role="customer").other_contact == "Brev"


def test_a_picked_firm_is_put_on_the_notice(here: Filling, registers_on_standins: Standins) -> None:
    here.post({}, do="remove:customer")
    said = here.autosave({"party.customer.company": ["310000876"]})
    assert "Eksempel Bygg AS" in said["fragments"]["part-parties"]


def test_a_picked_address_brings_the_grid_company(
    filling: Begin, electrician: Actor, registers_on_standins: Standins
) -> None:
    here = filling(drafts.create(electrician, ["new_installation"], "single"))
    place = '{"street": "Prøvevegen 9", "postcode": "9998", "lat": 63.7, "lon": 9.65, "municipality_number": "5099"}'
    said = here.autosave({"site.address": [place]})
    assert "Nettselskapet her er Eksempelnett AS." in said["fragments"]["part-site"]


def test_what_can_no_longer_be_edited_is_a_problem_document(here: Filling, electrician: Actor) -> None:
    notice = ways.sent(electrician)
    answer = here.client.post(f"/meldinger/{notice.id}/rediger/lagre", {"changed": "who.our_reference"})
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["detail"].startswith("Meldingen kan ikke endres nå.")


def test_after_an_attempt_to_send_what_is_missing_is_said_beside_the_fields(here: Filling) -> None:
    answer = here.client.post(f"{here.address}/lagre?mangler=1", {"changed": []})
    assert "when.expected_completion" in answer.json()["errors"]


def test_a_press_on_a_button_about_people_answers_with_their_part(here: Filling) -> None:
    answer = here.client.post(
        here.address,
        {"do": "same:owner:customer", "base": "{}", "revision": str(here.fresh().revision)},
        headers={"HX-Request": "true"},
    )
    page = answer.content.decode()
    assert page.lstrip().startswith('<section class="part" id="part-parties"')
    assert 'id="form-rail"' in page
    assert "<html" not in page


def test_the_completion_report_saves_itself_too(filling: Begin, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    here = filling(notice, part="ferdigmelding")
    said = here.autosave({"completion.ov_a": ["80"]})
    assert said["errors"] == {}
    assert "Avvik fra det som ble godkjent" in said["fragments"]["part-completion"]


@pytest.mark.parametrize("do", ["find:nobody", "same:owner:nobody", "drop:none", "remove:"])
def test_a_button_that_does_not_exist_is_not_found(here: Filling, do: str) -> None:
    assert here.post({}, do=do).status_code == 404


def test_saving_asks_the_database_a_few_times(
    here: Filling, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    base = here.base()
    with django_assert_max_num_queries(30):  # type: ignore[attr-defined]
        here.autosave({"protection.ov_new_a": ["63"]}, base=base)
