"""Examples:
nettmelding verify-audit          exit code 0: everything holds; 1: something was changed, removed or cut
nettmelding verify-audit --json
"""

import argparse
import json
import sys
from dataclasses import asdict


def add(parser: argparse.ArgumentParser) -> None:
    """`--json`."""
    parser.add_argument("--json", action="store_true", help="print the result for a program")


def run(arguments: argparse.Namespace) -> int:
    """Verify and print every fault."""
    import django

    django.setup()
    from nettmelding.audit.checkpoints import verify

    result = verify()
    if arguments.json:
        json.dump(asdict(result), sys.stdout)
    else:
        for fault in result.faults:
            sys.stdout.write(f"{fault.where}: {fault.what}\n")
        sys.stdout.write(f"{result.events} events, {result.checkpoints} checkpoints, {len(result.faults)} faults\n")
    return 1 if result.faults else 0
