"""The files of a case, and the kinds it needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from nettmelding.web.components.tones import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """`detail` is kind, size and who („Enlinjeskjema · 340 kB · i dag”). `thumb` is the address of a small
    picture.

    `remove` is posted to take it away. `problem` says why the file was refused.
    """

    name: str
    href: str = ""
    detail: str = ""
    thumb: str = ""
    remove: str = ""
    problem: str = ""
    mark: str = ""
    mark_tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    items: Sequence[Attachment]
    label: str
    id: str = ""
