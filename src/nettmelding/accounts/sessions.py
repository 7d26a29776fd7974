"""Where a person is signed in."""

from uuid import UUID

from allauth.usersessions.models import UserSession

from nettmelding.core.errors import NotFound


def end(user_id: UUID, session_id: int) -> None:
    """Sign a person out in one browser; it counts from that browser's next request. Errors: NotFound."""
    row = UserSession.objects.filter(user_id=user_id, pk=session_id).first()
    if row is None:
        raise NotFound
    row.end()


def end_all(user_id: UUID, but: str = "") -> None:
    """Sign a person out everywhere, but in the session of that key."""
    for row in UserSession.objects.filter(user_id=user_id).exclude(session_key=but):
        row.end()
