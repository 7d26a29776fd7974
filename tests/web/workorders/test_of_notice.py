"""The work orders of a notice: the tab of its case, ordering from there, and calling off in time."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.status import Status
from tests.notices import blocks, ways
from tests.web.conftest import CASE_HANDLER, ELECTRICIAN, INSPECTORATE, OTHER_CONTRACTOR
from tests.workorders import jobs

pytestmark = pytest.mark.django_db(databases="__all__")
AsUser = Callable[[str], Client]


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_the_tab_lists_the_orders_with_whether_there_may_be_voltage(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.approved(electrician, case_handler)
    set_up = jobs.ordered(electrician, case_handler, "set_up", notice)
    jobs.ordered(electrician, case_handler, "control", notice)
    for email in (ELECTRICIAN, CASE_HANDLER):
        page = text(as_user(email), f"/meldinger/{notice.id}/arbeidsordrer")
        assert set_up.number in page
        assert "Kunden har ikke godtatt vilkårene." in page
        assert "gjelder ikke" in page
    assert as_user(OTHER_CONTRACTOR).get(f"/meldinger/{notice.id}/arbeidsordrer").status_code == 404
    assert as_user(INSPECTORATE).get(f"/meldinger/{notice.id}/arbeidsordrer").status_code in {200, 404}


def test_the_grid_company_orders_any_kind(as_user: AsUser, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    client, address = as_user(CASE_HANDLER), f"/meldinger/{notice.id}/arbeidsordrer/ny"
    assert "Bytte måler" in text(client, address)
    day = clock.today() + timedelta(days=3)
    answer = client.post(
        address, {"slag": "change", "day": f"{day:%d.%m.%Y}", "access_note": "Nøkkelboks 4711", "note": "Ring først"}
    )
    assert answer.status_code == 302
    order = WorkOrder.objects.get(notice=notice)
    assert (order.kind, order.access_note, order.note) == ("change", "Nøkkelboks 4711", "Ring først")
    assert order.wanted_from == clock.start_of_day(day)
    assert not order.hour_matters
    assert f"Arbeidsordre {order.number} er bestilt." in text(client, f"/meldinger/{notice.id}/arbeidsordrer")


def test_the_contractor_orders_switching_with_day_and_hour_and_calls_it_off_in_time(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.approved(electrician, case_handler)
    client, address = as_user(ELECTRICIAN), f"/meldinger/{notice.id}/arbeidsordrer"
    page = text(client, f"{address}/ny")
    assert "Frakoble" in page
    assert "Kontrollere" not in page
    day = clock.today() + timedelta(days=3)
    for given, field in (
        ({}, "f-day"), ({"day": "tull"}, "f-day"), ({"day": f"{day:%d.%m.%Y}"}, "f-hour"),
        ({"day": f"{day:%d.%m.%Y}", "hour": "25.00"}, "f-hour"), ({"day": "1.1.2020", "hour": "8"}, "f-day"),
    ):  # fmt: skip
        refused = client.post(f"{address}/ny", {"slag": "disconnect", "cabinet": "KS 1016", **given})
        assert refused.status_code == 422, given
        assert f'href="#{field}"' in refused.content.decode(), given
        assert "KS 1016" in refused.content.decode()
    client.post(
        f"{address}/ny",
        {"slag": "disconnect", "day": f"{day:%d.%m.%Y}", "hour": "8:30", "cabinet": "KS 1016", "circuit": "4"},
    )
    order = WorkOrder.objects.get(notice=notice)
    assert clock.oslo(order.wanted_from or clock.now()).strftime("%H.%M") == "08.30"
    assert (order.hour_matters, order.facts["cabinet"], order.facts["circuit"]) == (True, "KS 1016", "4")
    assert "Avlys" in text(client, address)
    answer = client.post(f"/arbeidsordrer/{order.id}/avlys", {"fra": "melding", "text": "Kunden er bortreist."})
    assert answer.headers["Location"] == f"/meldinger/{notice.id}/arbeidsordrer"
    assert WorkOrder.objects.get(pk=order.pk).state is Status.CANCELLED


def test_it_is_too_late_to_call_off_what_is_near(as_user: AsUser, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    client = as_user(ELECTRICIAN)
    soon = clock.oslo(clock.now() + timedelta(hours=3))
    client.post(
        f"/meldinger/{notice.id}/arbeidsordrer/ny",
        {"slag": "connect", "day": f"{soon:%d.%m.%Y}", "hour": f"{soon:%H.%M}"},
    )
    order = WorkOrder.objects.get(notice=notice)
    assert "/avlys" not in text(client, f"/meldinger/{notice.id}/arbeidsordrer")
    page = text(client, f"/arbeidsordrer/{order.id}")
    assert "Det er for sent å avlyse her." in page
    assert client.post(f"/arbeidsordrer/{order.id}/avlys", {"text": "x"}).status_code == 409


def test_for_a_block_notice_as_a_whole_only_switching_is_ordered(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    mother = blocks.sent(electrician, 2)[0]
    page = text(as_user(CASE_HANDLER), f"/meldinger/{mother.id}/arbeidsordrer/ny")
    assert "Frakoble" in page
    assert "Bytte måler" not in page


def test_nothing_is_ordered_for_a_notice_that_is_not_sent(as_user: AsUser, electrician: Actor) -> None:
    notice = ways.ready(electrician)
    assert as_user(ELECTRICIAN).get(f"/meldinger/{notice.id}/arbeidsordrer/ny").status_code == 409
