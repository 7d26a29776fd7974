"""Measured values against their limits: whatever is measured, the verdict and what it says agree."""

import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.declarations import content
from nettmelding.declarations.catalogue import arithmetic
from nettmelding.declarations.catalogue.arithmetic import NotArithmetic
from nettmelding.declarations.catalogue.load import catalogue, written
from nettmelding.declarations.catalogue.model import Kind, System
from nettmelding.declarations.limits import Verdict, judge, shown, system_of
from nettmelding.declarations.missing import missing
from nettmelding.notices.catalogue.values import FieldError

pytestmark = pytest.mark.one_database
NUMBERS = st.floats(min_value=0, max_value=100_000, allow_nan=False).map(lambda one: round(one, 4))


def _judge(code: str, **circuit: Any) -> Any:
    return judge(written(), written().measurements[code], circuit)


@pytest.mark.parametrize(
    ("code", "circuit", "verdict", "limit"),
    [
        ("insulation", {"insulation": 1}, Verdict.WITHIN, "minst 1 MΩ"),
        ("insulation", {"insulation": 0.99}, Verdict.OUTSIDE, "minst 1 MΩ"),
        ("insulation", {"insulation": ">500"}, Verdict.WITHIN, "minst 1 MΩ"),
        ("insulation", {}, Verdict.NOT_MEASURED, "minst 1 MΩ"),
        ("rcd_time", {"rcd_time": 300, "rcd_type": "general"}, Verdict.WITHIN, "høyst 300 ms"),
        ("rcd_time", {"rcd_time": 301, "rcd_type": "general"}, Verdict.OUTSIDE, "høyst 300 ms"),
        ("rcd_time", {"rcd_time": 120, "rcd_type": "selective"}, Verdict.OUTSIDE, "mellom 130 og 500 ms"),
        ("rcd_time", {"rcd_time": 120}, Verdict.NO_LIMIT, ""),
        ("rcd_current", {"rcd_current": 31, "rcd_rated_ma": 30}, Verdict.OUTSIDE, "mellom 15 og 30 mA"),
        ("disconnection", {"disconnection": 0.4, "rated_a": 16}, Verdict.WITHIN, "høyst 0,4 s"),
        ("disconnection", {"disconnection": 0.41, "rated_a": 63}, Verdict.OUTSIDE, "høyst 0,4 s"),
        ("disconnection", {"disconnection": 4, "rated_a": 80}, Verdict.WITHIN, "høyst 5 s"),
        ("ik2p_min", {"ik2p_min": 159, "rated_a": 16, "characteristic": "c"}, Verdict.OUTSIDE, "minst 160 A"),
        ("ik2p_min", {"ik2p_min": 159, "rated_a": 16, "characteristic": "fuse"}, Verdict.NO_LIMIT, ""),
        ("earth_resistance", {"earth_resistance": 1666, "rcd_rated_ma": 30}, Verdict.WITHIN, "høyst 1\u202f660 Ω"),
        ("earth_resistance", {"earth_resistance": 1667, "rcd_rated_ma": 30}, Verdict.OUTSIDE, "høyst 1\u202f660 Ω"),
        ("loop_impedance", {"loop_impedance": 0.96, "rated_a": 16, "characteristic": "c"}, Verdict.OUTSIDE, "høyst 0,958 Ω"),
        ("polarity", {"polarity": "wrong"}, Verdict.OUTSIDE, ""),
        ("function", {"function": "not_relevant"}, Verdict.NOT_RELEVANT, ""),
        ("insulation", {"insulation.not_relevant": True}, Verdict.NOT_RELEVANT, ""),
        ("insulation", {"insulation.not_relevant": True, "insulation": 0.5}, Verdict.OUTSIDE, "minst 1 MΩ"),
    ],
)  # fmt: skip
def test_the_limits_of_the_standard(code: str, circuit: dict[str, Any], verdict: Verdict, limit: str) -> None:
    judged = _judge(code, **circuit)
    assert (judged.verdict, judged.limit) == (verdict, limit)
    assert judged.clause


@given(value=NUMBERS, rated=st.floats(min_value=0.5, max_value=6300), characteristic=st.sampled_from(["b", "c", "d"]))
def test_what_is_said_is_never_more_lenient_than_what_is_judged(
    value: float, rated: float, characteristic: str
) -> None:
    circuit: dict[str, Any] = {
        "rated_a": rated,
        "characteristic": characteristic,
        "rcd_rated_ma": 30,
        "rcd_type": "general",
    }
    for measured in written().measurements.values():
        if measured.about or measured.asked.choices:
            continue
        judged = judge(written(), measured, {**circuit, measured.code: value})
        numbers = [
            float(one.replace("\u202f", "").replace(",", "."))
            for one in re.findall(r"[\d\u202f]+(?:,\d+)?", judged.limit)
        ]
        if not numbers or judged.verdict is Verdict.NO_LIMIT:
            continue
        low = numbers[0] if "minst" in judged.limit or "mellom" in judged.limit else -math.inf
        high = numbers[-1] if "høyst" in judged.limit or "mellom" in judged.limit else math.inf
        if low <= value <= high:
            assert judged.verdict is Verdict.WITHIN, (measured.code, value, judged)


@given(value=NUMBERS)
def test_a_value_within_stays_within_when_it_gets_better(value: float) -> None:
    better = _judge("insulation", insulation=value + 1)
    if _judge("insulation", insulation=value).verdict is Verdict.WITHIN:
        assert better.verdict is Verdict.WITHIN
    longer = _judge("rcd_time", rcd_time=value + 1, rcd_type="general")
    if longer.verdict is Verdict.WITHIN:
        assert _judge("rcd_time", rcd_time=value, rcd_type="general").verdict is Verdict.WITHIN


@given(value=st.floats(min_value=1e-6, max_value=1e9, allow_nan=False))
def test_a_limit_is_rounded_to_the_strict_side(value: float) -> None:
    assert shown(value, math.floor) <= value * (1 + 1e-9)
    assert shown(value, math.ceil) >= value * (1 - 1e-9)


@given(typed=st.text(max_size=40))
def test_whatever_is_typed_is_a_value_or_a_sentence(typed: str) -> None:
    for code in ("insulation", "rated_a", "polarity", "name"):
        read = content.read(f"circuit.1.{code}", Kind.INSTALLATION, typed)
        assert read is None or isinstance(read, FieldError | str | int | float)
        if isinstance(read, FieldError):
            assert read.message


@given(amount=st.floats(min_value=0, max_value=9999, allow_nan=False).map(lambda one: round(one, 2)))
def test_a_number_is_read_with_comma_unit_and_more_than(amount: float) -> None:
    typed = f"{amount:.2f}".replace(".", ",")
    path = "circuit.3.insulation"
    assert content.read(path, Kind.INSTALLATION, typed) == amount
    assert content.read(path, Kind.INSTALLATION, f"{typed} MΩ") == amount
    over = content.read(path, Kind.INSTALLATION, f"> {typed} Mohm")
    assert isinstance(over, str)
    assert float(over.removeprefix(">")) == amount
    assert isinstance(content.read("circuit.3.rcd_time", Kind.INSTALLATION, f"> {typed}"), FieldError)


@pytest.mark.parametrize(
    "text", ["__import__('os')", "a.b", "a if b else c", "lambda: 1", "f(1)", "1 <", "a[0]", "True"]
)
def test_only_arithmetic_is_read(text: str) -> None:
    with pytest.raises(NotArithmetic):
        arithmetic.read(text)


def test_each_network_system_has_its_own_measurements() -> None:
    codes = {system: {one.code for one in catalogue().measurements_at(system)} for system in System}
    assert {"loop_impedance", "disconnection"} <= codes[System.TN]
    assert {"earth_resistance", "ik2p_min"} <= codes[System.IT] & codes[System.TT]
    assert not {"earth_resistance", "ik2p_min"} & codes[System.TN]
    assert system_of("tn_c_s_400") is System.TN
    assert system_of("") is None


@pytest.mark.parametrize(
    ("system", "needed"),
    [
        ("it_230", {"earth_resistance", "ik2p_min", "rcd_time", "rcd_current"}),
        ("tt_230", {"earth_resistance", "ik2p_min", "rcd_time", "rcd_current"}),
        ("tn_s_400", {"loop_impedance", "disconnection"}),
    ],
)
def test_each_network_system_has_what_a_declaration_is_not_signed_without(system: str, needed: set[str]) -> None:
    found = {one.path for one in _lacking({"site.network_system": system, "circuit.2.name": "Kurs 2"})}
    always = {"continuity", "insulation", "polarity", "phase_order", "function"}
    assert found == {
        *(f"circuit.1.{code}" for code in always | needed),
        *(f"circuit.2.{code}" for code in (always | needed) - {"phase_order", "earth_resistance"}),
    }


@pytest.mark.parametrize(("code", "value"), [("function", "not_relevant"), ("insulation.not_relevant", True)])
def test_what_is_not_relevant_is_said_with_why(code: str, value: object) -> None:
    said = {"site.network_system": "it_230", f"circuit.1.{code}": value}
    note = f"circuit.1.{code.removesuffix('.not_relevant')}.note"
    asked = {one.path: one.message for one in _lacking(said)}
    assert "er ikke aktuelt. Skriv hvorfor." in asked[note]
    assert note.removesuffix(".note") not in asked
    assert note not in {one.path for one in _lacking({**said, note: "Bare byttet målerskap"})}


def _lacking(values: dict[str, Any]) -> list[Any]:
    return [one for one in missing(Kind.INSTALLATION, values, split=False) if one.section == "measured"]
