"""How handing over a message ends, whichever way it goes."""

from dataclasses import dataclass
from typing import Protocol

from nettmelding.messages.models import Message, Outcome

LONGEST_DETAIL = 500


@dataclass(frozen=True, slots=True)
class Result:
    """How a try ended, with the receiver's own words, at most 500 characters."""

    outcome: Outcome
    detail: str = ""


class ServerDown(Exception):
    """The server cannot be reached, or will not talk to us: no fault of any one message.

    `outcome` is that of the message it happened with: UNKNOWN where it may have been taken all the same.
    """

    def __init__(self, words: str, outcome: Outcome = Outcome.LATER) -> None:
        super().__init__(words[:LONGEST_DETAIL])
        self.outcome = outcome


class Handing(Protocol):
    """A conversation over which one message after another is handed over."""

    def hand_over(self, message: Message) -> Result:
        """Try one message. Raises ServerDown where the rest of them need not be tried either."""


def words_of(error: Exception) -> str:
    """An error in few words, for the try's detail."""
    return (str(error) or type(error).__name__)[:LONGEST_DETAIL]
