"""The ways a name may be registered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettmelding.registers.names import MOST, variants

WORDS = st.text(alphabet="abcdeoæøåAOØ -", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("first", "last", "registered"),
    [
        ("Kari", "Nordmann", "Kari Nordmann"),
        ("Kari Marie", "Nordmann", "Kari Nordmann"),
        ("Aase", "Odegaard", "Åse Ødegård"),
        ("Åse", "Ødegård", "Aase Oedegaard"),
        ("Anne Lise", "van der Berg", "Anne-Lise van der Berg"),
        ("anne lise", "VAN DER BERG", "anne-lise Van Der Berg"),
        ("Anne-Lise", "van der Berg", "Anne Lise van der Berg"),
        ("Bjorn", "Osterud", "Bjørn Østerud"),
        ("Haakon", "Aasen", "Haakon Åsen"),
        ("Kjaer", "Saether", "Kjær Sæther"),
        ("  Ola ", "Nordmann.", "Ola Nordmann"),
    ],
)
def test_it_tries_the_form_that_is_registered(first: str, last: str, registered: str) -> None:
    assert registered in variants(first, last)


def test_it_tries_what_was_typed_first() -> None:
    assert variants("Kari Marie", "Nordmann")[:2] == ["Kari Marie Nordmann", "Kari Nordmann"]


def test_it_leaves_a_plain_name_alone() -> None:
    assert variants("Per", "Hansen") == ["Per Hansen"]
    assert variants("Mikael", "Berg") == ["Mikael Berg"]


@given(first=WORDS, last=WORDS)
def test_it_tries_a_bounded_number_of_forms_none_twice(first: str, last: str) -> None:
    tried = variants(first, last)
    assert 1 <= len(tried) <= MOST
    assert len({form.casefold() for form in tried}) == len(tried)
