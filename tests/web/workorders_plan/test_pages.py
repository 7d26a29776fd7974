"""The board, the customer's page about a time, and the list of meters, as people open them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.installations.models import MeteringPoint
from nettmelding.messages.models import Message
from nettmelding.workorders import making, stock, times
from nettmelding.workorders.making import Wanted
from nettmelding.workorders.models import Gate, StockMeter, TimeOffer, WorkOrder
from nettmelding.workorders.status import Status
from tests.notices import ways
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, INSPECTORATE, OTHER_CONTRACTOR
from tests.workorders import jobs

pytestmark = pytest.mark.django_db(databases="__all__")
AsUser = Callable[[str], Client]
FITTER, PLANNER, CONTRACTORS_FITTER = (
    "montor@eksempelnett.example", "planlegger@eksempelnett.example", "montor@eksempelelektro.example",
)  # fmt: skip


@pytest.fixture
def fitter(actor: Callable[[str], Actor]) -> Actor:
    return actor(FITTER)


@pytest.fixture
def order(electrician: Actor, case_handler: Actor) -> WorkOrder:
    """One that waits for a time at Eksempelnett."""
    return jobs.ordered(electrician, case_handler)


def fresh(order: WorkOrder) -> WorkOrder:
    return WorkOrder.objects.get(pk=order.pk)


def tomorrow() -> str:
    return (clock.today() + timedelta(days=1)).isoformat()


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def sent(order: WorkOrder, fitter: Actor, **more: str) -> dict[str, str]:
    seen = fresh(order)
    return {
        "order": f"{seen.id}.{seen.revision}", "fitter": str(fitter.user_id), "day": tomorrow(), "at": "", "vis": "dag",
        "vist": tomorrow(), **more,
    }  # fmt: skip


@pytest.mark.parametrize("layout", ["dag", "uke", "omrade", "kart"])
def test_each_layout_shows_what_waits_and_what_has_a_time(
    layout: str, as_user: AsUser, order: WorkOrder, electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    client = as_user(PLANNER)
    assert "Prøvevegen 1" in text(client, f"/arbeidsordrer/plan?vis={layout}")
    client.post("/arbeidsordrer/plan/sett", sent(order, fitter, at="10.30"))
    shown = text(client, f"/arbeidsordrer/plan?vis={layout}&dag={tomorrow()}")
    assert fitter.name in shown
    assert "10.30–11.00" in shown


def test_an_order_is_given_to_a_fitter_by_a_plain_form(as_user: AsUser, order: WorkOrder, fitter: Actor) -> None:
    answer = as_user(PLANNER).post("/arbeidsordrer/plan/sett", sent(order, fitter, at="8"), follow=True)
    assert answer.redirect_chain[0][0].startswith(f"/arbeidsordrer/plan?vis=dag&dag={tomorrow()}")
    assert f"{order.number}: {fitter.name}, i morgen kl. 08.00–08.30." in answer.content.decode()
    assert fresh(order).state is Status.PLANNED


def test_what_is_refused_stands_beside_what_was_typed(as_user: AsUser, order: WorkOrder, fitter: Actor) -> None:
    client = as_user(PLANNER)
    for wrong, sentence in (
        ({"fitter": ""}, "Velg en montør."),
        ({"day": "i fjor en gang"}, "Skriv en dag"),
        ({"at": "kvart over"}, "Skriv et klokkeslett"),
        ({"order": "tull"}, "Velg minst én ordre."),
    ):
        answer = client.post("/arbeidsordrer/plan/sett", {**sent(order, fitter), **wrong})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert fresh(order).state is Status.UNPLANNED


def test_a_fitter_without_the_papers_is_greyed_with_the_reason(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.approved(electrician, case_handler)
    order = making.order(case_handler, notice.id, Wanted("change", performer_id=electrician.organisation))
    shown = text(as_user(ELECTRICIAN), f"/arbeidsordrer/plan?ordre={order.id}")
    assert "Mangler instruksjon for arbeid i måler hos Eksempelnett AS." in shown
    assert "plan-may-not" in shown


def test_an_order_is_taken_off_again(as_user: AsUser, order: WorkOrder, fitter: Actor) -> None:
    client = as_user(PLANNER)
    client.post("/arbeidsordrer/plan/sett", sent(order, fitter))
    answer = client.post("/arbeidsordrer/plan/ta-av", sent(order, fitter), follow=True)
    assert "Ordren er tatt av tavla." in answer.content.decode()
    assert fresh(order).planned_from is None
    assert client.post("/arbeidsordrer/plan/ta-av", {"vis": "dag"}).status_code == 422


def test_what_a_colleague_has_moved_is_not_moved_again(as_user: AsUser, order: WorkOrder, fitter: Actor) -> None:
    client, before = as_user(PLANNER), sent(order, fitter)
    client.post("/arbeidsordrer/plan/sett", before)
    answer = client.post("/arbeidsordrer/plan/sett", {**before, "at": "13"}, follow=True)
    assert "endret av noen andre" in answer.content.decode()


def test_who_plans_nothing_finds_no_board(as_user: AsUser, order: WorkOrder) -> None:
    for email in (CONTRACTORS_FITTER, FITTER, INSPECTORATE):
        client = as_user(email)
        for address in ("/arbeidsordrer/plan", f"/arbeidsordrer/{order.id}/tider"):
            assert client.get(address).status_code == 404
        assert client.post("/arbeidsordrer/plan/sett", {}).status_code == 404


def test_anothers_order_is_not_planned(as_user: AsUser, order: WorkOrder, fitter: Actor) -> None:
    for email in (OTHER_CONTRACTOR, "saksbehandler@provenett.example", ELECTRICIAN):
        client = as_user(email)
        assert client.get(f"/arbeidsordrer/plan?ordre={order.id}").status_code == 404
        assert client.post("/arbeidsordrer/plan/sett", sent(order, fitter)).status_code in {404, 422}
    assert fresh(order).state is Status.UNPLANNED


def test_a_fitters_day_is_shown_in_a_better_order(as_user: AsUser, order: WorkOrder, fitter: Actor) -> None:
    client = as_user(PLANNER)
    client.post("/arbeidsordrer/plan/sett", sent(order, fitter))
    shown = text(client, f"/arbeidsordrer/plan/rekkefolge/{fitter.user_id}?dag={tomorrow()}")
    assert "Prøvevegen 1" in shown
    assert "Rekkefølgen er så kort som den kan bli" in shown
    used = client.post(f"/arbeidsordrer/plan/rekkefolge/{fitter.user_id}?dag={tomorrow()}", follow=True)
    assert "Forslaget er brukt." in used.content.decode()
    assert client.post("/arbeidsordrer/plan/rekkefolge/angre?t=tull").status_code == 422


def test_free_times_are_offered_and_the_customer_picks_one_on_its_page(
    as_user: AsUser, order: WorkOrder, fitter: Actor, client: Client
) -> None:
    planner = as_user(PLANNER)
    shown = text(planner, f"/arbeidsordrer/{order.id}/tider?montor={fitter.user_id}")
    slots = [part.split('"')[0].replace("&#x2B;", "+") for part in shown.split('name="tid" value="')[1:]]
    assert slots
    answer = planner.post(
        f"/arbeidsordrer/{order.id}/tider", {"montor": str(fitter.user_id), "tid": slots[:2]}, follow=True
    )
    assert "Kunden er tilbudt 2 tider." in answer.content.decode()
    token = Message.objects.get(kind="order_times").text.split("/kunde/tid/")[1].split()[0]
    page = client.get(f"/kunde/tid/{token}")
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "Når passer det?" in page.content.decode()
    wrong = client.post(f"/kunde/tid/{token}", {"do": "velg"})
    assert wrong.status_code == 422
    assert "Velg en av tidene." in wrong.content.decode()
    agreed = client.post(f"/kunde/tid/{token}", {"do": "velg", "slot": "1"}, follow=True)
    assert "Tiden er avtalt" in agreed.content.decode()
    assert fresh(order).state is Status.PLANNED
    again = client.post(f"/kunde/tid/{token}", {"do": "velg", "slot": "0"})
    assert "Tiden er avtalt" in again.content.decode()
    empty = client.post(f"/kunde/tid/{token}", {"do": "passer-ikke", "text": ""})
    assert "Skriv når det passer bedre." in empty.content.decode()
    given_up = client.post(f"/kunde/tid/{token}", {"do": "passer-ikke", "text": "Etter jul"}, follow=True)
    assert "Firmaet har fått beskjed" in given_up.content.decode()
    assert fresh(order).state is Status.UNPLANNED


def test_the_customer_accepts_the_terms_with_the_time(
    electrician: Actor, case_handler: Actor, fitter: Actor, client: Client
) -> None:
    order = jobs.ordered(electrician, case_handler, "connect")
    times.offer(case_handler, order.id, [jobs.tomorrow()], assignee_id=fitter.user_id)
    token = Message.objects.get(kind="order_times").text.split("/kunde/tid/")[1].split()[0]
    assert "Jeg godtar Eksempelnett AS sine vilkår" in client.get(f"/kunde/tid/{token}").content.decode()
    client.post(f"/kunde/tid/{token}", {"do": "velg", "slot": "0", "terms": "on"})
    assert Gate.objects.filter(order=order, what="terms").exists()


@pytest.mark.parametrize(
    ("state", "words"), [("replaced", "Du har fått nye tider"), ("expired", "Lenken er for gammel")]
)
def test_a_link_that_is_no_longer_good_has_words(
    state: str, words: str, order: WorkOrder, case_handler: Actor, fitter: Actor, client: Client
) -> None:
    times.offer(case_handler, order.id, [jobs.tomorrow()], assignee_id=fitter.user_id)
    token = Message.objects.get(kind="order_times").text.split("/kunde/tid/")[1].split()[0]
    TimeOffer.objects.update(state=state)
    for answer in (client.get(f"/kunde/tid/{token}"), client.post(f"/kunde/tid/{token}", {"do": "velg", "slot": "0"})):
        assert words in answer.content.decode()
    assert fresh(order).state is Status.OFFERED


def test_a_link_that_has_never_been_says_so(client: Client) -> None:
    answer = client.get("/kunde/tid/tull")
    assert answer.status_code == 404
    assert "Denne lenken virker ikke" in answer.content.decode()


def test_a_customer_who_cannot_be_reached_is_offered_nothing(
    as_user: AsUser, order: WorkOrder, case_handler: Actor
) -> None:
    point = MeteringPoint.objects.select_related("installation").get(meter_number=ways.KNOWN_METER)
    without = making.without_notice(case_handler, point, Wanted("control"))
    shown = text(as_user(PLANNER), f"/arbeidsordrer/{without.id}/tider")
    assert "Kunden kan ikke nås" in shown
    assert "Tilby kunden tidene" not in shown


def test_meters_are_taken_in_loaded_and_given_back(as_user: AsUser, fitter: Actor) -> None:
    client = as_user(PLANNER)
    file = SimpleUploadedFile("nye.csv", b"Nummer\n4400000000009918\n", "text/csv")
    given = {"kind": "direct_3", "store": "Storgata 1", "numbers": "4400000000009901", "file": file}
    assert "2 målere er tatt inn." in client.post("/arbeidsordrer/lager/inn", given, follow=True).content.decode()
    partly = client.post("/arbeidsordrer/lager/inn", {"kind": "direct_3", "numbers": "4400000000009901\nABC12"})
    assert "ABC12 (Et målernummer er bare sifre.)" in partly.content.decode()
    wrong = client.post("/arbeidsordrer/lager/inn", {"numbers": "4400000000009925"})
    assert wrong.status_code == 422
    assert "4400000000009925" in wrong.content.decode()
    meter = StockMeter.objects.get(number="4400000000009901")
    holder = f"{fitter.user_id}:{fitter.organisation_id}"
    loaded = client.post("/arbeidsordrer/lager/bil", {"meter": str(meter.id), "holder": holder}, follow=True)
    assert "Måleren er flyttet." in loaded.content.decode()
    assert fitter.name in text(client, "/arbeidsordrer/lager?sted=van")
    assert "4400000000009918" not in text(client, "/arbeidsordrer/lager?q=4400000000009901")
    StockMeter.objects.filter(pk=meter.pk).update(place="taken_down")
    client.post(f"/arbeidsordrer/lager/{meter.id}/levert")
    assert StockMeter.objects.get(pk=meter.pk).place == "returned"


def test_a_contractor_sees_its_own_meters_and_changes_none(
    as_user: AsUser, actor: Callable[[str], Actor], electrician: Actor
) -> None:
    planner = actor(PLANNER)
    stock.take_in(planner, ["4400000000009901", "4400000000009918"], "direct_3", "")
    mine = StockMeter.objects.get(number="4400000000009901")
    StockMeter.objects.filter(pk=mine.pk).update(place="van", holder_firm_id=electrician.organisation_id)
    client = as_user(ELECTRICIAN)
    shown = text(client, "/arbeidsordrer/lager")
    assert "4400000000009901" in shown
    assert "4400000000009918" not in shown
    assert "Ta inn målere" not in shown
    for path in ("inn", "bil", f"{mine.id}/levert"):
        assert client.post(f"/arbeidsordrer/lager/{path}", {"numbers": "1234"}).status_code in {403, 404}


def test_the_case_handler_plans_too_and_the_reader_sees_no_meters(as_user: AsUser) -> None:
    assert as_user(CASE_HANDLER).get("/arbeidsordrer/plan").status_code == 200
    assert as_user(INSPECTORATE).get("/arbeidsordrer/lager").status_code == 403
