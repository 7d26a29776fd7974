from collections.abc import Callable

import pytest

from nettmelding.core.actor import Actor
from nettmelding.rules.queries import content_of

FITTER = "montor@eksempelnett.example"
PLANNER = "planlegger@eksempelnett.example"
CONTRACTORS_FITTER = "montor@eksempelelektro.example"


@pytest.fixture(autouse=True)
def rules_are_read_anew() -> None:
    """A version's content is kept for ever by its number, which a test that was undone leaves to the next."""
    content_of.cache_clear()


@pytest.fixture
def fitter(actor: Callable[[str], Actor]) -> Actor:
    """The fitter of Eksempelnett."""
    return actor(FITTER)


@pytest.fixture
def electricians_fitter(actor: Callable[[str], Actor]) -> Actor:
    """A fitter of Eksempel Elektro."""
    return actor(CONTRACTORS_FITTER)
