"""Database triggers for tables that are only ever added to.

Django drops them when it alters a table on SQLite, so they are installed anew after every migration, and `check` asserts
that they are there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """A table whose rows stay: no delete, and no change but of the columns named."""

    label: str
    """`app.Model`."""
    may_change: frozenset[str] = field(default_factory=frozenset)

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def frozen_columns(self) -> Sequence[str]:
        return [f.column for f in self.model._meta.concrete_fields if f.column and f.name not in self.may_change]


_SAYS = "this table is only added to"


def install(tables: Iterable[AppendOnly], using: str = DEFAULT_DB_ALIAS) -> None:
    """Create or replace the triggers of the tables."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in tables:
            for statement in _statements(table, connection.vendor):
                cursor.execute(statement)


def missing(tables: Iterable[AppendOnly], using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of the triggers that are not there."""
    connection = connections[using]
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {row[0] for row in cursor.fetchall()}
    return [name for table in tables for name in _names(table) if name not in there]


def _names(table: AppendOnly) -> tuple[str, str]:
    return f"{table.table}_no_delete", f"{table.table}_no_update"


def _statements(table: AppendOnly, vendor: str) -> list[str]:
    delete, update = _names(table)
    columns = ", ".join(f'"{column}"' for column in table.frozen_columns())
    moments = ((delete, "DELETE"), (update, f"UPDATE OF {columns}"))
    if vendor == "sqlite":
        return [
            statement
            for name, moment in moments
            for statement in (
                f'DROP TRIGGER IF EXISTS "{name}"',
                f'CREATE TRIGGER "{name}" BEFORE {moment} ON "{table.table}" '
                f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
            )
        ]
    function = (
        "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_SAYS}'; END $$"
    )
    return [function] + [
        statement
        for name, moment in moments
        for statement in (
            f'DROP TRIGGER IF EXISTS "{name}" ON "{table.table}"',
            f'CREATE TRIGGER "{name}" BEFORE {moment} ON "{table.table}" FOR EACH ROW EXECUTE FUNCTION append_only()',
        )
    ]
