"""A case that passes to another contractor while the grid company acts on it is still there for the grid company."""

from pathlib import Path

import pytest
from scripts import postgres

from tests.programs import plain_environment, printed_by

pytestmark = pytest.mark.one_database


@pytest.mark.skipif(postgres.binaries() is None, reason="there is no PostgreSQL on this machine")
def test_who_waited_for_the_notice_finds_it_with_its_new_contractor(tmp_path: Path) -> None:
    with postgres.server() as url:
        environment = plain_environment(tmp_path) | {"NETTMELDING_DATABASE_URL": url}
        assert printed_by("tests.notices.moving", environment) == "taken"
