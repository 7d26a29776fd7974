"""The import of metering points beside a bare bulk insert of the same rows: `python -m benchmarks.importing [LINES]`."""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

LINES = 100_000
HEADING = "Målepunkt-ID;Målernummer;Adresse;Postnr;Poststed;Bruksenhet;OV;Faser;Nettsystem;Kunde\n"
PER_INSTALLATION = 3
_FIRST = 8_000_000


def main(count: int) -> None:
    """Write a file, read it, read it again with nothing changed, and put the same rows in bare."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nettmelding.config.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("migrate", database="ephemeral", verbosity=0)
        path = Path(folder) / "fil.csv"
        _write(path, count)
        _measure(path, count)


def _measure(path: Path, count: int) -> None:
    from nettmelding.core.ids import uuid7
    from nettmelding.installations.importing import import_file

    before = _memory_mib()
    company = uuid7()
    bare = _timed(lambda: _bare(uuid7(), count))
    new = _timed(lambda: import_file(company, path))
    again = _timed(lambda: import_file(company, path))
    dry = _timed(lambda: import_file(company, path, dry_run=True))
    workbook = _as_workbook(path)
    dry_workbook = _timed(lambda: import_file(company, workbook, dry_run=True))
    for name, seconds in (
        ("bare insert", bare), ("all new", new), ("all unchanged", again), ("dry run", dry), ("dry run, XLSX", dry_workbook),
    ):  # fmt: skip
        sys.stdout.write(f"{name:14} {seconds:8.1f} s {count / seconds:9.0f} lines/s  x {seconds / bare:5.1f}\n")
    sys.stdout.write(f"memory: {before:.0f} MiB before, {_memory_mib():.0f} MiB at the most\n")


def _bare(company: object, count: int) -> None:
    """The same rows by `executemany`, a thousand lines a transaction, with the tables' indexes and nothing else."""
    from django.db import connection, transaction

    from nettmelding.core.ids import uuid7
    from nettmelding.installations.models import Installation, MeteringPoint

    for start in range(0, count, 1_000):
        with transaction.atomic(), connection.cursor() as cursor:
            places = [
                Installation(grid_company_id=company, address=f"Filvegen {n}", postcode="9998", ov_a=63, id=uuid7())
                for n in range(start, start + 1_000, PER_INSTALLATION)
            ]
            points = [
                MeteringPoint(
                    installation_id=places[(n - start) // PER_INSTALLATION].id,
                    grid_company_id=company,
                    metering_point_id=f"{n:018d}",
                    meter_number=f"{n:016d}",
                    customer_name="Kari Nordmann",
                    id=uuid7(),
                )
                for n in range(start, start + 1_000)
            ]
            for rows in (places, points):
                fields = rows[0]._meta.concrete_fields
                columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
                marks = ", ".join(["%s"] * len(fields))
                cursor.executemany(
                    f"INSERT INTO {rows[0]._meta.db_table} ({columns}) VALUES ({marks})",
                    [
                        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
                        for row in rows
                    ],
                )


def _write(path: Path, count: int) -> None:
    from nettmelding.registers.numbers import gs1_check_digit

    with path.open("w", encoding="utf-8") as file:
        file.write(HEADING)
        for n in range(count):
            body = f"7070575{_FIRST + n:010d}"
            where = f"Filvegen {n // PER_INSTALLATION};9998;Eksempelvik;H01{n % PER_INSTALLATION + 1:02d}"
            file.write(f"{body}{gs1_check_digit(body)};{n:016d};{where};63;3;TN 400 V;Kari Nordmann\n")


def _as_workbook(path: Path) -> Path:
    """The same lines as XLSX."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    with path.open(encoding="utf-8") as file:
        for line in file:
            sheet.append(line.rstrip("\n").split(";"))
    book.save(path.with_suffix(".xlsx"))
    return path.with_suffix(".xlsx")


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _memory_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("BENCH_SIZE", LINES)))
