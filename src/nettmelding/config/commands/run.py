"""Examples:
nettmelding run                       in the demonstration's world, at http://127.0.0.1:8000
PORT=8123 DATA=mine nettmelding run   elsewhere
nettmelding run --bare                web and worker only, settings from the environment
"""

import argparse
import os
import sys
from pathlib import Path

from nettmelding.config.supervisor import Supervisor, UserError


def add(parser: argparse.ArgumentParser) -> None:
    """`--bare`."""
    parser.add_argument("--bare", action="store_true", help="without stand-ins, mail catcher and demonstration")


def run(arguments: argparse.Namespace) -> int:
    """Start everything and wait. Ctrl-C stops every process that was started."""
    data = Path(os.environ.get("DATA", "data")).resolve()
    port = os.environ.get("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        sys.stderr.write(f"PORT={port} is no port number. Try: PORT=8123 make run\n")
        return 1
    try:
        with Supervisor(data, int(port), demo=not arguments.bare) as supervisor:
            supervisor.start()
            return supervisor.wait()
    except KeyboardInterrupt:
        return 0
    except UserError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
