"""Who is told by e-mail and SMS, as *Selskapsinformasjon* and the person want it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from nettmelding.accounts.models import User
from nettmelding.core import clock, settings
from nettmelding.core.actor import Actor
from nettmelding.messages.models import Message
from nettmelding.notices import actions, dialogue, telling
from nettmelding.notices.given import Given
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import CompanySettings, Membership
from tests.notices import ways

pytestmark = pytest.mark.django_db
ELECTRICIAN, FITTER = "saksbehandler@eksempelelektro.example", "montor@eksempelelektro.example"
HANDLER = "saksbehandler@eksempelnett.example"


def told(notice: Notice, kind: str, channel: str = "email") -> list[str]:
    found = Message.objects.filter(subject_id=notice.id, kind=kind, channel=channel)
    return sorted(found.values_list("to_address", flat=True))


def wish(actor: Actor, **wanted: object) -> None:
    CompanySettings.objects.update_or_create(organisation_id=actor.organisation_id, defaults=wanted)


def test_a_note_to_the_other_side_is_told_to_who_has_the_case(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    actions.take(case_handler, notice.id)
    dialogue.note(electrician, notice.id, "Porten er låst.", internal=False)
    dialogue.note(case_handler, notice.id, "Ring når dere er der.", internal=False)
    assert told(notice, "notice_note") == sorted([HANDLER, ELECTRICIAN])
    first = Message.objects.filter(subject_id=notice.id, kind="notice_note", to_address=HANDLER).get()
    assert "Porten er låst." in first.text
    assert f"/meldinger/{notice.id}/dialog" in first.text


def test_an_internal_note_is_told_to_nobody(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    dialogue.note(case_handler, notice.id, "Sjekk sikringen.", internal=True)
    assert told(notice, "notice_note") == []


def test_each_side_switches_notes_off_for_itself(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    actions.take(case_handler, notice.id)
    wish(electrician, told_of={"notice_note": False})
    dialogue.note(electrician, notice.id, "Hei.", internal=False)
    dialogue.note(case_handler, notice.id, "Hei igjen.", internal=False)
    assert told(notice, "notice_note") == [HANDLER]


def test_a_person_switches_notes_off_for_themselves(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    User.objects.filter(email=ELECTRICIAN).update(mails={"written": False})
    dialogue.note(case_handler, notice.id, "Hei.", internal=False)
    assert told(notice, "notice_note") == []


def test_a_question_can_be_switched_off_and_a_stop_cannot(
    electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    wish(electrician, told_of={"notice_question": False, "notice_stopped": False})
    notice = ways.sent(electrician)
    actions.ask(case_handler, notice.id, "Hvor står måleren?")
    actions.answer(electrician, notice.id, "I gangen.")
    actions.approve(case_handler, notice.id)
    stop(notice, case_handler, actor)
    assert told(notice, "notice_question") == []
    assert told(notice, "notice_stopped") == [ELECTRICIAN]


def test_a_stop_goes_to_the_confirmed_mobile_too_where_there_is_a_gateway(
    electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor], monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = ways.approved(electrician, case_handler)
    User.objects.filter(email=ELECTRICIAN).update(mobile="+4790000000", mobile_confirmed_at=clock.now())
    monkeypatch.setattr(telling, "env", replace(settings.env, sms_url="http://127.0.0.1:9/"))
    stop(notice, case_handler, actor)
    assert told(notice, "notice_stopped", "sms") == ["+4790000000"]
    text = Message.objects.get(subject_id=notice.id, channel="sms").text
    assert text.startswith("STANS arbeidet")


def test_without_a_gateway_or_a_confirmed_mobile_there_is_no_sms(
    electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    notice = ways.approved(electrician, case_handler)
    stop(notice, case_handler, actor)
    assert told(notice, "notice_stopped", "sms") == []


def test_a_decision_goes_to_those_who_are_named(
    electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    wish(
        electrician,
        decision_to_sender=False,
        decision_to_fitter=True,
        decision_to_shared="post@eksempelelektro.example",
    )
    notice = ways.ready(electrician)
    Notice.objects.filter(pk=notice.pk).update(created_by_id=actor(FITTER).user_id)
    actions.send(electrician, notice.id)
    actions.approve(case_handler, notice.id)
    assert told(notice, "notice_approved") == [FITTER, "post@eksempelelektro.example"]


def test_who_has_left_is_not_told(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    Membership.objects.filter(user_id=electrician.user_id).update(ended_at=clock.now())
    actions.approve(case_handler, notice.id)
    assert ELECTRICIAN not in told(notice, "notice_approved")


def test_a_new_case_is_told_only_where_it_is_wished(electrician: Actor, case_handler: Actor) -> None:
    assert told(ways.sent(electrician), "notice_new") == []
    wish(case_handler, told_of={"notice_new": True}, message_email="post@eksempelnett.example")
    assert told(ways.sent(electrician), "notice_new") == ["post@eksempelnett.example"]


def test_a_completion_report_is_told_to_the_handler(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.reported(electrician, case_handler)
    assert told(notice, "notice_completion") == [HANDLER]


def stop(notice: Notice, case_handler: Actor, actor: Callable[[str], Actor]) -> None:
    why = Given(text="Feil i trafoen.")
    actions.act(case_handler, notice.id, Action.PROPOSE_STOP, why)
    actions.act(actor("saksbehandler2@eksempelnett.example"), notice.id, Action.STOP, why)
