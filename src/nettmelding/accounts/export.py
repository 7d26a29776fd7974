"""What is stored about a person, for themselves (GDPR articles 15 and 20).

Each room says what it keeps; the list is in `config/exports.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import import_string

from nettmelding.accounts.models import User
from nettmelding.accounts.wishes import WISHES


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of thing that is kept. `read` answers JSON values; `why` is the reason as the person reads it."""

    code: str
    title: str | Promise
    why: str | Promise
    read: Callable[[User], Any]


def everything(user: User) -> Mapping[str, Any]:
    """All of it, by code, with title and reason."""
    return {one.code: {"hva": str(one.title), "hvorfor": str(one.why), "innhold": one.read(user)} for one in kinds()}


def kinds() -> Iterable[Kept]:
    """The kinds, from the list that the rooms are put together in."""
    listed: Iterable[Kept] = import_string("nettmelding.config.exports.KEPT")
    return listed


def account(user: User) -> dict[str, Any]:
    """The person's own row and how they sign in; no secrets."""
    from allauth.mfa.models import Authenticator
    from allauth.usersessions.models import UserSession

    return {
        "navn": user.name,
        "e-post": user.email,
        "brukernavn": user.username,
        "mobil": user.mobile,
        "mobil bekreftet": user.mobile_confirmed_at,
        "språk": user.language,
        "laget": user.created_at,
        "sist sett": user.seen_at,
        "varsler": {str(wish.text): user.mails.get(wish.code, True) for wish in WISHES},
        "passnøkler og kodeapp": [
            {"slag": one.type, "laget": one.created_at, "sist brukt": one.last_used_at}
            for one in Authenticator.objects.filter(user=user)
        ],
        "innlogginger": [
            {"nettleser": one.user_agent, "adresse": one.ip, "fra": one.created_at, "sist sett": one.last_seen_at}
            for one in UserSession.objects.filter(user=user)
        ],
    }
