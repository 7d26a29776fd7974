"""A block notice of 500 metering points: made, opened, filled down, sent, decided, changed, beside a bare insert of as many rows.

    .venv/bin/python -m benchmarks.blocks
    BENCH_DATABASES=sqlite .venv/bin/python -m benchmarks.blocks

The aim: opening, filling down, sending and changing each under a second in the handler.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

CHILDREN, ROUNDS = 500, 5
AIM_S = 1.0
PLACE = {"street": "Prøvetunet 7", "postcode": "9998", "place": "Eksempelvik", "lat": 63.7, "lon": 9.65}
MOTHER = {
    "work.protection_change": ["mv"],
    "building.kind": "apartment_block",
    "supply.network_system": "it_230",
    "when.expected_completion": "2027-12-15",
    "power.new_peak_kw": 60,
}
Step = tuple[str, float, float, int]
"""What was done, seconds of the clock and of the processor, and how many statements."""


def main() -> int:
    from scripts import postgres

    from benchmarks.__main__ import ROOT, database, folder

    with folder() as data:
        for name in os.environ.get("BENCH_DATABASES", "sqlite postgresql").split():
            if name == "postgresql" and postgres.binaries() is None:
                print("PostgreSQL is not installed here: it was not measured.")
                continue
            with database(name, data / f"blocks-{name}") as environment:
                result = Path(environment["DATA"]) / "result.json"
                command = [sys.executable, "-m", "benchmarks.blocks", str(result)]
                subprocess.run(command, cwd=ROOT, env=environment, check=True)
                print(f"\n{name}, {CHILDREN} metering points\n{_table(json.loads(result.read_text()))}", flush=True)
    return 0


def measure() -> list[Step]:
    """Each step's median over the rounds; every round makes a block of its own."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from nettmelding.organisations.models import Organisation

    for alias in settings.DATABASES:
        call_command("migrate", database=alias, verbosity=0)
        call_command("createcachetable", database=alias, verbosity=0)
    if not Organisation.objects.exists():
        from nettmelding.demo import base

        base.fill()
    found: dict[str, list[tuple[float, float, int]]] = {"bare insert of as many rows": _bare()}
    for _round in range(ROUNDS):
        for name, step in _round_of():
            found.setdefault(name, []).append(_timed(step))
    return [
        (name, statistics.median(t for t, _c, _q in times), statistics.median(c for _t, c, _q in times), times[-1][2])
        for name, times in found.items()
    ]


def _round_of() -> Iterator[tuple[str, Callable[[], object]]]:
    from django.test import Client
    from django.urls import reverse

    from benchmarks.templates import CASE_HANDLER, ELECTRICIAN
    from nettmelding.accounts.models import User
    from nettmelding.notices import actions, bulk, children, children_table
    from nettmelding.notices.making import NewChild
    from nettmelding.organisations.actors import actor_for
    from nettmelding.organisations.models import Membership

    members = Membership.objects.select_related("user", "organisation")
    electrician, handler = (actor_for(members.get(user__email=one)) for one in (ELECTRICIAN, CASE_HANDLER))
    pages = {one: Client(SERVER_NAME="127.0.0.1") for one in (ELECTRICIAN, CASE_HANDLER)}
    for email, client in pages.items():
        client.force_login(User.objects.get(email=email))
    mother = _mother(electrician)
    rows = [
        NewChild({"protection.mv_old_a": 40, "protection.mv_new_a": 50}, unit=f"H{n // 20 + 1:02d}{n % 20 + 1:02d}")
        for n in range(CHILDREN)
    ]
    made: list[UUID] = []
    yield "adding them", lambda: made.extend(one.id for one in children.add(electrician, mother, rows))
    table = reverse("block:table", args=[mother])
    yield "opening the table", lambda: _opened(pages[ELECTRICIAN], table)
    fill = [children_table.Change(one, "metering.place", "Gang eller trapperom") for one in made]
    yield "filling a column down", lambda: children_table.save_cells(electrician, mother, fill)
    yield "sending the whole", lambda: actions.send(electrician, mother)
    case = reverse("case:case", args=[mother])
    yield "the grid company opens the case", lambda: _opened(pages[CASE_HANDLER], case)
    yield "approving the whole", lambda: actions.approve(handler, mother)
    change = bulk.begin(electrician, made)
    bulk.fill_in(electrician, change.id, {"when.wanted_date": "2027-03-01"})
    yield "looking a change of all over", lambda: bulk.preview(electrician, change)
    yield "changing all", lambda: bulk.carry_out(electrician, change.id)


def _mother(electrician: Any) -> UUID:
    from nettmelding.notices import drafts, parties
    from nettmelding.notices.catalogue.model import PartyRole
    from nettmelding.notices.models import Party
    from nettmelding.notices.places import set_address

    mother = drafts.create(electrician, ["protection_change"], "several")
    set_address(electrician, mother.id, PLACE)
    drafts.save(electrician, mother.id, mine=MOTHER)
    customer, owner = PartyRole.CUSTOMER, PartyRole.OWNER
    parties.type_name(electrician, mother.id, customer, Party.Kind.COMPANY, "Prøvetunet Borettslag", "not_founded")
    parties.set_contact(electrician, mother.id, customer, email="styret@example.com", mobile="90000000", no_email=False)
    parties.same_as(electrician, mother.id, owner, customer)
    return mother.id


def _opened(client: Any, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")


def _bare() -> list[tuple[float, float, int]]:
    """A commit of as many rows, with as many bytes as a child's row and what was sent of it."""
    kind = "bytea" if connection.vendor == "postgresql" else "BLOB"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS bench_children (id bigint, body {kind} NOT NULL)")
    rows = [(n, b"x" * 6_000) for n in range(CHILDREN)]

    def insert() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany("INSERT INTO bench_children VALUES (%s, %s)", rows)

    return [_timed(insert) for _round in range(ROUNDS)]


def _timed(step: Callable[[], object]) -> tuple[float, float, int]:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        began, worked = time.perf_counter(), time.process_time()
        step()
        return time.perf_counter() - began, time.process_time() - worked, len(seen)


def _table(rows: list[Step]) -> str:
    bare = rows[0][1]
    lines = ["| step | s | processor s | × bare | statements | |", "| --- | ---: | ---: | ---: | ---: | --- |"]
    for name, seconds, worked, statements in rows:
        late = "" if seconds <= AIM_S else f"over {AIM_S:g} s"
        lines.append(f"| {name} | {seconds:.2f} | {worked:.2f} | {seconds / bare:.0f} | {statements} | {late} |")
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(json.dumps(measure()))
    else:
        sys.exit(main())
