"""When a person and each of their browsers was last seen, to the hour, so that reading pages writes nearly nothing."""

from collections.abc import Callable
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponseBase

from nettmelding.accounts import guessing
from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.core.db import write

_SEEN = "seen"


class SeenMiddleware:
    """Notes a signed-in person once an hour and session, and lets their browser be known (`guessing.remember`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            guessing.remember(request, response, str(user.pk))
            _note(request, user.pk)
        return response


def _note(request: HttpRequest, user_id: UUID) -> None:
    hour = clock.now().strftime("%Y%m%d%H")
    if request.session.get(_SEEN) == hour or not request.session.session_key:
        return
    request.session[_SEEN] = hour
    with write():
        present = clock.now().replace(minute=0, second=0, microsecond=0)
        User.objects.filter(pk=user_id).update(seen_at=present)
        seen = UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=clock.now())
    if not seen:
        UserSession.objects.create_from_request(request)
