"""A breaker: a register that has failed several times in a row is left alone for a while, by all
processes."""

from django.core.cache import cache

FAILURES = 5
"""In a row, within `WINDOW_SECONDS`, that open the breaker."""
WINDOW_SECONDS = 120
OPEN_SECONDS = 20


class Breaker:
    """State is shared through the cache. After `OPEN_SECONDS` the next call is let through; one failure opens
    again."""

    def __init__(self, key: str) -> None:
        self._failures = f"breaker:{key}:failures"
        self._open = f"breaker:{key}:open"

    def is_open(self) -> bool:
        return cache.get(self._open) is not None

    def failed(self) -> None:
        """Count a failure; the last one allowed opens."""
        failures = cache.get(self._failures, 0) + 1
        cache.set(self._failures, failures, WINDOW_SECONDS)
        if failures >= FAILURES:
            cache.set(self._open, True, OPEN_SECONDS)

    def worked(self) -> None:
        """Forget the failures; costs a write only where there were some."""
        if cache.get(self._failures):
            cache.delete_many([self._failures, self._open])
