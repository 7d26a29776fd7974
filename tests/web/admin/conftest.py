"""For the pages on which a grid company changes its own rules."""

import pytest

from nettmelding.organisations.models import Organisation
from nettmelding.rules.queries import content_of


@pytest.fixture
def rules_are_read_anew() -> None:
    """What a version holds is kept in the process; here another test's version may have had the same number."""
    content_of.cache_clear()


@pytest.fixture
def company(db: None) -> Organisation:
    """Eksempelnett."""
    return Organisation.objects.get(slug="eksempelnett")
