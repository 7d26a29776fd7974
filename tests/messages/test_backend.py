import pytest
from django.core.mail import EmailMultiAlternatives, send_mail

from nettmelding.messages.delivery import deliver_due
from nettmelding.messages.kinds import ACCOUNT
from nettmelding.messages.models import Message, Status
from tests.messages.mail_server import MailServer, body_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _our_backend(settings: object) -> None:
    settings.EMAIL_BACKEND = "nettmelding.messages.backend.OutboxBackend"  # type: ignore[attr-defined]


def test_it_writes_djangos_own_mail_to_the_outbox() -> None:
    assert send_mail("Nytt passord", "Følg lenken.", None, ["montor@eksempelelektro.example"]) == 1
    message = Message.objects.get()
    assert (message.kind, message.to_address) == (ACCOUNT, "montor@eksempelelektro.example")
    assert (message.subject, message.text, message.html) == ("Nytt passord", "Følg lenken.", "")


def test_it_keeps_the_html_and_writes_one_row_for_each_recipient() -> None:
    mail = EmailMultiAlternatives("Emne", "Tekst", to=["a@eksempel.example"], cc=["b@eksempel.example"])
    mail.attach_alternative("<p>Tekst</p>", "text/html")
    mail.send()
    rows = Message.objects.order_by("to_address").values_list("to_address", "html")
    assert list(rows) == [("a@eksempel.example", "<p>Tekst</p>"), ("b@eksempel.example", "<p>Tekst</p>")]


def test_it_keeps_no_recovery_link_once_it_has_been_sent(mail: MailServer) -> None:
    send_mail("Nytt passord", "http://127.0.0.1/nokkel/abc", None, ["montor@eksempelelektro.example"])
    deliver_due("test", server=mail.settings)
    message = Message.objects.get()
    assert (message.status, message.text) == (Status.SENT, "")
    assert "nokkel/abc" in body_of(mail.received[0])


def test_it_refuses_attachments() -> None:
    mail = EmailMultiAlternatives("Emne", "Tekst", to=["a@eksempel.example"])
    mail.attach("plan.txt", "x", "text/plain")
    with pytest.raises(ValueError, match="no attachments"):
        mail.send()
    assert not Message.objects.exists()
