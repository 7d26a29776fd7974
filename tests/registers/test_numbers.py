"""Numbers in every form people type and paste."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.no import orgnr

from nettmelding.core.errors import Invalid
from nettmelding.registers.numbers import (
    gs1_check_digit,
    looks_like_meter_number,
    looks_like_metering_point_id,
    looks_like_orgnr,
    parse_meter_number,
    parse_metering_point_id,
    parse_orgnr,
    show_orgnr,
)

VALID = [str(n) for n in range(310_000_000, 310_003_000) if orgnr.is_valid(str(n))]
SPACES = ["", " ", "  ", ".", "\u00a0", "\u202f", "\u2009", "-"]
FRAMES = [
    "{}",
    "NO {} MVA",
    "no{}mva",
    "Org.nr. {}",
    "Orgnr: {}",
    " {} ",
    "\u200b{}\ufeff",
    "https://virksomhet.brreg.no/nb/oppslag/enheter/{}",
    "https://data.brreg.no/enhetsregisteret/api/enheter/{}?x=1",
    "w2.brreg.no/enhet/sok/detalj.jsp?orgnr={}",
]


@given(
    number=st.sampled_from(VALID),
    spaces=st.lists(st.sampled_from(SPACES), min_size=2, max_size=2),
    frame=st.sampled_from(FRAMES),
)
def test_it_reads_an_organisation_number_in_any_pasted_form(number: str, spaces: list[str], frame: str) -> None:
    if "/" in frame:
        spaces = ["", ""]
    typed = frame.format(spaces[0].join((number[:3], spaces[1].join((number[3:6], number[6:])))))
    assert looks_like_orgnr(typed)
    assert parse_orgnr(typed) == number


@given(st.text())
def test_it_reads_or_refuses_any_text_as_an_organisation_number(text: str) -> None:
    with suppress(Invalid):
        assert orgnr.is_valid(parse_orgnr(text))


@given(number=st.sampled_from(VALID), place=st.integers(0, 8), other=st.integers(1, 9))
def test_it_refuses_an_organisation_number_with_one_wrong_digit(number: str, place: int, other: int) -> None:
    wrong = number[:place] + str((int(number[place]) + other) % 10) + number[place + 1 :]
    with pytest.raises(Invalid) as refused:
        parse_orgnr(wrong)
    assert refused.value.code == "orgnr_check"


@pytest.mark.parametrize("name", ["Eksempel Bygg AS", "3T Trening", "Bygg 2000 AS", "", "Storgata 12"])
def test_it_takes_a_name_for_a_name(name: str) -> None:
    assert not looks_like_orgnr(name)


def test_it_says_how_many_digits_a_number_has() -> None:
    with pytest.raises(Invalid) as refused:
        parse_orgnr("310 000 87")
    assert refused.value.message == "Et organisasjonsnummer har ni sifre."


def test_it_shows_a_number_in_groups() -> None:
    assert show_orgnr("310000876") == "310\u00a0000\u00a0876"


@given(st.integers(0, 10**10 - 1))
def test_it_reads_a_valid_metering_point_id_with_spaces(serial: int) -> None:
    body = f"7070575{serial:010d}"
    whole = body + gs1_check_digit(body)
    assert parse_metering_point_id(f"{whole[:6]} {whole[6:12]} {whole[12:]}") == whole


def test_it_knows_gs1s_own_example() -> None:
    assert gs1_check_digit("629104150021") == "3"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("70705750000000019", "gsrn_length"),
        ("735999100000000190", "gsrn_prefix"),
        ("707057500000000194", "gsrn_check"),
    ],
)
def test_it_refuses_a_metering_point_id_and_says_why(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_metering_point_id(typed)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0071 8293", "00718293"), ("4400 0000 0000 0019", "4400000000000019"), ("ka-123.45", "KA12345")],
)
def test_it_keeps_zeros_in_front_of_a_meter_number(typed: str, number: str) -> None:
    assert parse_meter_number(typed) == number


@pytest.mark.parametrize("typed", ["", "måler", "12;34", "1" * 40])
def test_it_refuses_what_is_no_meter_number(typed: str) -> None:
    with pytest.raises(Invalid):
        parse_meter_number(typed)


LABELS = [
    "",
    "Målernr.: ",
    "målernummer ",
    "Måler nr ",
    "MÅLER: ",
    "Måler-ID ",
    "Meter no. ",
    "S/N: ",
    "Nr. ",
    "Målerens nr: ",
    "'",
]
SEPARATORS = ["", " ", "  ", ".", "-", "\u2013", "\u00a0", "\u202f", "\u2009", "\u200b", "\u2212", "/"]


@given(
    number=st.text("0123456789", min_size=4, max_size=24).filter(lambda n: not n.endswith("0")),
    label=st.sampled_from(LABELS),
    separators=st.lists(st.sampled_from(SEPARATORS), min_size=24, max_size=24),
    end=st.sampled_from(["", " ", ".", "\r\n", "\u00a0", "\ufeff"]),
)
def test_it_reads_a_meter_number_in_any_pasted_form(number: str, label: str, separators: list[str], end: str) -> None:
    pasted = label + "".join(digit + sign for digit, sign in zip(number, separators, strict=False)) + end
    assert parse_meter_number(pasted) == number
    assert looks_like_meter_number(pasted)


@given(
    serial=st.integers(0, 10**10 - 1),
    frame=st.sampled_from(["{}", "Målepunkt-ID: {}", "målepunktid {}", "GSRN {}", "8018{}", "(8018){}"]),
)
def test_it_reads_a_metering_point_id_in_any_pasted_form(serial: int, frame: str) -> None:
    body = f"7070575{serial:010d}"
    number = body + gs1_check_digit(body)
    pasted = frame.format(" ".join(number[i : i + 4] for i in range(0, len(number), 4)))
    assert looks_like_metering_point_id(pasted)
    assert parse_metering_point_id(pasted) == number


@given(st.text())
def test_it_reads_or_refuses_any_text_as_a_meter_number_or_an_id(text: str) -> None:
    with suppress(Invalid):
        assert parse_meter_number(text).isalnum()
    with suppress(Invalid):
        assert len(parse_metering_point_id(text)) == 18
    assert looks_like_meter_number(text) in {True, False}


def test_zeros_in_front_count_even_where_a_spreadsheet_has_made_a_decimal_of_it() -> None:
    assert [parse_meter_number(text) for text in ('="00718293"', "'00718293", "00718293,0", "0071 8293")] == [
        "00718293"
    ] * 4


@pytest.mark.parametrize("rounded", ["4,4E+15", "4.40000000000001E+15", "4,4e+15"])
def test_it_says_that_a_spreadsheet_has_rounded_the_number(rounded: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_meter_number(rounded)
    assert refused.value.code == "meter_number_rounded"


@pytest.mark.parametrize("text", ["Prøvevegen 1", "Prøvetunet 5 B", "7. juni-gata 5", "Kari Nordmann", ""])
def test_it_takes_an_address_or_a_name_for_no_meter_number(text: str) -> None:
    assert not looks_like_meter_number(text)
