"""Which notice the work of a check before the job needs, and what that notice will ask to be attached."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from nettmelding.notices import working_copy
from nettmelding.notices.catalogue import finder
from nettmelding.notices.catalogue.finder import Hit
from nettmelding.notices.catalogue.form import Form, build_form
from nettmelding.notices.catalogue.guide import State
from nettmelding.notices.catalogue.model import FormKind, NoticeType, Value
from nettmelding.notices.models import PreCheck
from nettmelding.notices.precheck_purposes import PURPOSES

MOST_HITS = 4


@dataclass(frozen=True, slots=True)
class Attached:
    """One kind of attachment, with the reason where there is one."""

    label: str
    why: str


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What a notice of these types asks for as far as the replies say. `sometimes`: where more is answered so."""

    required: tuple[Attached, ...]
    sometimes: tuple[Attached, ...]
    answered_within_working_days: int


def beginning(check: PreCheck) -> State | None:
    """Where the questions begin; None for a purpose that is said in words."""
    purpose = PURPOSES[check.purpose]
    return State(purpose.types, purpose.question) if purpose.types or purpose.question else None


def hits(check: PreCheck) -> list[Hit]:
    """What the words mean, best first."""
    return finder.find(check.text, working_copy.rules_at(check.grid_company_id))[:MOST_HITS]


def answers(check: PreCheck, types: Sequence[str], replied: Mapping[str, Value]) -> dict[str, Value]:
    """The answers that follow from the purpose, where its type was kept, and from the questions."""
    purpose = PURPOSES[check.purpose]
    own = dict(purpose.prefill) if set(purpose.types) <= set(types) else {}
    return {**own, **replied}


def asked_for(check: PreCheck, types: Sequence[str], form: FormKind, known: Mapping[str, Value]) -> AskedFor:
    """What such a notice asks for at the grid company there."""
    rules = working_copy.rules_at(check.grid_company_id)
    built = build_form(types, form, rules, known)
    required = [Attached(one.label, one.why) for one in built.attachments() if one.required]
    return AskedFor(
        required=tuple(required),
        sometimes=tuple(_sometimes(built, {one.label for one in required})),
        answered_within_working_days=built.deadline_working_days,
    )


def _sometimes(form: Form, already: set[str]) -> Iterator[Attached]:
    """Those that conditions of the types ask for in other cases."""
    said = set(already)
    for one in form.attachments():
        why = _why_needed(form.types, one.code)
        if why and one.label not in said:
            said.add(one.label)
            yield Attached(one.label, why)


def _why_needed(types: Sequence[NoticeType], code: str) -> str:
    uses = (one.notice.attachments[code] for one in types if code in one.notice.attachments)
    return next((use.why for use in uses if use.needed_when and use.why), "")
