"""Birth dates in any form people type."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.core.errors import Invalid
from nettmelding.registers.birth_dates import parse_birth_date

TODAY = date(2026, 11, 23)
MONTHS = (
    *("januar", "februar", "mars", "april", "mai", "juni"),
    *("juli", "august", "september", "oktober", "november", "desember"),
)
FORMS = [
    "{d:02}.{m:02}.{y}",
    "{d}.{m}.{y}",
    "{d}/{m}-{y}",
    "{d} {m} {y}",
    "{d:02}{m:02}{y}",
    "{y}-{m:02}-{d:02}",
    "{y}.{m}.{d}",
    "{d}. {name} {y}",
    "{d} {name} {y}.",
    "{d}.{m}. {y}",
    "{d:02}\u2013{m:02}\u2013{y}",
]
SHORT = [
    "{d:02}.{m:02}.{yy:02}",
    "{d}.{m}.{yy:02}",
    "{d}/{m}-{yy:02}",
    "{d:02}{m:02}{yy:02}",
    "{d}. {name} {yy:02}",
]


def typed(form: str, day: date) -> str:
    return form.format(d=day.day, m=day.month, y=day.year, yy=day.year % 100, name=MONTHS[day.month - 1])


@given(day=st.dates(date(1905, 1, 1), TODAY), form=st.sampled_from(FORMS))
def test_it_reads_a_date_with_a_whole_year(day: date, form: str) -> None:
    assert parse_birth_date(typed(form, day), TODAY) == day


@given(day=st.dates(date(1927, 1, 1), TODAY), form=st.sampled_from(SHORT))
def test_it_takes_a_year_of_two_digits_as_the_latest_that_has_been(day: date, form: str) -> None:
    read = parse_birth_date(typed(form, day), TODAY)
    assert (read.day, read.month, read.year % 100) == (day.day, day.month, day.year % 100)
    assert read == day or read > day
    assert read <= TODAY


@pytest.mark.parametrize("text", ["12.03.1985", "12.3.85", "120385", "1985-03-12", "12/3-85", "12. mars 1985"])
def test_it_reads_the_forms_people_use(text: str) -> None:
    assert parse_birth_date(text, TODAY) == date(1985, 3, 12)


def test_it_takes_eight_digits_either_way_round() -> None:
    assert parse_birth_date("19850312", TODAY) == parse_birth_date("12031985", TODAY) == date(1985, 3, 12)


@pytest.mark.parametrize("text", ["", "12", "29.02.1989", "12.13.1985", "24.11.2026", "31.12.1880", "i går"])
def test_it_refuses_what_is_no_birth_date(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_birth_date(text, TODAY)
    assert "12.03.1985" in refused.value.message


def test_it_asks_for_the_birth_date_alone_when_given_an_identity_number() -> None:
    with pytest.raises(Invalid) as refused:
        parse_birth_date("120385 12345", TODAY)
    assert refused.value.message == "Skriv bare fødselsdatoen, ikke hele fødselsnummeret."


@given(st.text())
def test_it_reads_or_refuses_any_text(text: str) -> None:
    with suppress(Invalid):
        assert parse_birth_date(text, TODAY) <= TODAY
