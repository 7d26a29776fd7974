"""Examples:
nettmelding check          exit code 0: all is well; 1: something is not, and what
nettmelding check --json
"""

import argparse
import json
import sys
from dataclasses import asdict


def add(parser: argparse.ArgumentParser) -> None:
    """`--json`."""
    parser.add_argument("--json", action="store_true", help="print the result for a program")


def run(arguments: argparse.Namespace) -> int:
    """Look at everything and print each finding."""
    import django

    django.setup()
    from nettmelding.config.checks import findings

    found = list(findings())
    if arguments.json:
        json.dump([asdict(one) for one in found], sys.stdout)
    else:
        for one in found:
            sys.stdout.write(f"{'ok  ' if one.ok else 'NO  '} {one.part}: {one.words}\n")
    return 0 if all(one.ok for one in found) else 1
