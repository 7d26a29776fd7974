"""Starts a process of its own for a grid that was handed in: reading it takes minutes, and the worker has other work."""

import atexit
import os
import socket
import subprocess
import sys

from nettmelding.grid import imports


class _Child:
    process: "subprocess.Popen[bytes] | None" = None
    name = ""


_child = _Child()


def begin_due() -> int:
    """Start the process where an import waits for one; keep the lease of one that runs. Returns 0: there is no hurry."""
    process = _child.process
    if process is not None:
        if process.poll() is None:
            imports.renew(_child.name)
            return 0
        imports.let_go(_child.name)
        _child.process = None
    if imports.waiting():
        _child.name = f"{socket.gethostname()}-{os.getpid()}-grid"
        command = [sys.executable, "-m", "nettmelding.config.cli", "read-uploaded-grids", "--worker", _child.name]
        _child.process = subprocess.Popen(command)
        atexit.register(_stop)
    return 0


def _stop() -> None:
    """What was begun is gone on with by the next worker."""
    if _child.process is not None and _child.process.poll() is None:
        _child.process.terminate()
        _child.process.wait(10)
        imports.let_go(_child.name)
