"""A real SMTP server that can be told to misbehave."""

import email
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from nettmelding.messages.smtp import Server

Answer = str | Callable[[SMTP], str]


class _Controller(Controller):
    """On a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = cast(Any, self.server).sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class MailServer:
    """Takes mail on a loopback port. `at_mail`, `at_rcpt` and `at_data` hold answers other than yes."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.at_mail: list[Answer] = []
        self.at_rcpt: list[Answer] = []
        self.at_data: list[Answer] = []
        self.recipients: list[str] = []
        self.connections = 0
        self._controller = _Controller(self, hostname="127.0.0.1", port=0, server_hostname="mottak.example")

    def __enter__(self) -> "MailServer":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        return self._controller.port

    @property
    def settings(self) -> Server:
        """How our side reaches it, with little patience."""
        return Server(
            "127.0.0.1", self.port, "nettmelding <ikke-svar@nettmelding.example>", timeout=2, last_timeout=0.3
        )

    @property
    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.received]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        envelope.mail_from = address
        return self._answer(self.at_mail, server) or "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        if answer := self._answer(self.at_rcpt, server):
            return answer
        self.recipients.append(address)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        refusal = self.at_data[0] if self.at_data else ""
        if not (isinstance(refusal, str) and refusal):
            content = cast(bytes, envelope.content)
            self.received.append(email.message_from_bytes(content, policy=default))
        return self._answer(self.at_data, server) or "250 OK"

    @staticmethod
    def _answer(answers: list[Answer], server: SMTP) -> str:
        if not answers:
            return ""
        answer = answers.pop(0)
        return answer if isinstance(answer, str) else answer(server)


def hang_up(server: SMTP) -> str:
    """Cut the connection instead of answering."""
    cast(Any, server.transport).abort()
    return "250 OK"


def say_nothing(server: SMTP) -> str:
    """Keep the connection and never answer: aiosmtpd's own answer goes nowhere."""
    cast(Any, server)._writer = _Nowhere(cast(Any, server)._writer)
    return "250 OK"


class _Nowhere:
    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def write(self, data: bytes) -> None:
        """Lose it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._writer, name)


def body_of(mail: EmailMessage, kind: str = "plain") -> str:
    """The text of one of the mail's forms (`plain`, `html`), with plain line ends."""
    part = mail.get_body((kind,))
    return part.get_content().replace("\r\n", "\n") if part else ""
