"""What a person holds at a company that somebody else must take over when they leave. Later rooms hand it in.

The list itself stands in `config/holdings.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.utils.module_loading import import_string

from nettmelding.core.actor import Actor

LIST = "nettmelding.config.holdings.HOLDINGS"


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of thing that is somebody's to do."""

    words: Callable[[int], str]
    """So many of them, as it is read: `3 kladder`."""
    count: Callable[[UUID, UUID], int]
    """How many a user has at an organisation: `count(organisation_id, user_id)`."""
    hand_over: Callable[[Actor, UUID, UUID | None], int]
    """`hand_over(actor, from_user, to_user)` at the actor's organisation, inside the caller's transaction; None: to nobody
    by name. Returns how many."""


@cache
def registered() -> tuple[Holding, ...]:
    """The kinds of this installation, in the order they are told."""
    found: tuple[Holding, ...] = import_string(LIST)
    return found


def told(organisation_id: UUID, user_id: UUID) -> list[str]:
    """What a user holds, in words; what they have none of is left out."""
    counted = [(one, one.count(organisation_id, user_id)) for one in registered()]
    return [one.words(number) for one, number in counted if number]
