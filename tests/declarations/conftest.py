from collections.abc import Callable

import pytest

from nettmelding.core.actor import Actor


@pytest.fixture
def fitter(actor: Callable[[str], Actor]) -> Actor:
    """The fitter of Eksempelnett."""
    return actor("montor@eksempelnett.example")
