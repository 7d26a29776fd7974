"""How far one has come in finding the right notice. All of it stands in the page's address, so that back, forward and a
colleague's link work, with or without script."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from nettmelding.notices.catalogue import guide
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.notices.catalogue.selection import refused_together

LONGEST_QUERY = 200
LONGEST_MARK = 400
_REPLY = "svar."


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is searched for, ticked and replied. Unknown types and questions are dropped when it is read."""

    query: str = ""
    types: tuple[str, ...] = ()
    question: str = ""
    replies: Mapping[str, str] = field(default_factory=dict)
    fixed: str = ""
    """Id of a fixed answer that was picked."""
    grid_company: str = ""
    point: str = ""
    """The installation that was found, as `installations.choices` marks it."""

    @property
    def empty(self) -> bool:
        return not (self.types or self.question or self.fixed)

    def with_hit(self, *, type_id: str = "", question: str = "", fixed: str = "") -> "Chosen":
        """As after picking a hit: it takes the place of what was ticked before."""
        types = (type_id,) if type_id and not question else ()
        return replace(self, types=types, question=question, fixed=fixed, replies={})

    def with_reply(self, question: str, code: str) -> "Chosen":
        return replace(self, replies={**self.replies, question: code})

    def only(self, type_id: str) -> "Chosen":
        return replace(self, types=(type_id,), question="", replies={}, fixed="")

    def address(self) -> str:
        """As the query of the page's address, with the question mark."""
        data = QueryDict(mutable=True)
        single = (
            ("ord", self.query),
            ("sporsmal", self.question),
            ("fast", self.fixed),
            ("nett", self.grid_company),
            ("anlegg", self.point),
        )
        for name, value in single:
            if value:
                data[name] = value
        data.setlist("type", list(self.types))
        for question, code in self.replies.items():
            data[_REPLY + question] = code
        return f"?{data.urlencode()}" if data else "?"


def read(data: QueryDict) -> Chosen:
    """What the address says. A box that was unticked takes the question that ticked it along."""
    known = catalogue()
    ticked = tuple(one for one in dict.fromkeys(data.getlist("type")) if one in known.types)
    unticked = {one for one in data.getlist("vist") if one not in ticked}
    question = data.get("sporsmal", "")
    replies = {key.removeprefix(_REPLY): str(data[key]) for key in data if key.startswith(_REPLY)}
    if unticked:
        question, replies = "", {}
    fixed = data.get("fast", "")
    return Chosen(
        query=data.get("ord", "")[:LONGEST_QUERY],
        types=ticked,
        question=question if question in known.questions else "",
        replies={name: code for name, code in replies.items() if name in known.questions},
        fixed=fixed if fixed in known.answers and not ticked else "",
        grid_company=data.get("nett", ""),
        point=data.get("anlegg", "")[:LONGEST_MARK],
    )


def outcome(chosen: Chosen, rules: NoticeRules) -> guide.Question | guide.Answer | None:
    """The next question, or where it ends; None while nothing is picked, or where the types do not go together."""
    if chosen.fixed:
        return guide.fixed_answer(chosen.fixed, rules)
    if chosen.empty or refused_together(chosen.types):
        return None
    return guide.next_step(guide.State(chosen.types, chosen.question, chosen.replies), rules)
