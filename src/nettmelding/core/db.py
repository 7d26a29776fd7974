"""The only door to a transaction.

Everything that changes the database does so inside `with write():`. SQLite takes its write lock at the start
(IMMEDIATE), so a transaction must be short: what waits for others (HTTP, files, images, PDF) calls
`forbid_in_transaction` first and raises where it is done inside one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, connections, transaction

_depth: ContextVar[int] = ContextVar("write_depth", default=0)


@contextmanager
def write() -> Iterator[None]:
    """One transaction on the main database; joins the `write()` that is open already."""
    outermost = _depth.get() == 0
    token = _depth.set(_depth.get() + 1)
    try:
        with transaction.atomic(using=DEFAULT_DB_ALIAS, savepoint=outermost):
            yield
    finally:
        _depth.reset(token)


@contextmanager
def attempt() -> Iterator[None]:
    """A part of an open `write()` that is undone by itself where it raises, so that the caller can go on with the rest."""
    if not in_write():
        raise RuntimeError("an attempt is a part of a transaction")
    with transaction.atomic(using=DEFAULT_DB_ALIAS, savepoint=True):
        yield


@contextmanager
def careless() -> Iterator[None]:
    """Commits that do not wait for the disk, for a filling that is thrown away where it is cut off.

    With the next commit after it, everything is on the disk.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF" if is_sqlite else "SET synchronous_commit=off")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous=FULL" if is_sqlite else "SET synchronous_commit=on")
            if is_sqlite:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def in_write() -> bool:
    """Whether a `write()` is open."""
    return _depth.get() > 0


def forbid_in_transaction(what: str) -> None:
    """Raise if a `write()` is open: `what` may take long and would hold the write lock."""
    if in_write():
        raise RuntimeError(f"{what} inside a transaction")
