"""Where files are dropped, chosen, pasted or photographed; several at once, each with its bar."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NeededFile:
    """A kind the notice asks for, ticked off when it is there."""

    text: str
    there: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Posts each file alone to `href` as `name`, with `kind` where there is one.

    The answer is HTML that replaces the element with the id `list_id` (an `attachments` component with that
    id), or a problem document whose `detail` is shown at the file. `accept` as in HTML; `max_bytes` is
    checked before sending. Without script it is a plain file field of the form around it.
    """

    href: str
    list_id: str
    name: str = "file"
    accept: str = ""
    kind: str = ""
    max_bytes: int = 25 * 1024 * 1024
    needed: Sequence[NeededFile] = ()
    hint: str = ""

    @property
    def id(self) -> str:
        return f"{self.list_id}-{self.kind or 'any'}-input"
