"""Examples:
nettmelding worker          deliver messages, seal events, lapse approvals, until stopped
"""

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """No options."""


def run(arguments: argparse.Namespace) -> int:
    """Work until SIGTERM."""
    import django

    django.setup()
    from nettmelding.config import worker

    worker.serve()
    return 0
