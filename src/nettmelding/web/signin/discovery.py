"""Asking a provider of sign-in about itself, and saying in words what is wrong (OpenID Connect Discovery 1.0)."""

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.utils.translation import gettext as _

from nettmelding.core.db import forbid_in_transaction
from nettmelding.core.settings import env
from nettmelding.organisations.sign_on import address_problem

SECONDS = 5.0
MOST_BYTES = 200_000
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")


@dataclass(frozen=True, slots=True)
class Found:
    """What the try came to: `problem` is a sentence, empty where all is well; `facts` are what was seen."""

    problem: str = ""
    facts: Sequence[str] = ()


def look(issuer: str) -> Found:
    """Fetch the discovery document below a provider's address."""
    forbid_in_transaction("asking a provider")
    issuer = issuer.strip().rstrip("/")
    problem = address_problem(issuer) or inside(issuer)
    if problem:
        return Found(problem)
    try:
        answer = httpx.get(f"{issuer}/.well-known/openid-configuration", timeout=SECONDS, follow_redirects=False)
    except httpx.TimeoutException:
        return Found(_("Tilbyderen svarte ikke innen fem sekunder."))
    except httpx.HTTPError:
        return Found(_("Vi får ikke kontakt med adressen. Se etter skrivefeil."))
    if answer.status_code != 200:
        return Found(
            _("Adressen svarer, men har ingen beskrivelse av innlogging (svar %(status)s). Se etter skrivefeil.")
            % {"status": answer.status_code}
        )
    return _read(issuer, answer)


def _read(issuer: str, answer: httpx.Response) -> Found:
    try:
        said: dict[str, Any] = answer.json() if len(answer.content) < MOST_BYTES else {}
    except ValueError:
        said = {}
    if not isinstance(said, dict) or not said:
        return Found(_("Adressen svarer med noe annet enn en beskrivelse av innlogging."))
    if str(said.get("issuer", "")).rstrip("/") != issuer:
        return Found(
            _("Tilbyderen kaller seg %(issuer)s. Skriv den adressen i stedet.") % {"issuer": said.get("issuer", "?")}
        )
    if missing := [name for name in _NEEDED if not said.get(name)]:
        return Found(_("Beskrivelsen mangler %(names)s.") % {"names": ", ".join(missing)})
    if "code" not in said.get("response_types_supported", ["code"]):
        return Found(_("Tilbyderen har ikke slått på innlogging med kode (response_type «code»)."))
    return Found(
        facts=(
            _(
                "Tilbyderen svarer og har det som trengs. Om klient-ID og hemmelighet stemmer, viser seg når noen logger inn."
            ),
        )
    )


def inside(issuer: str) -> str:
    """Our own network is no provider: the program must not be made to knock there."""
    host = urlsplit(issuer).hostname or ""
    try:
        found = {ipaddress.ip_address(info[4][0]) for info in socket.getaddrinfo(host, None)}
    except (OSError, ValueError):
        return str(_("Vi finner ikke adressen. Se etter skrivefeil."))
    if env.oidc_loopback or all(one.is_global for one in found):
        return ""
    return str(_("Adressen er ikke på det åpne internettet."))
