"""Node, for the tests that need it."""

import os
import subprocess
from collections.abc import Mapping

from scripts import prepare


def node(*arguments: str, environment: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """With the Node that builds the pages, the machine's own or the one that comes as a package."""
    command = prepare.npm_command()
    program = command[0] if len(command) > 1 else "node"
    env = {**os.environ, **(environment or {})}
    return subprocess.run(
        [program, *arguments], cwd=prepare.FRONTEND, env=env, capture_output=True, text=True, timeout=300
    )
