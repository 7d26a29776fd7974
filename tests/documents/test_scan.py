import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, Unavailable
from nettmelding.core.settings import env
from nettmelding.documents import scan as scanning
from nettmelding.documents.actions import receive
from nettmelding.documents.models import Document, Scan
from nettmelding.documents.scan import Scanner, from_settings, scan
from nettmelding.documents.store import DiskStore
from tests.documents import clam
from tests.documents.conftest import OWNER
from tests.documents.samples import EICAR, archive

FOUND = b"stream: Eicar-Test-Signature FOUND\0"
installed = pytest.mark.skipif(clam.CLAMD is None, reason="clamd is not installed (apt install clamav-daemon)")


@pytest.fixture(scope="module", params=["spoken", pytest.param("real", marks=installed)])
def scanners(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Scanner]]:
    """One that finds the test file, one that passes clean files: with the real one the same."""
    with ExitStack() as stack:
        if request.param == "real":
            yield [stack.enter_context(clam.real(tmp_path_factory.mktemp("clam")))] * 2
        else:
            yield [stack.enter_context(clam.speaking(answer)) for answer in (FOUND, b"stream: OK\0")]


def test_it_names_the_virus(scanners: list[Scanner]) -> None:
    with pytest.raises(Invalid) as refusal:
        scan(EICAR, scanners[0])
    assert refusal.value.code == "file_infected"
    assert "Eicar-Test-Signature" in refusal.value.message


@pytest.mark.parametrize("size", [1, 64 * 1024, 64 * 1024 + 1, 5 * 1024 * 1024])
def test_it_passes_a_clean_file_of_any_size(size: int, scanners: list[Scanner]) -> None:
    assert scan(b"x" * size, scanners[1]) is Scan.CLEAN


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: \0", b"\xff\xfe", None])
def test_it_passes_nothing_when_the_scanner_does_not_say_that_it_is_clean(answer: bytes | None) -> None:
    with clam.speaking(answer) as scanner, pytest.raises(Unavailable) as refusal:
        scan(b"plan", scanner)
    assert refusal.value.message == "Virussjekken svarer ikke. Prøv igjen om litt."


def test_it_passes_nothing_when_the_scanner_is_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Unavailable):
        scan(b"plan", Scanner("127.0.0.1", port, timeout=1))


def test_it_says_that_nothing_was_scanned_where_no_scanner_is_set_up() -> None:
    assert scan(EICAR, Scanner("", 3310)) is Scan.NOT_SCANNED


@pytest.mark.django_db
def test_it_refuses_to_wait_for_the_scanner_inside_a_transaction(scanners: list[Scanner]) -> None:
    with pytest.raises(RuntimeError, match="virus"), write():
        scan(b"plan", scanners[1])


@pytest.mark.django_db
def test_it_keeps_nothing_of_an_infected_file(
    scanners: list[Scanner], files: DiskStore, fitter: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "env", replace(env, clamav_host=scanners[0].host, clamav_port=scanners[0].port))
    assert from_settings().port == scanners[0].port
    with pytest.raises(Invalid) as refusal:
        receive(fitter, owner_id=OWNER, name="plan.zip", data=archive(virus=EICAR))
    assert refusal.value.code == "file_infected"
    assert not Document.objects.exists()


@pytest.mark.django_db
def test_it_remembers_that_a_file_was_found_clean(
    scanners: list[Scanner], files: DiskStore, fitter: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "env", replace(env, clamav_host=scanners[1].host, clamav_port=scanners[1].port))
    assert receive(fitter, owner_id=OWNER, name="a.zip", data=archive(plan="x")).scan == Scan.CLEAN
