"""Processes that finish registrations at the same instant, on the database that the environment says.

`prepare NUMBER EMAIL…`: an empty database with the fixed part of the demonstration and a confirmed registration of the firm
for each e-mail address; prints their ids. `finish ID…`: each in a thread of its own, all at once; prints what each came to.
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nettmelding.config.settings")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from nettmelding.core import clock
from nettmelding.core.errors import AppError
from nettmelding.demo import base
from nettmelding.organisations import registration, standing
from nettmelding.organisations.models import Organisation, Registration

PASSWORD = "en lang setning om kabler"  # noqa: S105


def prepare(number: str, emails: list[str]) -> None:
    for alias in settings.DATABASES:
        call_command("migrate", database=alias, verbosity=0)
        call_command("createcachetable", database=alias, verbosity=0)
    base.fill()
    found = standing.Standing(number=number, read_at=clock.now(), answered=True, known=True, name="Ny Elektro AS")
    rows = [
        Registration.objects.create(
            organisation_number=number,
            standing=found.as_json(),
            name="Nina Nystad",
            email=email,
            terms=registration.TERMS,
            email_confirmed_at=clock.now(),
            mobile_confirmed_at=clock.now(),
            grid_company=Organisation.objects.get(slug="eksempelnett"),
        )
        for email in emails
    ]
    print(json.dumps([str(row.id) for row in rows]))


def finish(ids: list[str]) -> None:
    together = Barrier(len(ids))

    def run(key: str) -> str:
        row = registration.get(key)
        assert row is not None
        together.wait(30)
        try:
            return str(registration.finish(row, PASSWORD).organisation.id)
        except AppError as error:
            return error.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(ids)) as threads:
        answers = list(threads.map(run, ids))
    firms = Organisation.objects.filter(name="Ny Elektro AS")
    print(json.dumps({"answers": answers, "firms": [[str(one.id), one.memberships.count()] for one in firms]}))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["prepare", number, *emails]:
            prepare(number, emails)
        case ["finish", *ids]:
            finish(ids)
