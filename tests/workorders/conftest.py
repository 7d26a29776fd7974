from collections.abc import Callable

import pytest

from nettmelding.core.actor import Actor
from nettmelding.rules.queries import content_of


@pytest.fixture(autouse=True)
def rules_are_read_anew() -> None:
    """A version's content is kept for ever by its number, which a test that was undone leaves to the next."""
    content_of.cache_clear()


@pytest.fixture
def fitter(actor: Callable[[str], Actor]) -> Actor:
    """The fitter of Eksempelnett."""
    return actor("montor@eksempelnett.example")


@pytest.fixture
def planner(actor: Callable[[str], Actor]) -> Actor:
    """The planner of Eksempelnett."""
    return actor("planlegger@eksempelnett.example")


@pytest.fixture
def electricians_fitter(actor: Callable[[str], Actor]) -> Actor:
    """A fitter of Eksempel Elektro."""
    return actor("montor@eksempelelektro.example")
