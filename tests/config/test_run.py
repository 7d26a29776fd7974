"""`nettmelding run` as a process: what it says when it cannot start, and what is left when it is stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.one_database
COMMAND = [sys.executable, "-m", "nettmelding.config.cli", "run", "--bare"]
PATIENCE_SECONDS = 90


def environment(data: Path | str, port: int | str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NETTMELDING_")}
    return {**kept, "DATA": str(data), "PORT": str(port)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def refused(data: Path | str, port: int | str) -> str:
    """What is said, on one line, when it does not start."""
    done = subprocess.run(COMMAND, env=environment(data, port), capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_busy_port_is_said_with_the_way_out(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused(tmp_path, port)
    assert str(port) in said
    assert "PORT=" in said


def test_a_place_that_cannot_be_written_to_is_said_with_the_way_out() -> None:
    said = refused("/proc/nettmelding", free_port())
    assert "/proc/nettmelding" in said
    assert "DATA=" in said


@pytest.mark.parametrize("port", ["åtte", "0", "70000"])
def test_a_port_that_is_none_is_said(tmp_path: Path, port: str) -> None:
    assert "PORT=" in refused(tmp_path, port)


def started_from(data: Path) -> list[int]:
    """The processes that run on a data folder."""
    mark = f"DATA={data}\0".encode()
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                if mark in (folder / "environ").read_bytes() + b"\0" and (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
            except OSError:
                continue
    return found


def wait_until_ready(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        assert process.poll() is None, "it ended by itself"
        try:
            with urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("it was never ready")


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc to see every process")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopping_it_leaves_no_process_behind(tmp_path: Path, number: signal.Signals) -> None:
    port = free_port()
    process = subprocess.Popen(COMMAND, env=environment(tmp_path, port), stdout=subprocess.DEVNULL)
    try:
        wait_until_ready(process, port)
        assert len(started_from(tmp_path)) >= 3
        process.send_signal(number)
        process.wait(30)
        assert started_from(tmp_path) == []
    finally:
        for left in started_from(tmp_path):
            os.kill(left, signal.SIGKILL)
