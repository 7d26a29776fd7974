"""Objects on their way from file to table: kept on disk, because how they hang together is known only when all are read."""

import marshal
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import Any, NamedTuple


class Item(NamedTuple):
    """One object, read and checked."""

    kind: str
    object_id: str
    """32 hexadecimal digits."""
    external_id: str
    name: str
    facts: dict[str, Any]
    wkb: bytes | None
    box: tuple[float, float, float, float] | None
    """West, south, east, north, degrees."""
    drawn_length_m: float | None
    cells: tuple[int, ...]


class Spool:
    """Batches of items, written once in order and read as often as needed. Gone when it is closed."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="nettmelding-grid-")  # noqa: SIM115 - closed by `__exit__`
        self.batches = 0

    def add(self, items: list[Item]) -> None:
        marshal.dump([tuple(item) for item in items], self._file)
        self.batches += 1

    def __iter__(self) -> Iterator[list[Item]]:
        self._file.seek(0)
        for _number in range(self.batches):
            yield [Item(*item) for item in marshal.load(self._file)]  # noqa: S302 - our own file, seconds old

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
