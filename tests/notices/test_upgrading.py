"""Cases that were sent before they kept their places are met by screened objects after an upgrade, on both databases."""

from typing import Any

import pytest

from tests.notices.upgrading import MANY
from tests.programs import printed_by

pytestmark = pytest.mark.one_database


@pytest.fixture
def upgraded(own_database: dict[str, str]) -> dict[str, Any]:
    """What `tests.notices.upgrading` found afterwards, in a database of its own."""
    found: dict[str, Any] = printed_by("tests.notices.upgrading", own_database)
    return found


def test_every_case_that_was_sent_has_its_places(upgraded: dict[str, Any]) -> None:
    keys = upgraded["keys"]
    here = "address:proevevegen 12b 9998"
    assert keys["1 sent"] == [here, "meter:4400000019", "meter:707057500000000013"]
    assert keys["2 corrected"] == [here, "address:proevevegen 14b 9998", "meter:A1", "meter:B2"]
    assert keys["3 draft"] == keys["4 of nowhere"] == []
    assert keys["5 cadastral"] == ["street:gnr 33"]
    assert keys["6 request"] == [here, "meter:4400000019"]
    assert len(keys["7 large"]) == MANY
    assert upgraded["rows"] == sum(map(len, keys.values()))
