"""Examples:
nettmelding operator --email kari.nordmann@drift.example
nettmelding operator --email kari@drift.example --person "Kari Nordmann"
nettmelding operator --email kari@drift.example --again      sends a new link

Gets one link by e-mail, chooses a password or a passkey, and imports the contractor register under Admin.
"""

import argparse

from nettmelding.config.commands import founding


def add(parser: argparse.ArgumentParser) -> None:
    """Who is invited."""
    founding.add_person(parser, "who is to run this installation")


def run(arguments: argparse.Namespace) -> int:
    """Send the link. Exit code 1 where the person is in or invited already, or something is typed wrong."""
    import django

    django.setup()
    from nettmelding.organisations.founding import found_operator

    return founding.tell(
        lambda: found_operator(arguments.email, person=arguments.person, again=arguments.again), "operator"
    )
