"""A PostgreSQL of one's own for tests and benchmarks, in a temporary folder, gone when it is no longer needed."""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=128MB", "max_connections=100")
DURABLE = ("fsync=on", "synchronous_commit=on", "shared_buffers=512MB", "max_connections=100")


def binaries() -> Path | None:
    """Where PostgreSQL's programs are, the newest version; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextlib.contextmanager
def server(settings: tuple[str, ...] = FAST, kept: Path | None = None) -> Iterator[str]:
    """Start a server on a free port and give the address of an empty database, `postgresql://…/nettmelding`.

    In `kept` its data stay, and are used again.
    """
    programs = binaries()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed here")
    folder = kept or Path(tempfile.mkdtemp(prefix="nettmelding-pg-"))
    folder.mkdir(parents=True, exist_ok=True)
    is_new = not (folder / "data").exists()
    user = _user()
    if user:
        shutil.chown(folder, user)
    port = _free_port()

    def run(*command: str) -> None:
        prefix = ["runuser", "-u", user, "--"] if user else []
        subprocess.run([*prefix, *command], check=True, capture_output=True, cwd=folder)

    try:
        if is_new:
            run(
                str(programs / "initdb"),
                "-D",
                f"{folder}/data",
                "-U",
                "nettmelding",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--auth=trust",
                "--no-sync",
            )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' " + " ".join(
            f"-c {one}" for one in settings
        )
        run(str(programs / "pg_ctl"), "-D", f"{folder}/data", "-l", f"{folder}/log", "-o", options, "-w", "start")
        if is_new:
            run(str(programs / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "nettmelding", "nettmelding")
        yield f"postgresql://nettmelding@127.0.0.1:{port}/nettmelding"
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            run(str(programs / "pg_ctl"), "-D", f"{folder}/data", "-m", "fast" if kept else "immediate", "stop")
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)


def _user() -> str:
    """PostgreSQL does not run as root: then as the user that Debian's package made."""
    if os.geteuid() != 0:
        return ""
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    return "nobody"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
