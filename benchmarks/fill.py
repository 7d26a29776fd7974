"""Fills a database with very many notices."""

import random
import zlib
from dataclasses import fields

from django.db import connection, models

from benchmarks import companies, copies, templates
from benchmarks.bar import Bar
from benchmarks.bulk import Bulk
from nettmelding.audit.models import Event, EventDetail
from nettmelding.core import clock
from nettmelding.core.db import careless, write
from nettmelding.core.models import Counter, SearchEntry
from nettmelding.demo import base
from nettmelding.notices.models import Decision, Notice, Party, Remark, Submission
from nettmelding.organisations.models import Wait

BATCH = 5_000
SEED = zlib.crc32(b"nettmelding")
CONTRACTOR, GRID_COMPANY = "eksempel-elektro", "eksempelnett"
FIRST_NUMBER = 1_000
"""The demonstration's own notices have smaller ones."""
FILLED = "benchmark"
MODELS: dict[str, type[models.Model]] = {
    "notice": Notice,
    "parties": Party,
    "submissions": Submission,
    "decisions": Decision,
    "remarks": Remark,
    "events": Event,
    "details": EventDetail,
    "waits": Wait,
    "entries": SearchEntry,
}
"""Parts of a copy and their tables, in the order that foreign keys ask for."""


def fill(size: int, ready: int) -> None:
    """Fill an empty, migrated database with `size` notices, `ready` of them drafts that can be sent as they stand."""
    base.fill()
    companies.make()
    made = templates.make()
    firms = companies.read(CONTRACTOR, GRID_COMPANY)
    rng, present, bar = random.Random(SEED), clock.now(), Bar("filling", size)
    tables = {part: Bulk(model, leave_out=("id",) if model is SearchEntry else ()) for part, model in MODELS.items()}
    with careless():
        _make_room()
        for begin in range(0, size, BATCH):
            for n in range(begin, min(begin + BATCH, size)):
                template = made.ready if n < ready else made.pick(rng)
                to = copies.target(rng, firms, template, FIRST_NUMBER + n, present)
                if n < ready:
                    to = copies.as_it_is(template, to, firms)
                _keep(tables, copies.copy(template, to, rng))
            with write():
                for part, table in tables.items():
                    table.flush(order=_by_first_columns if part == "entries" else None)
            bar.show(min(begin + BATCH, size))
    with write():
        Counter.objects.filter(name__startswith="notice-").update(value=FIRST_NUMBER + size)
        Counter.objects.update_or_create(name=FILLED, defaults={"value": size})
    _tidy()


def filled() -> int:
    """How many notices the database was filled with; 0 where it was not, or not to the end."""
    return Counter.objects.filter(name=FILLED).values_list("value", flat=True).first() or 0


def _keep(tables: dict[str, Bulk], one: copies.Copy) -> None:
    for part in fields(one):
        rows = getattr(one, part.name)
        for row in [rows] if isinstance(rows, dict) else rows:
            tables[part.name].add(row)


def _by_first_columns(row: tuple[object, ...]) -> tuple[str, str]:
    return str(row[0]), str(row[1])


def _make_room() -> None:
    """SQLite keeps its indexes in memory while they grow."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-2000000")


def _tidy() -> None:
    """What PostgreSQL does by itself sooner or later."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
