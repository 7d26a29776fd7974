"""How long a session lasts, and when it gets a new key.

A session ends 14 days after it was last used (`SESSION_COOKIE_AGE`; its end is moved on once an hour) and 30 days after signing
in, however much it is used. Why so long, and what makes up for it, stands in docs/security/asvs.md, 7.1.1.
"""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

from nettmelding.core.db import write

_BEGAN = "began"


class LifetimeMiddleware:
    """Ends a session that has lasted for `SESSION_MAX_SECONDS`; gives it a new key when its holder has confirmed who they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        shown = 0
        if request.user.is_authenticated:
            began = request.session.setdefault(_BEGAN, time.time())
            if time.time() - began >= settings.SESSION_MAX_SECONDS:
                logout(request)
            else:
                shown = _times_shown(request)
        response = self.get_response(request)
        if shown and request.user.is_authenticated and _times_shown(request) > shown:
            _renew(request)
        return response


def begin(sender: Any, request: HttpRequest, **rest: Any) -> None:
    """A new sign-in begins anew. For `user_logged_in`."""
    request.session[_BEGAN] = time.time()


def _times_shown(request: HttpRequest) -> int:
    return len(get_authentication_records(request, request.user))


def _renew(request: HttpRequest) -> None:
    old = request.session.session_key
    request.session.cycle_key()
    with write():
        UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)
