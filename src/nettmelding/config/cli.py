"""The command line: `nettmelding COMMAND`."""

import argparse
import importlib
import os
import sys

COMMANDS = {
    "run": "start web, worker and, in the demonstration, stand-ins and mail catcher",
    "setup": "migrate the database and prepare what web and worker need",
    "worker": "start a worker alone",
    "demo": "fill the demonstration",
    "grid-company": "write a grid company down and invite its first administrator",
    "operator": "invite somebody to run this installation",
    "api-key": "make an API key for a person",
    "import-contractors": "import the contractor register's file (Elvirksomhetsregisteret)",
    "import-metering-points": "import a grid company's metering points from a file",
    "import-grid": "import a grid company's low-voltage grid from files, or go back to an earlier edition",
    "read-uploaded-grids": "read grids that were handed in through the page and wait",
    "check": "look at settings, database, triggers, registers and mail, each in words",
    "forget": "forget what has been kept for its time, or say what would go",
    "lookups-of": "tell who has looked a person up in the population register",
    "verify-audit": "verify every chain of events and every checkpoint",
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command. Exit codes: 0 done, 1 something is wrong and was said, 2 the call was wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nettmelding.config.settings")
    parser = argparse.ArgumentParser(prog="nettmelding", description=__doc__)
    parser.add_argument("--version", action="version", version=_version())
    below = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, what in COMMANDS.items():
        module = importlib.import_module(f"nettmelding.config.commands.{name.replace('-', '_')}")
        command = below.add_parser(
            name,
            help=what,
            description=what[0].upper() + what[1:] + ".",
            epilog=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add(command)
        command.set_defaults(run=module.run)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except KeyboardInterrupt:
        return 130


def _version() -> str:
    from importlib.metadata import version

    return f"nettmelding {version('nettmelding')}"


if __name__ == "__main__":
    sys.exit(main())
