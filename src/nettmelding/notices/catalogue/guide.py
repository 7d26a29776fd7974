"""The questions that decide which notice it is: from what is picked and replied so far to the next question
or the answer.

A pure function over `questions.toml`; the page keeps the replies in its address.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from nettmelding.core.errors import Invalid
from nettmelding.notices.catalogue import model
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import FormKind, Value
from nettmelding.notices.catalogue.notes import fill
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.notices.catalogue.selection import forms_offered


@dataclass(frozen=True, slots=True)
class State:
    """How far one has come: the types that are picked, the question that was brought up, and the replies by
    question."""

    types: tuple[str, ...] = ()
    question: str = ""
    replies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask next, with the company's figures filled in."""

    id: str
    text: str
    help: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Where it ends: types with a form, or a sentence that says why there is no notice."""

    types: tuple[str, ...] = ()
    form: FormKind | None = None
    fixed: str = ""
    """Id of the fixed answer, where it is one."""
    title: str = ""
    text: str = ""
    company_text: str = ""
    """Who owns which cable, in the grid company's own words, where that was part of the question."""
    goes_to: str = ""
    prefill: Mapping[str, Value] = field(default_factory=dict)
    request_only: bool = False
    """The answer becomes a request to the grid company, not a notice."""
    forms: tuple[FormKind, ...] = ()
    """The forms there are to choose between."""
    refused_form: FormKind | None = None
    """One that the replies have made wrong."""
    refused: str = ""
    """Why."""


_CABLE_QUESTIONS = frozenset({"dwellings_line", "sewing"})


def next_step(state: State, rules: NoticeRules) -> Question | Answer:
    """The next question, or the answer. A reply that does not exist counts as not given.

    Raises `KeyError` for a type or question that does not exist.
    """
    at = state.question or _first_question(state)
    while at:
        question = catalogue().questions[at]
        option = next((one for one in question.options if one.code == state.replies.get(at)), None)
        if option is None:
            return _asked(question, rules)
        if not option.question:
            return _ended(option, at, state, rules)
        at = option.question
    return _for_types(state.types)


def check_form(answer: Answer, form: str) -> None:
    """Errors: Invalid where the replies have made the form wrong, as a block notice where each has its own service line."""
    if answer.refused_form is not None and form == answer.refused_form:
        raise Invalid("form_refused", answer.refused, fields={"form": answer.refused})


def fixed_answer(answer_id: str, rules: NoticeRules) -> Answer:
    """One of the fixed answers, with the company's figures. Raises `KeyError` where there is none."""
    one = catalogue().answers[answer_id]
    figures = {f"threshold.{name}": value for name, value in rules.thresholds}
    return Answer(fixed=one.id, title=one.name, text=fill(one.text, figures), goes_to=one.goes_to)


def _first_question(state: State) -> str:
    """The question that a single picked type begins with, if it has one."""
    if len(state.types) != 1:
        return ""
    asked = (one.id for one in catalogue().questions.values() if state.types[0] in one.asked_for)
    return next(asked, "")


def _asked(question: model.Question, rules: NoticeRules) -> Question:
    figures = {f"threshold.{name}": value for name, value in rules.thresholds}
    options = tuple(
        Option(one.code, fill(one.label, figures))
        for one in question.options
        if all(rules.offers(type_id) for type_id in one.types)
    )
    return Question(question.id, question.text, fill(question.help, figures), options)


def _ended(option: model.Option, question_id: str, state: State, rules: NoticeRules) -> Answer:
    if option.answer:
        return fixed_answer(option.answer, rules)
    base = _for_types((*option.types, *(one for one in state.types if one not in option.types)))
    return Answer(
        types=base.types,
        form=option.form if option.form in base.forms else base.form,
        forms=tuple(one for one in base.forms if one is not option.refused_form),
        refused_form=option.refused_form,
        refused=option.refused,
        text=option.explain,
        company_text=rules.texts.cable_ownership if question_id in _CABLE_QUESTIONS else "",
        prefill=option.prefill,
        request_only=base.request_only,
    )


def _for_types(types: tuple[str, ...]) -> Answer:
    forms = forms_offered(types)
    return Answer(
        types=types,
        form=forms[0] if forms else None,
        forms=forms,
        request_only=any(catalogue().types[one].request_only for one in types),
    )
