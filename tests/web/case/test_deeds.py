"""Handling a case: each action's page, what it asks for, and what is kept when it is refused."""

from collections.abc import Callable

import pytest
from django.test import Client

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Refused
from nettmelding.notices import actions
from nettmelding.notices.given import GivenRemark
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice
from nettmelding.notices.offers import offers
from nettmelding.notices.queries import get
from nettmelding.notices.status import Status
from nettmelding.organisations.models import Organisation
from nettmelding.web.case.steps import BY_ACTION, STEPS
from nettmelding.workorders import making
from tests.notices import ways
from tests.web.conftest import CASE_HANDLER, COLLEAGUE, ELECTRICIAN, INSPECTORATE

AsUser = Callable[[str], Client]


def press(client: Client, notice: Notice, slug: str, **sent: object) -> tuple[int, str]:
    """Post an action's form as the page has it now; the status of the answer and its text, redirects followed."""
    current = Notice.objects.get(pk=notice.pk)
    answer = client.post(f"/meldinger/{notice.id}/{slug}", {"revision": current.revision, **sent}, follow=True)
    return answer.status_code, answer.content.decode()


def state(notice: Notice) -> Status:
    return Notice.objects.get(pk=notice.pk).state


def test_every_action_of_a_person_has_its_button() -> None:
    unseen = {Action.DELETE}
    elsewhere = {
        Action.OFFER_CHARGE, Action.CUSTOMER_ACCEPTS, Action.CUSTOMER_DECLINES, Action.OFFER_EXPIRES, Action.LAPSE,
        Action.START_GRID_WORK, Action.FINISH_GRID_WORK, Action.METER_SET, Action.CALL_OFF_METERING,
    }  # fmt: skip
    assert set(BY_ACTION) == set(Action) - unseen - elsewhere
    assert len({step.slug for step in STEPS if step.slug}) == len([step for step in STEPS if step.slug])


def test_a_case_handler_takes_a_case_by_one_press(as_user: AsUser, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    status, text = press(as_user(CASE_HANDLER), notice, "ta")
    assert status == 200
    assert "Saken er din." in text
    assert Notice.objects.get(pk=notice.pk).handler_id == case_handler.user_id


def test_approving_keeps_the_conditions_ready_made_and_own(as_user: AsUser, electrician: Actor) -> None:
    notice = ways.sent(electrician)
    _, text = press(
        as_user(CASE_HANDLER), notice, "godkjenn",
        condition=["call_before_start"], condition_own="Porten er låst.", text="Lykke til.",
    )  # fmt: skip
    assert state(notice) is Status.APPROVED
    for words in ("Ring oss før arbeidet starter.", "Porten er låst.", "Lykke til."):
        assert words in text


def test_rejecting_keeps_each_reason_with_its_words_and_field(as_user: AsUser, electrician: Actor) -> None:
    notice = ways.sent(electrician)
    sent = {
        "reason": ["load_unclear", "other"],
        "reason_text.load_unclear": "78 kW er mer enn vernet tåler.",
        "reason_path.load_unclear": "power.new_peak_kw",
        "reason_text.other": "Tegn inn skapet.",
        "reason_path.other": "attachment.single_line_diagram",
        "reason_text.wrong_customer": "Ikke krysset av",
    }
    press(as_user(CASE_HANDLER), notice, "avvis", **sent)
    decision = notice.decisions.get()
    assert {(one.code, one.path, one.text) for one in decision.remarks.all()} == {
        ("load_unclear", "power.new_peak_kw", "78 kW er mer enn vernet tåler."),
        ("other", "attachment.single_line_diagram", "Tegn inn skapet."),
    }


def test_a_rejection_without_a_reason_is_refused(as_user: AsUser, electrician: Actor) -> None:
    notice = ways.sent(electrician)
    status, text = press(as_user(CASE_HANDLER), notice, "avvis", reason=["other"])
    assert status == 409
    assert "Velg minst én grunn" in text
    assert state(notice) is Status.SUBMITTED


def test_what_was_written_stays_when_somebody_was_first(
    as_user: AsUser, electrician: Actor, actor: Callable[[str], Actor]
) -> None:
    notice = ways.sent(electrician)
    client = as_user(CASE_HANDLER)
    client.get(f"/meldinger/{notice.id}/spor")
    actions.approve(actor(COLLEAGUE), notice.id)
    answer = client.post(f"/meldinger/{notice.id}/spor", {"revision": notice.revision, "text": "Hvor står måleren?"})
    text = answer.content.decode()
    assert answer.status_code == 412
    assert "Hvor står måleren?" in text
    assert "Godkjent (Trond Takvam, i dag kl." in text
    assert "Send spørsmålet" not in text


def test_a_question_needs_words(as_user: AsUser, electrician: Actor) -> None:
    notice = ways.sent(electrician)
    status, text = press(as_user(CASE_HANDLER), notice, "spor", text="  ")
    assert status == 422
    assert 'href="#f-text"' in text


def test_a_case_is_given_to_a_colleague(
    as_user: AsUser, electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    notice = ways.sent(electrician)
    actions.take(case_handler, notice.id)
    colleague = actor(COLLEAGUE)
    page = as_user(CASE_HANDLER).get(f"/meldinger/{notice.id}/gi-videre").content.decode()
    assert colleague.name in page
    press(as_user(CASE_HANDLER), notice, "gi-videre", assignee_id=str(colleague.user_id))
    assert Notice.objects.get(pk=notice.pk).handler_id == colleague.user_id


def test_a_stop_is_proposed_by_one_and_confirmed_by_another(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.approved(electrician, case_handler)
    press(as_user(CASE_HANDLER), notice, "foresla-stans", text="Kabelen er skadet.")
    assert "Bekreft stans" not in as_user(CASE_HANDLER).get(f"/meldinger/{notice.id}").content.decode()
    assert "Kabelen er skadet." not in as_user(ELECTRICIAN).get(f"/meldinger/{notice.id}").content.decode()
    assert "Bekreft stans" in as_user(COLLEAGUE).get(f"/meldinger/{notice.id}").content.decode()
    press(as_user(COLLEAGUE), notice, "stans", text="Kabelen er skadet.")
    assert state(notice) is Status.STOPPED
    press(as_user(COLLEAGUE), notice, "opphev-stans", text="Kabelen er skjøtt.")
    assert state(notice) is Status.IN_REVIEW


def test_a_completion_is_returned_closed_and_reopened(as_user: AsUser, electrician: Actor, case_handler: Actor) -> None:
    notice = ways.reported(electrician, case_handler)
    client = as_user(CASE_HANDLER)
    press(
        client, notice, "returner", reason=["completion_declaration_missing"],
        **{"reason_text.completion_declaration_missing": "Legg den ved."},
    )  # fmt: skip
    assert state(notice) is Status.COMPLETION_RETURNED
    actions.report_completion(electrician, notice.id)
    press(client, notice, "avslutt")
    assert state(notice) is Status.CLOSED
    press(client, notice, "gjenapne", text="Feil måler.")
    assert state(notice) is Status.COMPLETION_REPORTED


def test_a_meter_is_ordered_and_the_case_returned_with_what_was_found(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.reported(electrician, case_handler)
    client = as_user(CASE_HANDLER)
    _, text = press(client, notice, "bestill-maler")
    assert "Måler er bestilt." in text
    assert state(notice) is Status.METERING
    order = notice.work_orders.get()
    assert "Arbeidsordre bestilt" in client.get(f"/meldinger/{notice.id}/historikk").content.decode()
    status, _ = press(client, notice, "returner-med-avvik")
    assert (status, state(notice)) == (409, Status.METERING)
    _, text = press(
        client, notice, "returner-med-avvik", reason=["other"], **{"reason_text.other": "Målerskapet mangler dør."}
    )
    assert state(notice) is Status.COMPLETION_RETURNED
    assert "Målerskapet mangler dør." in text
    order.refresh_from_db()
    assert order.status == "cancelled"


def test_the_contractor_withdraws_and_copies(as_user: AsUser, electrician: Actor) -> None:
    notice = ways.sent(electrician)
    client = as_user(ELECTRICIAN)
    answer = client.post(f"/meldinger/{notice.id}/kopier")
    assert answer.headers["Location"].endswith("/rediger")
    press(client, notice, "trekk", text="Kunden venter.")
    assert state(notice) is Status.WITHDRAWN


@pytest.mark.parametrize("slug", ["ta", "godkjenn", "avvis", "spor"])
@pytest.mark.parametrize("email", [ELECTRICIAN, INSPECTORATE])
def test_those_who_may_not_are_refused(as_user: AsUser, electrician: Actor, slug: str, email: str) -> None:
    notice = ways.sent(electrician)
    assert as_user(email).get(f"/meldinger/{notice.id}/{slug}").status_code == 409
    status, _ = press(as_user(email), notice, slug, text="Hei")
    assert status == 403
    assert state(notice) is Status.SUBMITTED


@pytest.mark.parametrize("way", [ways.sent, ways.approved, ways.reported])
def test_every_button_leads_to_a_page(
    as_user: AsUser, electrician: Actor, case_handler: Actor, way: Callable[..., Notice]
) -> None:
    notice = way(electrician) if way is ways.sent else way(electrician, case_handler)
    for email, who in ((CASE_HANDLER, case_handler), (ELECTRICIAN, electrician)):
        steps = [BY_ACTION[one] for one in offers(who, get(who, notice.id))]
        assert steps
        for step in steps:
            if step.slug:
                assert as_user(email).get(f"/meldinger/{notice.id}/{step.slug}").status_code == 200, step.slug


def test_a_case_of_a_stopped_firm_says_so_and_is_not_begun(
    as_user: AsUser, electrician: Actor, case_handler: Actor
) -> None:
    """Neither approved, nor sent to by a work order; it can still be rejected."""
    waiting, standing = ways.sent(electrician), ways.approved(electrician, case_handler)
    Organisation.objects.filter(pk=electrician.organisation_id).update(
        stopped_at=clock.now(), stopped_because="bankrupt"
    )
    handler = as_user(CASE_HANDLER)
    for client in (handler, as_user(ELECTRICIAN)):
        page = client.get(f"/meldinger/{waiting.id}").content.decode()
        assert "Eksempel Elektro AS er stanset fra" in page
        assert "overføres til et annet firma" in page
    assert "Firmaet er stanset" in press(handler, waiting, "godkjenn")[1]
    assert state(waiting) is Status.SUBMITTED
    assert electrician.organisation not in {one.id for one in making.performers_of(case_handler, standing)}
    assert making.may_order(electrician, get(electrician, standing.id)) == []
    with pytest.raises(Refused, match="stanset"):
        actions.act(case_handler, standing.id, Action.ORDER_METERING)
    actions.reject(case_handler, waiting.id, remarks=[GivenRemark(code="load_unclear")])
