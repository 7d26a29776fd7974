"""Whether the catalogue's data holds together. Each function yields one sentence a problem."""

from collections.abc import Iterator, Mapping

from nettmelding.notices.catalogue.model import (
    Catalogue,
    Need,
    NoticeType,
    PartyRole,
    Question,
    Stage,
    StageUse,
)
from nettmelding.rules import cel
from nettmelding.rules.cel import FactKind

FEL_14 = ("site.address", "building.kind", "power.new_peak_kw", "work.interface", "when.expected_completion")
"""FEL § 14: address of the installation, use, expected power, interface between firms, expected completion.
The owner is a party, the contractor is who sends."""

GOALS = ("types", "attachments")
"""Places a reason or a way can lead to besides fields, attachments and parties."""


def problems(catalogue: Catalogue, variables: Mapping[str, FactKind]) -> Iterator[str]:
    """Everything that is wrong; a condition that cannot be compiled raises `Invalid`."""
    yield from _fields(catalogue)
    for one in catalogue.types.values():
        yield from _type(catalogue, one, variables)
    yield from _notes(catalogue, variables)
    for reason in catalogue.reasons.values():
        if reason.path and not is_goal(catalogue, reason.path):
            yield f"reasons.toml {reason.code}: no such path {reason.path}"
    for condition in catalogue.conditions.values():
        yield from (
            f"conditions.toml {condition.code}: no such type {t}" for t in condition.types if t not in catalogue.types
        )
    for question in catalogue.questions.values():
        yield from _question(catalogue, question)


def is_goal(catalogue: Catalogue, path: str) -> bool:
    """Whether a path names a place in the form: a field, `attachment.site_plan`, `party.customer` or a part
    of the page."""
    head, _, tail = path.partition(".")
    return (
        path in catalogue.fields
        or path in GOALS
        or (head == "attachment" and tail in catalogue.attachments)
        or (head == "party" and tail in set(PartyRole))
    )


def _fields(catalogue: Catalogue) -> Iterator[str]:
    for one in catalogue.fields.values():
        if one.section not in catalogue.sections:
            yield f"fields.toml {one.path}: no such section {one.section}"
        if one.as_approved and one.as_approved not in catalogue.fields:
            yield f"fields.toml {one.path}: no such field {one.as_approved}"
        if one.width not in (2, 3, 4, 6):
            yield f"fields.toml {one.path}: width is 2, 3, 4 or 6"


def _type(catalogue: Catalogue, one: NoticeType, variables: Mapping[str, FactKind]) -> Iterator[str]:
    for stage, use in ((Stage.NOTICE, one.notice), (Stage.COMPLETION, one.completion)):
        yield from (f"{one.id}: {problem}" for problem in stage_problems(catalogue, stage, use, variables))
    if not one.request_only:
        yield from (f"{one.id}: FEL § 14 asks for {path}" for path in FEL_14 if not _asked(one, path))
    for path in one.new_decision | one.simplified_without | one.as_wanted:
        if not is_goal(catalogue, path):
            yield f"{one.id}: no such path {path}"
    for other in one.goes_with:
        if other not in catalogue.types or one.id not in catalogue.types[other].goes_with:
            yield f"{one.id} goes with {other}, but not the other way round"
    if "*" not in one.not_with or not one.not_with.keys() <= {"*", *catalogue.types}:
        yield f"{one.id}: not_with needs a sentence for all others, and names types only"


def _asked(one: NoticeType, path: str) -> bool:
    return path in one.notice.fields and one.notice.fields[path].need is not Need.HIDDEN


def stage_problems(
    catalogue: Catalogue, stage: Stage, use: StageUse, variables: Mapping[str, FactKind]
) -> Iterator[str]:
    """What is wrong with a stage's fields and attachments; also for what a grid company's rule set lays over
    them."""
    for path, field_use in use.fields.items():
        if path not in catalogue.fields or catalogue.sections[catalogue.fields[path].section].stage is not stage:
            yield f"no such field in this stage: {path}"
        for condition in filter(None, (field_use.shown_when, field_use.needed_when)):
            cel.check(condition, variables)
    for code, attachment_use in use.attachments.items():
        if code not in catalogue.attachments or stage not in catalogue.attachments[code].stages:
            yield f"no such attachment in this stage: {code}"
        if attachment_use.needed_when:
            cel.check(attachment_use.needed_when, variables)


def _notes(catalogue: Catalogue, variables: Mapping[str, FactKind]) -> Iterator[str]:
    for note in catalogue.notes:
        cel.check(note.when, variables)
        yield from (
            f"notes.toml {note.id}: no such path {path}"
            for path in (note.path, *(way.path for way in note.ways))
            if not is_goal(catalogue, path)
        )


def _question(catalogue: Catalogue, question: Question) -> Iterator[str]:
    for option in question.options:
        place = f"questions.toml {question.id} {option.code}"
        if sum(map(bool, (option.question, option.types, option.answer))) != 1:
            yield f"{place}: leads to exactly one of question, types, answer"
        if option.question and option.question not in catalogue.questions:
            yield f"{place}: no such question {option.question}"
        if option.answer and option.answer not in catalogue.answers:
            yield f"{place}: no such answer {option.answer}"
        yield from (f"{place}: no such type {name}" for name in option.types if name not in catalogue.types)
        yield from (f"{place}: no such field {path}" for path in option.prefill if path not in catalogue.fields)
