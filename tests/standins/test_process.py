"""The process of the stand-ins: fault switches, ports, files."""

import csv
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from standins import addressbook
from standins.__main__ import main
from standins.addressbook import HTTP
from standins.contractor_register import HEADINGS
from tests.standins_fixture import Standins


@pytest.mark.parametrize(("mode", "status"), [("down", 503), ("garbage", 200), ("refuse", 403), ("ok", 404)])
def test_it_does_wrong_when_told_to(standins: Standins, mode: str, status: int) -> None:
    standins.fault("companies", mode)
    assert standins.http.get(standins.url("companies") + "/nothing").status_code == status
    assert standins.requests("companies") == 1


def test_it_is_slow_when_told_to(standins: Standins) -> None:
    standins.fault("tiles", "slow", seconds=2)
    with pytest.raises(httpx.ReadTimeout):
        standins.http.get(standins.url("tiles") + "/nothing", timeout=0.2)


def test_it_refuses_an_unknown_fault(standins: Standins) -> None:
    answer = standins.http.post(standins.url("companies") + "/_fault", json={"mode": "sleepy"})
    assert answer.status_code == 400


def test_it_writes_the_contractor_register_as_an_operator_gets_it(standins: Standins) -> None:
    with open(standins.book.contractors_file, encoding="utf-8-sig", newline="") as file:
        heading, *lines = csv.reader(file, delimiter=";")
    assert tuple(heading) == HEADINGS
    assert "310000329" in {line[0] for line in lines}
    assert "310000760" not in {line[0] for line in lines}


def test_it_says_in_one_line_that_a_port_is_busy(
    standins: Standins, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    busy = standins.book.ports["companies"]
    files = ["--ports-file", str(tmp_path / "ports.json"), "--data", str(tmp_path)]
    assert main([*files, "--port", f"companies={busy}"]) == 1
    assert f"port {busy} is busy" in capsys.readouterr().err


def test_it_stops_when_its_starter_goes_away(tmp_path: Path) -> None:
    ports_file = tmp_path / "ports.json"
    command = [sys.executable, "-m", "standins", "--ports-file", str(ports_file), "--data", str(tmp_path)]
    process = subprocess.Popen([*command, "--stop-with-stdin"], stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=20) == 0
    assert set(addressbook.read(ports_file).ports) == {*HTTP, "smtp"}
