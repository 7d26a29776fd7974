"""Tiles of the grid beside the same bytes as plain files from nginx, at 1 and 32 clients.

    .venv/bin/python -m benchmarks.tiles                     200,000 objects
    BENCH_SIZE=5000000 .venv/bin/python -m benchmarks.tiles

Needs nginx and wrk (Debian's `nginx-light` and `wrk`). What is served by the program is asked about first, who may see it, and
written down; a plain file is neither.
"""

import getpass
import gzip
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import grid

SECONDS = 8
PLACES = 400
CLIENTS = (1, 32)
_LUA = """
local paths = {%s}
local at = 0
request = function()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at], {%s})
end
"""


def main() -> int:
    from benchmarks.__main__ import ROOT, database, folder

    if not (shutil.which("nginx", path=_PATHS) and shutil.which("wrk")):
        print("nginx or wrk is not installed here: tiles were not measured.")
        return 0
    size = int(os.environ.get("BENCH_SIZE", grid.OBJECTS))
    with folder() as data, database("sqlite", data / f"tiles-{size}") as environment:
        subprocess.run([sys.executable, "-m", "benchmarks.tiles", str(size)], cwd=ROOT, env=environment, check=True)
    return 0


def measure(size: int) -> None:
    """In the environment of a database of its own: lay the grid, start both servers, ask both in turn."""
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks.clients import web
    from nettmelding.demo import base
    from nettmelding.grid import duty, editions, tiles
    from nettmelding.grid.importing.mapping import FileWords
    from nettmelding.organisations.actors import actor_for, make_api_key
    from nettmelding.organisations.models import ConcessionArea, Membership, Organisation

    call_command("migrate", verbosity=0)
    call_command("migrate", database="ephemeral", verbosity=0)
    base.fill()
    company = Organisation.objects.get(slug="eksempelnett")
    edition = editions.in_force(company.id)
    data = Path(os.environ["DATA"])
    if edition is None:
        ConcessionArea.objects.filter(grid_company=company).delete()  # the made grid is larger
        path = data / "nett.gpkg"
        grid._write(path, size)
        operator = editions.operator(company.id, company.name)
        edition = editions.make(operator, [path], FileWords())
        editions.take_over(operator, edition.id)
        path.unlink()
    person = "saksbehandler@eksempelnett.example"
    duty.accept(actor_for(Membership.objects.select_related("user", "organisation").get(user__email=person)))
    addresses = _addresses(size)
    root = data / "plain"
    for zoom, x, y in addresses:
        content = tiles.tile(edition, zoom, x, y)
        file = root / str(zoom) / str(x) / f"{y}.mvt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(gzip.decompress(content) if content else b"")
        file.with_name(f"{y}.mvt.gz").write_bytes(content or gzip.compress(b""))
    names = [f"{zoom}/{x}/{y}.mvt" for zoom, x, y in addresses]
    each = sum(file.stat().st_size for file in root.rglob("*.gz")) // len(names)
    print(f"{size:,} objects, {len(names)} tiles of zoom 14 to 16, {each} bytes each", flush=True)
    with _nginx(root, data) as plain, web() as ours:
        key = make_api_key(person, "benchmark")
        for clients in CLIENTS:
            bare = _asked(data, plain, [f"/{name}" for name in names], clients, {})
            served = _asked(
                data,
                ours,
                [f"/api/v1/grid/tiles/{name}" for name in names],
                clients,
                {"Authorization": f"Bearer {key}"},
            )
            for what, (rate, half, late) in (("nginx", bare), ("program", served)):
                print(f"{clients:3} clients  {what:8} {rate:9.0f} a second  half {half:7.2f} ms  95 % {late:7.2f} ms")
            print(f"{clients:3} clients  nginx gives {bare[0] / served[0]:.0f} times as many")


def _addresses(size: int) -> list[tuple[int, int, int]]:
    from nettmelding.grid import cells

    chance = random.Random(5)
    side = grid._side(size)
    found = []
    for _place in range(PLACES):
        number = chance.randrange(size // grid.PER_SUBSTATION)
        x, y = cells.tile(cells.at(grid.NORTH + number // side * 0.003, grid.EAST + number % side * 0.006 + 0.001))
        zoom = chance.choice([16, 16, 16, 15, 14])
        found.append((zoom, x >> (16 - zoom), y >> (16 - zoom)))
    return list(dict.fromkeys(found))


_PATHS = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"


@contextmanager
def _nginx(root: Path, data: Path) -> Iterator[str]:
    """nginx over the folder, with the compressed files beside the plain ones, until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = data / "nginx.conf"
    config.write_text(
        f"user {getpass.getuser()}; worker_processes 2; daemon off; pid {data}/nginx.pid; error_log {data}/nginx.log;\n"
        f"events {{ worker_connections 256; }}\n"
        f"http {{ access_log off; client_body_temp_path {data}/t1; proxy_temp_path {data}/t2; fastcgi_temp_path {data}/t3;\n"
        f"uwsgi_temp_path {data}/t4; scgi_temp_path {data}/t5;\n"
        f"server {{ listen 127.0.0.1:{port}; root {root}; gzip_static on; }} }}\n"
    )
    nginx = shutil.which("nginx", path=_PATHS)
    assert nginx
    process = subprocess.Popen([nginx, "-c", str(config)])
    try:
        for _attempt in range(100):
            with socket.socket() as ready:
                if ready.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _asked(
    data: Path, base: str, paths: list[str], clients: int, headers: dict[str, str]
) -> tuple[float, float, float]:
    """Answers a second, and half and 95 % of them within so many ms."""
    script = data / "ask.lua"
    sent = {"Accept-Encoding": "gzip", **headers}
    script.write_text(
        _LUA
        % (
            ", ".join(map(json.dumps, paths)),
            ", ".join(f'["{name}"]={json.dumps(text)}' for name, text in sent.items()),
        )
        + 'done = function(summary, latency) io.write(string.format("FOUND %f %f %f %d\\n", '
        "summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000, "
        "summary.errors.status + summary.errors.read + summary.errors.timeout)) end\n"
    )
    command = ["wrk", "-t1", f"-c{clients}", f"-d{SECONDS}s", "--timeout", "30s", "-s", str(script), base]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"FOUND (\S+) (\S+) (\S+) (\d+)", told)
    if found is None or int(found[4]):
        raise SystemExit(f"not all were answered as they should be:\n{told}")
    return float(found[1]), float(found[2]), float(found[3])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(int(sys.argv[1]))
    else:
        sys.exit(main())
