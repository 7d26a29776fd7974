"""Clients whose person has just shown that it is them, so that sensitive pages answer as they do then."""

import time

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from nettmelding.accounts.models import User


def sign_in(client: Client, email: str) -> Client:
    """Signed in this moment, by password."""
    user = User.objects.get(email=email)
    client.force_login(user)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client
