"""Examples:
nettmelding api-key --user saksbehandler@eksempelelektro.example
"""

import argparse
import sys


def add(parser: argparse.ArgumentParser) -> None:
    """`--user`, `--label`, `--days`."""
    parser.add_argument("--user", required=True, metavar="E-MAIL", help="whose key it is")
    parser.add_argument("--label", default="", help="what it is for")
    parser.add_argument("--days", type=int, default=365, help="how many days it holds (365)")


def run(arguments: argparse.Namespace) -> int:
    """Print a new key, once."""
    import django

    django.setup()
    from nettmelding.accounts.models import User
    from nettmelding.organisations.actors import make_api_key
    from nettmelding.organisations.models import Membership

    try:
        sys.stdout.write(make_api_key(arguments.user, arguments.label, arguments.days) + "\n")
    except User.DoesNotExist:
        sys.stderr.write(f"Nobody has the address {arguments.user}.\n")
        return 1
    except Membership.DoesNotExist:
        sys.stderr.write(f"{arguments.user} acts for no company.\n")
        return 1
    return 0
