"""Examples:
nettmelding grid-company "Eksempelnett AS" 310000876 --email kari.nordmann@eksempelnett.example
nettmelding grid-company "Eksempelnett AS" 310000876 --email kari@eksempelnett.example --person "Kari Nordmann"
nettmelding grid-company "Eksempelnett AS" 310000876 --email kari@eksempelnett.example --again      sends a new link

Its first administrator gets one link by e-mail, chooses a password or a passkey, and invites the others under Admin, Bruker.
"""

import argparse

from nettmelding.config.commands import founding


def add(parser: argparse.ArgumentParser) -> None:
    """`NAME`, `ORGNR`, and who is invited."""
    parser.add_argument("name", metavar="NAME", help="what the grid company is called")
    parser.add_argument("number", metavar="ORGNR", help="its organisation number, in any form")
    founding.add_person(parser, "its first administrator")


def run(arguments: argparse.Namespace) -> int:
    """Write it down and send the link. Exit code 1 where it is there already, or something is typed wrong."""
    import django

    django.setup()
    from nettmelding.organisations.founding import found_grid_company

    return founding.tell(
        lambda: found_grid_company(
            arguments.name, arguments.number, email=arguments.email, person=arguments.person, again=arguments.again
        ),
        "administrator",
    )
