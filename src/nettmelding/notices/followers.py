"""What follows a move, a handing over, and a change of what is screened; and who does the work, as later rooms know it.

Functions of later rooms, in order, in the same transaction.
The lists themselves stand in `config/followers.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string

from nettmelding.audit.models import Event
from nettmelding.core.actor import Actor
from nettmelding.notices.lifecycle import Move
from nettmelding.notices.models import Decision, Notice, Submission, Transfer
from nettmelding.notices.status import Status


@dataclass(frozen=True, slots=True)
class Moved:
    """A notice has moved."""

    notice: Notice
    move: Move
    source: Status
    target: Status
    actor: Actor
    event: Event
    decision: Decision | None
    submission: Submission | None
    """What was sent with it."""
    text: str


Follower = Callable[[Sequence[Moved]], None]
"""Takes all that moved in one go."""
LIST = "nettmelding.config.followers.FOLLOWERS"
ScreenFollower = Callable[[UUID | None, Sequence[UUID]], None]
"""Takes a screened object, or None, and the subjects that follow it from now on."""
TransferFollower = Callable[[Sequence[Notice], Transfer], None]
"""Takes what has passed to another contractor, with the metering points of a block notice, and how."""
TRANSFERRED = "nettmelding.config.followers.TRANSFERRED"
SCREENED = "nettmelding.config.followers.SCREENED"
FittersOf = Callable[[Notice], Sequence[UUID]]
"""Tells which of the contractor's people are to do the work of a notice; of a block notice that of its metering points too."""
FITTERS = "nettmelding.config.followers.FITTERS"


@cache
def registered() -> tuple[Follower, ...]:
    """The followers of this installation, in order."""
    followers: tuple[Follower, ...] = import_string(LIST)
    return followers


def follow(moved: Sequence[Moved]) -> None:
    """Call the followers in order."""
    for follower in registered():
        follower(moved)


def screened(screen_id: UUID | None, subjects: Sequence[UUID]) -> None:
    """Cases follow another screened object than they did, or none any more."""
    for follower in _listed(SCREENED):
        follower(screen_id, subjects)


def transferred(cases: Sequence[Notice], transfer: Transfer) -> None:
    """A notice has passed from one contractor to another."""
    for follower in _listed(TRANSFERRED):
        follower(cases, transfer)


def fitters_of(notice: Notice) -> list[UUID]:
    """The contractor's people who are named for the work of a notice, once each."""
    return list(dict.fromkeys(person for named in _listed(FITTERS) for person in named(notice)))


@cache
def _listed(where: str) -> tuple[Callable[..., Any], ...]:
    followers: tuple[Callable[..., Any], ...] = import_string(where)
    return followers
