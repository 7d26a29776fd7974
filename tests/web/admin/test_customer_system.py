"""*Kundesystem*: what a person at the grid company sees and does there."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.installations.models import CustomerSystem, Difference, MeteringPoint, OutgoingTask
from tests.installations.test_importing import gsrn
from tests.installations.test_outgoing import ADDRESS, closed, ordered

HANDLER = "saksbehandler@eksempelnett.example"
ADMIN = "nettadmin@eksempelnett.example"
PAGE = "/admin/kundesystem"

pytestmark = pytest.mark.django_db(databases="__all__")


def test_a_company_without_a_system_types_it_in_from_the_page(
    as_user: Callable[[str], Client], case_handler: Actor
) -> None:
    task = ordered(case_handler)
    client = as_user(HANDLER)

    shown = client.get(PAGE).content.decode()
    assert "Skal legges inn i kundesystemet" in shown
    assert "Prøvetunet 7 H0101" in shown
    wrong = client.post(f"{PAGE}/oppgaver/{task.id}", {"do": "typed", "metering_point_id": "707057500000000000"})
    assert (wrong.status_code, "siffer er feil" in wrong.content.decode()) == (422, True)
    client.post(f"{PAGE}/oppgaver/{task.id}", {"do": "typed", "metering_point_id": gsrn(7002)})

    assert MeteringPoint.objects.filter(metering_point_id=gsrn(7002)).exists()
    assert "Ingenting å legge inn" in client.get(PAGE).content.decode()


def test_the_list_is_a_workbook_without_formulas(
    as_user: Callable[[str], Client], electrician: Actor, case_handler: Actor
) -> None:
    closed(electrician, case_handler)
    OutgoingTask.objects.update(place="=cmd|' /C calc'!A0")

    answer = as_user(HANDLER).get(f"{PAGE}/liste.xlsx")

    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))  # type: ignore[call-overload]
    rows = list(book.worksheets[0].iter_rows())
    told = {heading.value: cell for heading, cell in zip(rows[0], rows[1], strict=False)}
    assert told["OV"].value == "63 A"
    assert told["Kundens e-post"].value == "kari@nordmann.example"
    assert told["Sted"].data_type == "s"


def test_what_differs_is_ticked_off_or_given_away(as_user: Callable[[str], Client], case_handler: Actor) -> None:
    row = Difference.objects.create(
        grid_company_id=case_handler.organisation, task=ordered(case_handler), name="network_system",
        here="tn_c_s_400", there="it_230", owner_id=case_handler.user_id,
    )  # fmt: skip
    client = as_user(HANDLER)

    assert "Her: TN-C-S 400 V. Kundesystemet: IT 230 V." in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}/ulikt/{row.id}", {"do": "give", "owner": ""}).status_code == 422
    client.post(f"{PAGE}/ulikt/{row.id}", {"do": "settle", "note": "Rettet"})

    row.refresh_from_db()
    assert (row.note, row.settled_by_id) == ("Rettet", case_handler.user_id)


def test_the_key_is_never_shown_again(
    as_user: Callable[[str], Client], registers_on_standins: object, case_handler: Actor
) -> None:
    client = as_user(ADMIN)
    secret = "hemmelig-nokkel-4711"

    client.post(f"{PAGE}/oppsett", {"base_url": ADDRESS, "key": secret, "is_on": "on"})
    kept = client.get(f"{PAGE}/oppsett").content.decode()
    tried = client.post(f"{PAGE}/oppsett", {"do": "try"})

    assert CustomerSystem.objects.get().base_url == ADDRESS
    assert ADDRESS in kept
    assert secret not in kept
    assert "godtok ikke nøkkelen" in tried.content.decode()
    assert secret not in tried.content.decode()
    assert as_user(HANDLER).get(f"{PAGE}/oppsett").status_code == 403
