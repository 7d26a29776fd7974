"""Clients whose person has just shown that it is them, so that sensitive pages answer as they do then."""

import time

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
