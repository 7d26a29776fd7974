"""A thousand phones in bad places: requests are lost on their way, answers on theirs, the same is sent twice, late copies come
after newer ones, clocks are years off, the server is killed. What the server has in the end is what was done, once.

Real processes, real HTTP. The phones' own model of what was done is written without the program.
"""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.durability.program import Program, answers, free_port, wait_until
from tests.programs import plain_environment, printed_by

RUNS = 1_000
CLIENTS = 4
KILLS = 6
STEPS: dict[str, Any] = {
    "old_reading": lambda choose: choose.randint(0, 90_000),
    "new_meter": lambda choose: str(choose.randint(10**15, 10**16)),
    "new_reading": lambda choose: choose.randint(0, 9),
    "leads_right_way": lambda choose: True,
    "phase_order": lambda choose: choose.choice(["right", "left"]),
    "seals": lambda choose: [f"P-{choose.randint(1, 999)}"],
}


@dataclass
class Phone:
    """One phone with one order, and its own account of what was done."""

    url: str
    key: str
    order: str
    choose: random.Random
    device: str = field(default_factory=lambda: str(uuid4()))
    number: int = 1
    done: list[dict[str, Any]] = field(default_factory=list)
    answered: dict[str, Any] = field(default_factory=dict)
    photos: set[str] = field(default_factory=set)
    deviations: set[str] = field(default_factory=set)
    off_by: timedelta = timedelta()

    def run(self) -> None:
        """Do some things, hand them in through a bad line until all of it has arrived."""
        self.off_by = timedelta(days=self.choose.choice([0, 0, 0, 900, -3_000]))
        self.call("POST", "devices", {"id": self.device, "name": "Telefon"}, until_answered=True)
        for _some in range(self.choose.randint(1, 2)):
            self.do_some()
            self.hand_in()

    def do_some(self) -> None:
        for _one in range(self.choose.randint(1, 4)):
            {"answer": self.answer, "photo": self.photo, "deviation": self.deviation}[
                self.choose.choice(["answer", "answer", "answer", "photo", "deviation"])
            ]()

    def answer(self) -> None:
        step = self.choose.choice(list(STEPS))
        value = STEPS[step](self.choose)
        if step in self.answered and self.choose.random() < 0.2:
            value = None
        self.note("answer", answers={step: {"value": value, "base": self.answered.get(step)}})
        self.answered.pop(step, None)
        if value is not None:
            self.answered[step] = value

    def photo(self) -> None:
        if self.photos and self.choose.random() < 0.3:
            gone = self.choose.choice(sorted(self.photos))
            self.photos.remove(gone)
            self.note("remove_photo", id=gone)
            return
        made = str(uuid4())
        self.photos.add(made)
        taken = self.now().isoformat()
        self.note("photo", id=made, step="old_meter", taken_at=taken, size=10, sha256="0" * 64, name="a.jpg")

    def deviation(self) -> None:
        if self.deviations and self.choose.random() < 0.3:
            gone = self.choose.choice(sorted(self.deviations))
            self.deviations.remove(gone)
            self.note("remove_deviation", id=gone)
            return
        made = str(uuid4())
        self.deviations.add(made)
        self.note("deviation", id=made, kind="other", severity="minor", text="x", photos=[])

    def note(self, kind: str, /, **data: Any) -> None:
        happened = self.now().isoformat()
        self.done.append(
            {
                "id": str(uuid4()),
                "number": self.number,
                "order": self.order,
                "kind": kind,
                "happened_at": happened,
                "data": data,
            }
        )
        self.number += 1

    def hand_in(self) -> None:
        """Send what waits until the server has said that it has all; on the way anything may happen."""
        waiting_from = 1
        for _try in range(400):
            batch = [one for one in self.done if one["number"] >= waiting_from][: self.choose.randint(1, 6)]
            if not batch:
                return
            if self.choose.random() < 0.15:
                self.choose.shuffle(batch)
            answer = self.call("POST", "operations", self.body(batch))
            if self.choose.random() < 0.15:
                self.call("POST", "operations", self.body(self.done[: self.choose.randint(1, len(self.done))]))
            if answer is not None:
                assert all(one["outcome"] == "done" for one in answer["results"]), answer
                waiting_from = answer["next_number"]
        raise AssertionError("it never arrived")

    def body(self, operations: list[dict[str, Any]]) -> dict[str, Any]:
        return {"device": self.device, "sent_at": self.now().isoformat(), "operations": operations}

    def call(self, method: str, path: str, body: Any, *, until_answered: bool = False) -> Any:
        """A request over a bad line: lost on its way, or its answer lost. None for no answer."""
        for _try in range(400 if until_answered else 1):
            if self.choose.random() < 0.1:
                continue
            try:
                headers = {"Authorization": f"Bearer {self.key}"}
                answer = httpx.request(
                    method, f"{self.url}/api/v1/field/{path}", json=body, headers=headers, timeout=30
                )
            except httpx.HTTPError:
                continue
            if answer.status_code >= 500:
                continue
            assert answer.status_code == 200, answer.text
            if self.choose.random() >= 0.1:
                return answer.json()
        return None

    def now(self) -> datetime:
        return datetime.now(UTC) + self.off_by


@pytest.fixture
def program(tmp_path: Path) -> Iterator[tuple[Program, dict[str, Any], dict[str, str]]]:
    """The web server on a database of its own, with what was prepared in it."""
    environment = plain_environment(tmp_path / "data") | {"NETTMELDING_SECRET_KEY": "only-for-tests"}
    (tmp_path / "data").mkdir()
    prepared = printed_by("tests.durability.prepare_field", environment, str(RUNS))
    running = Program(environment, free_port())
    running.start("web")
    wait_until(lambda: answers(running.url), 60, "web")
    yield running, prepared, environment
    running.end()


@pytest.mark.one_database
def test_what_the_server_has_is_what_was_done_once_however_bad_the_line(
    program: tuple[Program, dict[str, Any], dict[str, str]],
) -> None:
    running, ready, environment = program
    phones = [Phone(running.url, ready["key"], order, random.Random(at)) for at, order in enumerate(ready["orders"])]
    over = threading.Event()
    killer = threading.Thread(target=kill_now_and_then, args=(running, over))
    killer.start()
    try:
        with ThreadPoolExecutor(CLIENTS) as clients:
            list(clients.map(Phone.run, phones))
    finally:
        over.set()
        killer.join()
    wait_until(lambda: answers(running.url), 60, "web")
    kept = told_by(environment)
    for phone in phones:
        had = kept[phone.order]
        assert had["answers"] == phone.answered, phone.order
        assert had["conflicts"] == []
        assert set(had["photos"]) == phone.photos
        assert set(had["deviations"]) == phone.deviations
        assert had["operations"] == [one["id"] for one in phone.done]
    assert sum(len(phone.done) for phone in phones) > 2 * RUNS
    worst = max(abs(moment - datetime.now(UTC)) for had in kept.values() for moment in had["moments"])
    assert worst < timedelta(hours=2), "a clock that is off does harm"


def kill_now_and_then(running: Program, over: threading.Event) -> None:
    choose = random.Random(2026)
    for _kill in range(KILLS):
        if over.wait(choose.uniform(2, 8)):
            return
        running.kill("web")
        running.start("web")


def told_by(environment: dict[str, str]) -> dict[str, Any]:
    """What the database holds, read in a process of its own."""
    found: dict[str, Any] = printed_by("tests.durability.read_field", environment)
    for had in found.values():
        had["moments"] = [datetime.fromisoformat(one) for one in had["moments"]]
    return found
