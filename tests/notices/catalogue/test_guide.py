"""The questions that decide which notice it is."""

import pytest

from nettmelding.core.errors import Invalid
from nettmelding.notices.catalogue.guide import Answer, Question, State, check_form, next_step
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import FormKind
from nettmelding.notices.catalogue.ruleset import DEFAULT_RULES, NoticeRules
from tests.notices.catalogue.companies import rules_of


def answer(question: str, **replies: str) -> Answer:
    step = next_step(State(question=question, replies=replies), DEFAULT_RULES)
    assert isinstance(step, Answer)
    return step


@pytest.mark.parametrize(
    ("reply", "type_id"),
    [("yes", "protection_change"), ("moved", "protection_change"), ("no", "metering_point_work")],
)
def test_the_size_of_a_protection_decides(reply: str, type_id: str) -> None:
    assert answer("protection_size", protection_size=reply).types == (type_id,)


@pytest.mark.parametrize(
    ("reply", "type_id"),
    [
        ("same_place", "metering_point_work"),
        ("other_place", "protection_change"),
        ("merged", "merging"),
        ("for_good", "demolition"),
    ],
)
def test_a_meter_that_is_taken_down_is_told_apart(reply: str, type_id: str) -> None:
    assert answer("meter_gone", meter_gone=reply).types == (type_id,)


def test_what_is_laid_down_for_good_becomes_a_request() -> None:
    ended = answer("what_goes", what_goes="building")
    assert ended.request_only
    assert ended.prefill == {"disconnection.what": "building"}


def test_a_studio_flat_that_goes_leads_on_to_the_next_question() -> None:
    step = next_step(State(question="what_goes", replies={"what_goes": "dwelling_unit"}), DEFAULT_RULES)
    assert isinstance(step, Question)
    assert step.id == "flat_closed"


@pytest.mark.parametrize(
    ("replies", "form"),
    [
        ({"dwellings": "one"}, FormKind.SINGLE),
        ({"dwellings": "several", "dwellings_line": "main_board"}, FormKind.SEVERAL),
        ({"dwellings": "several", "dwellings_line": "main_board_outdoors"}, FormKind.SEVERAL),
        ({"dwellings": "several", "dwellings_line": "own_line"}, FormKind.SINGLE),
        ({"dwellings": "several", "dwellings_line": "sewing", "sewing": "yes"}, FormKind.SINGLE),
        ({"dwellings": "several", "dwellings_line": "sewing", "sewing": "no"}, FormKind.SEVERAL),
    ],
)
def test_several_dwellings_are_one_notice_each_or_a_block(replies: dict[str, str], form: FormKind) -> None:
    step = next_step(State(types=("new_installation",), replies=replies), DEFAULT_RULES)
    assert isinstance(step, Answer)
    assert (step.types, step.form) == (("new_installation",), form)


@pytest.mark.parametrize(("line", "place"), [("main_board", "indoor"), ("main_board_outdoors", "outdoor_cabinet")])
def test_a_common_main_board_lets_one_choose_a_block_notice(line: str, place: str) -> None:
    step = next_step(
        State(types=("new_installation",), replies={"dwellings": "several", "dwellings_line": line}), DEFAULT_RULES
    )
    assert isinstance(step, Answer)
    assert step.forms == (FormKind.SINGLE, FormKind.SEVERAL)
    assert step.prefill == {"service_line.intake_place": place}


@pytest.mark.parametrize(
    "replies",
    [{"dwellings_line": "own_line"}, {"dwellings_line": "sewing", "sewing": "yes"}],
    ids=["own line", "sewing"],
)
def test_a_block_notice_is_refused_where_each_has_its_own_service_line(replies: dict[str, str]) -> None:
    step = next_step(State(types=("new_installation",), replies={"dwellings": "several", **replies}), DEFAULT_RULES)
    assert isinstance(step, Answer)
    assert step.forms == (FormKind.SINGLE,)
    assert "Lag flere slike" in step.text
    with pytest.raises(Invalid) as refused:
        check_form(step, FormKind.SEVERAL)
    assert "sin egen melding" in refused.value.fields["form"]


def test_it_says_who_owns_which_cable_in_the_companys_words() -> None:
    rules = rules_of("provenett")
    replies = {"dwellings": "several", "dwellings_line": "own_line"}
    step = next_step(State(types=("new_installation",), replies=replies), rules)
    assert isinstance(step, Answer)
    assert step.company_text == rules.texts.cable_ownership
    assert "sin egen melding" in step.text


def test_a_small_charger_needs_no_notice_by_the_companys_own_limit() -> None:
    for name, limit in (("eksempelnett", "16 A"), ("provenett", "20 A")):
        replies = {"ev_size": "three_phases_small"}
        step = next_step(State(types=("ev_charging",), replies=replies), rules_of(name))
        assert isinstance(step, Answer)
        assert step.title == "Ingen melding nødvendig"
        assert limit in step.text


def test_the_labels_carry_the_companys_figures() -> None:
    step = next_step(State(question="production_size"), DEFAULT_RULES)
    assert isinstance(step, Question)
    assert step.options[0].label == "Til og med 800 W"


def test_what_is_not_offered_is_not_asked_about() -> None:
    step = next_step(State(question="meter_gone"), NoticeRules(offered=("merging", "demolition")))
    assert isinstance(step, Question)
    assert [option.code for option in step.options] == ["merged", "for_good"]


def test_a_reply_that_does_not_exist_is_asked_again() -> None:
    step = next_step(State(question="protection_size", replies={"protection_size": "kanskje"}), DEFAULT_RULES)
    assert isinstance(step, Question)


def test_types_without_a_question_are_the_answer_themselves() -> None:
    step = next_step(State(types=("protection_change", "production")), DEFAULT_RULES)
    assert isinstance(step, Answer)
    assert (step.types, step.form) == (("protection_change", "production"), FormKind.SINGLE)


@pytest.mark.parametrize("question_id", list(catalogue().questions))
def test_every_way_through_the_questions_ends(question_id: str) -> None:
    for option in catalogue().questions[question_id].options:
        state = State(question=question_id, replies={question_id: option.code})
        step = next_step(state, DEFAULT_RULES)
        assert isinstance(step, Answer) or step.id != question_id
