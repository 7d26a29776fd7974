"""One conversation with the mail server, and what its answers mean."""

import smtplib
import ssl
from dataclasses import dataclass
from email.utils import parseaddr
from types import TracebackType
from typing import Self

from nettmelding.core.settings import env
from nettmelding.messages.mime import UnreachableAddress, as_bytes, envelope_address
from nettmelding.messages.models import Message, Outcome
from nettmelding.messages.results import Result, ServerDown, words_of


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over. `security` is `none`, `starttls` or `tls`; without `user` no sign-in."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    security: str = "none"
    timeout: float = 30.0
    """Seconds to wait for each answer."""
    last_timeout: float = 300.0
    """Seconds to wait for the answer to the whole content."""

    @classmethod
    def from_settings(cls) -> Self:
        return cls(
            host=env.smtp_host,
            port=env.smtp_port,
            sender=env.mail_from,
            user=env.smtp_user,
            password=env.smtp_password,
            security=env.smtp_security,
        )


class Conversation:
    """A connection over which one message after another is handed over, to be used as a context manager.

    It is opened at the first message, and anew after a break.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def hand_over(self, message: Message) -> Result:
        """Try to hand over one message. Raises ServerDown where no connection can be had."""
        try:
            content, recipient = as_bytes(message, self._server.sender), envelope_address(message.to_address)
        except UnreachableAddress:
            return Result(Outcome.NO_SUCH_ADDRESS, "not an address that a mail server can be told")
        smtp = self._open()
        try:
            result = self._offer(smtp, recipient) or self._give(smtp, content)
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            return Result(Outcome.LATER, words_of(error))
        if result.outcome is Outcome.UNKNOWN:
            self._drop()
        elif result.outcome is not Outcome.SENT:
            self._reset(smtp)
        return result

    def _offer(self, smtp: smtplib.SMTP, recipient: str) -> Result | None:
        """Name sender and recipient; a result where the server says no to one of them."""
        code, words = smtp.mail(parseaddr(self._server.sender)[1])
        if code != 250:
            return _refusal(code, words, for_good=Outcome.REFUSED)
        code, words = smtp.rcpt(recipient)
        return None if code in (250, 251) else _refusal(code, words, for_good=Outcome.NO_SUCH_ADDRESS)

    def _give(self, smtp: smtplib.SMTP, content: bytes) -> Result:
        """Send the content. What breaks after its last byte has gone is the one case SMTP cannot decide."""
        code, words = smtp.docmd("DATA")
        if code != 354:
            return _refusal(code, words, for_good=Outcome.REFUSED)
        smtp.send(_dotted(content))
        try:
            code, words = self._last_reply(smtp)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            return Result(Outcome.UNKNOWN, words_of(error))
        if code == 250:
            return Result(Outcome.SENT, _said(code, words))
        return _refusal(code, words, for_good=Outcome.REFUSED)

    def _last_reply(self, smtp: smtplib.SMTP) -> tuple[int, bytes]:
        """Waits longer: who hangs up now does not know whether it was taken (RFC 5321 § 4.5.3.2.6)."""
        if smtp.sock is not None:
            smtp.sock.settimeout(self._server.last_timeout)
        reply = smtp.getreply()
        if smtp.sock is not None:
            smtp.sock.settimeout(self._server.timeout)
        return reply

    def _open(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = _connect(self._server)
            except (smtplib.SMTPException, OSError) as error:
                raise ServerDown(words_of(error)) from error
        return self._smtp

    def _reset(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _close(self) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (smtplib.SMTPException, OSError):
                self._smtp.close()
            self._smtp = None


def _connect(server: Server) -> smtplib.SMTP:
    name = parseaddr(server.sender)[1].rpartition("@")[2]
    if server.security == "tls":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, name, timeout=server.timeout, context=ssl.create_default_context()
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, name, timeout=server.timeout)
    try:
        if server.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _dotted(content: bytes) -> bytes:
    """Lines that begin with a dot get another, and a lone dot ends it all (RFC 5321 § 4.5.2)."""
    lines = content.removesuffix(b"\r\n").split(b"\r\n")
    return b"\r\n".join(b"." + line if line.startswith(b".") else line for line in lines) + b"\r\n.\r\n"


def _refusal(code: int, words: bytes, for_good: Outcome) -> Result:
    """5yz is final, all else is for now (RFC 5321 § 4.2.1); 421 says that the server hangs up."""
    if code in (421, -1):
        raise smtplib.SMTPServerDisconnected(_said(code, words))
    return Result(for_good if 500 <= code < 600 else Outcome.LATER, _said(code, words))


def _said(code: int, words: bytes) -> str:
    return f"{code} {words.decode('utf-8', 'replace')}"[:500]
