from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nettmelding.core import search, text
from nettmelding.core.db import write

pytestmark = pytest.mark.django_db
ORGANISATION = uuid4()
word = st.text("abzæøå019", min_size=1, max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(terms=st.lists(word, min_size=1, max_size=4), query=word)
def test_it_finds_just_those_in_which_a_word_begins_so(terms: list[str], query: str) -> None:
    subject = uuid4()
    with write():
        search.index([ORGANISATION], "notice", subject, terms)
    found = search.matching(ORGANISATION, "notice", query)
    assert found is not None
    begins = any(text.fold(term).startswith(text.fold(query)) for term in terms)
    assert (subject in set(found)) == begins


def test_it_is_found_by_one_organisation_and_not_by_another() -> None:
    subject, other = uuid4(), uuid4()
    with write():
        search.index([ORGANISATION], "notice", subject, ["Prøvevegen 1"])
    assert subject in set(search.matching(ORGANISATION, "notice", "provevegen 1".replace("prove", "prøve")) or [])
    assert subject not in set(search.matching(other, "notice", "prøvevegen") or [])


def test_reindexing_takes_away_what_is_no_longer_there() -> None:
    subject = uuid4()
    with write():
        search.index([ORGANISATION], "notice", subject, ["Storgata 11"])
        search.index([ORGANISATION], "notice", subject, ["Prøvekaia 2"])
    assert subject not in set(search.matching(ORGANISATION, "notice", "storgata") or [])
    assert subject in set(search.matching(ORGANISATION, "notice", "prøvekaia 2") or [])


def test_an_empty_query_is_no_search() -> None:
    assert search.matching(ORGANISATION, "notice", "  –, ") is None


def test_norwegian_letters_sort_last_and_numbers_by_size() -> None:
    names = ["Åsvegen 1", "Ævegen", "Øvegen", "Avegen 10", "Avegen 9", "Zvegen"]
    assert sorted(names, key=text.sort_key) == ["Avegen 9", "Avegen 10", "Zvegen", "Ævegen", "Øvegen", "Åsvegen 1"]
