"""What must be done before anything else opens: a table, asked once a request by `acting.ActingMiddleware`."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest
from django.urls import reverse

from nettmelding.accounts.second_factor import has_second_factor, provider_says_one_factor, used_second_factor
from nettmelding.organisations.models import Membership
from nettmelding.organisations.sign_on import provider_id


@dataclass(frozen=True, slots=True)
class Gate:
    """`closed`: whether it is, for a request and the membership acted for (None where none is chosen). `leads_to`: a url name."""

    closed: Callable[[HttpRequest, Membership | None], bool]
    leads_to: str


def _temporary_password(request: HttpRequest, member: Membership | None) -> bool:
    return bool(request.user.is_authenticated and request.user.must_change_password)


def _wants_more(request: HttpRequest, member: Membership | None) -> bool:
    """Whether the company wants a second factor and this session has shown none.

    Its own provider's word is enough, unless it says itself that it asked for a password only.
    """
    if member is None:
        return False
    settings = getattr(member.organisation, "company_settings", None)
    if settings is None or not settings.second_factor_required or used_second_factor(request):
        return False
    provider = provider_id(member.organisation)
    records = get_authentication_records(request, request.user)
    if not any(one.get("provider") == provider for one in records):
        return True
    return provider_says_one_factor(request.user, provider)  # type: ignore[arg-type]


def _has_none(request: HttpRequest, member: Membership | None) -> bool:
    return _wants_more(request, member) and not has_second_factor(request.user)  # type: ignore[arg-type]


GATES = (
    Gate(_temporary_password, "account_must_change_password"),
    Gate(_has_none, "mfa_index"),
    Gate(_wants_more, "mfa_reauthenticate"),
)
"""In order: the first that is closed is led to."""

_OPEN = ("/konto/", "/sprak", "/utseende", "/static/", "/health", "/ready")
"""What is reached through a closed gate: signing in and out, one's own account, how the pages look."""
_OPEN_WITH_TEMPORARY = ("/konto/passord/eget", "/konto/logg-ut", "/konto/logg-inn", "/sprak", "/utseende", "/static/")


def closed(request: HttpRequest, member: Membership | None) -> str:
    """The address a request is led to; empty where the way is open."""
    gate = next((one for one in GATES if one.closed(request, member)), None)
    if gate is None:
        return ""
    is_open = _OPEN_WITH_TEMPORARY if gate is GATES[0] else _OPEN
    if request.path_info.startswith(is_open):
        return ""
    return f"{reverse(gate.leads_to)}?{urlencode({'next': request.get_full_path()})}"
