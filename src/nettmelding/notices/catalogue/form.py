"""The form of a notice: which questions it asks, how much each is needed, and what is known already.

Several types give the union of their fields, the strictest need and the longest deadline.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from nettmelding.notices.catalogue.effective import effective_type
from nettmelding.notices.catalogue.facts import Situation, facts_of, values_of
from nettmelding.notices.catalogue.load import catalogue, variables
from nettmelding.notices.catalogue.model import (
    Answers,
    AttachmentKind,
    AttachmentUse,
    Field,
    FieldUse,
    FormKind,
    Level,
    Need,
    NoticeType,
    Section,
    SectionContent,
    Stage,
    StageUse,
    Value,
)
from nettmelding.notices.catalogue.notes import FormNote, notes_for
from nettmelding.notices.catalogue.parties import FormParty, parties_of
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.notices.catalogue.shape import Form, FormAttachment, FormField, FormSection, Source
from nettmelding.rules.cel import Facts

__all__ = ["Form", "FormAttachment", "FormField", "FormSection", "Source", "build_form"]

_STRICTNESS = (Need.HIDDEN, Need.OPTIONAL, Need.REQUIRED)
_NOT_WITH = {
    FormKind.SEVERAL: Level.METERING_POINT,
    FormKind.METERING_POINT: Level.INSTALLATION,
}
"""What a form of a block notice leaves to the other one."""
_OF_A_POINT = {Level.METERING_POINT, Level.COMMON}
"""Here what is known of the metering point goes before what is said of all."""
_ROUNDS = 4
"""A field that appears can make another appear; the data has no longer chains than this."""


def build_form(
    types: Iterable[str],
    form: FormKind | str,
    rules: NoticeRules,
    answers: Answers,
    stage: Stage | str = Stage.NOTICE,
    *,
    known: Mapping[str, object] | None = None,
    sources: Mapping[str, str] | None = None,
    inherited: Answers | None = None,
) -> Form:
    """The form for these types at a grid company with these rules.

    `answers` by field path; for a completion report the notice's answers are among them. `known` is what the
    program read by itself (`metering_point.ov_a` …), used where there is no answer; `sources` says where
    given answers are from. `inherited` is what stands on the mother of a metering point. Raises `KeyError` for a type that
    does not exist.
    """
    picked = tuple(effective_type(type_id, rules) for type_id in types)
    kind, at = FormKind(form), Stage(stage)
    uses = [one.notice if at is Stage.NOTICE else one.completion for one in picked]
    filled = {
        field.path: _filled(field, uses, rules, answers, known or {}, sources or {}, inherited or {})
        for field in catalogue().fields.values()
        if any(field.path in use.fields for use in uses)
    }
    common = {**(inherited or {}), **answers}
    situation = Situation(tuple(one.id for one in picked), kind, at, rules.thresholds, common, known or {})
    needs, values, facts = _settle(picked, uses, filled, situation)
    notes = notes_for([path for path, need in needs.items() if need is not Need.HIDDEN], values, facts)
    fields = {path: _form_field(one, needs[path], rules, notes.get(path, ()), answers) for path, one in filled.items()}
    with_mother = kind is FormKind.METERING_POINT and at is Stage.NOTICE
    parties, attachments = parties_of(picked, kind, rules), _attachments(uses, facts, with_mother=with_mother)
    return Form(
        types=picked,
        kind=kind,
        stage=at,
        sections=tuple(
            _section(section, fields.values(), parties, attachments)
            for section in catalogue().sections.values()
            if section.stage is at
        ),
        deadline_working_days=max((one.deadline_working_days for one in picked), default=0),
        to_inspectorate=any(one.to_inspectorate for one in picked),
        facts=facts,
    )


def _filled(
    field: Field,
    uses: Iterable[StageUse],
    rules: NoticeRules,
    answers: Answers,
    known: Mapping[str, object],
    sources: Mapping[str, str],
    inherited: Answers,
) -> FormField:
    """The field with the best value there is: answered, on the mother, read by the program, as approved, common here."""
    if field.path in answers and answers[field.path] is not None:
        return FormField(field, Need.OPTIONAL, answers[field.path], _source(sources.get(field.path, "")))
    read = known.get(field.prefill) if field.prefill else None
    of_the_mother = inherited.get(field.path)
    if of_the_mother is not None and not (read is not None and field.level in _OF_A_POINT):
        return FormField(field, Need.OPTIONAL, of_the_mother, Source.MOTHER)
    if read is not None:
        return FormField(field, Need.OPTIONAL, read, Source(field.prefill.partition(".")[0]))  # type: ignore[arg-type]
    if field.as_approved and answers.get(field.as_approved) is not None:
        return FormField(field, Need.OPTIONAL, answers[field.as_approved], Source.APPROVED)
    defaults = [use.fields[field.path].default for use in uses if field.path in use.fields]
    value = next((one for one in (rules.defaults.get(field.path), *defaults, field.default) if one is not None), None)
    return FormField(field, Need.OPTIONAL, value, Source.NONE if value is None else Source.DEFAULT)


def _source(code: str) -> Source:
    """The source by its code; what nobody else filled in, a user typed."""
    return Source(code) if code and code in set(Source) else Source.USER


def _settle(
    types: tuple[NoticeType, ...], uses: list[StageUse], filled: Mapping[str, FormField], situation: Situation
) -> tuple[dict[str, Need], dict[str, object], Facts]:
    """How much each field is needed, and the facts that say so. What is hidden counts as not answered, which
    can hide more: repeated until nothing changes."""
    answered = _answered(filled, dict.fromkeys(filled, Need.OPTIONAL), situation)
    values, facts = _facts(answered, situation)
    needs: dict[str, Need] = {}
    for _round in range(_ROUNDS):
        needs = {path: _need(one.field, types, uses, situation.form, facts) for path, one in filled.items()}
        left = _answered(filled, needs, situation)
        if left == answered:
            break
        answered = left
        values, facts = _facts(answered, situation)
    return needs, values, facts


def _answered(filled: Mapping[str, FormField], needs: Mapping[str, Need], situation: Situation) -> dict[str, Value]:
    """What stands in the fields that are shown, with what was said before or elsewhere that this form rests on."""
    stands_alone = situation.stage is Stage.NOTICE and situation.form is not FormKind.METERING_POINT
    earlier: Answers = {} if stands_alone else situation.answers
    shown = {
        path: one.value for path, one in filled.items() if one.value is not None and needs[path] is not Need.HIDDEN
    }
    return {**earlier, **shown}


def _facts(answered: Answers, situation: Situation) -> tuple[dict[str, object], Facts]:
    values = values_of(replace(situation, answers=answered), catalogue().fields)
    return values, facts_of(values, variables())


def _need(field: Field, types: tuple[NoticeType, ...], uses: list[StageUse], form: FormKind, facts: Facts) -> Need:
    """The strictest of what the types ask for, in this form."""
    if field.level is _NOT_WITH.get(form):
        return Need.HIDDEN
    needs = [_need_of(use.fields[field.path], facts) for use in uses if field.path in use.fields]
    strictest = needs[0] if len(needs) == 1 else max(needs, key=_STRICTNESS.index)
    if form is FormKind.SEVERAL and field.level is Level.COMMON:
        return min(strictest, Need.OPTIONAL, key=_STRICTNESS.index)
    left_out = form is FormKind.SIMPLIFIED and any(field.path in one.simplified_without for one in types)
    return Need.HIDDEN if left_out and strictest is not Need.REQUIRED else strictest


def _need_of(use: FieldUse, facts: Facts) -> Need:
    if use.need is Need.HIDDEN or (use.shown_when and not facts.holds(use.shown_when)):
        return Need.HIDDEN
    if use.need is Need.REQUIRED or (use.needed_when and facts.holds(use.needed_when)):
        return Need.REQUIRED
    return Need.OPTIONAL


def _form_field(
    filled: FormField, need: Need, rules: NoticeRules, notes: tuple[FormNote, ...], answers: Answers
) -> FormField:
    field = filled.field
    if field.path in rules.field_help:
        field = replace(field, help=rules.field_help[field.path])
    if need is Need.HIDDEN:
        return FormField(field, need)
    approved = answers.get(field.as_approved) if field.as_approved else None
    return FormField(field, need, filled.value, filled.source, notes, approved)


def _attachments(uses: Iterable[StageUse], facts: Facts, *, with_mother: bool) -> tuple[FormAttachment, ...]:
    """The kinds the types ask for, needed ones first. What is needed for the installation lies with the mother."""
    wanted: dict[str, FormAttachment] = {}
    for code, kind in catalogue().attachments.items():
        asked = [_attachment(kind, use.attachments[code], facts) for use in uses if code in use.attachments]
        if asked:
            wanted[code] = max(asked, key=lambda one: _STRICTNESS.index(one.need))
    shown = [one for one in wanted.values() if one.need is not Need.HIDDEN]
    if with_mother:
        return tuple(replace(one, need=Need.OPTIONAL, why="") for one in shown)
    return tuple(sorted(shown, key=lambda one: not one.required))


def _attachment(kind: AttachmentKind, use: AttachmentUse, facts: Facts) -> FormAttachment:
    needed = use.need is Need.REQUIRED or bool(use.needed_when and facts.holds(use.needed_when))
    return FormAttachment(kind, Need.REQUIRED if needed else use.need, use.why if needed else "")


def _section(
    section: Section,
    fields: Iterable[FormField],
    parties: tuple[FormParty, ...],
    attachments: tuple[FormAttachment, ...],
) -> FormSection:
    content = section.content
    own = tuple(one for one in fields if one.field.section == section.id)
    return FormSection(
        section,
        fields=own,
        parties=parties if content is SectionContent.PARTIES else (),
        attachments=attachments if content is SectionContent.ATTACHMENTS else (),
    )
