"""Workers as real processes on a database file of their own, killed and competing."""

import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from nettmelding.messages.delivery import LEASE
from nettmelding.messages.models import Outcome, Status
from tests.messages.mail_server import MailServer

ROOT = Path(__file__).resolve().parents[2]
PAST_LEASE = int(LEASE.total_seconds() // 60) + 2
Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts `worker_process` with arguments."""
    started: list[subprocess.Popen[bytes]] = []

    def run(*arguments: object) -> "subprocess.Popen[bytes]":
        environment = {k: v for k, v in os.environ.items() if k != "NETTMELDING_DATABASE_URL"} | {
            "DATA": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]),
        }
        command = [sys.executable, "-m", "tests.messages.worker_process", *map(str, arguments)]
        started.append(subprocess.Popen(command, env=environment, cwd=ROOT))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def ask(tmp_path: Path) -> Callable[..., list[Any]]:
    """Asks the workers' database."""

    def query(statement: str, *values: object) -> list[Any]:
        with closing(sqlite3.connect(tmp_path / "main.sqlite3", timeout=20)) as database, database:
            return database.execute(statement, values).fetchall()

    return query


def test_it_sends_each_message_once_with_two_workers_at_it(mail: MailServer, start: Start, ask: Any) -> None:
    assert start("fill", 40).wait() == 0
    workers = [start("deliver", name, mail.port, 0) for name in ("one", "two")]
    assert [worker.wait() for worker in workers] == [0, 0]
    assert Counter(mail.ids) == Counter(row[0] for row in ask("SELECT message_id FROM outbox_message"))
    assert ask("SELECT DISTINCT status FROM outbox_message") == [(Status.SENT,)]


def test_it_loses_and_doubles_nothing_when_a_worker_is_killed_before_the_content(
    mail: MailServer, start: Start, ask: Any
) -> None:
    assert start("fill", 6).wait() == 0

    def kill(server: SMTP) -> str:
        victims[0].kill()
        return "250 OK"

    mail.at_rcpt = ["", "", kill]
    victims = [start("deliver", "killed", mail.port, 0)]
    assert victims[0].wait() < 0
    assert len(mail.ids) == 2
    assert ask("SELECT count(*) FROM outbox_attempt WHERE finished_at IS NULL") == [(1,)]

    assert start("deliver", "early", mail.port, 0).wait() == 0
    assert ask("SELECT count(*) FROM outbox_message WHERE leased_by = 'killed'") == [(3,)]
    assert start("deliver", "next", mail.port, PAST_LEASE).wait() == 0
    assert Counter(mail.ids) == Counter(row[0] for row in ask("SELECT message_id FROM outbox_message"))


def test_it_repeats_only_the_one_message_whose_answer_the_killed_worker_never_read(
    mail: MailServer, start: Start, ask: Any
) -> None:
    assert start("fill", 6).wait() == 0

    def kill(server: SMTP) -> str:
        victims[0].kill()
        return "250 OK"

    mail.at_data = ["", kill]
    victims = [start("deliver", "killed", mail.port, 0)]
    assert victims[0].wait() < 0
    assert start("deliver", "next", mail.port, PAST_LEASE).wait() == 0
    told = Counter(mail.ids)
    assert set(told) == {row[0] for row in ask("SELECT message_id FROM outbox_message")}
    assert sorted(told.values()) == [1, 1, 1, 1, 1, 2]


def test_it_does_not_begin_a_try_when_another_has_taken_the_message(mail: MailServer, start: Start, ask: Any) -> None:
    assert start("fill", 3).wait() == 0

    def take_over(server: SMTP) -> str:
        ask("UPDATE outbox_message SET leased_by = 'other' WHERE message_id <> ?", mail.ids[0])
        return "250 OK"

    mail.at_data = [take_over]
    assert start("deliver", "slow", mail.port, 0).wait() == 0
    assert len(mail.ids) == 1
    assert ask("SELECT outcome FROM outbox_attempt") == [(Outcome.SENT,)]
