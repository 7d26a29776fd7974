"""Ending a person's sessions, and removing everything about them but the name that cases carry."""

from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session

from nettmelding.accounts.models import User
from nettmelding.core import clock

_HANGING = (Authenticator, EmailAddress, SocialAccount)


def end_sessions(user_id: UUID) -> None:
    """Sign somebody out everywhere. Inside the caller's transaction."""
    rows = UserSession.objects.filter(user_id=user_id)
    Session.objects.filter(session_key__in=list(rows.values_list("session_key", flat=True))).delete()
    rows.delete()


def erase(user_id: UUID) -> None:
    """Remove how somebody signs in and is reached; their name stays. Inside the caller's transaction."""
    end_sessions(user_id)
    for model in _HANGING:
        model.objects.filter(user_id=user_id).delete()
    User.objects.filter(pk=user_id).update(
        email=None,
        username=None,
        mobile="",
        mobile_confirmed_at=None,
        password=make_password(None),
        must_change_password=False,
        temporary_until=None,
        seen_at=None,
        last_login=None,
        is_active=False,
        erased_at=clock.now(),
    )
