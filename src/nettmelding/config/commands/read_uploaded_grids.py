"""The worker starts it by itself where a grid was handed in through the page. Example:
nettmelding read-uploaded-grids          reads what waits, and ends
"""

import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """`--worker`."""
    parser.add_argument("--worker", default="by-hand", metavar="NAME", help="whose name the lease is in")


def run(arguments: argparse.Namespace) -> int:
    """Exit code 0, also where files were wrong: the page says what of them."""
    import django

    django.setup()
    from nettmelding.grid import imports

    while imports.run_due(arguments.worker):
        pass
    return 0
