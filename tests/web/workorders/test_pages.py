"""Work orders on pages: the list, one order, what is said of it and done with it."""

import io
from collections.abc import Callable

import pytest
from django.test import Client
from openpyxl import load_workbook

from nettmelding.core.actor import Actor
from nettmelding.installations.models import MeteringPoint
from nettmelding.workorders import handed_down
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import Gate, Operation, Photo, StockMeter, WorkOrder
from nettmelding.workorders.perform import perform
from nettmelding.workorders.status import Status
from tests.web.conftest import ADMINISTRATOR, CASE_HANDLER, ELECTRICIAN, INSPECTORATE, OTHER_CONTRACTOR
from tests.web.workorders import works
from tests.web.workorders.conftest import CONTRACTORS_FITTER, FITTER, PLANNER
from tests.workorders import jobs

pytestmark = pytest.mark.django_db(databases="__all__")
AsUser = Callable[[str], Client]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def state(order: WorkOrder) -> Status:
    return WorkOrder.objects.get(pk=order.pk).state


def press(client: Client, order: WorkOrder, slug: str, **sent: object) -> tuple[int, str]:
    """Post an action's form as the page has it now; the status of the answer and its text, redirects followed."""
    now = WorkOrder.objects.get(pk=order.pk)
    answer = client.post(f"/arbeidsordrer/{order.id}/{slug}", {"revision": now.revision, **sent}, follow=True)
    return answer.status_code, answer.content.decode()


def test_the_list_shows_status_fitter_time_and_whose_turn_it_is(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = jobs.planned(electrician, case_handler, fitter)
    for email in (CASE_HANDLER, PLANNER, ELECTRICIAN):
        page = text(as_user(email), "/arbeidsordrer")
        assert order.number in page
        assert "Prøvevegen 1" in page
        assert "Planlagt" in page
        assert "i morgen" in page
        assert "kl. 08.00–10.00" in page
        assert fitter.name in page


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("status=planned", True), ("status=missed", False), ("slag=change", True), ("slag=control", False),
        ("montor=ingen", False), ("dag=i+morgen", True), ("dag=i+dag", False), ("q=Prøvevegen", True),
        ("q=finnesikke", False), ("mine=ja", False), ("sorter=when", True), ("sorter=number", True),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_address(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor, query: str, is_there: bool
) -> None:
    order = jobs.planned(electrician, case_handler, fitter)
    assert (order.number in text(as_user(PLANNER), f"/arbeidsordrer?{query}")) is is_there


def test_the_list_is_a_workbook_with_the_same_filter(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = jobs.planned(electrician, case_handler, fitter)
    answer = as_user(PLANNER).get("/arbeidsordrer.xlsx?status=planned")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("Nummer", "Arbeid", "Status")
    assert rows[1][:4] == (order.number, "Bytte måler", "Planlagt", "Prøvevegen 1")
    assert rows[1][5] == fitter.name


def test_planners_have_the_list_in_their_menu_and_fitters_the_app(as_user: AsUser) -> None:
    assert 'href="/arbeidsordrer"' in text(as_user(CASE_HANDLER), "/meldinger")
    for email in (CONTRACTORS_FITTER, FITTER):
        page = text(as_user(email), "/meldinger")
        assert 'href="/felt"' in page
        assert 'href="/arbeidsordrer"' not in page
    assert as_user(INSPECTORATE).get("/arbeidsordrer").status_code == 404


def test_the_order_shows_what_was_done_with_pictures_and_measured_values(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = works.reported(electrician, case_handler, fitter)
    page = text(as_user(CASE_HANDLER), f"/arbeidsordrer/{order.id}")
    for words in (
        "Alt er gjort, og alt er innenfor grensene.", "Alle steg er gjort", "L1-L2 231 V, L1-L3 230,5 V, L2-L3 229 V",
        "skal være 207–253 V", "48 211 kWh", "P-1, P-2", "Skapet er trangt.", "Underskrift, Stian Lednes",
        "Kari Marie Nordmann", "900 00 000", "IT 230 V", "Bestilt", "Rapportert", "Godta", "Returner",
    ):  # fmt: skip
        assert words in page, words
    photo = order.photos.filter(step="sealed_meter").get()
    for address in (f"bilder/{photo.id}", f"bilder/{photo.id}/lite"):
        answer = as_user(ELECTRICIAN).get(f"/arbeidsordrer/{order.id}/{address}")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("image/")
        assert as_user(OTHER_CONTRACTOR).get(f"/arbeidsordrer/{order.id}/{address}").status_code == 404


def test_a_value_out_of_its_bounds_is_said_on_top(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = works.reported(electrician, case_handler, fitter, voltages={"L1-L2": 260, "L1-L3": 230, "L2-L3": 229})
    page = text(as_user(CASE_HANDLER), f"/arbeidsordrer/{order.id}")
    assert "Se på dette først." in page
    assert "Målt spenning er ikke som det skal" in page


def test_a_report_is_accepted_by_one_press_and_opened_again_with_words(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = works.reported(electrician, case_handler, fitter)
    status, page = press(as_user(CASE_HANDLER), order, "godta")
    assert (status, state(order)) == (200, Status.ACCEPTED)
    assert "Rapporten er godtatt." in page
    status, page = press(as_user(CASE_HANDLER), order, "gjenapne")
    assert (status, state(order)) == (422, Status.ACCEPTED)
    assert 'href="#f-text"' in page
    press(as_user(CASE_HANDLER), order, "gjenapne", text="Feil måler.")
    assert state(order) is Status.REPORTED


def test_what_is_missing_keeps_it_from_being_accepted(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = works.reported(electrician, case_handler, fitter)
    order.photos.filter(step="sealed_meter").update(state=Photo.State.COMING)
    page = text(as_user(CASE_HANDLER), f"/arbeidsordrer/{order.id}")
    assert "Kan ikke godtas ennå." in page
    assert "Ett bilde er på vei" in page
    status, page = press(as_user(CASE_HANDLER), order, "godta")
    assert (status, state(order)) == (409, Status.REPORTED)
    assert "Noen bilder er ikke kommet fram ennå." in page


def test_a_report_is_returned_with_words_that_point_at_a_step(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = works.reported(electrician, case_handler, fitter)
    assert "Plombe: Måleren montert og plombert" in text(as_user(CASE_HANDLER), f"/arbeidsordrer/{order.id}/returner")
    press(as_user(CASE_HANDLER), order, "returner", step="sealed_meter", text="Bildet er uklart.")
    returned = WorkOrder.objects.get(pk=order.pk)
    assert returned.state is Status.RETURNED
    assert returned.remarks[-1]["step"] == "sealed_meter"
    assert "«Bildet er uklart.»" in text(as_user(PLANNER), f"/arbeidsordrer/{order.id}")


def test_somebody_who_was_first_is_told_and_nothing_is_overwritten(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = works.reported(electrician, case_handler, fitter)
    answer = as_user(CASE_HANDLER).post(
        f"/arbeidsordrer/{order.id}/returner", {"revision": order.revision - 1, "text": "Uklart."}
    )
    assert answer.status_code == 412
    assert "Uklart." in answer.content.decode()
    assert state(order) is Status.REPORTED


def test_an_order_is_called_off_and_handed_to_another_firm(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    jobs.paper(CONTRACTORS_FITTER, "eksempelnett")
    order = jobs.planned(electrician, case_handler, fitter)
    page = text(as_user(CASE_HANDLER), f"/arbeidsordrer/{order.id}/gi-videre")
    assert electrician.organisation_name in page
    press(as_user(CASE_HANDLER), order, "gi-videre", performer_id=str(electrician.organisation))
    now = WorkOrder.objects.get(pk=order.pk)
    assert (now.state, now.performer_id, now.assignee_id) == (Status.UNPLANNED, electrician.organisation, None)
    press(as_user(CASE_HANDLER), order, "avlys", text="Kunden vil vente.")
    assert state(order) is Status.CANCELLED


def test_those_who_may_not_are_refused(as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor) -> None:
    order = works.reported(electrician, case_handler, fitter)
    for slug in ("godta", "returner", "gjenapne", "gi-videre"):
        assert press(as_user(ELECTRICIAN), order, slug, text="x")[0] == 403, slug
        assert press(as_user(OTHER_CONTRACTOR), order, slug, text="x")[0] == 404, slug
    assert state(order) is Status.REPORTED
    page = text(as_user(ELECTRICIAN), f"/arbeidsordrer/{order.id}")
    assert "/godta" not in page


def test_the_gate_is_ticked_by_the_grid_company_and_seen_by_all(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    order = jobs.ordered(electrician, case_handler, "set_up")
    address = f"/arbeidsordrer/{order.id}"
    page = text(as_user(ELECTRICIAN), address)
    assert "Kan ikke spenningssettes" in page
    assert "Kunden har ikke godtatt vilkårene." in page
    assert "Er på plass" not in page
    client = as_user(CASE_HANDLER)
    client.post(f"{address}/spenning", {"what": "terms", "how": "yes"})
    client.post(f"{address}/spenning", {"what": "contract", "how": "fallback"})
    page = text(as_user(ELECTRICIAN), address)
    assert "Kan spenningssettes" in page
    assert "Leveringsplikt er valgt" in page
    assert case_handler.name in page
    client.post(f"{address}/spenning", {"what": "terms", "how": ""})
    assert list(Gate.objects.filter(order=order).values_list("what", flat=True)) == ["contract"]
    assert "Likevel ikke på plass" in text(client, address)
    assert as_user(ELECTRICIAN).post(f"{address}/spenning", {"what": "terms", "how": "yes"}).status_code == 404
    assert client.post(f"{address}/spenning", {"what": "weather", "how": "yes"}).status_code == 422


def test_a_meter_is_kept_for_the_order_and_let_go(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = jobs.planned(electrician, case_handler, fitter)
    WorkOrder.objects.filter(pk=order.pk).update(facts={"phases": 3})
    StockMeter.objects.create(grid_company_id=case_handler.organisation, number="4400000000009901", kind="direct_3")
    client, address = as_user(PLANNER), f"/arbeidsordrer/{order.id}"
    assert "4400000000009901 · På lager" in text(client, address)
    client.post(f"{address}/maler", {"number": "4400000000009901"})
    assert "4400000000009901 er holdt av." in text(client, address)
    assert client.post(f"{address}/maler", {"number": "1234"}).status_code == 422
    client.post(f"{address}/maler", {"number": ""})
    assert not StockMeter.objects.get(number="4400000000009901").reserved_for_id


def test_what_came_from_a_phone_that_had_lost_the_order_is_taken_in(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = jobs.planned(electrician, case_handler, fitter)
    perform(case_handler, order.id, Action.UNPLAN, Given())
    assert works.held(fitter, order).outcome == "held"
    client, address = as_user(PLANNER), f"/arbeidsordrer/{order.id}"
    page = text(client, address)
    assert "Kom inn uten å bli med" in page
    assert "Stand på gammel måler: 48 211 kWh" in page
    client.post(f"{address}/tatt-vare-pa", {"what": "take_in"})
    assert WorkOrder.objects.get(pk=order.pk).values()["old_reading"] == 48211
    assert Operation.objects.get(order=order).settled == Operation.Settled.TAKEN_IN
    assert "Kom inn uten å bli med" not in text(client, address)
    assert "Kom inn uten å bli med" not in text(as_user(ELECTRICIAN), address)


def test_the_contractors_administrator_sees_what_waits_on_the_first_page(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    from nettmelding.workorders import making
    from nettmelding.workorders.making import Wanted
    from tests.notices import ways

    notice = ways.approved(electrician, case_handler)
    order = making.order(case_handler, notice.id, Wanted("change", performer_id=electrician.organisation))
    assert order.number in text(as_user(ADMINISTRATOR), "/")
    assert order.number not in text(as_user(CONTRACTORS_FITTER), "/")


def test_the_queue_shows_reports_and_the_search_finds_orders(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = works.reported(electrician, case_handler, fitter)
    client = as_user(CASE_HANDLER)
    queue = text(client, "/ko")
    assert order.number in queue
    assert "Rapportert" in queue
    assert client.get(f"/sok?q={order.number}").headers["Location"] == f"/arbeidsordrer/{order.id}"
    for words in ("Prøvevegen", "4400000000000019"):
        assert order.number in text(client, f"/sok?q={words}")
    hints = client.get("/sok?q=Prøvevegen", headers={"HX-Request": "true"}).content.decode()
    assert order.number in hints


def test_an_order_that_a_fitter_has_does_not_fill_the_queue(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = jobs.planned(electrician, case_handler, fitter)
    assert order.number not in text(as_user(CASE_HANDLER), "/ko")


def test_the_installation_lists_orders_and_meters_over_time(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order = works.reported(electrician, case_handler, fitter)
    perform(case_handler, order.id, Action.ACCEPT, Given())
    assert order.metering_point is not None
    for email in (CASE_HANDLER, ELECTRICIAN):
        page = text(as_user(email), f"/anlegg/{order.metering_point.installation_id}")
        assert f"/arbeidsordrer/{order.id}" in page
        assert "Bytte måler: 4400000000000019 → 4400000000009901" in page


def test_a_meter_that_hangs_elsewhere_is_said_to_both_and_no_rule_accepts_it(
    as_user: AsUser, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    jobs.with_rules("eksempelnett", accept_at_once=True)
    elsewhere = MeteringPoint.objects.exclude(meter_number__in=["", "4400000000000019"])
    number = elsewhere.filter(grid_company_id=case_handler.organisation_id).values_list("meter_number", flat=True)[0]
    order = works.reported(electrician, case_handler, fitter, new_meter=number)
    assert order.state is Status.REPORTED
    assert handed_down.order_down(fitter, order)["meter"]["taken_number"] == number
    page = text(as_user(CASE_HANDLER), f"/arbeidsordrer/{order.id}")
    assert "Se på dette først." in page
    assert f"Måler {number} henger et annet sted" in page
    right = works.reported(electrician, case_handler, fitter)
    assert right.state is Status.ACCEPTED
