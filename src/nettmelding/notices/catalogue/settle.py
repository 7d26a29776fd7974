"""What a form's conditions come to: how much each field and attachment is needed, and what is said beside them.

The metering points of a block notice are asked the same and differ in little that any condition looks at. What was settled for
one holds for all that agree in what conditions, notes and the company's rules name; it is kept by that.
"""

import json
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain

from django.utils.translation import get_language

from nettmelding.core import clock
from nettmelding.notices.catalogue.facts import Situation, facts_of, values_of
from nettmelding.notices.catalogue.load import catalogue, variables, written
from nettmelding.notices.catalogue.model import (
    Answers,
    AttachmentKind,
    AttachmentUse,
    Field,
    FieldUse,
    FormKind,
    Kind,
    Level,
    Need,
    NoticeType,
    Stage,
    StageUse,
    Value,
)
from nettmelding.notices.catalogue.notes import FormNote, notes_for
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.notices.catalogue.shape import FormAttachment, FormField
from nettmelding.rules.cel import Facts

_STRICTNESS = (Need.HIDDEN, Need.OPTIONAL, Need.REQUIRED)
_NOT_WITH = {
    FormKind.SEVERAL: Level.METERING_POINT,
    FormKind.METERING_POINT: Level.INSTALLATION,
}
"""What a form of a block notice leaves to the other one."""
_ROUNDS = 4
"""A field that appears can make another appear; the data has no longer chains than this."""
_WORDS = frozenset({Kind.TEXT, Kind.LONGTEXT, Kind.METER, Kind.ADDRESS})
"""Kinds whose answers conditions seldom look into."""
_NAMED = re.compile(r"(?<!has\()\b[a-z_]+(?:\.[a-z_0-9]+)+")
KEPT = 256


@dataclass(frozen=True, slots=True)
class Settled:
    """What the conditions came to."""

    needs: Mapping[str, Need]
    notes: Mapping[str, tuple[FormNote, ...]]
    attachments: tuple[FormAttachment, ...]
    facts: Facts
    """What further conditions, such as the automatic decision, are judged by."""


def settle(
    types: Sequence[NoticeType], filled: Mapping[str, FormField], situation: Situation, rules: NoticeRules
) -> Settled:
    """`filled`: the fields by path with the best value there is, in the order of the catalogue."""
    return _settled(_Case(types, filled, situation, rules))


class _Case:
    """One form to be settled. Two are alike where no condition, note or rule can tell them apart."""

    def __init__(
        self, types: Sequence[NoticeType], filled: Mapping[str, FormField], situation: Situation, rules: NoticeRules
    ) -> None:
        self.types, self.filled, self.situation, self.rules = types, filled, situation, rules

    def __hash__(self) -> int:
        return hash(self.likeness)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Case) and self.likeness == other.likeness

    @cached_property
    def likeness(self) -> tuple[Hashable, ...]:
        """All that the outcome depends on. The rules are told by their identity, which this object holds on to."""
        situation = self.situation
        named = _named(_Rules(self.rules))
        to_the_letter = situation.stage is Stage.COMPLETION
        """A completion report is compared with what was approved, texts and all."""
        values = chain(
            ((path, one.value) for path, one in self.filled.items()), situation.answers.items(), situation.known.items()
        )
        return (
            id(self.rules),
            situation.types,
            situation.form,
            situation.stage,
            get_language(),
            clock.today(),
            tuple((name, _plain(value, to_the_letter or name in named)) for name, value in values),
        )


class _Rules:
    """A rule set, told from others by its identity."""

    def __init__(self, rules: NoticeRules) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rules) and self.rules is other.rules


@lru_cache(maxsize=KEPT)
def _settled(case: _Case) -> Settled:
    uses = [one.notice if case.situation.stage is Stage.NOTICE else one.completion for one in case.types]
    needs, values, facts = _needs(case.types, uses, case.filled, case.situation)
    notes = notes_for([path for path, need in needs.items() if need is not Need.HIDDEN], values, facts)
    with_mother = case.situation.form is FormKind.METERING_POINT and case.situation.stage is Stage.NOTICE
    return Settled(needs, notes, _attachments(uses, facts, with_mother=with_mother), facts)


@lru_cache(maxsize=64)
def _named(of: _Rules) -> frozenset[str]:
    """The names whose very value matters: those of other kinds than words, and those that a condition, a note or the rules
    name otherwise than in `has(…)`."""
    known = written()
    stages = [stage for one in known.types.values() for stage in (one.notice, one.completion)]
    conditions = chain(
        (text for stage in stages for use in stage.fields.values() for text in (use.shown_when, use.needed_when)),
        (use.needed_when for stage in stages for use in stage.attachments.values()),
        (text for note in known.notes for text in (note.when, note.text, *(f"{w.label} {w.value}" for w in note.ways))),
        [of.rules.model_dump_json()],
    )
    words = {one.path for one in known.fields.values() if one.kind in _WORDS}
    words |= {one.prefill for one in known.fields.values() if one.kind in _WORDS and one.prefill}
    return (frozenset(variables()) - words) | frozenset(_NAMED.findall("\n".join(conditions)))


def _plain(value: object, matters: bool) -> Hashable:
    if not matters:
        return value is not None
    return json.dumps(value, sort_keys=True) if isinstance(value, list | dict) else (type(value), value)


def _needs(
    types: Sequence[NoticeType], uses: Sequence[StageUse], filled: Mapping[str, FormField], situation: Situation
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


def _need(field: Field, types: Sequence[NoticeType], uses: Sequence[StageUse], form: FormKind, facts: Facts) -> Need:
    """The strictest of what the types ask for, in this form."""
    if field.level is _NOT_WITH.get(form):
        return Need.HIDDEN
    needs = [_need_of(use.fields[field.path], facts) for use in uses if field.path in use.fields]
    strictest = needs[0] if len(needs) == 1 else max(needs, key=_STRICTNESS.index)
    if (form is FormKind.SEVERAL and field.level is Level.COMMON) or (
        form is FormKind.METERING_POINT and field.of_its_own
    ):
        return min(strictest, Need.OPTIONAL, key=_STRICTNESS.index)
    left_out = form is FormKind.SIMPLIFIED and any(field.path in one.simplified_without for one in types)
    return Need.HIDDEN if left_out and strictest is not Need.REQUIRED else strictest


def _need_of(use: FieldUse, facts: Facts) -> Need:
    if use.need is Need.HIDDEN or (use.shown_when and not facts.holds(use.shown_when)):
        return Need.HIDDEN
    if use.need is Need.REQUIRED or (use.needed_when and facts.holds(use.needed_when)):
        return Need.REQUIRED
    return Need.OPTIONAL


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
