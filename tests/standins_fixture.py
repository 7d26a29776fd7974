"""The stand-in registers as real servers on free ports, for every test that wants them.

`standins` gives their addresses and switches; `registers_on_standins` leads the program to them.
"""

import dataclasses
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest

from standins import addressbook
from standins.addressbook import HTTP, Addressbook

START_SECONDS = 30
_ENV_FIELDS = {
    "NETTMELDING_COMPANY_REGISTER_URL": "company_register_url",
    "NETTMELDING_PERSON_REGISTER_URL": "person_register_url",
    "NETTMELDING_PERSON_REGISTER_CLIENT_ID": "person_register_client_id",
    "NETTMELDING_PERSON_REGISTER_SCOPE": "person_register_scope",
    "NETTMELDING_MASKINPORTEN_URL": "maskinporten_url",
    "NETTMELDING_ADDRESS_REGISTER_URL": "address_register_url",
    "NETTMELDING_PLACE_NAME_REGISTER_URL": "place_name_register_url",
    "NETTMELDING_TILES_URL": "tiles_url",
    "NETTMELDING_CUSTOMER_SYSTEM_URL": "customer_system_url",
    "NETTMELDING_SMTP_HOST": "smtp_host",
    "NETTMELDING_SMTP_PORT": "smtp_port",
    "NETTMELDING_SMS_URL": "sms_url",
    "NETTMELDING_SMS_USER": "sms_user",
    "NETTMELDING_SMS_PASSWORD": "sms_password",
    "NETTMELDING_MAIL_PAGE_URL": "mail_page_url",
}


@dataclass(frozen=True)
class Standins:
    """The running stand-ins."""

    book: Addressbook
    http: httpx.Client

    @property
    def environment(self) -> dict[str, str]:
        """For a process of the program that is to talk to them."""
        return self.book.environment()

    def url(self, name: str) -> str:
        """The address of one of `standins.addressbook.HTTP`, without a path."""
        return self.book.root(name)

    def fault(self, name: str, mode: str, seconds: float = 0.0) -> None:
        """Let one do wrong: ok, down, slow (by seconds), garbage, refuse."""
        answer = self.http.post(f"{self.url(name)}/_fault", json={"mode": mode, "seconds": seconds})
        answer.raise_for_status()

    def requests(self, name: str) -> int:
        """How many requests one has had since its fault switch was last set."""
        return int(self.http.get(f"{self.url(name)}/_fault").json()["requests"])

    def mails(self, to: str = "") -> list[dict[str, Any]]:
        """Caught e-mails, newest first."""
        items: list[dict[str, Any]] = self.http.get(f"{self.url('mail')}/api/messages", params={"to": to}).json()[
            "items"
        ]
        return items

    def smses(self, to: str = "") -> list[dict[str, Any]]:
        """Caught SMSes, newest first."""
        return [one for one in self.mails(to) if one["channel"] == "sms"]

    def clear_mails(self) -> None:
        self.http.delete(f"{self.url('mail')}/api/messages").raise_for_status()

    def all_well(self) -> None:
        for name in HTTP:
            self.fault(name, "ok")


@pytest.fixture(scope="session")
def standins_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standins]:
    """One process with all of them, for the whole test run; it stops when the run goes away."""
    folder = tmp_path_factory.mktemp("standins")
    ports_file = folder / "ports.json"
    command = [sys.executable, "-m", "standins", "--ports-file", str(ports_file), "--data", str(folder)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent / "src")}
    process = subprocess.Popen(
        [*command, "--stop-with-stdin"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    give_up = monotonic() + START_SECONDS
    while not ports_file.exists():
        if process.poll() is not None or monotonic() > give_up:
            process.kill()
            raise RuntimeError(f"stand-ins did not start: {process.communicate()[1].decode()}")
        sleep(0.05)
    with httpx.Client(timeout=10) as http:
        yield Standins(addressbook.read(ports_file), http)
    assert process.stdin is not None
    process.stdin.close()
    process.wait(timeout=10)


@pytest.fixture
def standins(standins_process: Standins) -> Iterator[Standins]:
    """The stand-ins, all well and without e-mail at the start and well again at the end."""
    standins_process.all_well()
    standins_process.clear_mails()
    yield standins_process
    standins_process.all_well()


@pytest.fixture
def registers_on_standins(standins: Standins, monkeypatch: pytest.MonkeyPatch) -> Standins:
    """The program's settings lead to the stand-ins, nothing remembered. The cache needs a database."""
    from django.core.cache import cache

    from nettmelding.core import settings

    found = {_ENV_FIELDS[name]: value for name, value in standins.environment.items() if name in _ENV_FIELDS}
    changes: dict[str, Any] = found | {"smtp_port": int(found["smtp_port"])}
    env = dataclasses.replace(settings.env, **changes)
    env.__dict__["maskinporten_key_file"] = Path(standins.book.key_file)
    env.__dict__["secret_key"] = settings.env.secret_key
    monkeypatch.setattr(settings, "env", env)
    cache.clear()
    return standins
