"""Maskinporten: a JWT grant (RFC 7523) signed with the organisation's key, for a bearer token.

The grant's claims as docs.digdir.no/docs/Maskinporten/maskinporten_protocol_jwtgrant has them.
"""

import base64
import hashlib
import json
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from django.utils.translation import gettext as _
from jwt.algorithms import RSAAlgorithm

from nettmelding.registers.http import HttpRegister, RegisterDown, RegisterSaysNo, reason_of

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
GRANT_SECONDS = 100
"""Maskinporten allows at most 120 from `iat` to `exp`."""
MARGIN_SECONDS = 15
"""A token is renewed so long before it ends."""
_OK = 200


@dataclass(frozen=True, slots=True)
class _Token:
    value: str
    until: float
    """On the monotonic clock."""


_kept: dict[tuple[str, str, str], _Token] = {}
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Maskinporten:
    """The organisation's client there. Tokens are kept in memory only, for all threads of the process."""

    base_url: str
    client_id: str
    key_file: Path
    """Private RSA key, PEM; its public half is registered at Maskinporten."""

    def token(self, scope: str) -> str:
        """A bearer token for the scope. Raises `RegisterDown` and `RegisterSaysNo`."""
        with _lock:
            kept = _kept.get(self._place(scope))
            if kept is None or kept.until < time.monotonic():
                kept = _kept[self._place(scope)] = self._fetch(scope)
            return kept.value

    def forget(self, scope: str) -> None:
        """Drop the token kept for the scope: the register did not take it."""
        with _lock:
            _kept.pop(self._place(scope), None)

    def _place(self, scope: str) -> tuple[str, str, str]:
        return self.base_url, self.client_id, scope

    def _fetch(self, scope: str) -> _Token:
        http = HttpRegister("maskinporten", _name(), self.base_url)
        reply = http.post_form("/token", {"grant_type": GRANT, "assertion": self._grant(scope)})
        if reply.status != _OK:
            raise RegisterSaysNo(http.name, reason_of(reply.body), reply.status)
        seconds = float(reply.body["expires_in"]) - MARGIN_SECONDS
        return _Token(str(reply.body["access_token"]), time.monotonic() + seconds)

    def _grant(self, scope: str) -> str:
        """Signed claims. `aud` is the issuer's identifier, which is the address with a slash, not the token
        address."""
        if not self.key_file.exists():
            raise RegisterDown(_name())
        now = int(time.time())
        claims = {
            "aud": self.base_url.rstrip("/") + "/",
            "iss": self.client_id,
            "scope": scope,
            "iat": now,
            "exp": now + GRANT_SECONDS,
            "jti": str(uuid.uuid4()),
        }
        key = self.key_file.read_bytes()
        return jwt.encode(claims, key, algorithm="RS256", headers={"kid": key_id(key)})


def _name() -> str:
    """What the user is told of: Maskinporten itself is nothing they know."""
    return _("Folkeregisterets pålogging")


def key_id(private_key: bytes) -> str:
    """The key's thumbprint (RFC 7638), which is the `kid` to register its public half with. `private_key`:
    RSA, PEM."""
    loaded = serialization.load_pem_private_key(private_key, password=None)
    if not isinstance(loaded, RSAPrivateKey):
        raise ValueError("the key for Maskinporten must be an RSA key")
    public = RSAAlgorithm.to_jwk(loaded.public_key(), as_dict=True)
    canonical = json.dumps({name: public[name] for name in ("e", "kty", "n")}, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest()).rstrip(b"=").decode()
