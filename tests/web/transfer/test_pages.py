"""Handing a case over, through the pages."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.declarations.models import Draft
from nettmelding.notices import (
    actions,
    dialogue,
    drafts,
    parties,
    places,
    transfer_answering,
    transfer_asking,
    transfer_rows,
)
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.models import Notice, Party, Transfer
from tests.notices import blocks, ways
from tests.notices.test_transfers import OTHER, handed_over, the_link
from tests.test_tenancy import places as all_places
from tests.web.conftest import ADMINISTRATOR, CASE_HANDLER, OTHER_CONTRACTOR

pytestmark = pytest.mark.django_db(databases="__all__")
As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _no_guesses() -> None:
    cache.clear()


@pytest.fixture
def holder(actor: Callable[[str], Actor]) -> Actor:
    return actor(ADMINISTRATOR)


@pytest.fixture
def taker(actor: Callable[[str], Actor]) -> Actor:
    return actor(OTHER_CONTRACTOR)


@pytest.fixture
def approved(electrician: Actor, case_handler: Actor) -> Notice:
    return ways.approved(electrician, case_handler)


def link() -> str:
    return reverse("transfer:customer", args=[the_link()])


def test_from_the_question_to_the_new_firm(as_user: As, client: Client, approved: Notice) -> None:
    mine, other = as_user(ADMINISTRATOR), as_user(OTHER_CONTRACTOR)
    case = f"/meldinger/{approved.id}"
    assert b"Overf\xc3\xb8r til et annet firma" in mine.get(case).content
    answered = mine.post(f"{case}/overfor", {"to": OTHER, "reason": "Kunden har byttet"}, follow=True)
    assert "Kunden er spurt" in answered.content.decode()

    shown = client.get(link())
    assert shown.status_code == 200
    assert "Skal Prøve Installasjon AS ta over?" in shown.content.decode()
    assert "Prøvevegen" not in shown.content.decode()
    assert shown.headers["Referrer-Policy"] == "same-origin"
    assert Transfer.objects.get().state == Transfer.State.ASKED
    assert "Takk, du har svart ja" in client.post(link(), {"answer": "ja"}).content.decode()

    home = other.get("/").content.decode()
    assert "Overføring" in home
    offer = reverse("transfer:offer", args=[Transfer.objects.get().id])
    assert offer in home
    assert "Prøvevegen 1" in other.get(offer).content.decode()
    taken = other.post(offer, {"answer": "take"}, follow=True)
    assert taken.redirect_chain[-1][0] == case
    assert "Overtatt fra Eksempel Elektro AS i dag" in taken.content.decode()

    kept = mine.get(case, follow=True)
    assert kept.redirect_chain[-1][0] == f"{case}/tidligere"
    assert "Prøve Installasjon AS tok over i dag" in kept.content.decode()
    assert "Prøvevegen 1" in mine.get("/meldinger/tidligere").content.decode()
    assert f"{case}/tidligere" in mine.get("/sok?q=prøvevegen").headers.get("Location", "")
    assert "Overtatt fra" in as_user(CASE_HANDLER).get(case).content.decode()


@pytest.mark.parametrize(
    ("state", "said"),
    [("declined", "Det blir som det er"), ("expired", "Lenken er for gammel"), ("withdrawn", "ingenting å svare på")],
)
def test_the_customer_is_told_plainly(client: Client, approved: Notice, holder: Actor, state: str, said: str) -> None:
    asked = transfer_asking.ask(holder, approved.id, to=OTHER, reason="")
    if state == "declined":
        client.post(link(), {"answer": "nei"})
    if state == "withdrawn":
        transfer_asking.withdraw(holder, asked.id)
    when = clock.now() + (transfer_rows.VALID if state == "expired" else transfer_rows.VALID / 2)
    with clock.frozen(when):
        assert said in client.get(link()).content.decode()
        refused = client.post(link(), {"answer": "ja"})
    assert (refused.status_code, said in refused.content.decode()) == (409, True)
    assert Notice.objects.get().contractor_id == approved.contractor_id


def test_an_unknown_link_tells_nothing(client: Client) -> None:
    answered = client.get(reverse("transfer:customer", args=["gjettet"]))
    assert answered.status_code == 404
    assert "Denne lenken virker ikke" in answered.content.decode()


def test_the_grid_company_moves_one_and_many(as_user: As, approved: Notice, electrician: Actor) -> None:
    handler = as_user(CASE_HANDLER)
    refused = handler.post(f"/meldinger/{approved.id}/overfor", {"to": "1", "reason": "Konkurs"})
    assert (refused.status_code, "ni sifre" in refused.content.decode()) == (422, True)
    other = ways.sent(electrician)
    page = handler.get("/overforing/flere?fra=310 000 329").content.decode()
    assert {f'value="{approved.id}"' in page, f'value="{other.id}"' in page} == {True}
    answered = handler.post(
        "/overforing/flere?fra=310000329",
        {"notice": [str(approved.id), str(other.id)], "to": OTHER, "reason": "Konkurs"},
        follow=True,
    )
    assert "2 saker er overført" in answered.content.decode()
    assert {one.contractor.name for one in Notice.objects.select_related("contractor")} == {"Prøve Installasjon AS"}


def test_the_answer_is_the_same_whether_there_is_such_a_notice(as_user: As, approved: Notice) -> None:
    other = as_user(OTHER_CONTRACTOR)
    said = [
        other.post("/overforing/ta-over", {"number": number}, follow=True).content.decode().split("<main")[1]
        for number in (approved.number, "2026-999999")
    ]
    assert all("har kunden nå fått en lenke" in one for one in said)
    assert Transfer.objects.count() == 1
    assert str(approved.number) not in other.get("/overforing/ta-over").content.decode()


def test_what_comes_after_is_on_no_page_of_the_old_firm(
    as_user: As, approved: Notice, case_handler: Actor, holder: Actor, taker: Actor
) -> None:
    """The new firm changes the customer, the address and the text, and the grid company writes: none of it is the old firm's."""
    markers = ("Nykunde AS", "Nyvegen 99", "NYTEKST", "NYREFERANSE", "ETTERPÅ")
    transfer_asking.ask(holder, approved.id, to=OTHER, reason="")
    transfer_answering.answer(the_link(), yes=True)
    transfer_answering.take(taker, Transfer.objects.get().id)
    places.set_address(taker, approved.id, {"street": "Nyvegen", "number": 99, "postcode": "9998", "place": "X"})
    drafts.save(
        taker,
        approved.id,
        mine={"work.further_information": "NYTEKST", "who.our_reference": "NYREFERANSE", "power.new_peak_kw": "19"},
    )
    parties.type_name(taker, approved.id, PartyRole.CUSTOMER, Party.Kind.COMPANY, "Nykunde AS", "not_founded")
    parties.set_contact(taker, approved.id, PartyRole.CUSTOMER, email="n@n.example", mobile="", no_email=False)
    actions.change(taker, approved.id, text="ETTERPÅ")
    dialogue.note(case_handler, approved.id, "ETTERPÅ", internal=False)

    old, new = as_user(ADMINISTRATOR), as_user(OTHER_CONTRACTOR)
    assert all(marker in new.get(f"/meldinger/{approved.id}").content.decode() for marker in markers)
    ids = {"notice_id": approved.id, "number": 2, "transfer_id": Transfer.objects.get().id}
    given = {"attachment_id": approved.id, "action": "take", "role": "customer", "token": "x"}
    seen, asked = [], 0
    for place in all_places():
        if place.parameters <= ids.keys() | given.keys() and not place.name.startswith("account_"):
            path = reverse(place.name, kwargs={name: {**given, **ids}[name] for name in place.parameters})
            for query in ("", "?q=Nyvegen", f"?q={approved.number}", f"?subject={approved.id}"):
                answered = old.get(path + query)
                text = (b"".join(answered) if answered.streaming else answered.content).decode(errors="replace")
                asked += 1
                seen += [(path + query, one) for one in markers if one in text and one not in query]
    assert asked > 100
    assert seen == []
    assert old.get(f"/meldinger/{approved.id}/tidligere/2").status_code == 404
    assert old.get(f"/meldinger/{approved.id}/tidligere/1").status_code == 200
    assert old.get(f"/api/v1/notices/{approved.id}").status_code in {401, 404}


def test_a_metering_point_passes_by_its_customers_word(
    as_user: As, client: Client, electrician: Actor, case_handler: Actor
) -> None:
    mother, ids = blocks.sent(electrician, 2)
    actions.approve(case_handler, ids[0])
    mine, other = as_user(ADMINISTRATOR), as_user(OTHER_CONTRACTOR)
    case = f"/meldinger/{ids[0]}"
    assert f"{case}/overfor" in mine.get(case).content.decode()
    assert "skilles ut fra blokkmeldingen" in mine.get(f"{case}/overfor").content.decode()
    mine.post(f"{case}/overfor", {"to": OTHER, "reason": ""})
    assert "Skal Prøve Installasjon AS ta over?" in client.get(link()).content.decode()
    assert "Takk, du har svart ja" in client.post(link(), {"answer": "ja"}).content.decode()
    offer = reverse("transfer:offer", args=[Transfer.objects.get().id])
    assert "Prøvetunet 7, H0101" in other.get(offer).content.decode()
    taken = other.post(offer, {"answer": "take"}, follow=True).content.decode()
    assert all(words in taken for words in ("Overtatt fra Eksempel Elektro AS i dag", "Prøvetunet 7, H0101", "IT 230"))
    history = other.get(f"{case}/historikk").content.decode()
    assert f"Skilt ut fra {mother.number} som egen melding" in history
    assert "Skilt ut: H0101" in mine.get(f"/meldinger/{mother.id}/historikk").content.decode()
    assert mine.get(case, follow=True).redirect_chain[-1][0] == f"{case}/tidligere"
    for path in (f"/meldinger/{mother.id}", f"/meldinger/{ids[1]}", f"/meldinger/{mother.id}/maleranlegg/overfor"):
        assert other.get(path).status_code == 404
    assert as_user(CASE_HANDLER).get(case).status_code == 200


def test_the_grid_company_ticks_some_of_a_block(as_user: As, electrician: Actor) -> None:
    mother, ids = blocks.sent(electrician, 3)
    handler, tab = as_user(CASE_HANDLER), f"/meldinger/{mother.id}/maleranlegg"
    assert 'value="transfer"' in handler.get(tab).content.decode()
    chosen = handler.post(f"{tab}/velg", {"what": "transfer", "notice": [str(one) for one in ids[:2]]})
    assert chosen.headers["Location"] == f"{tab}/overfor?anlegg=1-2"
    page = handler.get(chosen.headers["Location"]).content.decode()
    assert ["H0101" in page, "H0102" in page, "H0103" in page] == [True, True, False]
    refused = handler.post(f"{tab}/overfor", {"anlegg": "1-2", "to": OTHER, "reason": ""})
    assert (refused.status_code, "Skriv hvorfor." in refused.content.decode()) == (422, True)
    done = handler.post(f"{tab}/overfor", {"anlegg": "1-2", "to": OTHER, "reason": "Konkurs"}, follow=True)
    assert "2 anlegg er overført" in done.content.decode()
    assert {one.mother_id for one in Notice.objects.filter(pk__in=ids[:2])} == {None}
    assert handler.get(f"{tab}/overfor?anlegg=1-2").headers["Location"] == tab
    assert as_user(OTHER_CONTRACTOR).get(f"/meldinger/{ids[1]}").status_code == 200
    history = handler.get(f"/meldinger/{mother.id}/historikk").content.decode()
    assert "Skilt ut: 2 anlegg" in history


def test_the_contractor_asks_the_customers_of_several(as_user: As, electrician: Actor) -> None:
    mother, ids = blocks.sent(electrician, 3)
    tab = f"/meldinger/{mother.id}/maleranlegg"
    asked = as_user(ADMINISTRATOR).post(f"{tab}/overfor", {"anlegg": "1-2", "to": OTHER, "reason": ""}, follow=True)
    assert "2 lenker er sendt til kundene" in asked.content.decode()
    assert set(Transfer.objects.values_list("notice_id", flat=True)) == set(ids[:2])
    fitter = as_user("montor@eksempelelektro.example")
    assert 'value="transfer"' not in fitter.get(tab).content.decode()
    assert fitter.post(f"{tab}/overfor", {"anlegg": "1", "to": OTHER}).status_code == 409


def test_who_handed_it_over_declares_its_own_part_and_the_new_firm_the_rest(
    as_user: As, approved: Notice, holder: Actor, taker: Actor
) -> None:
    """From the page of what was theirs, filled in with what they had sent; neither sees the other's, nor what came later."""
    handed_over(approved, holder, taker)
    mine, other = as_user(ADMINISTRATOR), as_user(OTHER_CONTRACTOR)
    page = mine.get(f"/meldinger/{approved.id}/tidligere").content.decode()
    form = f"/meldinger/{approved.id}/samsvarserklaering"
    assert f'action="{form}"' in page
    drafts.save(taker, approved.id, mine={"more.remarks": "Ny firmas ord"})
    begun = mine.post(form, follow=True)
    assert begun.status_code == 200
    assert "Prøvevegen 1" in begun.content.decode()
    assert "Ny firmas ord" not in begun.content.decode()
    assert other.post(form, follow=True).status_code == 200
    own, new = Draft.objects.get(issuer_id=holder.organisation_id), Draft.objects.get(issuer_id=taker.organisation_id)
    assert mine.get(f"/samsvarserklaeringer/kladd/{new.id}").status_code == 404
    assert other.get(f"/samsvarserklaeringer/kladd/{own.id}").status_code == 404
    page = mine.get(f"/meldinger/{approved.id}/tidligere").content.decode()
    assert f"/samsvarserklaeringer/kladd/{own.id}" in page
    assert f'action="{form}"' not in page
    assert mine.post(f"/samsvarserklaeringer/kladd/{own.id}/slett", follow=True).status_code == 200
