"""Examples:
nettmelding import-contractors elvirksomhetsregisteret.csv
nettmelding import-contractors register.xlsx --as-of 2026-11-20
nettmelding import-contractors register.xlsx --dry-run      says what would change, and changes nothing
"""

import argparse
import sys
from datetime import date
from pathlib import Path


def add(parser: argparse.ArgumentParser) -> None:
    """`FILE`, `--as-of`, `--dry-run`."""
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV or XLSX, as DSB hands it out")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="the day it shows; else today")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")


def run(arguments: argparse.Namespace) -> int:
    """Import the file, all of it or nothing. Exit code 1 where a line cannot be read, 2 for a day that has not been."""
    import django

    django.setup()
    from nettmelding.core import clock
    from nettmelding.core.actor import SYSTEM
    from nettmelding.core.errors import AppError
    from nettmelding.organisations.rereading import would_drop
    from nettmelding.registers import contractors

    try:
        content = arguments.file.read_bytes()
    except OSError as problem:
        sys.stderr.write(f"{arguments.file}: {problem.strerror}\n")
        return 1
    as_of = arguments.as_of or clock.today()
    if as_of > clock.today():
        sys.stderr.write(f"--as-of {as_of}: that day has not been yet.\n")
        return 2
    try:
        looked = contractors.look_through(arguments.file.name, content)
    except AppError as problem:
        sys.stderr.write(f"{problem.message}\n")
        return 1
    for sentence in looked.problems:
        sys.stderr.write(f"{sentence}\n")
    if looked.problems:
        return 1
    sys.stdout.write(f"{looked.lines} contractors, {looked.new} new, {looked.gone} gone.\n")
    for dropped in would_drop(looked.entitled):
        sys.stdout.write(f"Falls out: {dropped.name} ({dropped.organisation_number})\n")
    if contractors.is_too_old(as_of):
        sys.stdout.write(f"The file is of {as_of}: too old to decide, a person does.\n")
    if arguments.dry_run:
        return 0
    contractors.import_file(SYSTEM, arguments.file.name, content, as_of=as_of)
    sys.stdout.write("Imported. The worker reads the contractors again.\n")
    return 0
