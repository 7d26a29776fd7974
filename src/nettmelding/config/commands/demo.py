"""Examples:
nettmelding demo          fill an empty database with the demonstration's people, firms and notices
"""

import argparse
import sys


def add(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(arguments: argparse.Namespace) -> int:
    """Fill the demonstration unless it is there already."""
    import django

    django.setup()
    from nettmelding.demo.fill import HalfFilled, fill

    try:
        fill(print_line)
    except HalfFilled:
        sys.stderr.write(
            "The demonstration was only half filled last time. Start over: make demo-reset, then make run\n"
        )
        return 1
    return 0


def print_line(text: str) -> None:
    """One line of progress."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
