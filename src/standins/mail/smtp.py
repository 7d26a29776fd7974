"""The catcher's SMTP side. The fault switch works here too: `down` answers 421, `refuse` 550, `slow` waits
first."""

import asyncio
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from standins.faults import Fault, Mode
from standins.mail.store import Store

BIGGEST = 30 * 1024 * 1024
"""Bytes."""


class Catcher:
    """Keeps what it is handed."""

    def __init__(self, store: Store, fault: Fault) -> None:
        self.store = store
        self.fault = fault

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """SMTP's answer to the end of the data; 250 only when the e-mail is in the file."""
        self.fault.requests += 1
        if self.fault.mode is Mode.SLOW:
            await asyncio.sleep(self.fault.seconds)
        if self.fault.mode in _REFUSALS:
            return _REFUSALS[self.fault.mode]
        content: Any = envelope.content
        raw = content if isinstance(content, bytes) else str(content or "").encode()
        self.store.add(envelope.mail_from or "", envelope.rcpt_tos, raw)
        return "250 OK, caught"


_REFUSALS = {
    Mode.DOWN: "421 4.3.0 Service not available, try again later",
    Mode.GARBAGE: "451 4.3.0 Local error in processing",
    Mode.REFUSE: "550 5.1.1 Mailbox unavailable",
}


def protocol(store: Store, fault: Fault) -> SMTP:
    """One connection's protocol."""
    return SMTP(Catcher(store, fault), hostname="nettmelding-epost", data_size_limit=BIGGEST, enable_SMTPUTF8=True)
