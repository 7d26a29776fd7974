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
    erasable: frozenset[str] = field(default_factory=frozenset)
    """Columns that change once, when the row is marked as erased in `erased_at`, and never before or after."""

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def frozen_columns(self) -> Sequence[str]:
        return [
            f.column
            for f in self.model._meta.concrete_fields
            if f.column and f.name not in self.may_change | self.erasable | ({ERASED} if self.erasable else set())
        ]


_SAYS = "this table is only added to"
ERASED = "erased_at"
_FUNCTION = (
    "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_SAYS}'; END $$"
)
_NOT_ERASING = f'NEW."{ERASED}" IS NULL OR OLD."{ERASED}" IS NOT NULL'


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
    return [name for table in tables for name in names(table) if name not in there]


def names(table: AppendOnly) -> list[str]:
    """The names of a table's triggers."""
    return list(_moments(table))


def _moments(table: AppendOnly) -> dict[str, tuple[str, str]]:
    """By the trigger's name: what it forbids, and under which condition (empty: always)."""
    columns = ", ".join(f'"{column}"' for column in table.frozen_columns())
    moments = {f"{table.table}_no_delete": ("DELETE", ""), f"{table.table}_no_update": (f"UPDATE OF {columns}", "")}
    if table.erasable:
        erased = ", ".join(f'"{column}"' for column in sorted({*table.erasable, ERASED}))
        moments[f"{table.table}_erased_once"] = (f"UPDATE OF {erased}", _NOT_ERASING)
    return moments


def _statements(table: AppendOnly, vendor: str) -> list[str]:
    make = _sqlite if vendor == "sqlite" else _postgresql
    before = [] if vendor == "sqlite" else [_FUNCTION]
    return before + [
        statement
        for name, (moment, condition) in _moments(table).items()
        for statement in make(table.table, name, moment, f"WHEN ({condition})" if condition else "")
    ]


def _sqlite(table: str, name: str, moment: str, when: str) -> tuple[str, str]:
    return (
        f'DROP TRIGGER IF EXISTS "{name}"',
        f'CREATE TRIGGER "{name}" BEFORE {moment} ON "{table}" {when} BEGIN SELECT RAISE(ABORT, \'{_SAYS}\'); END',
    )


def _postgresql(table: str, name: str, moment: str, when: str) -> tuple[str, str]:
    return (
        f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"',
        f'CREATE TRIGGER "{name}" BEFORE {moment} ON "{table}" FOR EACH ROW {when} EXECUTE FUNCTION append_only()',
    )
