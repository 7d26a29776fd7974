"""What `nettmelding check` looks at, each part by itself and told in words."""

import shutil
import smtplib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db import DatabaseError, connection

from nettmelding.config.append_only import TABLES
from nettmelding.config.health import readiness
from nettmelding.core import append_only, clock
from nettmelding.core.settings import env
from nettmelding.declarations import keys

CONNECT_SECONDS = 3
LITTLE_SPACE_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    part: str
    ok: bool
    words: str


def findings() -> Iterator[Finding]:
    """Look at everything, in order."""
    for look in CHECKS:
        yield from look()


def _settings() -> Iterator[Finding]:
    yield Finding("settings", True, f"address {env.base_url}, data in {env.data_dir}")
    if not env.tls and not env.demo:
        yield Finding("settings", False, "the address is not https: cookies and HSTS are not protected")
    free = shutil.disk_usage(env.data_dir).free
    yield Finding("disk", free > LITTLE_SPACE_BYTES, f"{free / 1e9:.1f} GB free")


def _database() -> Iterator[Finding]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as problem:
        yield Finding("database", False, f"does not answer: {problem}")
        return
    yield Finding("database", True, f"{connection.vendor} answers")
    state = readiness()
    yield Finding("database", state["migrations"], "migrated" if state["migrations"] else "run: nettmelding setup")
    missing = append_only.missing(TABLES)
    words = f"missing: {', '.join(missing)}; run: nettmelding setup" if missing else "all there"
    yield Finding("triggers", not missing, words)
    yield Finding("worker", state["worker"], "seen lately" if state["worker"] else "not seen lately; is it running?")
    if connection.vendor == "sqlite":
        yield Finding("database", True, "one machine only; NETTMELDING_DATABASE_URL=postgresql://… moves past it")


def _registers() -> Iterator[Finding]:
    addresses = {
        "company register": env.company_register_url,
        "population register": env.person_register_url,
        "Maskinporten": env.maskinporten_url,
        "addresses": env.address_register_url,
        "place names": env.place_name_register_url,
    }
    for name, address in addresses.items():
        if not address:
            yield Finding(name, False, "no address is set")
        else:
            yield Finding(name, *_reached(address))


def _mail() -> Iterator[Finding]:
    try:
        with smtplib.SMTP(env.smtp_host, env.smtp_port, timeout=CONNECT_SECONDS) as server:
            server.noop()
        yield Finding("mail", True, f"{env.smtp_host}:{env.smtp_port} answers")
    except (OSError, smtplib.SMTPException) as problem:
        yield Finding("mail", False, f"{env.smtp_host}:{env.smtp_port} does not answer: {problem}")


def _seal() -> Iterator[Finding]:
    """The key that seals declarations; looking makes none."""
    if env.seal_is_own:
        yield Finding("seal", True, "no key is named: the program makes its own, which PDF readers do not know")
        return
    try:
        found = keys.authority()
    except keys.NoKey as problem:
        yield Finding("seal", False, str(problem))
        return
    until = found.not_valid_after_utc
    holds = until > clock.now()
    yield Finding("seal", holds, f"{found.subject.rfc4514_string()}, until {until:%Y-%m-%d}")


def _sms() -> Iterator[Finding]:
    if env.sms:
        yield Finding("SMS", *_reached(env.sms_url))
    else:
        yield Finding("SMS", True, "no gateway is set: nobody is asked for a mobile number to be confirmed")


def _reached(address: str) -> tuple[bool, str]:
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with socket.create_connection((parts.hostname or "", port), timeout=CONNECT_SECONDS):
            return True, f"{parts.netloc} answers"
    except OSError as problem:
        return False, f"{parts.netloc} does not answer: {problem}"


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (_settings, _database, _registers, _mail, _sms, _seal)
