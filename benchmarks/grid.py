"""The grid: an import beside a bare bulk insert of the same rows, and what lies near.

    .venv/bin/python -m benchmarks.grid                     200,000 objects on SQLite
    BENCH_SIZE=5000000 .venv/bin/python -m benchmarks.grid

The aims: 95 of 100 nearest within 10 ms, areas of 1,000 hits within 100 ms.
"""

import os
import random
import resource
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

OBJECTS = 200_000
PER_SUBSTATION = 100
QUESTIONS = 300
EAST, NORTH = 9.0, 63.2


def main(count: int) -> None:
    """Write a GeoPackage, read it, put the same rows in bare, ask for what is near and within."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nettmelding.config.settings")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("migrate", database="ephemeral", verbosity=0)
        path = Path(folder) / "nett.gpkg"
        _write(path, count)
        _measure(path, count)


def _measure(path: Path, count: int) -> None:
    from nettmelding.core import numbers
    from nettmelding.core.ids import uuid7
    from nettmelding.grid import editions, feeders, tiles
    from nettmelding.grid.importing import checking, cutting, writing
    from nettmelding.grid.importing.mapping import FileWords
    from nettmelding.grid.importing.spool import Spool

    company, words, memory = uuid7(), FileWords(), _memory_mib()
    actor = editions.operator(company, "Målenett")
    with Spool() as spool:
        checked, read = _timed(lambda: checking.check(company, [path], words, spool))
        # the very rows, made before the clock starts, in the same batches
        rows = list(writing._rows(numbers.take("grid-edition"), spool, checked))
        _none, bare = _timed(partial(_bare, rows))
        del rows
        _none, put = _timed(lambda: writing.put(numbers.take("grid-edition"), spool, checked))
        _none, cut = _timed(lambda: cutting.cut(spool, tiles.folder(company)))
    edition, whole = _timed(lambda: editions.make(actor, [path], words))
    again, _seconds = _timed(lambda: editions.make(actor, [path], words))
    for name, seconds in (
        ("bare insert", bare), ("read, check", read), ("rows put in", put), ("tiles cut", cut), ("all of it", whole),
    ):  # fmt: skip
        print(f"{name:16} {seconds:8.1f} s {count / seconds:9.0f} objects/s  x {seconds / bare:5.2f}")
    for name, do in (
        ("taking over", lambda: editions.take_over(actor, edition.id)),
        ("differences", lambda: editions.differences(edition, again)),
        ("one feeder", lambda: feeders.network(edition, next(feeders.feeders(edition)))),
    ):
        print(f"{name:16} {_timed(do)[1] * 1000:8.1f} ms")
    _ask(edition, count)
    print(f"memory: {memory:.0f} MiB before, {_memory_mib():.0f} MiB at the most")
    print(f"found: {edition.report['found']}")


def _ask(edition: Any, count: int) -> None:
    import shapely

    from nettmelding.grid import cells, finding, tiles

    chance = random.Random(7)
    side = _side(count)

    def place() -> tuple[float, float]:
        number = chance.randrange(count // PER_SUBSTATION)
        return EAST + number % side * 0.006 + 0.001, NORTH + number // side * 0.003

    places = [place() for _question in range(QUESTIONS)]
    areas = [shapely.box(x - 0.0085, y - 0.0053, x + 0.0085, y + 0.0053) for x, y in places]
    spots = [cells.tile(cells.at(y, x)) for x, y in places]
    near = [_timed(partial(finding.nearest, edition, y, x, radius_m=20))[1] for x, y in places]
    found = [_timed(partial(finding.within, edition, area)) for area in areas]
    hits, inside = [len(those) for those, _seconds in found], [seconds for _those, seconds in found]
    tile = [_timed(partial(tiles.tile, edition, 16, *spot))[1] for spot in spots]
    for name, values in (("nearest, 20 m", near), ("within an area", inside), ("a tile", tile)):
        values.sort()
        middle, late = values[len(values) // 2] * 1000, values[int(len(values) * 0.95)] * 1000
        print(f"{name:16} {middle:8.2f} ms in the middle, {late:8.2f} ms at the 95th percentile")
    print(f"hits in an area: {min(hits)} to {max(hits)}")


def _bare(rows: list[Any]) -> None:
    """`executemany` of rows that are there already, in as many transactions, with the tables' indexes and nothing else."""
    from nettmelding.core.db import write
    from nettmelding.grid.importing.writing import _CELL, _KEY, _OBJECT, BATCH, insert
    from nettmelding.grid.models import GridObject, ObjectCell, PointKey

    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        with write():
            insert(GridObject._meta.db_table, _OBJECT, [row for row, _cells, _keys in part])
            insert(
                ObjectCell._meta.db_table,
                _CELL,
                [(row[1], cell, row[0]) for row, cells, _keys in part for cell in cells],
            )
            insert(PointKey._meta.db_table, _KEY, [(row[1], key, row[0]) for row, _cells, keys in part for key in keys])


def _side(count: int) -> int:
    return max(1, int((count / PER_SUBSTATION) ** 0.5))


def _write(path: Path, count: int) -> None:
    """Substations of a hundred objects each, in rows: ten cabinets, thirty houses, and the lines between."""
    import numpy as np
    import shapely
    from pyogrio.raw import write

    stations = count // PER_SUBSTATION
    side = _side(count)
    numbers = np.arange(stations)
    x0, y0 = EAST + numbers % side * 0.006, NORTH + numbers // side * 0.003
    each = np.repeat(numbers, 12)
    spot = np.tile(np.arange(12), stations)
    cx, cy = x0[each] + 0.0003 * (spot + 1), y0[each]
    house = np.repeat(np.arange(len(each)), 3)
    which = np.tile(np.arange(3), len(each))
    hx, hy = cx[house] + 0.0001 * which, cy[house] + 0.0002 * (which + 1)

    def text(form: str, *columns: Any) -> Any:
        return np.array([form.format(*row) for row in zip(*columns, strict=True)], dtype=object)

    def line(ax: Any, ay: Any, bx: Any, by: Any) -> Any:
        return shapely.linestrings(np.stack([np.stack([ax, ay], 1), np.stack([bx, by], 1)], 1))

    def same(value: Any, like: Any) -> Any:
        return np.array([value] * len(like), dtype=object if isinstance(value, str) else None)

    cabinets = text("KS{}-{}", each, spot)
    before = text("KS{}-{}", each, spot - 1)
    before[spot == 0] = text("NS{}", numbers)
    px = np.where(spot == 0, x0[each], cx - 0.0003)
    houses = text("{}-{}-{}", each[house], spot[house], which)
    layers: dict[str, tuple[Any, dict[str, Any]]] = {
        "substation": (shapely.points(x0, y0), {"id": text("NS{}", numbers), "navn": text("Stasjon {}", numbers)}),
        "transformer": (shapely.points(x0, y0), {
            "id": text("T{}", numbers), "nettstasjon": text("NS{}", numbers), "kva": same(315.0, numbers),
            "uk": same(4.5, numbers), "u1": same(22.0, numbers), "u2": same(0.42, numbers)}),
        "kabelskap": (shapely.points(cx, cy), {"id": cabinets, "navn": cabinets, "fabrikat": same("Skapfabrikken", cabinets)}),
        "kabel": (line(px, cy, cx, cy), {
            "id": text("K{}-{}", each, spot), "fra": before, "til": cabinets, "type": same("TFXP 4x150 Al", each),
            "lengde": np.full(len(each), 16.0), "aar": same(1998, each)}),
        "stikkledning": (line(cx[house], cy[house], hx, hy), {
            "id": text("S{}", houses), "fra": cabinets[house], "til": text("P{}", houses), "type": same("PFSP 4x16 Cu", houses)}),
        "kundepunkt": (shapely.points(hx, hy), {"id": text("P{}", houses), "adresse": text("Målevegen {}", houses)}),
    }  # fmt: skip
    for name, (geometries, columns) in layers.items():
        write(path, shapely.to_wkb(geometries), list(columns.values()), list(columns), layer=name, driver="GPKG",
              geometry_type="Unknown", crs="EPSG:4258", append=path.exists())  # fmt: skip


def _timed(do: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    result = do()
    return result, time.perf_counter() - began


def _memory_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(int(os.environ.get("BENCH_SIZE", OBJECTS)))
