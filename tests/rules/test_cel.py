"""Conditions: what they see, what is refused, and that they are bounded."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.core.errors import Invalid
from nettmelding.rules.cel import MAX_LENGTH, FactKind, Facts, check, evaluate

VARIABLES = {
    "protection.ov_new_a": FactKind.NUMBER,
    "protection.shared": FactKind.FLAG,
    "building.kind": FactKind.TEXT,
    "notice.types": FactKind.LIST,
}


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        ("protection.ov_new_a > 40", {"protection.ov_new_a": 63}, True),
        ("protection.ov_new_a > 40", {"protection.ov_new_a": 40}, False),
        ("protection.ov_new_a * 2.5 > 100.0", {"protection.ov_new_a": 63}, True),
        ("building.kind in ['shop', 'farm']", {"building.kind": "farm"}, True),
        ("'production' in notice.types", {"notice.types": ["production"]}, True),
        ("notice.types.exists(t, t == 'merging')", {"notice.types": ["merging"]}, True),
        ("has(building.kind)", {"building.kind": "shop"}, True),
        ("building.kind == 'has(x)'", {"building.kind": "has(x)"}, True),
    ],
)
def test_it_judges_by_the_facts(condition: str, values: dict[str, object], expected: bool) -> None:
    assert Facts(values, VARIABLES).holds(condition) is expected


@pytest.mark.parametrize(
    "condition",
    [
        "protection.ov_new_a > 40",
        "!(protection.ov_new_a > 40)",
        "protection.shared",
        "!protection.shared",
        "'production' in notice.types",
        "size(notice.types) > 0",
        "has(building.kind)",
    ],
)
def test_it_is_false_where_it_rests_on_something_unanswered(condition: str) -> None:
    assert Facts({}, VARIABLES).holds(condition) is False


def test_it_can_ask_whether_something_is_unanswered() -> None:
    assert Facts({}, VARIABLES).holds("!has(protection.ov_new_a) && building.kind == null")


def test_an_unanswered_part_does_not_hide_one_that_decides() -> None:
    facts = Facts({"building.kind": "shop"}, VARIABLES)
    assert facts.holds("protection.ov_new_a > 40 || building.kind == 'shop'")


def test_it_gives_values_too() -> None:
    assert evaluate("protection.ov_new_a / 2.0", {"protection.ov_new_a": 63}, VARIABLES) == 31.5
    assert evaluate("building.kind", {"building.kind": "shop"}, VARIABLES) == "shop"
    assert evaluate("protection.ov_new_a / 2.0", {}, VARIABLES) is None


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("protection.ov_neww_a > 40", "«protection.ov_neww_a»"),
        ("protection.ov_new_a >", "kan ikke leses"),
        ("protection.ov_new_a > 'stor'", "ikke passer sammen"),
        ("protection.ov_new_a", "ja eller nei"),
        ("has(building.kid)", "«building.kid»"),
        ("true // slik", "merknad"),
        ("building.kind == '''a'b'''", "anførselstegn"),
        ("(" * 40 + "true" + ")" * 40, "for sammensatt"),
        ("true" + " || true" * MAX_LENGTH, "for langt"),
    ],
)
def test_a_condition_that_cannot_be_used_is_refused_in_words(condition: str, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(condition, VARIABLES)
    assert words in refused.value.message
    assert refused.value.code == "condition_invalid"


@pytest.mark.parametrize(
    "bomb",
    [
        "notice.types.map(x, 'aaaa').map(x, x + x + x + x)" + ".map(x, x + x + x + x)" * 12 + " == []",
        "[1,2,3].exists(a, [1,2,3].exists(b, a == b))",
        "['a'].exists(x, x + x == 'aa')",
    ],
)
def test_what_could_grow_without_end_is_refused_before_it_runs(bomb: str) -> None:
    with pytest.raises(Invalid, match="condition_invalid"):
        check(bomb, VARIABLES)


def test_the_largest_loop_that_is_let_through_is_quick() -> None:
    row = "[" + ",".join("1" * 470) + "]"
    condition = f"{row}.exists(a, a in notice.types)"
    assert len(condition) <= MAX_LENGTH
    began = time.perf_counter()
    assert Facts({"notice.types": ["x"] * 1000}, VARIABLES).holds(condition) is False
    assert time.perf_counter() - began < 1


@given(st.text(max_size=80))
def test_any_text_is_either_a_condition_or_refused(text: str) -> None:
    assert verdict_on(text) in ("refused", "false", "true")


def verdict_on(text: str) -> str:
    """What becomes of a text that somebody saves as a condition."""
    try:
        check(text, VARIABLES)
    except Invalid as refused:
        return "refused" if refused.message else "refused without a word"
    return str(Facts({}, VARIABLES).holds(text)).lower()
