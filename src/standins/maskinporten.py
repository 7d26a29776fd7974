"""Stand-in for Maskinporten: a signed JWT grant (RFC 7523) in, a bearer token out.

Rules of the grant as docs.digdir.no/docs/Maskinporten/maskinporten_protocol_jwtgrant has them: `aud` is the
issuer's identifier and not the token address, `exp - iat` at most 120 s, `iat` at most 10 s ahead, a grant is
used once.
"""

import secrets
import time
from pathlib import Path
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from standins import faults

GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
CLIENT_ID = "nettmelding-demo"
TOKEN_SECONDS = 119
LONGEST_GRANT_SECONDS = 120
CLOCK_SKEW_SECONDS = 10


def ensure_key(path: Path) -> str:
    """The client's private key: made at `path` (PEM, readable by its owner) where missing. Returns its public
    key, PEM."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        path.touch(mode=0o600)
        path.write_bytes(
            fresh.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return public.decode()


class Maskinporten:
    """Issues tokens to one registered client, for the scopes it is registered with."""

    def __init__(self, public_key: str, scopes: frozenset[str]) -> None:
        self.public_key = public_key
        self.scopes = scopes
        self.issuer = ""
        """The issuer's identifier, `http://127.0.0.1:PORT/`; set when the port is known."""
        self.issued = 0
        self._tokens: dict[str, tuple[str, float]] = {}
        self._used: set[str] = set()

    def token_is_good(self, token: str, scope: str) -> bool:
        """Whether the token was issued for the scope and still holds."""
        granted, until = self._tokens.get(token, ("", 0.0))
        return scope in granted.split() and time.time() < until

    def grant(self, assertion: str) -> dict[str, object]:
        """The answer to a valid grant; `jwt.InvalidTokenError` says what is wrong with another."""
        claims = jwt.decode(
            assertion,
            self.public_key,
            algorithms=["RS256", "RS384", "RS512"],
            audience=self.issuer,
            issuer=CLIENT_ID,
            leeway=CLOCK_SKEW_SECONDS,
            options={"require": ["aud", "iss", "iat", "exp", "scope"]},
        )
        if claims["exp"] - claims["iat"] > LONGEST_GRANT_SECONDS:
            raise jwt.InvalidTokenError("exp is more than 120 seconds after iat")
        if not set(claims["scope"].split()) <= self.scopes:
            raise jwt.InvalidTokenError("the client is not registered with the scope")
        if claims.get("jti") in self._used:
            raise jwt.InvalidTokenError("the grant has been used before")
        self._used.add(claims.get("jti", secrets.token_hex(8)))
        token = secrets.token_urlsafe(32)
        self._tokens[token] = (claims["scope"], time.time() + TOKEN_SECONDS)
        self.issued += 1
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": claims["scope"],
        }


def create(maskinporten: Maskinporten, fault: faults.Fault) -> Starlette:
    """Maskinporten as an ASGI application: `POST /token`."""

    async def token(request: Request) -> Response:
        form = parse_qs((await request.body()).decode())
        if form.get("grant_type") != [GRANT]:
            return _error("unsupported_grant_type", f"grant_type must be {GRANT}")
        try:
            return JSONResponse(maskinporten.grant(form.get("assertion", [""])[0]))
        except jwt.InvalidTokenError as error:
            return _error("invalid_grant", f"Invalid assertion. {error}")

    return Starlette(
        routes=[faults.route(fault), Route("/token", token, methods=["POST"])],
        middleware=[Middleware(faults.FaultMiddleware, fault=fault)],
    )


def _error(code: str, description: str) -> Response:
    return JSONResponse({"error": code, "error_description": description}, status_code=400)
