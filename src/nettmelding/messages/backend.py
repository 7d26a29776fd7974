"""Django's own mails (allauth's password recovery) go through the outbox too."""

from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from nettmelding.audit.models import Audience
from nettmelding.core.db import write
from nettmelding.messages import outbox
from nettmelding.messages.kinds import ACCOUNT
from nettmelding.messages.rendering import Rendered


class OutboxBackend(BaseEmailBackend):
    """`EMAIL_BACKEND` that writes each mail to the outbox, one row for each recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Returns how many mails were written. Raises ValueError for attachments: the outbox carries none."""
        if any(mail.attachments for mail in email_messages):
            raise ValueError("the outbox carries no attachments")
        with write():
            for mail in email_messages:
                for recipient in mail.recipients():
                    outbox.put(_rendered(mail), kind=ACCOUNT, to=recipient, audience=Audience.INTERNAL)
        return len(email_messages)


def _rendered(mail: EmailMessage) -> Rendered:
    return Rendered(subject=str(mail.subject), text=str(mail.body), html=_html(mail))


def _html(mail: EmailMessage) -> str:
    alternatives = mail.alternatives if isinstance(mail, EmailMultiAlternatives) else []
    return next((str(content) for content, mimetype in alternatives if mimetype == "text/html"), "")
