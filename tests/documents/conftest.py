"""A store of one's own, and one who hands files in."""

from pathlib import Path
from uuid import UUID

import pytest

from nettmelding.core.actor import Actor, ActorKind
from nettmelding.core.ids import uuid7
from nettmelding.documents import actions, queries
from nettmelding.documents.store import DiskStore

OWNER = UUID(int=0xA)
OTHER = UUID(int=0xB)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> DiskStore:
    """An empty store on disk, in use."""
    made = DiskStore(folder)
    for module in (actions, queries):
        monkeypatch.setattr(module, "store", lambda: made)
    return made


@pytest.fixture
def fitter() -> Actor:
    return Actor(kind=ActorKind.PERSON, name="Montør", user_id=uuid7(), organisation_id=OWNER)
