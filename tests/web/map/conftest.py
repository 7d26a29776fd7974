"""A made grid over Eksempelvik, in force at Eksempelnett, with the demonstration's first house in it."""

from pathlib import Path

import pytest

from nettmelding.core.actor import Actor
from nettmelding.grid import duty, tiles
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Organisation
from tests.grid.neighbourhood import Known, laid
from tests.notices import ways

HOUSE = "Prøvevegen 1, 9998 Eksempelvik"


@pytest.fixture
def notice(electrician: Actor) -> Notice:
    """One that is sent, of a person who has accepted the duty of secrecy."""
    duty.accept(electrician)
    return ways.sent(electrician)


@pytest.fixture
def grid(notice: Notice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Known]:
    """What lies there, as the test knows it."""
    monkeypatch.setattr(tiles, "folder", lambda company: tmp_path / "tiles" / str(company))
    assert notice.latitude is not None
    assert notice.longitude is not None
    company = Organisation.objects.get(slug="eksempelnett")
    return laid(company, tmp_path, 4, {HOUSE: (notice.latitude, notice.longitude)})[1]
