"""Short messages by way of a gateway, and what its answers mean.

The interface is Sveve's (https://sveve.no/apidok/send): a POST of JSON with user, password, receiver, text, sender and our own
reference; the answer says `ids` for what was taken, `errors` for a number that was not, or `fatalError` for all of it.
"""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import httpx
import phonenumbers

from nettmelding.core.settings import env
from nettmelding.messages.models import Message, Outcome
from nettmelding.messages.results import LONGEST_DETAIL, Result, ServerDown, words_of

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 10.0
LONGEST_TEXT = 1071
"""Characters that the gateway takes in one message: seven parts."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where short messages are handed over. `sender` is what the phone shows: at most 11 letters and digits, or a number."""

    url: str
    user: str
    password: str = field(repr=False)
    sender: str
    answer_seconds: float = ANSWER_SECONDS

    @classmethod
    def from_settings(cls) -> Self:
        return cls(env.sms_url, env.sms_user, env.sms_password, env.sms_sender)


class Gate:
    """A connection to the gateway, to be used as a context manager. Nothing is repeated here: delivery does that."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self._http = httpx.Client(timeout=httpx.Timeout(gateway.answer_seconds, connect=CONNECT_SECONDS))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def hand_over(self, message: Message) -> Result:
        """Try to hand over one message. Raises ServerDown where the gateway does not answer, or has no use for us."""
        if not _is_mobile(message.to_address):
            return Result(Outcome.NO_SUCH_ADDRESS, "not a number that a phone can have")
        try:
            answer = self._http.post(self._gateway.url, json=self._content(message))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise ServerDown(words_of(error)) from error
        except httpx.TransportError as error:
            raise ServerDown(words_of(error), Outcome.UNKNOWN) from error
        return _understood(answer)

    def _content(self, message: Message) -> dict[str, str]:
        """`ref` is the same at every try, so that two that are one can be told by it."""
        return {
            "user": self._gateway.user,
            "passwd": self._gateway.password,
            "from": self._gateway.sender,
            "to": message.to_address.removeprefix("+"),
            "msg": message.text.strip()[:LONGEST_TEXT],
            "ref": str(message.id),
            "f": "json",
        }


def _is_mobile(number: str) -> bool:
    """Whether it is a possible number in E.164; which network has it, the gateway knows."""
    try:
        return number.startswith("+") and phonenumbers.is_possible_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False


def _understood(answer: httpx.Response) -> Result:
    """What an answer means. Raises ServerDown for all that is no fault of the one message."""
    if not answer.is_success:
        outcome = Outcome.UNKNOWN if answer.status_code >= 500 and answer.status_code != 503 else Outcome.LATER
        raise ServerDown(f"{answer.status_code} {answer.text}", outcome)
    said = _response(answer)
    if fatal := said.get("fatalError"):
        raise ServerDown(str(fatal))
    if said.get("ids"):
        return Result(Outcome.SENT, f"id {said['ids'][0]}")
    if errors := said.get("errors"):
        return Result(Outcome.NO_SUCH_ADDRESS, str(errors[0].get("message", ""))[:LONGEST_DETAIL])
    raise ServerDown("neither taken nor refused", Outcome.UNKNOWN)


def _response(answer: httpx.Response) -> dict[str, Any]:
    try:
        said = answer.json()["response"]
    except (ValueError, KeyError, TypeError) as error:
        raise ServerDown("an answer that is not the gateway's", Outcome.UNKNOWN) from error
    if not isinstance(said, dict):
        raise ServerDown("an answer that is not the gateway's", Outcome.UNKNOWN)
    return said
