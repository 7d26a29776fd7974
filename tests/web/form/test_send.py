"""Looking over and sending: for the first time, again, as an answer, as a change, as a completion report."""

from collections.abc import Callable
from html import unescape

import pytest

from nettmelding.core.actor import Actor
from nettmelding.notices import actions, drafts
from nettmelding.notices.given import GivenRemark
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status
from tests.notices import ways
from tests.web.conftest import ELECTRICIAN
from tests.web.form.conftest import Filling

Begin = Callable[..., Filling]
FITTER = "montor@eksempelelektro.example"


@pytest.fixture
def ready(electrician: Actor) -> Notice:
    return ways.ready(electrician)


def test_it_shows_everything_as_it_will_be_sent(filling: Begin, ready: Notice) -> None:
    page = filling(ready, part="send").page()
    for text in ("63 A", "17,5 kW", "Kari Marie Nordmann", "Kunde og eier · ", "kari@nordmann.example", "Send melding"):
        assert text in page


def test_it_is_sent_and_the_receipt_says_what_happens_next(filling: Begin, ready: Notice) -> None:
    here = filling(ready, part="send")
    answer = here.client.post(here.address, {"revision": str(ready.revision)})
    assert answer.headers["Location"] == f"/meldinger/{ready.id}/kvittering"
    page = unescape(here.client.get(answer.headers["Location"]).content.decode())
    assert here.fresh().number in page
    assert "Eksempelnett AS svarer senest" in page
    assert "Det lokale eltilsynet (DLE)" in page


def test_what_is_missing_is_named_and_linked_and_nothing_is_sent(filling: Begin, electrician: Actor) -> None:
    notice = ways.draft(electrician)
    here = filling(notice, part="send")
    page = here.page()
    assert f"/meldinger/{notice.id}/rediger?mangler=1#f-when-expected_completion" in page
    assert "Send melding</span>" not in page
    assert here.client.post(here.address, {}).status_code == 422
    assert here.fresh().status == Status.DRAFT


def test_what_was_changed_meanwhile_is_looked_over_again(filling: Begin, ready: Notice) -> None:
    here = filling(ready, part="send")
    answer = here.client.post(here.address, {"revision": str(ready.revision - 1)})
    assert answer.status_code == 422
    assert "endret av noen andre i mellomtiden" in answer.content.decode()
    assert here.fresh().status == Status.DRAFT


def test_a_fitter_fills_in_and_a_case_handler_sends(filling: Begin, ready: Notice) -> None:
    here = filling(ready, email=FITTER, part="send")
    assert "En saksbehandler hos dere må sende." in here.page()
    assert here.client.post(here.address, {}).status_code == 403


def test_a_decision_that_was_made_at_once_is_shown_with_its_reasons(filling: Begin, electrician: Actor) -> None:
    notice = ways.draft(electrician, ["metering_point_work"], "simplified")
    ways.parties.same_as(electrician, notice.id, ways.PartyRole.OWNER, ways.PartyRole.CUSTOMER)
    ways.parties.set_contact(
        electrician, notice.id, ways.PartyRole.CUSTOMER, email="", mobile="900 00 000", no_email=True
    )
    mine = {"work.service": ["break_seal"], "when.expected_completion": "15.01.2027"}
    drafts.save(electrician, notice.id, base={}, mine=mine)
    here = filling(notice, part="send")
    assert "Avgjøres med én gang." in here.page()
    page = here.client.post(here.address, {}, follow=True).content.decode()
    assert "Godkjent med én gang" in page
    assert "Arbeid ved måleren uten frakobling i nettet avgjøres med én gang hos Eksempelnett." in page


def test_corrections_are_listed_before_sending_again(filling: Begin, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    actions.reject(case_handler, notice.id, remarks=[GivenRemark(text="For stor.", path="protection.ov_new_a")])
    drafts.save(electrician, notice.id, base={"protection.ov_new_a": 63}, mine={"protection.ov_new_a": "50"})
    here = filling(notice, part="send")
    page = here.page()
    assert "Endret siden sist" in page
    assert "63 A</del>" in page
    here.client.post(here.address, {})
    assert here.fresh().status == Status.SUBMITTED


def test_a_question_is_answered_with_words(filling: Begin, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    actions.ask(case_handler, notice.id, "Hvor står skapet?")
    assert "Hvor står skapet?" in filling(notice).page()
    here = filling(notice, part="send")
    assert "Hvor står skapet?" in here.page()
    refused = here.client.post(here.address, {"text": " "})
    assert refused.status_code == 422
    here.client.post(here.address, {"text": "I carporten."})
    assert here.fresh().status == Status.IN_REVIEW


def test_a_change_says_what_is_decided_anew(filling: Begin, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    drafts.save(electrician, notice.id, base={"protection.ov_new_a": 63}, mine={"protection.ov_new_a": "80"})
    drafts.save(electrician, notice.id, base={}, mine={"work.further_information": "Nøkkel hos nabo."})
    here = filling(notice, part="send")
    page = here.page()
    assert page.count("avgjøres på nytt") == 1
    assert "må vente til nettselskapet har godkjent på nytt" in page


def test_a_change_that_is_only_told_leaves_the_approval(
    filling: Begin, electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.approved(electrician, case_handler)
    drafts.save(electrician, notice.id, base={}, mine={"work.further_information": "Nøkkel hos nabo."})
    here = filling(notice, part="send")
    assert "Dette blir bare fortalt. Godkjenningen står." in here.page()
    page = here.client.post(here.address, {}, follow=True).content.decode()
    assert "Endringen er sendt" in page
    assert here.fresh().status == Status.APPROVED


def test_nothing_changed_is_nothing_to_send(filling: Begin, electrician: Actor, case_handler: Actor) -> None:
    here = filling(ways.approved(electrician, case_handler), part="send")
    assert "Du har ikke endret noe ennå." in here.page()


def test_a_report_shows_what_was_built_otherwise(filling: Begin, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    ways.fill_in_completion(
        electrician, notice, **{"completion.ov_a": "50", "completion.differences": "Kunden ville ha mindre."}
    )
    here = filling(notice, part="ferdigmelding/send")
    page = here.page()
    assert "Annerledes enn godkjent" in page
    assert "63 A</del>" in page
    answer = here.client.post(here.address, {"text": "Ferdig."}, follow=True)
    assert "Ferdigmeldingen er sendt" in answer.content.decode()
    assert here.fresh().status == Status.COMPLETION_REPORTED


def test_a_report_that_lacks_something_is_not_sent(filling: Begin, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    here = filling(notice, part="ferdigmelding/send")
    assert "mangler før den kan sendes" in here.page()
    assert here.client.post(here.address, {}).status_code == 422


def test_deviations_stand_beside_the_reports_fields(filling: Begin, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.reported(electrician, case_handler)
    remarks = [GivenRemark(text="Stemmer ikke med bildet.", path="completion.ov_a")]
    actions.return_completion(case_handler, notice.id, remarks=remarks)
    assert "Stemmer ikke med bildet." in filling(notice, email=ELECTRICIAN, part="ferdigmelding").page()


def test_the_review_asks_the_database_a_few_times(
    filling: Begin, ready: Notice, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    here = filling(ready, part="send")
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        here.client.get(here.address)
