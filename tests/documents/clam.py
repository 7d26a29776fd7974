"""Scanners: the real one where it is installed, and one that speaks its protocol and can misbehave."""

import hashlib
import shutil
import socket
import socketserver
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nettmelding.documents.scan import Scanner
from tests.documents.samples import EICAR

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def real(folder: Path) -> Iterator[Scanner]:
    """Debian's clamd with a database of one signature: the test file's."""
    assert CLAMD
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (folder / "test.hdb").write_text(f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Eicar-Test-Signature\n")
    settings = {
        "DatabaseDirectory": folder,
        "TCPSocket": port,
        "TCPAddr": "127.0.0.1",
        "Foreground": "yes",
        "LogFile": folder / "clamd.log",
    }
    (folder / "clamd.conf").write_text("".join(f"{key} {value}\n" for key, value in settings.items()))
    process = subprocess.Popen(
        [CLAMD, "--config-file", folder / "clamd.conf"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        _wait_for_start(process)
        yield Scanner("127.0.0.1", port, timeout=10)
    finally:
        process.kill()
        process.wait()


def _wait_for_start(process: "subprocess.Popen[str]") -> None:
    """Read what it says until it listens and has started all of its own checks."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "Self checking" in line:
            return
    raise AssertionError("clamd did not start: " + "".join(said))


@contextmanager
def speaking(answer: bytes | None) -> Iterator[Scanner]:
    """One that reads a stream to its end and answers this; None: says nothing and keeps the line open."""

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            assert self.rfile.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!L", self.rfile.read(4))[0]:
                self.rfile.read(size)
            if answer is None:
                self.rfile.read(1)
            else:
                self.wfile.write(answer)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Scanner("127.0.0.1", server.server_address[1], timeout=0.3)
        server.shutdown()
