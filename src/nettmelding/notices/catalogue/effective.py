"""A type as it is at one grid company: the catalogue's, with the company's rule set laid over it."""

from collections.abc import Mapping
from dataclasses import replace

from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import (
    AttachmentUse,
    FieldUse,
    Need,
    NoticeType,
    StageUse,
)
from nettmelding.notices.catalogue.ruleset import AttachmentRule, FieldRule, NoticeRules


def effective_type(type_id: str, rules: NoticeRules) -> NoticeType:
    """The type with the company's changes. Raises `KeyError` for a type that does not exist."""
    base = catalogue().types[type_id]
    changed = replace(
        base,
        when=rules.help.get(type_id, base.when),
        deadline_working_days=rules.deadlines.get(type_id, base.deadline_working_days),
        to_inspectorate=base.to_inspectorate
        if rules.inspectorate_types is None
        else type_id in rules.inspectorate_types,
    )
    own = rules.types.get(type_id)
    if own is None:
        return changed
    return replace(
        changed,
        notice=_over_stage(base.notice, own.fields, own.attachments),
        completion=_over_stage(base.completion, own.completion_fields, own.completion_attachments),
        parties={**base.parties, **own.parties},
    )


def offered_types(rules: NoticeRules) -> list[NoticeType]:
    """The types offered here, in the order of the boxes."""
    return [effective_type(type_id, rules) for type_id in catalogue().types if rules.offers(type_id)]


def _over_stage(base: StageUse, fields: Mapping[str, FieldRule], attachments: Mapping[str, AttachmentRule]) -> StageUse:
    return StageUse(
        fields={
            **base.fields,
            **{path: _over_field(base.fields.get(path), rule) for path, rule in fields.items()},
        },
        attachments={
            **base.attachments,
            **{code: _over_attachment(base.attachments.get(code), rule) for code, rule in attachments.items()},
        },
    )


def _over_field(base: FieldUse | None, rule: FieldRule) -> FieldUse:
    base = base or FieldUse()
    return FieldUse(
        need=rule.need or base.need,
        shown_when=base.shown_when if rule.shown_when is None else rule.shown_when,
        needed_when=base.needed_when if rule.needed_when is None else rule.needed_when,
        default=base.default if rule.default is None else rule.default,
    )


def _over_attachment(base: AttachmentUse | None, rule: AttachmentRule) -> AttachmentUse:
    base = base or AttachmentUse(need=Need.OPTIONAL)
    return AttachmentUse(
        need=rule.need or base.need,
        needed_when=base.needed_when if rule.needed_when is None else rule.needed_when,
        why=base.why if rule.why is None else rule.why,
    )
