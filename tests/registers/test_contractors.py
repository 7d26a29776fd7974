"""The contractor register as imported from a file."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM
from nettmelding.core.errors import Invalid
from nettmelding.registers.contractors import TOO_OLD, Standing, import_file, look_up
from nettmelding.registers.models import ContractorEntry, ContractorImport
from standins import contractor_register, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def register_file(tmp_path: Path) -> bytes:
    path = tmp_path / "register.csv"
    contractor_register.write_csv(world.load(), path)
    return path.read_bytes()


def test_it_knows_nothing_before_a_file_is_imported() -> None:
    assert look_up("310000329").standing is Standing.NO_REGISTER


def test_it_says_who_may_do_low_voltage_installations(register_file: bytes) -> None:
    import_file(SYSTEM, "register.csv", register_file)
    answer = look_up("310000329")
    assert (answer.standing, answer.dsb_id, answer.decides) == (Standing.ENTITLED, "EV-310329", True)
    assert look_up("310000876").standing is Standing.OTHER_WORK
    assert look_up("310000760").standing is Standing.NOT_LISTED


def test_it_finds_a_sub_unit_by_its_own_number(register_file: bytes) -> None:
    import_file(SYSTEM, "register.csv", register_file)
    unit = world.load().firms["eksempel_elektro_proveheia"].organisation_number
    assert look_up(unit).name == "Eksempel Elektro AS"


def test_it_leaves_the_decision_to_a_person_when_the_file_is_too_old(register_file: bytes) -> None:
    import_file(SYSTEM, "register.csv", register_file, as_of=clock.today() - TOO_OLD - timedelta(days=1))
    answer = look_up("310000329")
    assert (answer.standing, answer.too_old, answer.decides) == (Standing.ENTITLED, True, False)


def test_it_says_the_day_the_file_shows(register_file: bytes) -> None:
    import_file(SYSTEM, "register.csv", register_file, as_of=date(2026, 11, 1))
    assert look_up("310000760").as_of == date(2026, 11, 1)


def test_it_replaces_what_was_there_and_keeps_the_record_of_imports(register_file: bytes) -> None:
    import_file(SYSTEM, "register.csv", register_file)
    import_file(SYSTEM, "ny.csv", "Orgnr;Navn;Status\n310000329;Eksempel Elektro AS;Utgått\n".encode())
    assert look_up("310000329").standing is Standing.ENDED
    assert (ContractorEntry.objects.count(), ContractorImport.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("310000328;Feil AS;;", "Linje 3: Organisasjonsnummeret stemmer ikke."),
        ("310000434;Prøve;;snart", "Linje 3: Datoen kan ikke leses."),
    ],
)
def test_it_changes_nothing_and_names_the_line_it_cannot_read(register_file: bytes, line: str, says: str) -> None:
    import_file(SYSTEM, "register.csv", register_file)
    before = ContractorEntry.objects.count()
    content = f"Orgnr;Navn;Underenheter;Registrert\n310000329;Eksempel Elektro AS;;\n{line}\n"
    with pytest.raises(Invalid) as refused:
        import_file(SYSTEM, "ny.csv", content.encode())
    assert refused.value.message.startswith(says)
    assert ContractorEntry.objects.count() == before
