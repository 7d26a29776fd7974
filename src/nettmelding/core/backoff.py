"""Growing pauses between tries."""

from datetime import timedelta

_PAUSES = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=8),
)
LONGEST = timedelta(hours=12)


def pause(attempt: int) -> timedelta:
    """How long to wait after the given attempt (the first is 1)."""
    return _PAUSES[attempt - 1] if 0 < attempt <= len(_PAUSES) else LONGEST
