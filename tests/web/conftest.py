"""Clients that are somebody, and many notices at once."""

import time
from collections.abc import Callable

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

from nettmelding.accounts.models import User
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.ids import uuid7
from nettmelding.notices import indexing, waiting
from nettmelding.notices.models import Notice
from tests.notices import ways

ELECTRICIAN = "saksbehandler@eksempelelektro.example"
ADMINISTRATOR = "admin@eksempelelektro.example"
CASE_HANDLER = "saksbehandler@eksempelnett.example"
COLLEAGUE = "saksbehandler2@eksempelnett.example"
INSPECTORATE = "dle@eksempelnett.example"
OTHER_CONTRACTOR = "admin@proveinstallasjon.example"


@pytest.fixture
def lately() -> Callable[..., Client]:
    """Lets a client have signed in so many seconds ago: `lately(client)`, `lately(client, ago=601)`."""

    def signed_in(client: Client, ago: int = 0) -> Client:
        session = client.session
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() - ago}]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
        session.save()
        return client

    return signed_in


@pytest.fixture
def as_user(db: None, lately: Callable[..., Client]) -> Callable[[str], Client]:
    """A client that has just signed in: `as_user(CASE_HANDLER).get("/ko")`."""

    def signed_in(email: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(email=email))
        return lately(client)

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
