"""What electricians write, and where it leads."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.notices.catalogue.finder import find
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.ruleset import DEFAULT_RULES, NoticeRules

KINDS = tomllib.loads(Path(__file__).with_name("wordings.toml").read_text("utf-8"))
WORDINGS = [(int(number), text, kind["leads_to"]) for number, kind in KINDS.items() for text in kind["wordings"]]

EVERYDAY = [
    ("hybel", "new_metering_point"),
    ("elbillader", "ev_charging"),
    ("solceller", "production"),
    ("batteri", "production"),
    ("byggestrøm", "temporary_installation"),
    ("skap", "protection_change"),
    ("stikk", "service_line_change"),
    ("hovedsikring", "protection_change"),
    ("varmepumpe", "demanding_load"),
    ("riving", "demolition"),
    ("flytte måler", "protection_change"),
    ("ta bort måler", "demolition"),
    ("legge ned hybel", "demolition"),
    ("bruksendring", "change_of_use"),
    ("stikkontakt", "no_notice_circuit"),
    ("ny kurs til kjøkkenet", "no_notice_circuit"),
    ("lysbryter", "no_notice_circuit"),
    ("varmekabler på badet", "no_notice_circuit"),
    ("strømbrudd", "fault"),
    ("straumbrot og påkjørt kabelskap", "fault"),
    ("bytte strømleverandør", "supplier"),
    ("huset skal rives", "demolition"),
    ("byggstraum", "temporary_installation"),
    ("elbilladar", "ev_charging"),
    ("63A hovedsikring", "protection_change"),
    ("industrihall ny", "new_installation"),
]


@pytest.mark.parametrize(("number", "text", "leads_to"), WORDINGS)
def test_each_kind_of_the_guide_leads_to_its_type(number: int, text: str, leads_to: list[str]) -> None:
    first_two = {hit.id for hit in find(text, DEFAULT_RULES)[:2]}
    assert first_two & set(leads_to), (number, text, first_two)


def test_every_kind_of_the_guide_is_tried_in_three_wordings_and_belongs_to_a_type() -> None:
    assert set(KINDS) == {str(number) for number in range(1, 20)}
    assert all(len(kind["wordings"]) >= 3 for kind in KINDS.values())
    assert {n for one in catalogue().types.values() for n in one.guide} == set(range(1, 20))


@pytest.mark.parametrize(("text", "leads_to"), EVERYDAY)
def test_everyday_words_lead_to_the_right_answer(text: str, leads_to: str) -> None:
    assert leads_to in [hit.id for hit in find(text, DEFAULT_RULES)[:2]]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("bytte hovedsikring", "protection_size"),
        ("KV", "protection_size"),
        ("ta bort måler", "meter_gone"),
        ("legge ned hybel", "flat_closed"),
        ("elbillader", "ev_size"),
        ("riving", "what_goes"),
        ("garasje", "new_supply"),
    ],
)
def test_a_question_decides_where_two_answers_fit(text: str, question: str) -> None:
    assert question in [hit.question for hit in find(text, DEFAULT_RULES)[:2]]


@pytest.mark.parametrize("text", ["", "   ", "xyzzy", "?!", "🦊"])
def test_it_says_nothing_rather_than_something_wrong(text: str) -> None:
    assert find(text, DEFAULT_RULES) == []


def test_a_type_that_is_not_offered_is_not_found() -> None:
    rules = NoticeRules(offered=("new_installation",))
    assert {hit.type_id for hit in find("solceller på ny bolig", rules)} <= {"", "new_installation"}


def test_the_companys_own_words_say_why() -> None:
    rules = NoticeRules(help={"production": "Alt som gir strøm."})
    assert find("solceller", rules)[0].why == "Alt som gir strøm."


@given(st.text(max_size=300))
def test_any_text_is_answered_best_first(text: str) -> None:
    scores = [hit.score for hit in find(text, DEFAULT_RULES)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


@given(st.sampled_from([one for kind in catalogue().types.values() for one in kind.words]))
def test_a_types_own_words_find_it(words: str) -> None:
    owners = {one.id for one in catalogue().types.values() if words in one.words}
    assert owners & {hit.type_id for hit in find(words, DEFAULT_RULES)}
