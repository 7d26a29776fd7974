"""Databases for tests and for the programs they start: migrated, with the fixed part of the demonstration.

Migrating takes longer than most tests, so that it is done once a test run for each kind of database, and copied.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts import postgres

MADE = "TEST_DATABASES"
"""The environment's name of the folder that a test run's processes share."""


def share() -> None:
    """One folder for all processes of this test run."""
    if MADE not in os.environ:
        os.environ[MADE] = tempfile.mkdtemp(prefix="nettmelding-databases-")


@contextlib.contextmanager
def for_tests(folder: Path, worker: str) -> Iterator[None]:
    """Let Django use a filled database that is this process's own; `worker` tells its name from the other processes'."""
    from django.db import connections

    is_server = connections["default"].vendor == "postgresql"
    for alias in connections:
        settings = connections[alias].settings_dict
        settings["NAME"] = f"test_{settings['NAME']}_{worker}" if is_server else folder / f"{alias}.sqlite3"
    if is_server:
        _on_server("CREATE DATABASE")
    make()
    yield
    connections.close_all()
    if is_server:
        _on_server("DROP DATABASE")


def _on_server(statement: str) -> None:
    from django.db import connection

    with connection._nodb_cursor() as cursor:
        cursor.execute(f'{statement} "{connection.settings_dict["NAME"]}"')


def make() -> None:
    """Fill the empty database that the settings name. Django is set up already."""
    from django.db import connections

    kind = connections["default"].vendor
    folder = Path(os.environ[MADE]) / kind
    folder.mkdir(exist_ok=True)
    keep, copy = _KEPT[kind]
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            _migrate()
            keep(folder)
            (folder / "made").touch()
            return
    connections.close_all()
    copy(folder)


def _migrate() -> None:
    from django.core.management import call_command
    from django.db import connections

    from nettmelding.demo import base

    for alias in connections:
        call_command("migrate", database=alias, verbosity=0)
        call_command("createcachetable", database=alias, verbosity=0)
    base.fill()


def _keep_files(folder: Path) -> None:
    from django.db import connections

    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(folder / alias)])


def _copy_files(folder: Path) -> None:
    from django.db import connections

    for alias in connections:
        shutil.copyfile(folder / alias, connections[alias].settings_dict["NAME"])


def _dump(folder: Path) -> None:
    _program("pg_dump", "--file", str(folder / "dump.sql"))


def _restore(folder: Path) -> None:
    _program("psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", str(folder / "dump.sql"))


def _program(name: str, *arguments: str) -> None:
    """One of PostgreSQL's own programs, on the database in use."""
    from django.db import connection
    from django.db.backends.postgresql.client import DatabaseClient

    programs = postgres.binaries()
    assert programs is not None
    (_psql, *where), environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    command = [str(programs / name), *arguments, *where]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | (environment or {}))


_KEPT = {"sqlite": (_keep_files, _copy_files), "postgresql": (_dump, _restore)}
