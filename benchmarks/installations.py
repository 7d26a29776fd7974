"""*Søk anlegg* over every metering point of Norway, beside bare look-ups by key.

    .venv/bin/python -m benchmarks.installations                 3,300,000 metering points on SQLite and PostgreSQL
    BENCH_SIZE=100000 BENCH_DATABASES=sqlite .venv/bin/python -m benchmarks.installations
    BENCH_DATA=/var/tmp/bench … keeps the filled databases there and measures them again at once

The aim: 95 of 100 searches found and read within 30 ms. What is measured is the finding, the counting and the writing down, and
the finding alone.
"""

import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

METERING_POINTS = 3_300_000
PER_INSTALLATION = 1.65
ROUNDS = 300
BATCH = 100_000
FIRST_ID = 5_000_000_000
"""The demonstration has ids of its own."""
TREES = ("Bjørk", "Gran", "Furu", "Rogne", "Eike", "Lønne", "Aske", "Hassel", "Selje", "Older")
STREETS, HOUSES = 9_000, 240


def main() -> int:
    from scripts import postgres

    from benchmarks.__main__ import ROOT, database, folder

    size = int(os.environ.get("BENCH_SIZE", METERING_POINTS))
    with folder() as data:
        for name in os.environ.get("BENCH_DATABASES", "sqlite postgresql").split():
            if name == "postgresql" and postgres.binaries() is None:
                print("PostgreSQL is not installed here: it was not measured.")
                continue
            with database(name, data / f"installations-{name}-{size}") as environment:
                result = Path(environment["DATA"]) / "result.json"
                subprocess.run(
                    [sys.executable, "-m", "benchmarks.installations", str(size), str(result)],
                    cwd=ROOT,
                    env=environment,
                    check=True,
                )
                print(f"\n{name}, {size:,} metering points\n{_table(json.loads(result.read_text()))}", flush=True)
    return 0


def measure(size: int) -> list[tuple[str, float, float, float, float, list[str]]]:
    """What was measured, half, 95 % and the processor's work (ms), half by the bare look-up, and plans that read too much."""
    import django

    django.setup()
    from django.core.management import call_command

    from nettmelding.core.actor import Actor
    from nettmelding.installations import recording
    from nettmelding.installations.models import MeteringPoint
    from nettmelding.organisations.actors import actor_for
    from nettmelding.organisations.models import Membership, Organisation

    call_command("migrate", verbosity=0)
    if not Organisation.objects.exists():
        from nettmelding.demo import base

        base.fill()
    company = Organisation.objects.get(slug="eksempelnett").id
    if MeteringPoint.objects.count() < size // 2:
        _fill(size, company)
    recording.counted = lambda actor: None  # the day's quota would end the measuring

    def member(email: str) -> Actor:
        return actor_for(Membership.objects.select_related("user", "organisation").get(user__email=email))

    electrician, handler = member("saksbehandler@eksempelelektro.example"), member("saksbehandler@eksempelnett.example")
    chance = random.Random(7)
    numbers = [chance.randrange(size) for _ in range(ROUNDS)]
    kinds: dict[str, tuple[Actor, Callable[[int], str]]] = {
        "meter number": (electrician, lambda n: _meter(numbers[n])),
        "meter number, none": (electrician, lambda n: "9" + _meter(numbers[n])),
        "metering point id": (electrician, lambda n: _gsrn(numbers[n])),
        "address": (electrician, lambda n: f"{_street(n * 29 % STREETS)} {n % HOUSES + 1}"),
        "street alone": (electrician, lambda n: _street(n * 31 % STREETS)),
        "street's beginning": (electrician, lambda n: _street(n * 31 % STREETS)[:6]),
        "street and place": (electrician, lambda n: f"{_street(n * 31 % STREETS)}, Sted {n % 300}"),
        "beginning and place": (electrician, lambda n: f"{_street(n * 31 % STREETS)[:6]}, Sted {n % 300}"),
        "street and postcode": (electrician, lambda n: f"{_street(n * 31 % STREETS)}, {n % 9000 + 1000}"),
        "address, none": (electrician, lambda n: f"Ukjentvegen {n}"),
        "address, own people": (handler, lambda n: f"{_street(n * 29 % STREETS)} {n % HOUSES + 1}"),
        "street, own people": (handler, lambda n: _street(n * 31 % STREETS)),
        "street and place, own people": (handler, lambda n: f"{_street(n * 31 % STREETS)}, Sted {n % 300}"),
        "customer, own people": (handler, lambda n: f"Fornavn{n % 900} Etternavn{n * 7 % 4000}"),
        "customer's last name": (handler, lambda n: f"Etternavn{n * 7 % 4000}"),
    }
    bare = _bare([_meter(n) for n in numbers])
    found = [("bare look-up by meter number", *_ms(bare), 0.0, 1.0, [])]
    half = statistics.median(bare)
    for label, (actor, typed) in kinds.items():
        for with_record in (False, True):
            times, cpu, plans = _searches(actor, typed, with_record)
            name = f"{label}, counted and written down" if with_record else label
            found.append((name, *_ms(times), cpu, statistics.median(times) / half, plans))
    return found


def _searches(actor: Any, typed: Callable[[int], str], with_record: bool) -> tuple[list[float], float, list[str]]:
    from django.test.utils import CaptureQueriesContext

    from nettmelding.installations import reading, searching

    def one(n: int) -> None:
        if with_record:
            searching.search(actor, typed(n), purpose="benchmark")
        else:
            searching.find(actor, reading.read(typed(n)), typed(n))

    with CaptureQueriesContext(connection) as seen:
        one(0)
    plans = [plan for query in seen.captured_queries for plan in _through(query["sql"])]
    times, worked = [], time.process_time()
    for n in range(ROUNDS):
        began = time.perf_counter()
        one(n)
        times.append(time.perf_counter() - began)
    return times, (time.process_time() - worked) / ROUNDS * 1000, plans


def _through(statement: str) -> list[str]:
    """Lines of the plan that read a large table through, or sort what they read of it."""
    from benchmarks import plans

    large = ("installations_installation", "installations_meteringpoint")
    lines = [line.strip() for line in plans.of(statement)]
    return [line for line in lines if any(f"SCAN {t}" == line or f"Seq Scan on {t}" in line for t in large)]


def _bare(numbers: list[str]) -> list[float]:
    times = []
    for number in numbers:
        with connection.cursor() as cursor:
            began = time.perf_counter()
            cursor.execute("SELECT id FROM installations_meteringpoint WHERE meter_number = %s", [number])
            cursor.fetchall()
            times.append(time.perf_counter() - began)
    return times


def _ms(times: list[float]) -> tuple[float, float]:
    return statistics.median(times) * 1000, sorted(times)[int(len(times) * 0.95)] * 1000


def _street(n: int) -> str:
    return f"{TREES[n % len(TREES)]}{_word(n // len(TREES))}vegen"


def _word(n: int) -> str:
    letters = ""
    for _each in range(3):
        letters += "abdefgiklmnoprst"[n % 16]
        n //= 16
    return letters


def _meter(n: int) -> str:
    return f"8{n:015d}"


def _gsrn(n: int) -> str:
    from nettmelding.registers.numbers import gs1_check_digit

    body = f"7070575{n + FIRST_ID:010d}"
    return body + gs1_check_digit(body)


def _fill(size: int, company: UUID) -> None:
    """Installations and metering points by bulk SQL, half of them the measured company's."""
    from nettmelding.core.ids import uuid7
    from nettmelding.installations import keys
    from nettmelding.installations.models import Installation, MeteringPoint

    places = int(size / PER_INSTALLATION)
    own, other = (_key(one) for one in (company, uuid7()))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_street")
        cursor.execute("CREATE TABLE bench_street (n integer PRIMARY KEY, name text, key text)")
        streets = [(n, _street(n), keys.of(_street(n))) for n in range(STREETS)]
        cursor.executemany("INSERT INTO bench_street VALUES (%s, %s, %s)", streets)
    house = f"(n / {STREETS} %% {HOUSES} + 1)"
    _insert(Installation, places, f"JOIN bench_street s ON s.n = i.n %% {STREETS}", {
        "id": _uuid("i.n"),
        "grid_company_id": f"CASE i.n %% 2 WHEN 1 THEN {own} ELSE {other} END",
        "address": f"s.name || ' ' || {house.replace('n /', 'i.n /')}",
        "address_key": f"s.key || {_padded(house.replace('n /', 'i.n /'), 5)}",
        "postcode": _text("i.n %% 9000 + 1000"),
        "place": "'Sted ' || (i.n %% 300)",
        "network_system": "'it_230'",
    })  # fmt: skip
    name, last = "'Fornavn' || (i.n %% 900)", "'Etternavn' || (i.n %% 4001)"
    _insert(MeteringPoint, size, "", {
        "id": _uuid("i.n"),
        "installation_id": _uuid(f"(i.n %% {places})"),
        "grid_company_id": f"CASE i.n %% {places} %% 2 WHEN 1 THEN {own} ELSE {other} END",
        "metering_point_id": _gsrn_sql(),
        "meter_number": f"'8' || {_padded('i.n', 15)}",
        "unit": f"'H0' || (i.n / {places} + 1) || '01'",
        "customer_kind": "'person'",
        "customer_name": f"{name} || ' ' || {last}",
        "customer_key": f"lower({last} || {name})",
    })  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _insert(model: Any, count: int, joined: str, given: dict[str, str]) -> None:
    """So many rows with the given columns by expressions over `i.n`; the others as the model has them by default."""
    columns, expressions, values = [], [], []
    for field in model._meta.concrete_fields:
        columns.append(field.column)
        expressions.append(given.get(field.column, "%s"))
        if field.column not in given:
            values.append(None if field.null else field.get_db_prep_save(field.get_default(), connection))
    began = time.perf_counter()
    for first in range(0, count, BATCH):
        numbers = (
            f"(WITH RECURSIVE c(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM c WHERE n + 1 < "
            f"{min(first + BATCH, count)}) SELECT n FROM c) i"
            if connection.vendor == "sqlite"
            else f"generate_series({first}::bigint, {min(first + BATCH, count) - 1}::bigint) AS i(n)"
        )
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) "
                f"SELECT {', '.join(expressions)} FROM {numbers} {joined}",
                values,
            )
    print(f"{model._meta.db_table}: {count:,}, {count / (time.perf_counter() - began):,.0f} a second", flush=True)


def _key(one: UUID) -> str:
    return f"'{one.hex}'" if connection.vendor == "sqlite" else f"'{one}'::uuid"


def _uuid(number: str) -> str:
    if connection.vendor == "sqlite":
        return f"printf('%%032x', {number} + 1)"
    return f"lpad(to_hex({number} + 1), 32, '0')::uuid"


def _text(number: str) -> str:
    return f"CAST({number} AS text)"


def _padded(number: str, length: int) -> str:
    if connection.vendor == "sqlite":
        return f"printf('%%0{length}d', {number})"
    return f"lpad(CAST({number} AS text), {length}, '0')"


def _gsrn_sql() -> str:
    """As `_gsrn`, GS1's weights and all."""
    value = f"(i.n + {FIRST_ID})"
    fixed = sum(int(digit) * (3 if (16 - at) % 2 == 0 else 1) for at, digit in enumerate("7070575"))
    digits = " + ".join(f"{value} / {10**at} %% 10 * {3 if at % 2 == 0 else 1}" for at in range(10))
    return f"'7070575' || {_padded(value, 10)} || CAST((10 - ({fixed} + {digits}) %% 10) %% 10 AS text)"


def _table(rows: list[list[Any]]) -> str:
    lines = ["| search | half ms | 95 % ms | CPU ms | × bare |", "| --- | ---: | ---: | ---: | ---: |"]
    lines += [
        f"| {name} | {half:.2f} | {most:.2f} | {cpu:.2f} | {times:.0f} |"
        for name, half, most, cpu, times, _plans in rows
    ]
    lines += [f"{row[0]}: {plan}" for row in rows for plan in row[-1]]
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text(json.dumps(measure(int(sys.argv[1]))))
    else:
        sys.exit(main())
