"""Everyone may ask who has looked them up in the population register (GDPR article 15). The answer to hand them:

nettmelding lookups-of --last-name Nordmann --first-name "Kari Marie" --birth-date 1985-03-12
nettmelding lookups-of --last-name Nordmann --first-name Kari --birth-date 1985-03-12 --json
"""

import argparse
import json
import sys
from datetime import date


def add(parser: argparse.ArgumentParser) -> None:
    """Name and birth date as the person has them, and `--json`."""
    parser.add_argument("--last-name", required=True)
    parser.add_argument("--first-name", required=True)
    parser.add_argument("--birth-date", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--json", action="store_true", help="print the result for a program")


def run(arguments: argparse.Namespace) -> int:
    """Print who looked, for which company, when and why; newest first."""
    import django

    django.setup()
    from nettmelding.registers.lookups import person_lookups

    found = person_lookups(
        last_name=arguments.last_name, first_name=arguments.first_name, birth_date=arguments.birth_date
    )
    rows = [
        {
            "at": one.at.isoformat(timespec="seconds"),
            "who": one.actor_name,
            "company": one.organisation_name,
            "purpose": one.purpose,
            "outcome": one.outcome,
        }
        for one in found
    ]
    if arguments.json:
        json.dump(rows, sys.stdout, ensure_ascii=False)
    elif not rows:
        sys.stdout.write("Nobody has looked this person up in the time look-ups are kept.\n")
    else:
        for row in rows:
            sys.stdout.write(f"{row['at']}  {row['who']}, {row['company']}: {row['purpose']} ({row['outcome']})\n")
    return 0
