"""What follows when a work order moves: functions of other rooms, in order, in the same transaction.

The list itself stands in `config/followers.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.utils.module_loading import import_string

from nettmelding.core.actor import Actor
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Move
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.status import Status


@dataclass(frozen=True, slots=True)
class OrderMoved:
    """A work order has moved."""

    order: WorkOrder
    move: Move
    source: Status
    actor: Actor
    given: Given
    before: UUID | None
    """Whose it was until now."""


Follower = Callable[[OrderMoved], None]
LIST = "nettmelding.config.followers.WORK_ORDERS"


@cache
def registered() -> tuple[Follower, ...]:
    """The followers of this installation, in order."""
    followers: tuple[Follower, ...] = import_string(LIST)
    return followers


def follow(moved: OrderMoved) -> None:
    """Call the followers in order."""
    for follower in registered():
        follower(moved)
