"""The way from a check before the job to its notice: the questions of *Ny melding*, kept in the page's address."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from nettmelding.notices import precheck_notice, working_copy
from nettmelding.notices.catalogue.guide import Answer, Question
from nettmelding.notices.catalogue.model import FormKind
from nettmelding.notices.models import PreCheck
from nettmelding.web.start import choosing
from nettmelding.web.start.choosing import Chosen


@dataclass(frozen=True, slots=True)
class Pick:
    """Something to choose: picking it is following a link."""

    title: str
    href: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """How far one has come."""

    chosen: Chosen
    outcome: Question | Answer | None
    hits: Sequence[Pick] = ()
    picked: bool = False
    """One of the search's hits was followed."""

    @property
    def question(self) -> Question | None:
        return self.outcome if isinstance(self.outcome, Question) else None

    @property
    def replies(self) -> list[Pick]:
        """The question's answers."""
        asked = self.question
        if asked is None:
            return []
        return [Pick(one.label, self.chosen.with_reply(asked.id, one.code).address()) for one in asked.options]

    @property
    def may_begin(self) -> bool:
        """Whether it ends in a notice."""
        found = self.outcome
        return isinstance(found, Answer) and bool(found.types) and not found.fixed and not found.request_only

    @property
    def form(self) -> FormKind:
        """The form of the notice it ends in."""
        assert isinstance(self.outcome, Answer)
        assert self.outcome.form is not None
        return self.outcome.form


def read(check: PreCheck, data: QueryDict) -> Way:
    """What the address says, from where the check's purpose begins."""
    rules = working_copy.rules_at(check.grid_company_id)
    asked = choosing.read(data)
    start = precheck_notice.beginning(check)
    if asked.empty and start is not None:
        asked = Chosen(types=start.types, question=start.question, replies=asked.replies)
    if asked.empty:
        found = [
            Pick(hit.name, Chosen().with_hit(type_id=hit.type_id, question=hit.question, fixed=hit.answer).address(), hit.why)
            for hit in precheck_notice.hits(check)
        ]  # fmt: skip
        return Way(asked, None, found)
    outcome = choosing.outcome(asked, rules)
    return Way(asked, outcome, picked=start is None)
