"""Processes that finish registrations at the same instant, on the database that the environment says.

`prepare NUMBER EMAIL…`: an empty database with the fixed part of the demonstration and a confirmed registration of the firm
for each e-mail address; prints their ids. `finish ID…`: each in a thread of its own, all at once; prints what each came to.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import django

from tests import databases

PASSWORD = "en lang setning om kabler"


def prepare(number: str, emails: list[str]) -> None:

    from nettmelding.core import clock
    from nettmelding.organisations import registration_telling, standing
    from nettmelding.organisations.models import Organisation, Registration

    databases.make()
    found = standing.Standing(number=number, read_at=clock.now(), answered=True, known=True, name="Ny Elektro AS")
    rows = [
        Registration.objects.create(
            organisation_number=number,
            standing=found.as_json(),
            name="Nina Nystad",
            email=email,
            terms=registration_telling.TERMS,
            email_confirmed_at=clock.now(),
            mobile_confirmed_at=clock.now(),
            grid_company=Organisation.objects.get(slug="eksempelnett"),
        )
        for email in emails
    ]
    json.dump([str(row.id) for row in rows], sys.stdout)


def finish(ids: list[str]) -> None:
    from django.db import connections

    from nettmelding.core.errors import AppError
    from nettmelding.organisations import registration, registration_finish
    from nettmelding.organisations.models import Organisation

    together = Barrier(len(ids))

    def run(key: str) -> str:
        row = registration.get(key)
        assert row is not None
        together.wait(30)
        try:
            return str(registration_finish.finish(row, PASSWORD).organisation.id)
        except AppError as error:
            return error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(ids)) as threads:
        answers = list(threads.map(run, ids))
    firms = Organisation.objects.filter(name="Ny Elektro AS")
    said = {"answers": answers, "firms": [[str(one.id), one.memberships.count()] for one in firms]}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    django.setup()
    match sys.argv[1:]:
        case ["prepare", number, *emails]:
            prepare(number, emails)
        case ["finish", *ids]:
            finish(ids)
