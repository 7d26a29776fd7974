"""One client in this process, and many over HTTP to real web processes."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from queue import Empty, SimpleQueue

import httpx
from django.test import Client

from benchmarks.operations import CSRF, Call, Operation
from nettmelding.accounts.models import User
from nettmelding.organisations.actors import make_api_key

READY_WITHIN_SECONDS = 60


class Failed(Exception):
    """A request was not answered as it should be."""


@dataclass(frozen=True, slots=True)
class Person:
    """How a person signs in: a session for pages, a key for the API."""

    session: str
    key: str

    def headers(self, call: Call) -> dict[str, str]:
        """Of a request as this person."""
        if call.address.startswith("/api/"):
            return {"Authorization": f"Bearer {self.key}"}
        return {"Cookie": f"sessionid={self.session}; csrftoken={CSRF}", "X-CSRFToken": CSRF}


def sign_in(email: str) -> Person:
    """A session and a key for a person."""
    client = Client()
    client.force_login(User.objects.get(email=email))
    return Person(client.cookies["sessionid"].value, make_api_key(email, "benchmark"))


@cache
def _client() -> Client:
    """One for all, since each loads the middleware anew. It keeps no cookies of its own: the calls bring theirs."""
    return Client(SERVER_NAME="127.0.0.1")


def handled(person: Person, call: Call) -> float:
    """Seconds in the handler of this process."""
    client = _client()
    headers = person.headers(call)
    began = time.perf_counter()
    answer = client.generic(call.method, call.address, call.body, call.type or "text/plain", headers=headers)
    _ = answer.content
    client.cookies.clear()
    took = time.perf_counter() - began
    _must_be_fine(call, answer.status_code, answer.content)
    return took


def over_http(base: str, person: Person, calls: Sequence[Call], clients: int) -> tuple[list[float], float]:
    """Seconds of each request by so many clients at once, and of the whole."""
    waiting: SimpleQueue[Call] = SimpleQueue()
    for call in calls:
        waiting.put(call)
    took: list[float] = []
    problems: list[Exception] = []

    def work() -> None:
        with httpx.Client(base_url=base, timeout=60) as client, contextlib.suppress(Empty):
            while not problems:
                call = waiting.get_nowait()
                headers = person.headers(call) | ({"Content-Type": call.type} if call.type else {})
                began = time.perf_counter()
                answer = client.request(call.method, call.address, content=call.body or None, headers=headers)
                took.append(time.perf_counter() - began)
                try:
                    _must_be_fine(call, answer.status_code, answer.content)
                except Failed as problem:
                    problems.append(problem)

    began = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return took, time.perf_counter() - began


@contextlib.contextmanager
def web() -> Iterator[str]:
    """The web server as `nettmelding run` starts it, on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--workers", "2", "--blocking-threads", "4", "--backpressure", "64", "--no-ws", "--log-level", "warning",
            "nettmelding.config.wsgi:application",
        ],
        env=dict(os.environ, PORT=str(port)),
    )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}/health", process.poll)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(address: str, dead: Callable[[], int | None]) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if dead() is not None or time.monotonic() > deadline:
                raise RuntimeError("the web server did not start") from None
            time.sleep(0.1)


def _must_be_fine(call: Call, status: int, content: bytes) -> None:
    if status not in {200, 302}:
        raise Failed(f"{call.method} {call.address} answered {status}: {content[:300]!r}")


def people(operations: Sequence[Operation]) -> dict[str, Person]:
    """Everybody who makes a request."""
    return {email: sign_in(email) for email in dict.fromkeys(one.who for one in operations)}
