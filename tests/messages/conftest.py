"""A mail server and a message to send."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest

from nettmelding.core.db import write
from nettmelding.core.ids import uuid7
from nettmelding.messages.models import Message
from nettmelding.messages.outbox import enqueue
from tests.messages.mail_server import MailServer

NOTICE = UUID(int=7)
ORGANISATION = UUID(int=8)
CONTEXT: dict[str, Any] = {
    "number": "2026-000123",
    "type_names": "Endring av OV/MV",
    "address": "Prøvevegen 1, 9998 Eksempelvik",
    "own_reference": "P-417",
    "reason": "",
    "remarks": [],
    "conditions": [],
    "link": "http://127.0.0.1:8000/meldinger/1",
    "recipient_name": "Åse Ødegård",
    "sender_organisation": "Eksempelnett AS",
    "contractor": "Eksempel Elektro AS",
    "next_step": "",
    "due": None,
}


def write_message(to: str = "saksbehandler@eksempelelektro.example", **changes: Any) -> Message:
    """A message about an approved notice, in a transaction of its own."""
    with write():
        return enqueue(
            kind="notice_approved",
            to=to,
            context=CONTEXT | changes,
            organisation_id=ORGANISATION,
            subject_kind="notice",
            subject_id=NOTICE,
            audience="contractor",
        )


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def worker() -> Callable[[], str]:
    """A name that no other worker has."""
    return lambda: f"test-{uuid7()}"
