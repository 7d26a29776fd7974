"""Writing very many rows fast: COPY on PostgreSQL, prepared inserts on SQLite."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, models

Convert = Callable[[Any], Any]
_SQLITE: "dict[type[models.Field[Any, Any]], Convert]" = {
    models.UUIDField: lambda value: value.hex,
    models.DateTimeField: lambda value: value.replace(tzinfo=None).isoformat(" ", "microseconds"),
    models.DateField: lambda value: value.isoformat(),
}
"""How Django keeps these on SQLite; datetimes are UTC. JSON is handed over as text on both databases."""


class Bulk:
    """Rows of one table, kept until `flush`. A row is a mapping of column attributes (`contractor_id`) to values."""

    def __init__(self, model: type[models.Model], *, leave_out: Sequence[str] = ()) -> None:
        fields = [field for field in model._meta.concrete_fields if field.attname not in leave_out]
        self.table = model._meta.db_table
        self.names = [field.attname for field in fields]
        self.columns = ", ".join(f'"{field.column}"' for field in fields)
        self._converts = [self._convert(field) for field in fields]
        self._rows: list[tuple[Any, ...]] = []

    def add(self, row: dict[str, Any]) -> None:
        """Keep a row; all its columns must be there."""
        self._rows.append(
            tuple(
                value if convert is None or value is None else convert(value)
                for convert, value in zip(self._converts, map(row.__getitem__, self.names), strict=True)
            )
        )

    def flush(self, *, order: Callable[[tuple[Any, ...]], Any] | None = None) -> None:
        """Write what is kept, in the order given: by the key of the largest index it goes fastest."""
        if order:
            self._rows.sort(key=order)
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                holes = ", ".join("?" * len(self.names))
                cursor.connection.executemany(
                    f'INSERT INTO "{self.table}" ({self.columns}) VALUES ({holes})', self._rows
                )
            else:
                with cursor.cursor.copy(f'COPY "{self.table}" ({self.columns}) FROM STDIN') as copy:
                    for row in self._rows:
                        copy.write_row(row)
        self._rows.clear()

    @staticmethod
    def _convert(field: Any) -> Convert | None:
        if connection.vendor != "sqlite":
            return None
        target = field.target_field if field.is_relation else field
        return next((convert for kind, convert in _SQLITE.items() if isinstance(target, kind)), None)
