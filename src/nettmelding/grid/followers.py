"""What follows in other places when the grid changes: functions in order, in the same transaction.

The lists themselves stand in `config/followers.py`.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils.module_loading import import_string

from nettmelding.grid.models import Edition, MapError, MapRules

EditionFollower = Callable[[Edition], None]
"""Takes the edition that has become the one in force."""
ErrorFollower = Callable[[MapError], None]
"""Takes an error that is being reported; what it sets on the row is saved by the caller."""
RulesFollower = Callable[[MapRules], None]
"""Takes the rules with another radius, as they are saved."""
EDITIONS = "nettmelding.config.followers.EDITIONS"
MAP_ERRORS = "nettmelding.config.followers.MAP_ERRORS"
MAP_RADIUS = "nettmelding.config.followers.MAP_RADIUS"


def edition_taken_over(edition: Edition) -> None:
    """Another edition is in force."""
    for follower in _registered(EDITIONS):
        follower(edition)


def error_reported(error: MapError) -> None:
    """Somebody says that the map is wrong."""
    for follower in _registered(MAP_ERRORS):
        follower(error)


def radius_changed(rules: MapRules) -> None:
    """A grid company shows more or less around each case."""
    for follower in _registered(MAP_RADIUS):
        follower(rules)


@cache
def _registered(listed: str) -> tuple[Callable[[Any], None], ...]:
    followers: tuple[Callable[[Any], None], ...] = import_string(listed)
    return followers
