"""Clients whose person has just shown that it is them, so that sensitive pages answer as they do then."""

import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.test import Client

from nettmelding.accounts.models import User


def sign_in(client: Client, email: str) -> Client:
    """Signed in this moment, by password."""
    client.force_login(User.objects.get(email=email))
    return confirmed(client)


def confirmed(client: Client, ago: int = 0) -> Client:
    """As one who gave the password so many seconds ago."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time() - ago}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    session.save()
    return client


class Steady(Client):
    """A client that stays who it was made as, whatever it is answered: for asking at many addresses in a row.

    Its session, its noted browser and its middleware are made once. A session that an answer has ended in the database
    stays ended; see `holds`.
    """

    def __init__(self, user: User | None = None, **rest: Any) -> None:
        super().__init__(**rest)
        self._own: dict[str, str] | None = None
        if user is not None:
            self.force_login(user)
            confirmed(self)
            self.get("/vilkar")
        self._own = {name: morsel.value for name, morsel in self.cookies.items()}

    def request(self, **request: Any) -> Any:
        self._forget()
        return super().request(**request)

    @property
    def holds(self) -> bool:
        """Whether it is still signed in."""
        self._forget()
        return "_auth_user_id" in self.session

    def _forget(self) -> None:
        """Only the cookies it was made with."""
        if self._own is not None:
            self.cookies.clear()
            self.cookies.load(self._own)
