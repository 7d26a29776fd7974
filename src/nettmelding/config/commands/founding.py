"""What `grid-company` and `operator` have in common: whom they invite, and how it is told."""

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nettmelding.organisations.founding import Founded


def add_person(parser: argparse.ArgumentParser, who: str) -> None:
    """`--email`, `--person`, `--again`."""
    parser.add_argument("--email", required=True, metavar="ADDRESS", help=f"where to reach {who}")
    parser.add_argument("--person", default="", metavar="NAME", help="their name; else what the address says")
    parser.add_argument("--again", action="store_true", help="send a new link to one who has not come in")


def tell(found: Callable[[], "Founded"], role: str) -> int:
    """Found it, and say on the terminal what was done and what was not; the exit code."""
    from django.utils import translation

    from nettmelding.core.errors import AppError
    from nettmelding.organisations.founding import Done
    from nettmelding.organisations.invitations import VALID

    try:
        with translation.override("nb"):
            founded = found()
    except AppError as problem:
        for sentence in problem.fields.values() or [problem.message]:
            sys.stderr.write(f"{sentence}\n")
        return 1
    company = founded.organisation
    title = f"{company.name} ({company.organisation_number})" if company.organisation_number else company.name
    people = ", ".join(founded.people)
    if founded.is_new and company.organisation_number:
        sys.stdout.write(f"{title} is written down.\n")
    match founded.done:
        case Done.INVITED | Done.SENT_AGAIN:
            link = "A new link" if founded.done is Done.SENT_AGAIN else "A link"
            sys.stdout.write(f"{link} for the {role} goes to {people} and holds for {VALID.days} days.\n")
            sys.stdout.write("The worker sends it; `nettmelding check` says whether the mail server answers.\n")
            return 0
        case Done.WAITING:
            sys.stderr.write(
                f"{title} exists already. {people} is invited and has not come in: --again sends a new link.\n"
            )
        case Done.IN_ALREADY:
            sys.stderr.write(f"{title} exists already. Its {role}: {people}. Nothing was changed.\n")
    return 1
