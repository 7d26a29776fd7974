"""HTTP to an outside register: time limits, retries of what is safe to repeat, a breaker, a short cache,
plain words."""

import hashlib
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import httpx
import stamina
from django.core.cache import cache
from django.utils.translation import gettext as _

from nettmelding.core.db import forbid_in_transaction
from nettmelding.core.errors import Refused, Unavailable
from nettmelding.registers.breaker import Breaker

log = logging.getLogger(__name__)
logging.getLogger("httpx").setLevel(logging.WARNING)  # at INFO it logs whole addresses, with names and birth dates

CONNECT_SECONDS = 2.0
READ_SECONDS = 6.0
ATTEMPTS = 3
ALL_ATTEMPTS_SECONDS = 15.0
_TOO_MANY = 429
_REFUSED = (401, 403)
_SERVER_ERROR = 500


class RegisterDown(Unavailable):
    """The register does not answer, or answers what nobody understands."""

    def __init__(self, register: str) -> None:
        super().__init__(
            "register_down",
            _(
                "%(register)s svarer ikke nå. Prøv igjen om litt, eller gå videre: "
                "da merkes feltet «ikke bekreftet», og vi slår opp igjen senere."
            )
            % {"register": register},
        )
        self.register = register


class RegisterSaysNo(Refused):
    """The register answers that it will not answer this. `reason` is its own words."""

    def __init__(self, register: str, reason: str, status: int) -> None:
        words = _("%(register)s avviste oppslaget.") % {"register": register}
        super().__init__("register_says_no", f"{words} {reason}".strip())
        self.register = register
        self.reason = reason
        self.answered = status


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer below 500 that is neither 401, 403 nor 429. `body` is the parsed JSON, None where there is
    none."""

    status: int
    body: Any


class _MayPass(Exception):
    """A failure that may be over in a moment."""


class HttpRegister:
    """One outside register. `key` names it in the cache, `name` on the screen; `base_url` has no slash at the
    end."""

    def __init__(self, key: str, name: str, base_url: str) -> None:
        self.name = name
        self.base_url = base_url.rstrip("/")
        self._key = f"{key}:{_digest(self.base_url)}"
        self._breaker = Breaker(self._key)

    def get(
        self,
        path: str,
        params: Mapping[str, str | int | float | list[str]] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        cache_seconds: int = 0,
        seconds: float | None = None,
    ) -> Reply:
        """GET, repeated a few times with growing pauses. Raises `RegisterDown` and `RegisterSaysNo`.

        With `cache_seconds` the answer is kept so long, for everybody: only for open registers.
        With `seconds` it is asked once and waited for no longer: somebody sits and waits.
        """
        forbid_in_transaction("HTTP")
        kept_at = f"register:{self._key}:{_digest(path + repr(sorted((params or {}).items())))}"
        if cache_seconds and (kept := cache.get(kept_at)) is not None:
            return Reply(*kept)
        request = _client(os.getpid()).build_request(
            "GET",
            self.base_url + path,
            params=dict(params or {}),
            headers=dict(headers or {}),
            timeout=seconds or httpx.USE_CLIENT_DEFAULT,
        )
        reply = self._guarded(request, attempts=1 if seconds else ATTEMPTS)
        if cache_seconds:
            cache.set(kept_at, (reply.status, reply.body), cache_seconds)
        return reply

    def post_form(self, path: str, form: Mapping[str, str]) -> Reply:
        """POST of a form, once: what it does may not be safe to repeat."""
        forbid_in_transaction("HTTP")
        request = _client(os.getpid()).build_request("POST", self.base_url + path, data=dict(form))
        return self._guarded(request, attempts=1)

    def post_json(self, path: str, body: Mapping[str, Any], *, once: str, headers: Mapping[str, str]) -> Reply:
        """POST of JSON under an idempotency key, repeated as `get`: the other side does it once."""
        forbid_in_transaction("HTTP")
        sent = {**headers, "Idempotency-Key": once}
        request = _client(os.getpid()).build_request("POST", self.base_url + path, json=dict(body), headers=sent)
        return self._guarded(request, attempts=ATTEMPTS)

    def _guarded(self, request: httpx.Request, attempts: int) -> Reply:
        """Send behind the breaker; a register without an address in the settings is down."""
        if not self.base_url or self._breaker.is_open():
            raise RegisterDown(self.name)
        try:
            for attempt in stamina.retry_context(
                on=_MayPass,
                attempts=attempts,
                timeout=ALL_ATTEMPTS_SECONDS,
                wait_initial=0.1,
                wait_max=2.0,
                wait_jitter=0.1,
            ):
                with attempt:
                    reply = self._send(request)
        except _MayPass as failure:
            log.warning("%s: %s", self._key, failure)
            self._breaker.failed()
            raise RegisterDown(self.name) from failure
        self._breaker.worked()
        return reply

    def _send(self, request: httpx.Request) -> Reply:
        try:
            response = _client(os.getpid()).send(request)
        except httpx.TransportError as failure:
            raise _MayPass(type(failure).__name__) from failure
        status = response.status_code
        if status >= _SERVER_ERROR or status == _TOO_MANY:
            raise _MayPass(f"answered {status}")
        try:
            body = response.json() if response.content else None
        except ValueError as failure:
            if response.is_success:
                raise _MayPass("answered what is not JSON") from failure
            body = None
        if status in _REFUSED:
            self._breaker.worked()
            raise RegisterSaysNo(self.name, reason_of(body), status)
        return Reply(status, body)


def reason_of(body: Any) -> str:
    """The register's own words in an error, for the forms the registers use; empty where it has none."""
    if not isinstance(body, dict):
        return ""
    found = [
        problem.get("feilmelding", "") for problem in body.get("valideringsfeil") or [] if isinstance(problem, dict)
    ]
    found += [body[name] for name in ("feilmelding", "melding", "error_description") if body.get(name)]
    return str(found[0]) if found else ""


@lru_cache(maxsize=4)
def _client(process: int) -> httpx.Client:
    """One pool of connections for each process: a pool does not survive a fork."""
    return httpx.Client(
        timeout=httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
        headers={"Accept": "application/json", "User-Agent": "nettmelding"},
        follow_redirects=False,
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
