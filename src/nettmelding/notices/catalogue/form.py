"""The form of a notice: which questions it asks, how much each is needed, and what is known already.

Several types give the union of their fields, the strictest need and the longest deadline.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from nettmelding.notices.catalogue.effective import effective_type
from nettmelding.notices.catalogue.facts import Situation
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import (
    Answers,
    Field,
    FormKind,
    Level,
    Need,
    Section,
    SectionContent,
    Stage,
    StageUse,
    Value,
)
from nettmelding.notices.catalogue.notes import FormNote
from nettmelding.notices.catalogue.parties import FormParty, parties_of
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.notices.catalogue.settle import settle
from nettmelding.notices.catalogue.shape import Form, FormAttachment, FormField, FormSection, Source

__all__ = ["Form", "FormAttachment", "FormField", "FormSection", "Source", "build_form", "from_mother"]

_OF_A_POINT = {Level.METERING_POINT, Level.COMMON}
"""Here what is known of the metering point goes before what is said of all."""


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
    known_fields = catalogue().fields
    of_all = {path: value for path, value in (inherited or {}).items() if not known_fields[path].of_its_own}
    common = {**of_all, **answers}
    situation = Situation(tuple(one.id for one in picked), kind, at, rules.thresholds, common, known or {})
    settled = settle(picked, filled, situation, rules)
    fields = {
        path: _form_field(one, settled.needs[path], rules, settled.notes.get(path, ()), answers)
        for path, one in filled.items()
    }
    parties = parties_of(picked, kind, rules)
    return Form(
        types=picked,
        kind=kind,
        stage=at,
        sections=tuple(
            _section(section, fields.values(), parties, settled.attachments)
            for section in catalogue().sections.values()
            if section.stage is at
        ),
        deadline_working_days=max((one.deadline_working_days for one in picked), default=0),
        to_inspectorate=any(one.to_inspectorate for one in picked),
        facts=settled.facts,
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
    of_the_mother = from_mother(field, known, inherited)
    if of_the_mother is not None:
        return FormField(field, Need.OPTIONAL, of_the_mother, Source.MOTHER)
    read = known.get(field.prefill) if field.prefill else None
    if read is not None:
        return FormField(field, Need.OPTIONAL, read, Source(field.prefill.partition(".")[0]))  # type: ignore[arg-type]
    if field.as_approved and answers.get(field.as_approved) is not None:
        return FormField(field, Need.OPTIONAL, answers[field.as_approved], Source.APPROVED)
    defaults = [use.fields[field.path].default for use in uses if field.path in use.fields]
    value = next((one for one in (rules.defaults.get(field.path), *defaults, field.default) if one is not None), None)
    return FormField(field, Need.OPTIONAL, value, Source.NONE if value is None else Source.DEFAULT)


def from_mother(field: Field, known: Mapping[str, object], inherited: Answers) -> Value:
    """What a metering point that has not answered has from its mother; None where what is known of it goes before."""
    if field.of_its_own or (field.prefill and known.get(field.prefill) is not None and field.level in _OF_A_POINT):
        return None
    return inherited.get(field.path)


def _source(code: str) -> Source:
    """The source by its code; what nobody else filled in, a user typed."""
    return Source(code) if code and code in set(Source) else Source.USER


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
