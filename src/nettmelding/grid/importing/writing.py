"""The rows of an edition put in: batch by batch, each in a short transaction, so that nobody waits for the write lock."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection

from nettmelding.core.db import write
from nettmelding.grid.importing.checking import Checked
from nettmelding.grid.importing.spool import Item, Spool
from nettmelding.grid.importing.topology import unmarked
from nettmelding.grid.models import LINES, GridObject, Kind, ObjectCell, PointKey
from nettmelding.grid.models.objects import row_id
from nettmelding.grid.names import name_key, point_keys

BATCH = 2_000
"""Objects in one transaction: some hundredths of a second."""
_CABINETS = frozenset({Kind.CABLE_CABINET.value, Kind.CONNECTION_CABINET.value, Kind.SUBSTATION.value})
_LINES = frozenset(line.value for line in LINES)
_OBJECT = (
    "id", "edition_serial", "object_id", "kind", "external_id", "name", "name_key", "facts", "geometry",
    "min_x", "min_y", "max_x", "max_y", "drawn_length_m", "from_node", "to_node", "feeder", "digest",
)  # fmt: skip
_CELL = ("edition_serial", "cell", "object_id")
_KEY = ("edition_serial", "key", "object_id")
_NO_BOX = (None, None, None, None)


def put(
    edition_serial: int, spool: Spool, checked: Checked, progress: Callable[[int], None] = lambda count: None
) -> None:
    """All objects of the spool, with the cells they lie in and what they are met by."""
    rows = _rows(edition_serial, spool, checked)
    done = 0
    while batch := list(islice(rows, BATCH)):
        with write():
            insert(GridObject._meta.db_table, _OBJECT, [row for row, _cells, _keys in batch])
            insert(
                ObjectCell._meta.db_table,
                _CELL,
                [(edition_serial, cell, row[0]) for row, cells, _keys in batch for cell in cells],
            )
            insert(
                PointKey._meta.db_table,
                _KEY,
                [(edition_serial, key, row[0]) for row, _cells, keys in batch for key in keys],
            )
        done += len(batch)
        progress(done)


def insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Put rows in, in the quickest way the database has."""
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    target = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {target} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {target} ({names}) VALUES ({marks})", rows)  # noqa: S608


def _rows(
    edition_serial: int, spool: Spool, checked: Checked
) -> Iterator[tuple[tuple[Any, ...], tuple[int, ...], tuple[str, ...]]]:
    """Each object's row, by the table's columns, the cells it lies in, and what a customer point is met by."""
    network = checked.network
    nodes = zip(unmarked(network.from_node), unmarked(network.to_node), unmarked(network.feeder), strict=True)
    place = 0
    for items in spool:
        for item in items:
            from_node, to_node, feeder = next(nodes)
            facts = facts_of(item, checked)
            key = "" if item.kind in _LINES else name_key(item.name or item.external_id)
            yield (
                row_id(edition_serial, place), edition_serial, item.object_id, item.kind, item.external_id, item.name, key,
                facts, item.wkb, *(item.box or _NO_BOX), item.drawn_length_m, from_node, to_node, feeder, _digest(item, facts),
            ), item.cells, point_keys(item.facts) if item.kind == Kind.CUSTOMER_POINT else ()  # fmt: skip
            place += 1


def facts_of(item: Item, checked: Checked) -> str:
    """An object's facts as JSON, with its circuit list where it has one."""
    facts = item.facts
    if item.kind in _CABINETS and (circuits := checked.circuits.get(item.external_id)):
        facts = {**facts, "circuits": circuits}
    return json.dumps(facts, ensure_ascii=False, sort_keys=True) if facts else "{}"


def _digest(item: Item, facts: str) -> int:
    whole = hashlib.blake2b(f"{item.name}\x00{facts}\x00".encode(), digest_size=8)
    whole.update(item.wkb or b"")
    return int.from_bytes(whole.digest(), "big", signed=True)
