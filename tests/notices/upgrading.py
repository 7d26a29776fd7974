"""An empty database of an older version with cases that were sent then, brought up to date; prints what became of them.

Runs on the database that the environment says, as a process of its own: `python -m tests.notices.upgrading`.
"""

import json
import sys
from typing import Any
from uuid import UUID

import django

BEFORE = [("notices", "0005_companies_and_people")]
STREET = {"street": "Prøvevegen", "number": 12, "letter": "B", "postcode": "9998", "place": "EKSEMPELVIK"}
MANY = 2_100
"""Meters on one request: more keys than are written at a time."""


def fill() -> None:
    """The database as it was before cases kept their places, with cases of every shape."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps
    organisation = old.get_model("organisations", "Organisation")
    grid = organisation.objects.create(slug="nett", kind="grid_company", name="Nett AS")
    firm = organisation.objects.create(slug="firma", kind="contractor", name="Firma AS")
    installation = old.get_model("installations", "Installation").objects.create(grid_company_id=grid.id)
    point = old.get_model("installations", "MeteringPoint").objects.create(
        installation=installation, grid_company_id=grid.id, metering_point_id="707057500000000013"
    )

    def notice(number: str, *versions: dict[str, Any], grid_company: Any = grid, **columns: Any) -> None:
        row = old.get_model("notices", "Notice").objects.create(
            number=number, contractor=firm, grid_company=grid_company, leading_type="x", **columns
        )
        for count, answers in enumerate(versions, start=1):
            content = {"answers": {path: {"value": value, "source": "typed"} for path, value in answers.items()}}
            stage = "completion" if "done" in answers else "notice"
            old.get_model("notices", "Submission").objects.create(
                notice=row, number=count, stage=stage, content=content, sha256="0" * 64, sent_by_name="Kari"
            )

    notice("1 sent", {"site.address": STREET, "site.meter_number": "44 0000 0019"}, metering_point=point)
    notice(
        "2 corrected",
        {"site.address": STREET},
        {"site.address": STREET | {"number": 14}, "site.existing_meters": ["A1", "b2"]},
        {"site.address": STREET | {"number": 99}, "done": True},
    )
    notice("3 draft", grid_company=None)
    notice("4 of nowhere", {"site.address": None, "site.meter_number": ""})
    notice("5 cadastral", {"site.address": {"gnr": 33, "bnr": 4}})
    request = old.get_model("notices", "Request").objects
    of = {"kind": "disconnection", "contractor": firm, "grid_company": grid}
    request.create(
        number="6 request", address="Prøvevegen 12 B, 9998 Eksempelvik", meter_numbers=["44 0000 0019"], **of
    )
    request.create(number="7 large", meter_numbers=[f"{number:08d}" for number in range(MANY)], **of)


def came_to() -> dict[str, Any]:
    """Up to date by the command that an operator gives; the keys of each case by its number."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from nettmelding.notices.models import CasePlace, Notice, Request

    def keys(kind: str, case: UUID) -> list[str]:
        rows = CasePlace.objects.filter(subject_kind=kind, subject_id=case, grid_company__slug="nett")
        return sorted(rows.values_list("key", flat=True))

    notices = [("notice", *row) for row in Notice.objects.values_list("number", "id")]
    requests = [("request", *row) for row in Request.objects.values_list("number", "id")]
    return {
        "keys": {number: keys(kind, case) for kind, number, case in notices + requests},
        "rows": CasePlace.objects.count(),
    }


if __name__ == "__main__":
    django.setup()
    fill()
    json.dump(came_to(), sys.stdout)
