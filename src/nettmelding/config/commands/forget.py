"""Examples:
nettmelding forget --dry-run      what would go now, in words; changes nothing
nettmelding forget                forget it now instead of waiting for the worker
"""

import argparse
import sys


def add(parser: argparse.ArgumentParser) -> None:
    """`--dry-run`."""
    parser.add_argument("--dry-run", action="store_true", help="say what would go and change nothing")


def run(arguments: argparse.Namespace) -> int:
    """Say what is due, kind by kind, and forget it."""
    import django

    django.setup()
    from django.utils import translation

    from nettmelding.config import forgetting

    with translation.override("nb"):
        found = [one for one in forgetting.due() if one.count]
        for one in found:
            sys.stdout.write(f"{one.kind.name}: {one.count}\n    {one.kind.how_long}\n")
    if not found:
        sys.stdout.write("Nothing is due.\n")
    elif arguments.dry_run:
        sys.stdout.write("Nothing was changed.\n")
    if not arguments.dry_run:
        done = 0
        while batch := forgetting.run():
            done += batch
        sys.stdout.write(f"{done} forgotten.\n")
    return 0
