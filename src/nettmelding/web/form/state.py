"""Everything a filling-in page shows of one notice at one moment, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotFound, Refused
from nettmelding.notices import children_overview, family, queries, submissions, working_copy
from nettmelding.notices.catalogue.changes import FieldChange
from nettmelding.notices.catalogue.completeness import Missing
from nettmelding.notices.catalogue.form import Form
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.notices.children_overview import Progress
from nettmelding.notices.models import Attachment, Decision, Notice, Party, Remark
from nettmelding.notices.status import COMPLETION_EDITS, CONTRACTOR_EDITS, Status
from nettmelding.organisations import access
from nettmelding.organisations.areas import Candidates, candidates
from nettmelding.organisations.queries import has_access
from nettmelding.registers.protocols import Company
from nettmelding.web.form.addresses import Choice
from nettmelding.web.form.saving import Clash

_REMARKED = {Status.REJECTED: Decision.Outcome.REJECTED, Status.COMPLETION_RETURNED: Decision.Outcome.RETURNED}
_EDITS = {Stage.NOTICE: CONTRACTOR_EDITS, Stage.COMPLETION: COMPLETION_EDITS}


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and not taken: shown again as it was, with the reason."""

    texts: Mapping[str, list[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    clashes: Mapping[str, Clash] = field(default_factory=dict)
    choices: Mapping[str, list[Choice]] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    """Answers of the registers, by the party's role."""
    companies: Mapping[str, tuple[Company, ...]] = field(default_factory=dict)
    """Firms to choose between, by the party's role."""


NOTHING_TYPED = Typed()


@dataclass(frozen=True)
class State:
    """A notice in one stage, as its contractor works on it. What costs a query is read when it is first asked for."""

    actor: Actor
    notice: Notice
    stage: Stage
    typed: Typed = NOTHING_TYPED
    show_missing: bool = False
    """Whether what is missing is said beside the fields, as after an attempt to send."""

    @cached_property
    def rules(self) -> NoticeRules:
        return working_copy.rules_of(self.notice)

    @cached_property
    def form(self) -> Form:
        return working_copy.form_of(self.notice, self.stage)

    @cached_property
    def missing(self) -> list[Missing]:
        own = working_copy.missing_in(self.notice, self.stage, self.form)
        asks_for_children = family.is_mother(self.notice) and self.stage is Stage.NOTICE
        return [*own, *_without_children(self.progress)] if asks_for_children else own

    @cached_property
    def progress(self) -> Progress:
        """How far the metering points of a block notice are."""
        return children_overview.progress(self.actor, [self.notice])[self.notice.id]

    @cached_property
    def missing_by_path(self) -> dict[str, str]:
        sentences: dict[str, str] = {}
        for one in self.missing:
            sentences.setdefault(one.path, one.message)
        return sentences

    @cached_property
    def parties(self) -> dict[str, Party]:
        return {party.role: party for party in self.notice.parties.all()}

    @cached_property
    def parties_of_the_mother(self) -> dict[str, Party]:
        """Those that a metering point has where it names none of its own."""
        mother = self.notice.mother
        named = {party.role: party for party in mother.parties.all()} if mother else {}
        return {role: named.get(party.same_as, party) for role, party in named.items()}

    @cached_property
    def attachments(self) -> list[Attachment]:
        return list(working_copy.attachments(self.notice, self.stage))

    @cached_property
    def changes(self) -> list[FieldChange]:
        """What differs from what was sent last in this stage; nothing before the first sending."""
        return submissions.changes(self.notice, self.stage) if self.notice.sent_at else []

    @cached_property
    def decision(self) -> Decision | None:
        """The grid company's latest word, where it is one that asks for corrections."""
        outcome = _REMARKED.get(self.notice.state)
        rows = self.notice.decisions.prefetch_related("remarks").filter(outcome=outcome)
        return rows.order_by("-decided_at").first() if outcome else None

    @cached_property
    def remarks(self) -> dict[str, str]:
        """What the grid company said, by the field it points at."""
        said: dict[str, str] = {}
        for one in self._remarks:
            if one.path:
                said[one.path] = " ".join(filter(None, [said.get(one.path), one.text]))
        return said

    @cached_property
    def remarks_at_large(self) -> list[str]:
        """What the grid company said about the notice as a whole, and where the form has no such field."""
        paths = self.form.paths() | {f"party.{one.role}" for one in self.form.parties()}
        paths |= {f"attachment.{one.code}" for one in self.form.attachments()}
        whole = [one.text for one in self._remarks if one.path not in paths]
        return [*([self.decision.text] if self.decision and self.decision.text else []), *whole]

    @property
    def _remarks(self) -> list[Remark]:
        return list(self.decision.remarks.all()) if self.decision else []

    @cached_property
    def place(self) -> Candidates:
        """The grid companies that the address may belong to."""
        answer = self.notice.answers.get("site.address", {}).get("value") or {}
        return candidates(answer.get("lat"), answer.get("lon"), str(answer.get("postcode") or ""))

    @cached_property
    def has_access(self) -> bool:
        grid_company = self.notice.grid_company_id
        return grid_company is None or has_access(self.notice.contractor_id, grid_company)

    def error(self, path: str) -> str:
        """What is wrong or missing at a field; empty where nothing is to be said."""
        found = self.typed.errors.get(path, "")
        return found or (self.missing_by_path.get(path, "") if self.show_missing else "")


def _without_children(progress: Progress) -> list[Missing]:
    if progress.total:
        return []
    return [Missing(family.CHILDREN, _("Måleranlegg"), family.CHILDREN, _("Legg til minst ett anlegg."))]


def read(
    actor: Actor, notice_id: UUID, stage: Stage, typed: Typed = NOTHING_TYPED, *, show_missing: bool = False
) -> State:
    """The contractor's own notice, to be worked on.

    Errors: NotFound; Refused where its status does not let it be edited.
    """
    notice = queries.get(actor, notice_id)
    if notice.contractor_id != actor.organisation_id or not access.may_write_notices(actor):
        raise NotFound
    if not family.states(notice) & _EDITS[stage]:
        raise Refused(
            "not_editable", _("Meldingen kan ikke endres nå. Den ligger hos nettselskapet eller er avsluttet.")
        )
    return State(actor, notice, stage, typed, show_missing)
