"""What people type, and what it is read as."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.core import clock
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Kind, Value
from nettmelding.notices.catalogue.notes import number_text
from nettmelding.notices.catalogue.values import FieldError, read_number, validate

FIELDS = catalogue().fields
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        ("protection.ov_new_a", "63", 63),
        ("protection.ov_new_a", "63 A", 63),
        ("protection.ov_new_a", "63A", 63),
        ("protection.ov_new_a", "3x63 A", 63),
        ("protection.ov_new_a", "3 x 63 amp.", 63),
        ("protection.ov_new_a", 63.0, 63),
        ("power.new_peak_kw", "7,4 kW", 7.4),
        ("power.new_peak_kw", "7.4", 7.4),
        ("power.new_peak_kw", "2200 W", 2.2),
        ("power.new_peak_kw", "1\u00a0250,5", 1250.5),
        ("power.new_peak_kw", "1.250,5 kw", 1250.5),
        ("production.inverter_kva", "10 kVA", 10),
        ("building.area_m2", "120 kvm", 120),
        ("building.area_m2", "120 m2", 120),
        ("service_line.length_m", "0,5 km", 500),
        ("ev.phases", "Tre faser", "3"),
        ("ev.phases", "1", "1"),
        ("production.kind", ["battery", "solar", "solar"], ["solar", "battery"]),
        ("work.split", "ja", True),
        ("work.split", False, False),
        ("site.meter_number", " 0071 8293 ", "00718293"),
        (
            "site.existing_meters",
            "4400000000000019\n4400000000000026, 4400000000000019",
            ["4400000000000019", "4400000000000026"],
        ),
        ("site.address", "  Prøvevegen   1 ", {"text": "Prøvevegen 1"}),
        (
            "site.address",
            {"street": "Prøvevegen", "number": 1, "hemmelig": "x"},
            {"street": "Prøvevegen", "number": 1},
        ),
        ("who.our_reference", "  ordre  17 ", "ordre 17"),
        ("work.further_information", "to\r\nlinjer ", "to\nlinjer"),
        ("when.wanted_date", "27.11.26", "2026-11-27"),
        ("work.urgent_done_at", "20.11.2026 kl. 14.30", "2026-11-20T14:30+01:00"),
        ("work.urgent_done_at", "2026-11-20T14:30", "2026-11-20T14:30+01:00"),
        ("protection.ov_new_a", "  ", None),
        ("protection.ov_new_a", None, None),
    ],
)
def test_it_understands_what_people_type(path: str, typed: object, value: Value) -> None:
    assert validate(FIELDS[path], typed) == value


@pytest.mark.parametrize(
    ("path", "typed", "words"),
    [
        ("protection.ov_new_a", "stor", "63 A"),
        ("protection.ov_new_a", "63 kW", "63 A"),
        ("protection.ov_new_a", "62,5", "helt tall"),
        ("protection.ov_new_a", "2", "minst 6 A"),
        ("protection.ov_new_a", "9000", "høyst 6\u202f300 A"),
        ("protection.ov_new_a", True, "tall"),
        ("power.new_peak_kw", "nan", "tall"),
        ("power.new_peak_kw", float("nan"), "tall"),
        ("power.new_peak_kw", "1,2,3", "tall"),
        ("ev.phases", "to", "Velg"),
        ("when.wanted_date", "31.02.2026", "dato"),
        ("work.urgent_done_at", "i går en gang", "klokkeslett"),
        ("site.meter_number", "12A", "bare sifre"),
        ("site.address", {"postcode": "9998"}, "kartet"),
        ("who.our_reference", "x" * 201, "for lang"),
        ("work.split", "kanskje", "ja eller nei"),
    ],
)
def test_it_says_what_it_does_not_understand(path: str, typed: object, words: str) -> None:
    problem = validate(FIELDS[path], typed)
    assert isinstance(problem, FieldError)
    assert problem.path == path
    assert words in problem.message


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("12.03.2027", date(2027, 3, 12)),
        ("12.3.27", date(2027, 3, 12)),
        ("120327", date(2027, 3, 12)),
        ("12032027", date(2027, 3, 12)),
        ("2027-03-12", date(2027, 3, 12)),
        ("12/3-27", date(2027, 3, 12)),
        ("12. mars 2027", date(2027, 3, 12)),
        ("12 mars", date(2027, 3, 12)),
        ("12.3.", date(2027, 3, 12)),
        ("20.11", date(2026, 11, 20)),
        ("i morgen", date(2026, 11, 24)),
        ("I dag", date(2026, 11, 23)),
        ("32.1.2027", None),
        ("snart", None),
        ("12. smars", None),
    ],
)
def test_it_reads_dates_as_people_type_them(typed: str, day: date | None) -> None:
    assert read_date(typed, TODAY) == day


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_every_way_of_writing_a_date_is_the_same_day(day: date) -> None:
    forms = ("%d.%m.%Y", "%d.%m.%y", "%d%m%y", "%d%m%Y", "%Y-%m-%d", "%d/%m-%y", "%d %m %Y")
    assert {read_date(day.strftime(form), TODAY) for form in forms} == {day}


@given(
    st.floats(min_value=0.001, max_value=99_999).map(lambda x: round(x, 3)),
    st.sampled_from(["", " kW", "kW", " kw"]),
)
def test_a_number_is_read_as_it_is_written_out(number: float, unit: str) -> None:
    assert read_number(number_text(number) + unit, "kW") == number


@given(st.sampled_from(list(FIELDS.values())), st.text(max_size=40) | st.integers() | st.floats() | st.booleans())
def test_any_input_is_read_or_refused_and_reading_it_again_changes_nothing(field: object, raw: object) -> None:
    assert isinstance(field, type(FIELDS["site.address"]))
    value = validate(field, raw)
    if isinstance(value, FieldError):
        assert value.message
    else:
        assert validate(field, value) == value


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("power.new_peak_kw", 1250.5, "1\u202f250,5 kW"),
        ("ev.phases", "3", "Tre faser"),
        ("production.kind", ["solar", "battery"], "Solceller, Batteri"),
        ("when.wanted_date", "2026-11-27", "27.11.2026"),
        ("work.urgent_done_at", "2026-11-20T13:30+00:00", "20.11.2026 kl. 14.30"),
        ("work.split", True, "Ja"),
        (
            "site.address",
            {"street": "Prøvevegen", "number": "3", "letter": "B", "postcode": "9998", "place": "Vik"},
            "Prøvevegen 3B, 9998 Vik",
        ),
        ("site.address", {"gnr": 12, "bnr": 34}, "gnr. 12, bnr. 34"),
        ("protection.ov_new_a", None, ""),
    ],
)  # fmt: skip
def test_an_answer_is_shown_as_people_read_it(path: str, value: Value, text: str) -> None:
    assert text_of(FIELDS[path], value) == text


def test_today_is_the_day_in_oslo() -> None:
    with clock.frozen(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)):
        assert validate(FIELDS["when.wanted_date"], "i dag") == "2026-11-24"


def test_every_kind_of_field_is_in_use() -> None:
    assert {field.kind for field in FIELDS.values()} == set(Kind)
