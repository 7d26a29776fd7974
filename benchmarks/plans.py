"""Looks at how the database means to answer: no reading through a large table."""

import re
from collections.abc import Iterator, Sequence

from django.db import connection

LARGE = (
    "notices_notice", "notices_party", "notices_submission", "notices_decision", "audit_event", "audit_eventdetail",
    "organisations_wait", "core_searchentry",
)  # fmt: skip
"""Tables that the filling makes large."""
_THROUGH = {
    "sqlite": re.compile(rf"^SCAN ({'|'.join(LARGE)}|U0|U1|V0)\b(?!.*USING)"),
    "postgresql": re.compile(rf"Seq Scan on ({'|'.join(LARGE)})\b"),
}


def problems(statements: Sequence[str]) -> Iterator[str]:
    """Plans that read through a large table, each with the statement's beginning."""
    for statement in statements:
        for line in of(statement):
            if _THROUGH[connection.vendor].search(line.strip()):
                yield f"{line.strip()}  in  {statement[:60]} … {statement[statement.find(' FROM ') :][:400]}"


def of(statement: str) -> list[str]:
    """The plan, line by line; nothing for what is no select."""
    if not statement.startswith("SELECT"):
        return []
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + statement.replace("%", "%%"), [])
        return [str(row[-1]) for row in cursor.fetchall()]
