"""Guessing at passwords is slowed by account and by address, without a way to lock somebody else out.

Three counts, all of failures in a sliding window (the rates are `ACCOUNT_RATE_LIMITS`):

- `login_failed`: by address, and by account and address together. A guesser stops here.
- `login_failed_account`: by account, from all addresses. It stops a guesser with many addresses. It would shut the owner out as
  well, so it does not count for a browser in which the account has been signed in to before.
- `login_failed_known`: by account and such a browser, in place of the two others. The browser shows a signed cookie.

An owner with a new browser while somebody guesses from everywhere still has passkey and "Glemt passord", which are not counted
here. The way and its reasons are OWASP's, "Slow down online guessing attacks with device cookies".
"""

import secrets
from collections.abc import Mapping

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

COOKIE = "kjent"
COOKIE_SECONDS = 60 * 60 * 24 * 365
MOST_PEOPLE = 8
"""How many accounts one browser is known for."""
_SALT = "accounts.guessing"
_APP = "allauth.account"


class Usage:
    """What an attempt was counted as; taken back when it was no failure."""

    def __init__(self, parts: list[ratelimit.RateLimitUsage]) -> None:
        self.parts = parts

    def rollback(self) -> None:
        for part in self.parts:
            part.rollback()


def count(request: HttpRequest, account: str) -> Usage | None:
    """Count an attempt at an account (`finding.account_key`). None where there have been too many."""
    nonce = _known(request).get(account)
    if nonce:
        wanted = [("login_failed_known", f"{account}|{nonce}")]
    else:
        address = get_adapter(request).get_client_ip(request)
        wanted = [("login_failed", f"{account}|{address}"), ("login_failed_account", account)]
    parts: list[ratelimit.RateLimitUsage] = []
    for action, key in wanted:
        part = ratelimit.consume(request, app=_APP, action=action, key=key)
        if part is None:
            Usage(parts).rollback()
            return None
        parts.append(part)
    return Usage(parts)


def remember(request: HttpRequest, response: HttpResponseBase, account: str) -> None:
    """Let the browser be known for an account that is signed in in it."""
    known = _known(request)
    if account in known:
        return
    kept = [*known.items()][-(MOST_PEOPLE - 1) :]
    value = signing.dumps(dict([*kept, (account, secrets.token_urlsafe(12))]), salt=_SALT, compress=True)
    response.set_cookie(
        COOKIE,
        value,
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _known(request: HttpRequest) -> Mapping[str, str]:
    """Nonces by account, from the cookie; empty where there is none or it is not ours."""
    try:
        kept: dict[str, str] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=COOKIE_SECONDS)
    except signing.BadSignature:
        return {}
    return kept
