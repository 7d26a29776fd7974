"""What an actor gives along with a move."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nettmelding.accounts.models import User


@dataclass(frozen=True, slots=True)
class GivenRemark:
    """One reason or deviation: a ready-made one by its code, words of one's own, or both; may point at a field."""

    text: str = ""
    code: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """The move's own input; each action reads what it needs."""

    text: str = ""
    remarks: tuple[GivenRemark, ...] = ()
    conditions: tuple[str, ...] = ()
    """Codes of ready-made conditions, or texts."""
    assignee_id: UUID | None = None
    ends_on: date | None = None
    grounds: tuple[str, ...] = ()
    """What a rule's decision rests on, in words."""
    colleagues: tuple[User, ...] = ()
    """Who `assignee_id` can be; read once for all that are moved."""
    numbers: Mapping[UUID, str] | None = None
    """Notice numbers taken before the transaction, for those that are sent for the first time."""


NOTHING = Given()
