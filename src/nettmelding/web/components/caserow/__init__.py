"""One case in a list: number, what, where it stands, what is next."""

from dataclasses import dataclass

from nettmelding.web.components.tones import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """`until` is the next step in words („svar innen”), `late` the part of it that is pressing („i dag”)."""

    href: str
    number: str
    title: str
    detail: str
    turn: Turn
    word: str
    until: str = ""
    late: str = ""
    mark: str = ""
