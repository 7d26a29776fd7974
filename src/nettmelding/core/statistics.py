"""What SQLite's planner is told of the large tables.

Without figures it takes ten rows for every equal value, and reads through a grid company's whole list to find a
hundred ids in it; `ANALYZE` helps, but what it found in a small database holds in every open connection while that
grows. So the shape of a large database is written down, and the plans are the same on every machine
(https://sqlite.org/optoverview.html#manual_control_of_query_plans_using_sqlite_stat_tables).
PostgreSQL keeps figures of its own.
"""

from collections.abc import Mapping

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.transaction import atomic

Shapes = Mapping[str, Mapping[str, str]]
"""Table → index → rows in all, then rows that share the first column, the first two, and so on."""


def install(shapes: Shapes, using: str = DEFAULT_DB_ALIAS) -> None:
    """Write the figures, in place of those that are there. Connections that are opened from now on go by them."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    rows = [(table, index, figures) for table, indexes in shapes.items() for index, figures in indexes.items()]
    with atomic(using=using), connection.cursor() as cursor:
        cursor.execute("ANALYZE sqlite_schema")
        cursor.executemany("DELETE FROM sqlite_stat1 WHERE tbl = %s", [(table,) for table in shapes])
        cursor.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", rows)
        cursor.execute("ANALYZE sqlite_schema")
