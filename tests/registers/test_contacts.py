"""E-mail addresses and mobile numbers as people type them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.core.errors import Invalid
from nettmelding.registers.contacts import (
    COMMON_DOMAINS,
    check_email,
    parse_email,
    parse_mobile,
    show_phone,
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kari@gmial.com", "kari@gmail.com"),
        ("kari@gmail.con", "kari@gmail.com"),
        ("kari@gmail.co", "kari@gmail.com"),
        ("kari@hotmail.con", "kari@hotmail.com"),
        ("kari@hotmial.no", "kari@hotmail.no"),
        ("kari@online.mo", "kari@online.no"),
        ("kari@firma.mo", "kari@firma.no"),
        ("kari@outlok.com", "kari@outlook.com"),
    ],
)
def test_it_offers_what_was_probably_meant(typed: str, meant: str) -> None:
    check = check_email(typed)
    assert (check.ok, check.suggestion) == (True, meant)


@pytest.mark.parametrize("domain", COMMON_DOMAINS)
def test_it_offers_nothing_for_a_common_domain(domain: str) -> None:
    assert check_email(f"kari.nordmann@{domain}").suggestion == ""


@pytest.mark.parametrize(
    "typed",
    [
        "harikke@epost.no",
        "Harikke@epost.no",
        "har.ikke@gmail.com",
        "ingen@firma.no",
        "test@test.no",
        "x@x.no",
        "ikke@ikke.no",
    ],
)
def test_it_refuses_an_address_typed_for_form_and_shows_the_way(typed: str) -> None:
    check = check_email(typed)
    assert check.placeholder
    assert "Har ikke e-post" in check.problem


@pytest.mark.parametrize("typed", ["tom@firma.no", "test@elektro.no", "na@kommune.no", "post@eksempelnett.example"])
def test_it_takes_an_address_that_may_be_somebodys(typed: str) -> None:
    assert parse_email(typed) == typed


@pytest.mark.parametrize("typed", ["", "kari", "kari@", "@gmail.com", "kari@gmail", "kari@@gmail.com"])
def test_it_says_what_an_address_looks_like(typed: str) -> None:
    assert "navn@domene.no" in check_email(typed).problem
    with pytest.raises(Invalid):
        parse_email(typed)


def test_it_tidies_what_was_pasted() -> None:
    assert parse_email(" <mailto:kari@Gmail.com> ") == "kari@gmail.com"


@given(st.text())
def test_it_judges_any_text_as_an_address(text: str) -> None:
    check = check_email(text)
    assert check.ok == (not check.problem)


@pytest.mark.parametrize(
    "typed", ["91234567", "912 34 567", "91 23 45 67", "+47 912 34 567", "0047 91234567", "(+47) 912.34.567"]
)
def test_it_reads_a_norwegian_mobile_number(typed: str) -> None:
    assert parse_mobile(typed) == "+4791234567"


def test_it_takes_a_foreign_number_with_its_country_code() -> None:
    assert parse_mobile("+46 70 123 45 67") == "+46701234567"
    assert show_phone("+46701234567") == "+46 70 123 45 67"
    assert show_phone("+4791234567") == "912 34 567"
    assert show_phone("73123456") == "73 12 34 56"
    assert show_phone("ring meg") == "ring meg"


@pytest.mark.parametrize("typed", ["00000000", "00 00 00 00", "12345678", "+47 99999999", "11111111"])
def test_it_refuses_a_number_typed_for_form_and_shows_the_way(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_mobile(typed)
    assert "Har ikke mobil" in refused.value.message


@pytest.mark.parametrize("typed", ["73123456", "9123456", "", "ring meg", "912345678"])
def test_it_refuses_what_is_no_mobile_number(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_mobile(typed)
    assert refused.value.code == "mobile"


@given(st.text())
def test_it_reads_or_refuses_any_text_as_a_number(text: str) -> None:
    with suppress(Invalid):
        assert parse_mobile(text).startswith("+")
