"""The program as processes of its own, which can be killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import httpx


@dataclass
class Program:
    """Web and worker as processes that can be killed and started again."""

    environment: dict[str, str]
    port: int
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def command(self, name: str) -> list[str]:
        if name == "worker":
            return [sys.executable, "-m", "nettmelding.config.cli", "worker"]
        return [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", "1", "--blocking-threads", "4", "--log-level", "error", "nettmelding.config.wsgi:application",
        ]  # fmt: skip

    def start(self, name: str) -> None:
        with self.lock:
            self.processes[name] = subprocess.Popen(
                self.command(name), env=self.environment, start_new_session=True, stderr=subprocess.DEVNULL
            )

    def kill(self, name: str) -> None:
        with self.lock:
            process = self.processes[name]
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)

    def end(self) -> None:
        """Leave nothing running."""
        for name, process in self.processes.items():
            if process.poll() is None:
                self.kill(name)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=2).status_code == 200
    except httpx.HTTPError:
        return False


def wait_until(condition: object, seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        if time.monotonic() > deadline:
            raise AssertionError(f"{what}: waited {seconds} s in vain")
        time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
