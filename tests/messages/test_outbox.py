from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.audit.models import Audience
from nettmelding.core.db import write
from nettmelding.messages import queries
from nettmelding.messages.kinds import KINDS, check
from nettmelding.messages.models import Message, Status
from nettmelding.messages.outbox import enqueue
from nettmelding.messages.rendering import LONGEST_SUBJECT, one_line, render
from tests.messages.conftest import CONTEXT, NOTICE, ORGANISATION, write_message

FULL: dict[str, Any] = CONTEXT | {
    "reason": "Hva er lengden på stikkledningen?",
    "remarks": [{"label": "Overbelastningsvern", "text": "63 A krever effektbudsjett."}],
    "conditions": ["Måleren skal stå ute."],
    "next_step": "Arbeidet kan gjøres.",
    "due": date(2026, 12, 24),
    "company": "Eksempelnett AS",
    "person": "Siri Saksvik",
    "what": "Kalender",
    "code": "417 209",
    "facts": [{"term": "Firma", "value": "Eksempel Elektro AS"}],
}


@pytest.mark.parametrize("code", KINDS)
def test_it_tells_every_kind_in_words_with_number_and_link(code: str) -> None:
    message = render(code, FULL, "nb")
    assert "\n" not in message.subject
    for body in (message.text, message.html):
        assert "2026-000123" in body
        assert "http://127.0.0.1:8000/meldinger/1" in body
        assert "P-417" in body
        assert "Åse Ødegård" in body
    assert "  " not in message.text
    assert "\n\n\n" not in message.text


@pytest.mark.parametrize("code", KINDS)
def test_it_leaves_no_empty_headings_when_little_is_known(code: str) -> None:
    bare = {key: FULL[key] for key in KINDS[code].needs}
    text = render(code, bare, "nb").text
    assert ":\n\n" not in text
    assert "None" not in text


def test_it_says_what_must_be_put_right_and_where() -> None:
    text = render("notice_rejected", FULL, "nb").text
    assert "Dette må rettes:\n- Overbelastningsvern: 63 A krever effektbudsjett." in text


def test_it_tells_a_deadline_as_the_day_in_oslo() -> None:
    last_moment = datetime(2026, 12, 24, 22, 59, 59, tzinfo=UTC)
    text = render("notice_question", FULL | {"due": last_moment}, "nb").text
    assert "Svar innen 24. desember 2026." in text


def test_it_escapes_what_people_wrote_in_html_and_only_there() -> None:
    message = render("notice_question", FULL | {"reason": "Er OV < 63 A & IT?\n<script>"}, "nb")
    assert "Er OV < 63 A & IT?\n<script>" in message.text
    assert "Er OV &lt; 63 A &amp; IT?<br>&lt;script&gt;" in message.html
    assert "<script>" not in message.html


@given(st.text())
def test_it_makes_any_text_a_subject_of_one_line(text: str) -> None:
    line = one_line(text)
    assert len(line) <= LONGEST_SUBJECT
    assert line.isprintable()


@pytest.mark.parametrize(
    ("kind", "context", "complaint"),
    [
        ("notice_burnt", CONTEXT, "no such kind"),
        ("notice_question", CONTEXT, "missing in the context: reason"),
        ("notice_approved", CONTEXT | {"adress": "x"}, "unknown in the context: adress"),
        ("notice_approved", CONTEXT | {"due": "i morgen"}, "due is a str"),
    ],
)
def test_it_refuses_a_context_that_does_not_fit_the_kind(kind: str, context: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        check(kind, context)


@pytest.mark.django_db
def test_it_writes_the_message_ready_to_send() -> None:
    message = write_message()
    kept = Message.objects.get(pk=message.pk)
    assert kept.status == Status.WAITING
    assert kept.subject == "Godkjent: melding 2026-000123, Prøvevegen 1, 9998 Eksempelvik"
    assert kept.message_id == f"<{kept.pk}@nettmelding.example>"


@pytest.mark.django_db
def test_it_refuses_to_write_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        enqueue(
            kind="notice_approved",
            to="saksbehandler@eksempelelektro.example",
            context=CONTEXT,
            organisation_id=ORGANISATION,
            subject_kind="notice",
            subject_id=NOTICE,
            audience=Audience.CONTRACTOR,
        )
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_it_leaves_nothing_in_the_outbox_when_what_it_tells_did_not_happen() -> None:
    def approve_and_fail() -> float:
        with write():
            write_message()
            return 1 / 0

    with pytest.raises(ZeroDivisionError):
        approve_and_fail()
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_it_tells_how_the_messages_about_a_subject_are_doing() -> None:
    write_message()
    (state,) = queries.about("notice", NOTICE)
    assert (state.status, state.tries, state.sent_at) == (Status.WAITING, 0, None)
    assert state.next_try_at is not None
    assert queries.about("notice", ORGANISATION) == []
    assert queries.about("notice", NOTICE, audiences=frozenset({Audience.GRID_COMPANY})) == []
