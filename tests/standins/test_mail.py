"""The mail catcher keeps every e-mail and shows it."""

import smtplib
from email.message import EmailMessage

import pytest

from tests.standins_fixture import Standins


def letter(subject: str = "Godkjent: 2026-000123", message_id: str = "<1@nettmelding.example>") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "nettmelding <ikke-svar@nettmelding.example>"
    message["To"] = "admin@eksempelelektro.example"
    message["Subject"] = subject
    message["Message-ID"] = message_id
    message.set_content("Meldingen er godkjent. Se http://127.0.0.1:8000/meldinger/2026-000123.")
    message.add_alternative("<html><head></head><body><p>Meldingen er <b>godkjent</b></p></body></html>", "html")
    return message


def send(standins: Standins, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", standins.book.ports["smtp"]) as smtp:
        smtp.send_message(message)


def test_it_keeps_an_email_with_its_text_html_and_links(standins: Standins) -> None:
    send(standins, letter("Godkjent: Prøvevegen 1 – æøå"))
    (mail,) = standins.mails(to="ADMIN@eksempelelektro")
    assert mail["subject"] == "Godkjent: Prøvevegen 1 – æøå"
    assert mail["links"] == ["http://127.0.0.1:8000/meldinger/2026-000123"]
    assert "<b>godkjent</b>" in mail["html"]
    assert standins.mails(to="somebody.else") == []


def test_it_counts_copies_by_message_id(standins: Standins) -> None:
    for message_id in ("<a@x>", "<b@x>", "<a@x>"):
        send(standins, letter(message_id=message_id))
    counted = standins.http.get(standins.url("mail") + "/api/message-ids").json()
    assert counted == {"<a@x>": 2, "<b@x>": 1}
    assert [mail["copies"] for mail in standins.mails()] == [2, 1, 2]


def test_it_shows_the_list_and_each_email_on_a_page(standins: Standins) -> None:
    send(standins, letter("<script>alert(1)</script>"))
    number = standins.mails()[0]["id"]
    front = standins.http.get(standins.url("mail") + "/")
    page = standins.http.get(f"{standins.url('mail')}/post/{number}")
    assert "&lt;script&gt;" in front.text
    assert "<script>" not in front.text + page.text
    assert f"src='/post/{number}/html'" in page.text
    assert "script-src" not in page.headers["content-security-policy"]


def test_it_shows_the_html_in_a_sandbox(standins: Standins) -> None:
    send(standins, letter())
    shown = standins.http.get(f"{standins.url('mail')}/post/{standins.mails()[0]['id']}/html")
    assert shown.headers["content-security-policy"].startswith("sandbox ")
    assert '<base target="_blank">' in shown.text


def test_it_answers_404_for_an_email_that_is_not_there(standins: Standins) -> None:
    assert standins.http.get(standins.url("mail") + "/post/999999").status_code == 404


@pytest.mark.parametrize(("mode", "code"), [("down", 421), ("garbage", 451), ("refuse", 550)])
def test_it_refuses_by_smtp_when_told_to(standins: Standins, mode: str, code: int) -> None:
    standins.fault("mail", mode)
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(standins, letter())
    assert refused.value.smtp_code == code
    assert standins.mails() == []
