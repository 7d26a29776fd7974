"""A screened case, from both sides: every address of the program as a colleague who is not named, and as one who is."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.installations.models import OutgoingTask
from nettmelding.notices import screening
from nettmelding.notices.models import Request
from nettmelding.organisations import screen_keys
from nettmelding.organisations.models import Screen
from nettmelding.organisations.screening import Wanted
from tests.others_things import Things, make
from tests.sessions import sign_in
from tests.test_tenancy import Place, ask, leaks, places

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.one_database]
NAMED, OTHER, PLANNER, INSPECTORATE, ADMINISTRATOR, CONTRACTOR = (
    "saksbehandler@eksempelnett.example", "saksbehandler2@eksempelnett.example", "planlegger@eksempelnett.example",
    "dle@eksempelnett.example", "nettadmin@eksempelnett.example", "saksbehandler@eksempelelektro.example",
)  # fmt: skip
ASKED = ("", "?q=Merkelapp", "?q=Hemmelegvegen", "?meter_number=4400000000009999", "?turn=mine", "?visning=alle")
OF_THE_CASE = frozenset({"notice_id", "request_id", "attachment_id"})
NOT_SCREENED = frozenset({"Skjermvegen 1", "Skjermet merke", "Kartmerke", "Kartfeilmerke", "Nettfilmerke"})
"""The list of what is screened is its administrator's, and a cabinet in the street is the company's people's,
as the names of the files with its grid are its administrator's."""
OWN_ADMINISTRATION = ("admin:screen",)
"""Where whoever screens reads what is screened, which is no case."""


@pytest.fixture
def screened(electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]) -> Things:
    """Everything at Hemmelegvegen 77 is seen by one case handler, as is the work ordered at Målervegen 1."""
    sent = make(electrician, case_handler)["sent"]
    assert case_handler.user_id is not None
    for shown in ("Hemmelegvegen 77", "Målervegen 1"):
        wanted = Wanted(Screen.Kind.ADDRESS, shown, "9998", "Eksempelvik", "", (case_handler.user_id,))
        screening.add(actor(ADMINISTRATOR), wanted)
    OutgoingTask.objects.update(screen_keys=[screen_keys.of_address("Hemmelegvegen 77", "9998")])
    return sent


@pytest.mark.parametrize("who", [OTHER, PLANNER, INSPECTORATE, ADMINISTRATOR])
def test_who_is_not_named_meets_it_nowhere(who: str, screened: Things) -> None:
    found, walked = [], 0
    client = sign_in(Client(), who)
    for place in places():
        if place.name.startswith(OWN_ADMINISTRATION):
            continue
        if place.parameters & OF_THE_CASE:
            for method in place.methods:
                answered = ask(client, place, method, screened)
                if answered.status_code not in {404, 405} or leaks(answered, screened):
                    found.append((method, place.name, answered.status_code, leaks(answered, screened)))
            continue
        for query in ASKED:
            page = client.get(_path(place, screened) + query)
            walked += 1
            told = leaks(page, screened) - NOT_SCREENED
            if page.status_code == 500 or told:
                found.append(("GET", place.name + query, page.status_code, told))
            if page.status_code != 200:
                break
    assert found == []
    assert walked > 100


def test_who_is_named_meets_it_everywhere(screened: Things) -> None:
    client = sign_in(Client(), NAMED)
    notice = f"/meldinger/{screened.ids['notice_id']}"
    for path in (notice, f"{notice}/historikk", f"{notice}/utskrift", "/ko", "/meldinger", "/sok?q=Eksempelvik"):
        answered = client.get(path, follow=True)
        assert answered.status_code == 200, path
        assert "Hemmelegvegen 77" in leaks(answered, screened), path


def test_the_contractor_sees_no_sign_of_it(electrician: Actor, screened: Things) -> None:
    client = sign_in(Client(), CONTRACTOR)
    for path in (f"/meldinger/{screened.ids['notice_id']}", "/meldinger", "/", "/sok?q=Merkelapp"):
        page = client.get(path, follow=True).content.decode()
        assert "Hemmelegvegen 77" in page
        assert "skjerm" not in page.casefold()


def test_counts_and_workbook_leave_it_out(screened: Things) -> None:
    counted = {}
    for who in (NAMED, OTHER):
        client = sign_in(Client(), who)
        page = client.get("/ko").content.decode()
        workbook = client.get("/meldinger.xlsx")
        counted[who] = (page.count('class="case-row') or page.count("/meldinger/0"), len(b"".join(workbook)))
        assert ("2 saker venter" in page, "Køen er tom" in page) == (who == NAMED, who == OTHER)
    assert counted[NAMED][0] > counted[OTHER][0]
    assert counted[NAMED][1] > counted[OTHER][1]


def test_what_is_sent_later_goes_to_named_handlers(electrician: Actor, screened: Things) -> None:
    from nettmelding.messages.models import Message
    from nettmelding.notices import requests

    before = set(Message.objects.values_list("id", flat=True))
    requests.send(
        electrician,
        Request.Kind.DISCONNECTION,
        Request.objects.get(pk=screened.ids["request_id"]).grid_company_id,
        address="Hemmelegvegen 77, 9998 Eksempelvik",
        wanted_date=clock.today() + timedelta(days=30),
    )
    told = Message.objects.exclude(pk__in=before).exclude(audience="contractor")
    assert {one.to_address for one in told} == {NAMED}


def _path(place: Place, things: Things) -> str:
    return place.address(things).split("?")[0]
