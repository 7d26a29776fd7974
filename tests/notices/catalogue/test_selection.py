"""Which types go together, and why not."""

from itertools import combinations

import pytest

from nettmelding.core.errors import Invalid
from nettmelding.notices.catalogue import selection
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import FormKind

PAIRS = list(combinations(catalogue().types, 2))


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_types_go_together_or_it_is_explained(one: str, other: str) -> None:
    why, back = selection.why_not_together(one, other), selection.why_not_together(other, one)
    assert (why is None) == (back is None)
    assert why is None or why.endswith(".")
    assert selection.forms_offered([one, other])


def test_production_adds_to_every_type_but_temporary_supply() -> None:
    apart = {one for one in catalogue().types if selection.why_not_together("production", one)}
    assert apart == {"temporary_installation", "demolition"}


def test_a_larger_protection_and_solar_panels_are_one_notice() -> None:
    selection.check(["protection_change", "production"], "single")


def test_production_alone_is_simplified() -> None:
    assert selection.forms_offered(["production"]) == (FormKind.SIMPLIFIED,)
    assert selection.forms_offered(["production", "new_installation"]) == (FormKind.SINGLE, FormKind.SEVERAL)


def test_a_further_meter_is_always_a_block_notice() -> None:
    assert selection.forms_offered(["new_metering_point", "demanding_load"]) == (FormKind.SEVERAL,)


@pytest.mark.parametrize(
    ("types", "form", "path"),
    [
        ([], "single", "types"),
        (["bakeri"], "single", "types"),
        (["merging", "merging"], "single", "types"),
        (["protection_change", "metering_point_work"], "single", "types"),
        (["merging"], "simplified", "form"),
        (["merging"], "rundt", "form"),
    ],
)
def test_what_is_no_notice_is_refused_in_words(types: list[str], form: str, path: str) -> None:
    with pytest.raises(Invalid) as refused:
        selection.check(types, form)
    assert refused.value.fields[path] == refused.value.message
