"""The contractor register's file as an operator has imported it, and registrations that are under way."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM
from nettmelding.messages.models import Channel, Message
from nettmelding.organisations import registration, registration_codes, registration_telling
from nettmelding.organisations.models import Registration
from nettmelding.registers.contractors import import_file
from standins import contractor_register, world
from tests.standins_fixture import Standins

NEW, GONE, OTHER_WORK = "310 000 655", "310 000 760", "310 000 876"
BANKRUPT, DELETED, SUB_UNIT = "310 001 090", "310 001 201", "310 002 046"
EMAIL, PASSWORD = "ny@nyoppstartet.example", "en lang setning om kabler"

Import = Callable[..., None]


@pytest.fixture
def import_register(tmp_path: Path) -> Import:
    """Imports the stand-in's file: `import_register(without="310000655", as_of=…)`; `but`: that line alone."""

    def imported(*, without: str = "", but: str = "", as_of: date | None = None) -> None:
        path = tmp_path / "elvirksomhetsregisteret.csv"
        contractor_register.write_csv(world.load(), path)
        head, *lines = path.read_text("utf-8-sig").splitlines(keepends=True)
        kept = head + "".join(
            line for line in lines if line.startswith(but) and not (without and line.startswith(without))
        )
        import_file(SYSTEM, path.name, kept.encode(), as_of=as_of)

    return imported


@pytest.fixture
def register(db: None, registers_on_standins: Standins, import_register: Import) -> Standins:
    """Both registers well, the file of today."""
    import_register()
    return registers_on_standins


@pytest.fixture
def old_register(db: None, registers_on_standins: Standins, import_register: Import) -> Standins:
    """Both registers well, the file too old to decide."""
    import_register(as_of=clock.today() - timedelta(days=61))
    return registers_on_standins


def code(row: Registration, channel: Channel = Channel.EMAIL) -> str:
    """The code in the newest message about a registration."""
    sent = Message.objects.filter(subject_id=row.id, channel=channel).order_by("-id").first()
    assert sent is not None
    found = re.search(r"\b\d{6}\b", sent.text)
    assert found is not None
    return found.group()


def codes(row: Registration) -> dict[str, str]:
    """Both newest codes, as they are typed."""
    return {"email_code": code(row), "mobile_code": code(row, Channel.SMS)}


def told(number: str = NEW, email: str = EMAIL, grid_company: str = "eksempelnett") -> Registration:
    """One that has said who they are and has been sent codes."""
    row = registration.begin(number)
    return registration_telling.tell(
        row, name="Nina Nystad", email=email, mobile="400 00 655", grid_company=grid_company, terms=True
    )


def confirmed(number: str = NEW, email: str = EMAIL, grid_company: str = "eksempelnett") -> Registration:
    """One whose e-mail address and mobile are confirmed."""
    row = told(number, email, grid_company)
    return registration_codes.confirm(row, **codes(row))
