"""What the same costs without the program: a bare indexed select, a bare commit of the same number of bytes."""

import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from benchmarks.operations import Samples
from nettmelding.organisations.models import Organisation

PAGE = 51


def prepare() -> None:
    """A table to write to."""
    kind = "bytea" if connection.vendor == "postgresql" else "BLOB"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS bench_bytes (id bigint, body {kind} NOT NULL)")


def rows(grid_company: str) -> float:
    """Seconds to read a page of a grid company's notices by the list's index, every column."""
    owner = _id(Organisation.objects.get(slug=grid_company).id)
    query = (
        "SELECT * FROM notices_notice WHERE grid_company_id = %s AND sent_at IS NOT NULL "
        f"ORDER BY changed_at DESC, id DESC LIMIT {PAGE}"
    )
    return _timed(lambda cursor: cursor.execute(query, [owner]).fetchall())


def row(samples: Samples) -> float:
    """Seconds to read one notice, its parties and what was sent."""
    key = _id(next(samples.opened))

    def read(cursor: Any) -> None:
        for query in (
            "SELECT * FROM notices_notice WHERE id = %s",
            "SELECT * FROM notices_party WHERE notice_id = %s",
            "SELECT * FROM notices_submission WHERE notice_id = %s",
        ):
            cursor.execute(query, [key]).fetchall()

    return _timed(read)


def commits(number: int, size: int) -> float:
    """Seconds for so many transactions that write so many bytes in all."""
    body = b"x" * (size // number)
    began = time.perf_counter()
    for _ in range(number):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO bench_bytes VALUES (1, %s)", [body])
    return time.perf_counter() - began


def _timed(work: Callable[[Any], object]) -> float:
    with connection.cursor() as wrapped:
        cursor = _Chained(wrapped)
        began = time.perf_counter()
        work(cursor)
        return time.perf_counter() - began


class _Chained:
    """A cursor whose `execute` gives itself."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor

    def execute(self, query: str, values: list[Any]) -> "_Chained":
        self.cursor.execute(query, values)
        return self

    def fetchall(self) -> list[Any]:
        found: list[Any] = self.cursor.fetchall()
        return found


def _id(value: UUID) -> str:
    return value.hex if connection.vendor == "sqlite" else str(value)
