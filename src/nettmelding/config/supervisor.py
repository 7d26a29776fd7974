"""Starts the processes of one machine, in order, and stops them all."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType, TracebackType

READY_WITHIN_SECONDS = 60
STOP_WITHIN_SECONDS = 10
FILLED_MARK = "demonstration-filled"
"""A file beside the data that spares a look into the database at every start."""


class UserError(Exception):
    """Something the person who starts can mend; the text says how, in one line."""


class Supervisor:
    """Stand-ins and mail catcher (in the demonstration), set-up, web and worker."""

    def __init__(self, data: Path, port: int, *, demo: bool) -> None:
        self.data, self.port, self.demo = data, port, demo
        self.base_url = os.environ.get("NETTMELDING_BASE_URL", f"http://127.0.0.1:{port}")
        self.environment = dict(os.environ, DATA=str(data), PORT=str(port), PYTHONUNBUFFERED="1")
        # the processes are started again and again: what they have compiled is worth keeping
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.processes: list[subprocess.Popen[bytes]] = []
        self.stopping = False

    def __enter__(self) -> "Supervisor":
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start everything and say where it is. Errors: UserError."""
        began = time.monotonic()
        self._check_place()
        if self.demo:
            self._say("Starting the stand-in registers and the mail catcher")
            addresses = self._start_standins()
        self._say("Bringing the database up to date")
        self._do("setup")
        if self.demo:
            self._wait_for_standins(addresses)
            if not (self.data / FILLED_MARK).exists():
                self._do("demo")
                (self.data / FILLED_MARK).touch()
        self._say("Starting web and worker")
        self._start_web()
        self._spawn(sys.executable, "-m", "nettmelding.config.cli", "worker")
        self._wait_until_ready()
        self._greet(time.monotonic() - began)

    def wait(self) -> int:
        """Wait until told to stop (0) or until one of the processes has died (1)."""
        while not self.stopping:
            for process in self.processes:
                if process.poll() is not None and not self.stopping:
                    sys.stderr.write(f"A process ended unexpectedly: {' '.join(map(str, process.args))}\n")  # type: ignore[arg-type]
                    return 1
            time.sleep(0.2)
        return 0

    def stop(self) -> None:
        """End every process that was started, those started last first; what does not end is killed."""
        self.stopping = True
        for process in reversed(self.processes):
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + STOP_WITHIN_SECONDS
        for process in self.processes:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        self.processes.clear()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True
        raise KeyboardInterrupt

    def _check_place(self) -> None:
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            probe = self.data / ".probe"
            probe.write_text("")
            probe.unlink()
        except OSError:
            raise UserError(
                f"No write access to {self.data}. Try another place: DATA=/tmp/nettmelding make run"
            ) from None
        with socket.socket() as probe_socket:
            probe_socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe_socket.bind(("127.0.0.1", self.port))
            except OSError:
                raise UserError(f"Port {self.port} is busy. Try another: PORT={self.port + 123} make run") from None

    def _start_standins(self) -> Path:
        """Start them; the file that they will write their addresses to."""
        addresses = self.data / "standins.json"
        addresses.unlink(missing_ok=True)
        self._spawn(
            sys.executable, "-m", "standins", "--ports-file", str(addresses), "--data", str(self.data / "standins")
        )
        return addresses

    def _wait_for_standins(self, addresses: Path) -> None:
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while not addresses.exists():
            self._still_alive(deadline, "the stand-in registers")
        self.environment.update(json.loads(addresses.read_text())["environment"], NETTMELDING_DEMO="1")

    def _start_web(self) -> None:
        workers = "1" if (os.cpu_count() or 1) < 2 else "2"
        self._spawn(
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port),
            "--workers", workers, "--blocking-threads", "4", "--backpressure", "64", "--no-ws",
            "--log-level", "warning", "nettmelding.config.wsgi:application",
        )  # fmt: skip

    def _do(self, command: str) -> None:
        done = subprocess.run([sys.executable, "-m", "nettmelding.config.cli", command], env=self.environment)
        if done.returncode:
            raise UserError(f"Could not go on: `nettmelding {command}` says why above.")

    def _spawn(self, *command: str) -> None:
        self.processes.append(subprocess.Popen(command, env=self.environment, start_new_session=True))

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ready", timeout=5) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                pass
            self._still_alive(deadline, "the web server")

    def _still_alive(self, deadline: float, what: str) -> None:
        if time.monotonic() > deadline or any(p.poll() is not None for p in self.processes):
            raise UserError(f"Could not start {what}; what it printed above says why.")
        time.sleep(0.05)

    def _say(self, text: str) -> None:
        sys.stdout.write(f"  {text}\n")
        sys.stdout.flush()

    def _greet(self, seconds: float) -> None:
        sys.stdout.write(f"\nnettmelding is running at {self.base_url}   (started in {seconds:.1f} s)\n")
        if self.demo:
            mail = self.environment.get("NETTMELDING_MAIL_PAGE_URL", "")
            sys.stdout.write(
                "\n  Sign in with one press on a name, or with an address and the password demo-passord-2026:\n"
                "    saksbehandler@eksempelelektro.example   electrical contractor\n"
                "    saksbehandler@eksempelnett.example      grid company\n"
                f"\n  E-mail and SMS that are sent:  {mail}\n"
            )
        sys.stdout.write("\n  Ctrl-C stops it.\n")
        sys.stdout.flush()
