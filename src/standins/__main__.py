"""Start every stand-in in one process: `python -m standins --ports-file FILE --data FOLDER`."""

import argparse
import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from standins import (
    addresses,
    companies,
    contractor_register,
    customer_system,
    maskinporten,
    persons,
    place_names,
    sms,
    tiles,
    world,
)
from standins.addressbook import HOST, NAMES, Addressbook
from standins.faults import Fault
from standins.mail import pages
from standins.mail.smtp import protocol
from standins.mail.store import Store


class _Server(uvicorn.Server):
    """A server that leaves signals to the process, which has several."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def main(arguments: list[str] | None = None) -> int:
    """Run until SIGINT, SIGTERM or, when asked for, the end of stdin. 1 where a port is busy."""
    options = _options(arguments)
    options.data.mkdir(parents=True, exist_ok=True)
    try:
        sockets = {name: _listen(options.port.get(name, 0)) for name in NAMES}
    except OSError as error:
        sys.stderr.write(f"standins: {error}\n")
        return 1
    asyncio.run(_run(options, sockets))
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m standins",
        description=__doc__,
        epilog="Example: python -m standins --ports-file ports.json --data data/standins --port mail=8025",
    )
    parser.add_argument("--ports-file", type=Path, required=True, help="where to write addresses when all are up")
    parser.add_argument("--data", type=Path, required=True, help="folder for caught e-mail and register files")
    parser.add_argument("--key-file", type=Path, help="Maskinporten key of the client, made where missing")
    parser.add_argument(
        "--port",
        action=_PortAction,
        default={},
        metavar="NAME=NUMBER",
        help=f"a fixed port for one of: {', '.join(NAMES)}",
    )
    parser.add_argument("--stop-with-stdin", action="store_true", help="stop when the starter goes away")
    return parser.parse_args(arguments)


class _PortAction(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):  # type: ignore[no-untyped-def]
        name, _, number = str(values).partition("=")
        if name not in NAMES or not number.isdigit():
            parser.error(f"--port wants NAME=NUMBER with NAME one of {', '.join(NAMES)}")
        setattr(namespace, self.dest, {**getattr(namespace, self.dest), name: int(number)})


def _listen(port: int) -> socket.socket:
    """A listening socket on loopback; port 0 lets the system choose."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((HOST, port))
    except OSError as error:
        bound.close()
        raise OSError(f"port {port} is busy or not allowed ({error.strerror})") from error
    bound.listen(256)
    return bound


async def _run(options: argparse.Namespace, sockets: dict[str, socket.socket]) -> None:
    there = world.load()
    key_file = (options.key_file or options.data / "maskinporten.pem").resolve()
    contractors_file = (options.data / "elvirksomhetsregisteret.csv").resolve()
    contractor_register.write_csv(there, contractors_file)
    book = Addressbook(
        ports={name: bound.getsockname()[1] for name, bound in sockets.items()},
        key_file=str(key_file),
        contractors_file=str(contractors_file),
    )
    tokens = maskinporten.Maskinporten(maskinporten.ensure_key(key_file), frozenset({persons.SCOPE}))
    tokens.issuer = book.root("maskinporten") + "/"
    store = Store(options.data / "mail.sqlite3")
    mail_fault = Fault()
    apps: dict[str, ASGIApp] = {
        "companies": companies.create(there, Fault()),
        "persons": persons.create(there, Fault(), tokens.token_is_good),
        "maskinporten": maskinporten.create(tokens, Fault()),
        "addresses": addresses.create(there, Fault()),
        "place_names": place_names.create(there, Fault()),
        "tiles": tiles.create(Fault()),
        "mail": pages.create(store, mail_fault),
        "sms": sms.create(store, Fault()),
        "customer_system": customer_system.create(there, Fault()),
    }
    servers = {name: _Server(_config(app)) for name, app in apps.items()}
    loop = asyncio.get_running_loop()
    smtp = await loop.create_server(lambda: protocol(store, mail_fault), sock=sockets["smtp"])
    stopped = _stop_event(loop, options.stop_with_stdin)
    serving = [asyncio.create_task(server.serve([sockets[name]])) for name, server in servers.items()]
    book.write(options.ports_file)
    await stopped.wait()
    for server in servers.values():
        server.should_exit = server.force_exit = True
    smtp.close()
    await asyncio.gather(*serving)


def _config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(app, log_level="error", lifespan="off", access_log=False, ws="none")


def _stop_at_end_of_stdin(stopped: asyncio.Event) -> Callable[[], None]:
    def look() -> None:
        if not os.read(sys.stdin.fileno(), 1024):
            stopped.set()

    return look


def _stop_event(loop: asyncio.AbstractEventLoop, with_stdin: bool) -> asyncio.Event:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    if with_stdin:
        loop.add_reader(sys.stdin.fileno(), _stop_at_end_of_stdin(stopped))
    return stopped


if __name__ == "__main__":
    sys.exit(main())
