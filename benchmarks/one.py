"""Fills and measures one database, in a process of its own; writes what was found as JSON.

DATA=… NETTMELDING_DATABASE_URL=… python -m benchmarks.one SIZE RESULT.json
"""

import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

READY = 2_500
CLIENTS = 32
ROUNDS_AT_32 = 320
WARM_UP = 3
_AROUND = frozenset({"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"})


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one operation. Times in milliseconds."""

    name: str
    aim_ms: int
    is_page: bool
    queries: int
    half: float
    most: float
    """95 of 100 are faster."""
    cpu: float
    """What the processor worked, half of the times at most: without waiting for disk or others."""
    raw: float
    plans: list[str]
    half_at_32: float | None = None
    most_at_32: float | None = None
    per_second_at_32: float | None = None


def main(size: int, result: Path) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    for alias in settings.DATABASES:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
        call_command("createcachetable", database=alias, verbosity=0)
    from benchmarks import fill, operations

    began = time.monotonic()
    if fill.filled() != size:
        fill.fill(size, READY)
        print(f"  filled in {time.monotonic() - began:.0f} s", flush=True)
    result.write_text(json.dumps([asdict(one) for one in measure(operations.OPERATIONS)]))


def measure(all_of_them: Any) -> list[Figures]:
    """Each operation at one client in this process and at 32 over HTTP."""
    from benchmarks import clients, operations, raw

    samples = operations.samples()
    people = clients.people(all_of_them)
    raw.prepare()
    alone = {one.name: _alone(one, samples, people[one.who]) for one in all_of_them}
    together: dict[str, dict[str, Any]] = {}
    with clients.web() as base:
        for one in all_of_them:
            if one.at_32:
                person = people[one.who]
                clients.over_http(base, person, [one.call(samples) for _ in range(WARM_UP * 8)], 8)
                calls = [one.call(samples) for _ in range(ROUNDS_AT_32)]
                together[one.name] = _together(*clients.over_http(base, person, calls, CLIENTS))
    return [Figures(**alone[one.name], **together.get(one.name, {})) for one in all_of_them]


def _together(took: list[float], seconds: float) -> dict[str, Any]:
    return {
        "half_at_32": _ms(median(took)),
        "most_at_32": _most(took),
        "per_second_at_32": round(len(took) / seconds, 1),
    }


def _alone(one: Any, samples: Any, person: Any) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks import clients, plans

    for _ in range(WARM_UP):
        clients.handled(person, one.call(samples))
    with CaptureQueriesContext(connection) as context:
        clients.handled(person, one.call(samples))
    said = [query["sql"] for query in context.captured_queries]
    took, worked, bare = [], [], []
    for _ in range(one.rounds):
        before = time.thread_time()
        took.append(clients.handled(person, one.call(samples)))
        worked.append(time.thread_time() - before)
        bare.append(_raw(one, samples, said))
    return {
        "name": one.name,
        "aim_ms": one.aim_ms,
        "is_page": one.raw != "commit",
        "queries": len([sql for sql in said if sql.split(" ", 1)[0] not in _AROUND]),
        "half": _ms(median(took)),
        "most": _most(took),
        "cpu": _ms(median(worked)),
        "raw": _ms(median(bare)),
        "plans": list(dict.fromkeys(plans.problems(said))),
    }


def _raw(one: Any, samples: Any, said: list[str]) -> float:
    from benchmarks import raw
    from benchmarks.fill import GRID_COMPANY

    if one.raw == "rows":
        return raw.rows(GRID_COMPANY)
    if one.raw == "row":
        return raw.row(samples)
    written = sum(len(sql) for sql in said if sql.startswith(("INSERT", "UPDATE")))
    return raw.commits(max(1, said.count("COMMIT")), written)


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


def _most(took: list[float]) -> float:
    return _ms(quantiles(took, n=20)[-1])


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
