from hypothesis import given
from hypothesis import strategies as st

from nettmelding.core.merge import merge

fields = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3))


@given(fields, fields)
def test_what_only_i_changed_is_mine(base: dict[str, int], mine: dict[str, int]) -> None:
    merged = merge(base, base, mine)
    assert merged.fields == mine
    assert merged.conflicts == {}


@given(fields, fields)
def test_what_only_they_changed_is_theirs(base: dict[str, int], theirs: dict[str, int]) -> None:
    merged = merge(base, theirs, base)
    assert merged.fields == theirs
    assert merged.conflicts == {}


@given(fields, fields, fields)
def test_nothing_is_lost(base: dict[str, int], theirs: dict[str, int], mine: dict[str, int]) -> None:
    merged = merge(base, theirs, mine)
    for path in base.keys() | theirs.keys() | mine.keys():
        wanted, stood, was = mine.get(path), theirs.get(path), base.get(path)
        result = merged.fields.get(path)
        if path in merged.conflicts:
            assert merged.conflicts[path] == (stood, wanted)
            assert wanted not in (was, stood)
            assert stood != was
        else:
            assert result == (wanted if wanted != was else stood)


@given(fields, fields, fields)
def test_the_same_change_by_both_is_no_conflict(
    base: dict[str, int], other: dict[str, int], more: dict[str, int]
) -> None:
    assert merge(base, other, other).conflicts == {}
