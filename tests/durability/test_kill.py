"""Web and worker are killed (SIGKILL) at random moments during 500 sendings: no notice and no message is lost.

Real processes on a database of their own, real HTTP in, real SMTP out. Messages are counted by Message-ID.
"""

import json
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from scripts import postgres

from tests.durability.program import Program, answers, free_port, wait_until
from tests.programs import plain_environment, printed_by

SENDINGS = 500
MESSAGES = 2 * SENDINGS + 1
"""Of each notice the contractor is told the decision and the customer the work; once, somebody is told of the key."""
CLIENTS = 6
KILLS = 10
PATIENCE_SECONDS = 240


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The database's address; empty for SQLite."""
    if request.param == "sqlite":
        yield ""
    elif postgres.binaries() is None:
        pytest.skip("PostgreSQL is not installed here")
    else:
        with postgres.server() as url:
            yield url


@pytest.fixture
def standins(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The mail catcher, among the other stand-ins; its environment."""
    ports = tmp_path / "ports.json"
    process = subprocess.Popen(
        [sys.executable, "-m", "standins", "--ports-file", str(ports), "--data", str(tmp_path / "standins")]
    )
    wait_until(ports.exists, 30, "stand-ins")
    yield json.loads(ports.read_text())["environment"]
    process.terminate()
    process.wait(10)


@pytest.mark.one_database
def test_no_notice_and_no_message_is_lost_when_processes_are_killed(
    tmp_path: Path, database: str, standins: dict[str, str]
) -> None:
    environment = plain_environment(tmp_path / "data") | {
        **standins,
        "NETTMELDING_SECRET_KEY": "only-for-tests",
        "NETTMELDING_LEASE_SECONDS": "2",
    }
    (tmp_path / "data").mkdir()
    if database:
        environment["NETTMELDING_DATABASE_URL"] = database
    ready = printed_by("tests.durability.prepare", environment, str(SENDINGS))

    program = Program(environment, free_port())
    try:
        program.start("web")
        program.start("worker")
        wait_until(lambda: answers(program.url), 30, "web")
        sent = send_all(program, ready["key"], ready["notices"])

        assert len(sent) == SENDINGS
        assert len(set(sent.values())) == SENDINGS, "a number was given twice"
        mails = standins["NETTMELDING_MAIL_PAGE_URL"].rstrip("/")
        wait_until(lambda: len(message_ids(mails)) >= MESSAGES, PATIENCE_SECONDS, "the last message")
        for name in ("web", "worker"):
            program.kill(name)
        verified = subprocess.run(
            [sys.executable, "-m", "nettmelding.config.cli", "verify-audit", "--json"],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert json.loads(verified.stdout)["faults"] == []
        counted = message_ids(mails)
        assert len(counted) == MESSAGES
        doubled = sum(times - 1 for times in counted.values())
        assert doubled <= KILLS, "more were doubled than SMTP can leave undecided"
    finally:
        program.end()


def send_all(program: Program, key: str, notices: list[str]) -> dict[str, str]:
    """Send every notice by several clients while a killer is at work. Notice id → number."""
    done = threading.Event()
    killer = threading.Thread(target=kill_at_random, args=(program, done))
    killer.start()
    try:
        with ThreadPoolExecutor(CLIENTS) as clients:
            numbers = list(clients.map(lambda notice: send_until_answered(program.url, key, notice), notices))
    finally:
        done.set()
        killer.join()
    return dict(zip(notices, numbers, strict=True))


def send_until_answered(url: str, key: str, notice: str) -> str:
    """Send one, and again with the same idempotency key as long as no answer comes, as a careful program does."""
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": notice}
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            answer = httpx.post(f"{url}/api/v1/notices/{notice}/actions/send", headers=headers, json={}, timeout=20)
            if answer.status_code == 200:
                return str(answer.json()["number"])
            seen = httpx.get(f"{url}/api/v1/notices/{notice}", headers=headers, timeout=20)
        except httpx.HTTPError:
            time.sleep(0.1)
            continue
        if seen.status_code == 200 and seen.json()["number"]:
            return str(seen.json()["number"])
        time.sleep(0.1)
    raise AssertionError(f"{notice} was never answered")


def kill_at_random(program: Program, done: threading.Event) -> None:
    choose = random.Random(2026)
    for _kill in range(KILLS):
        if done.wait(choose.uniform(0.8, 2.5)):
            return
        name = choose.choice(["web", "worker"])
        program.kill(name)
        program.start(name)


def message_ids(mails: str) -> Counter[str]:
    """How often each Message-ID was delivered."""
    answer = httpx.get(f"{mails}/api/message-ids", timeout=20).json()
    return Counter(answer["message_ids"] if isinstance(answer, dict) and "message_ids" in answer else answer)
