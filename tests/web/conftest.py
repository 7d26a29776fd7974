"""Clients that are somebody, and many notices at once."""

from collections.abc import Callable

import pytest
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.ids import uuid7
from nettmelding.notices import indexing, waiting
from nettmelding.notices.models import Notice
from tests.notices import ways
from tests.sessions import confirmed, sign_in

ELECTRICIAN = "saksbehandler@eksempelelektro.example"
ADMINISTRATOR = "admin@eksempelelektro.example"
CASE_HANDLER = "saksbehandler@eksempelnett.example"
COLLEAGUE = "saksbehandler2@eksempelnett.example"
INSPECTORATE = "dle@eksempelnett.example"
OTHER_CONTRACTOR = "admin@proveinstallasjon.example"


@pytest.fixture
def lately() -> Callable[..., Client]:
    """Lets a client have signed in so many seconds ago: `lately(client)`, `lately(client, ago=601)`."""
    return confirmed


@pytest.fixture
def as_user(db: None) -> Callable[[str], Client]:
    """A client that has just signed in and whose device is known: `as_user(CASE_HANDLER).get("/ko")`."""

    def signed_in(email: str) -> Client:
        client = sign_in(Client(), email)
        client.get("/vilkar")
        return client

    return signed_in


@pytest.fixture
def many(electrician: Actor) -> list[Notice]:
    """Seventy notices that wait for the grid company."""
    first = ways.sent(electrician)
    made = [first]
    with write():
        for number in range(1, 70):
            copy = Notice.objects.get(pk=first.pk)
            copy.pk = copy.id = uuid7()
            copy.number = f"2026-9{number:05d}"
            copy.address = f"Prøvevegen {number}"
            copy.address_key = f"prøvevegen {number:08d}"
            copy.save(force_insert=True)
            waiting.refresh(copy)
            indexing.reindex(copy)
            made.append(copy)
    return made
