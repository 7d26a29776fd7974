"""The catalogue's form over a notice's working copy: what it asks, what is known, what is missing, what the rules say."""

import pickle
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.notices.catalogue.completeness import Missing, MissingKind, missing
from nettmelding.notices.catalogue.decision import decide_at_once
from nettmelding.notices.catalogue.form import Form, FormField, Source, build_form
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Kind, Stage
from nettmelding.notices.catalogue.parties import REACHED
from nettmelding.notices.catalogue.ruleset import DEFAULT_RULES, NoticeRules
from nettmelding.notices.catalogue.values import FieldError, validate
from nettmelding.notices.map_marks import misplaced
from nettmelding.notices.models import Attachment, Notice, Party, Submission
from nettmelding.organisations.queries import has_access
from nettmelding.rules.queries import RuleSetContent, in_force

COMPLETION = "completion."
"""How the paths of a completion report's fields begin."""
_NOT_COPIED = ("completion.", "when.", "work.urgent", "disconnection.", "map.")
"""Answers that belong to one piece of work only."""


def rules_at(grid_company_id: UUID | None) -> NoticeRules:
    """The grid company's rules about notices; what holds in general while it is not known."""
    return in_force(grid_company_id).section(NoticeRules) if grid_company_id else DEFAULT_RULES


def rules_of(notice: Notice) -> NoticeRules:
    """The rules at the notice's grid company."""
    content = _rules_in_hand(notice)
    return content.section(NoticeRules) if content else DEFAULT_RULES


def ruleset_version(notice: Notice) -> int:
    """The version of the grid company's rule set that is in force."""
    content = _rules_in_hand(notice)
    return content.version if content else 0


def form_of(notice: Notice, stage: Stage) -> Form:
    """The form with what has been answered, and what is known, filled in.

    Built once for a row in hand, and again when what it is built from has changed.
    """
    of = _built_from(notice, stage)
    standing = notice.forms_built.get(stage)
    if standing is None or standing[0] != of:
        form = build_form(
            notice.types,
            notice.form,
            rules_of(notice),
            _answers_in(notice, stage),
            stage,
            known=notice.known,
            sources=notice.sources(),
            inherited=inherited(notice, stage),
        )
        standing = (of, form)
        notice.forms_built = {**notice.forms_built, stage: standing}
    built: Form = standing[1]
    return built


def inherited(notice: Notice, stage: Stage) -> Mapping[str, Any]:
    """What a metering point has from its mother until it says otherwise. A completion report has what was written there for
    all; what was approved is the metering point's own."""
    if notice.mother is None:
        return {}
    form = form_of(notice.mother, stage)
    if stage is Stage.COMPLETION:
        return {one.path: one.value for one in form.fields() if one.path.startswith(COMPLETION) and _holds_for_all(one)}
    return form.answers()


def _holds_for_all(one: FormField) -> bool:
    """Written on the mother, or filled in there from what is known of the contractor."""
    return one.answered and one.source not in {Source.APPROVED, Source.DEFAULT, Source.NONE}


def parties(notice: Notice) -> list[Party]:
    """The parties as they are on the notice; a metering point has its mother's where it has none of its own in the role."""
    own = list(notice.parties.all())
    if notice.mother is None:
        return own
    roles = {party.role for party in own}
    return [*own, *(party for party in notice.mother.parties.all() if party.role not in roles)]


def attachments(notice: Notice, stage: Stage) -> list[Attachment]:
    """The contractor's attachments that are on the working copy in a stage, and what a contractor before it has sent."""
    in_hand = "attachments" in getattr(notice, "_prefetched_objects_cache", {})
    rows = notice.attachments.all() if in_hand else notice.attachments.select_related("document")
    standing = [one for one in rows if one.removed_at is None and one.stage == stage]
    own = notice.contractor_id
    return [
        one
        for one in standing
        if one.organisation_id == own or (one.sent_with is not None and one.organisation_id != notice.grid_company_id)
    ]


def last_sent(notice: Notice, stage: Stage) -> Submission | None:
    """What was sent last in a stage."""
    if notice.sent_last is not None:
        return notice.sent_last.get(stage)
    return notice.submissions.filter(stage=stage).order_by("-number").first()


def missing_in(notice: Notice, stage: Stage, form: Form | None = None) -> list[Missing]:
    """Everything that keeps the notice from being sent, in the order of the page."""
    form = form or form_of(notice, stage)
    roles = {party.role for party in parties(notice) if party.name or party.same_as}
    common = attachments(notice.mother, stage) if notice.mother else []
    kinds = {one.kind for one in (*attachments(notice, stage), *common)}
    found = missing(form, roles, kinds)
    if stage is not Stage.NOTICE:
        return found
    place = [] if notice.mother_id else _grid_company_missing(notice)
    return [*place, *_contact_missing(notice), *found]


def missing_by_path(notice: Notice, stage: Stage) -> dict[str, str]:
    """The first sentence for each path that something is missing at."""
    sentences: dict[str, str] = {}
    for one in missing_in(notice, stage):
        sentences.setdefault(one.path, one.message)
    return sentences


def automatic_grounds(notice: Notice) -> tuple[str, ...]:
    """Why the grid company's rule approves the notice at once; empty where it does not. None decides on a screened object."""
    if notice.grid_company_id is None or notice.screen_id is not None:
        return ()
    decided = decide_at_once(form_of(notice, Stage.NOTICE), rules_of(notice))
    return decided.reasons if decided.allowed else ()


def deadline_working_days(notice: Notice) -> int:
    """The longest deadline of the notice's types, in working days."""
    return form_of(notice, Stage.NOTICE).deadline_working_days


def parse(notice: Notice, raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Raw values as typed to values as kept, and a sentence for each that does not hold or has no place in the notice."""
    fields = catalogue().fields
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for path, value in raw.items():
        if path not in fields:
            errors[path] = _("Dette feltet finnes ikke i meldingen.")
            continue
        taken = validate(fields[path], value)
        if isinstance(taken, FieldError):
            errors[path] = taken.message
        elif fields[path].kind is Kind.MARKS and (outside := _misplaced(notice, taken)):
            errors[path] = outside
        else:
            values[path] = taken
    return values, errors


def _misplaced(notice: Notice, drawn: Any) -> str:
    place = form_of(notice, Stage.NOTICE).answers().get("site.address")
    return misplaced(place if isinstance(place, dict) else None, notice.grid_company_id, drawn)


def survives_copy(path: str) -> bool:
    """Whether an answer is of use in another notice about the same place."""
    return not path.startswith(_NOT_COPIED)


def _rules_in_hand(notice: Notice) -> RuleSetContent | None:
    """The rules that hold for a row in hand: read once, so that everything done with it goes by the same version."""
    if notice.grid_company_id is None:
        return None
    if notice.rules_read is None or notice.rules_read.organisation_id != notice.grid_company_id:
        notice.rules_read = in_force(notice.grid_company_id)
    return notice.rules_read


def _answers_in(notice: Notice, stage: Stage) -> dict[str, Any]:
    """The answers a stage's form is judged by. A completion report stands beside what was sent last, filled-in values
    among it, and not beside changes that the contractor has not sent."""
    own = notice.values()
    sent = last_sent(notice, Stage.NOTICE) if stage is Stage.COMPLETION else None
    if sent is None:
        return own
    told = {path: kept["value"] for path, kept in sent.content["answers"].items()}
    return told | {path: value for path, value in own.items() if path.startswith(COMPLETION)}


def _built_from(notice: Notice, stage: Stage) -> bytes:
    """What a form depends on besides the catalogue: the row's content, whose rules, which day, what language."""
    return pickle.dumps(
        (
            notice.types,
            notice.form,
            notice.grid_company_id,
            notice.answers,
            notice.known,
            notice.submission_count if stage is Stage.COMPLETION else 0,
            _built_from(notice.mother, stage) if notice.mother else None,
            clock.today(),
            get_language(),
        )
    )


def _may_send(contractor_id: UUID, grid_company_id: UUID, known: bool | None) -> bool:
    return has_access(contractor_id, grid_company_id) if known is None else known


def _grid_company_missing(notice: Notice) -> list[Missing]:
    if notice.grid_company_id is None:
        sentence = _("Velg nettselskapet. Det følger som regel av adressen.")
    elif not _may_send(notice.contractor_id, notice.grid_company_id, notice.has_access):
        sentence = _("Dere har ikke tilgang til dette nettselskapet ennå. %(how)s") % {
            "how": rules_of(notice).texts.access
        }
    else:
        return []
    return [Missing("grid_company", _("Nettselskap"), "site", sentence)]


def _contact_missing(notice: Notice) -> list[Missing]:
    """The bills and the dialogue on the connection charge go to an address that must be there: it, or another way."""
    found = []
    for party in notice.parties.all():
        if party.same_as:
            continue
        reachable = party.email or (party.no_email and (party.mobile or party.other_contact))
        if party.role in REACHED and party.name and not reachable:
            sentence = (
                _("Skriv mobilnummer eller en annen måte å nå %(name)s på.")
                if party.no_email
                else _("Skriv e-postadressen til %(name)s, eller velg «Har ikke e-post».")
            ) % {"name": party.name}
            found.append(Missing(f"party.{party.role}.email", _("E-post"), "parties", sentence, MissingKind.PARTY))
    return found
