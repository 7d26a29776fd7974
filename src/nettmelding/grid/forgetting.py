"""What is forgotten of those who looked at a grid, and of those who said that its map is wrong."""

from collections.abc import Sequence
from typing import Any

from nettmelding.core import clock
from nettmelding.core.db import write
from nettmelding.core.forgetting import Forgetter, removing
from nettmelding.grid.error_queries import STANDING
from nettmelding.grid.models import MapError, MapLook

LOOKS = removing(MapLook, lambda before: MapLook.objects.filter(quarter__lt=before))


def _settled() -> Any:
    return MapError.objects.exclude(state__in=list(STANDING)).filter(forgotten_at__isnull=True)


def _forget_errors(keys: Sequence[Any]) -> int:
    """Who reported it, what was written and the picture; its file is swept with those that nothing points at."""
    with write():
        rows: int = (
            _settled()
            .filter(pk__in=list(keys))
            .update(reporter=None, text="", answer="", photo=None, forgotten_at=clock.now())
        )
    return rows


ERRORS = Forgetter(lambda before: _settled().filter(moved_at__lt=before), _forget_errors)
