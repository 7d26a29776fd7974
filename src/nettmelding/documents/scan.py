"""The virus check: ClamAV's daemon over TCP, by its INSTREAM command (clamd(8))."""

import socket
import struct
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nettmelding.core.db import forbid_in_transaction
from nettmelding.core.errors import Unavailable
from nettmelding.core.settings import env
from nettmelding.documents import refusals
from nettmelding.documents.models import Scan

_CHUNK = 64 * 1024
_LONGEST_ANSWER = 4096


@dataclass(frozen=True, slots=True)
class Scanner:
    """Where clamd listens. An empty `host` means that no scanner is set up."""

    host: str
    port: int
    timeout: float = 30.0
    """Seconds to wait for each step."""


def from_settings() -> Scanner:
    return Scanner(env.clamav_host, env.clamav_port)


def scan(data: bytes, scanner: Scanner) -> Scan:
    """Let the scanner look at the file.

    Raises Invalid naming the virus where it finds one, Unavailable where it does not answer: an unchecked
    file is never kept where a check is set up.
    """
    if not scanner.host:
        return Scan.NOT_SCANNED
    forbid_in_transaction("a virus check")
    try:
        answer = _ask(data, scanner)
    except OSError:
        answer = ""
    verdict = answer.removeprefix("stream: ")
    if verdict.endswith(" FOUND"):
        raise refusals.infected(verdict.removesuffix(" FOUND"))
    if verdict != "OK":
        raise Unavailable("scanner_down", _("Virussjekken svarer ikke. Prøv igjen om litt."))
    return Scan.CLEAN


def _ask(data: bytes, scanner: Scanner) -> str:
    """The daemon's answer: `stream: OK`, `stream: NAME FOUND` or `… ERROR`."""
    with socket.create_connection((scanner.host, scanner.port), timeout=scanner.timeout) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK):
            chunk = data[start : start + _CHUNK]
            connection.sendall(struct.pack("!L", len(chunk)) + chunk)
        connection.sendall(struct.pack("!L", 0))
        answer = b""
        while len(answer) < _LONGEST_ANSWER and (part := connection.recv(_LONGEST_ANSWER)):
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
