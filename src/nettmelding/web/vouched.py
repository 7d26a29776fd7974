"""A session that a company's own provider has begun, and nobody else has vouched for.

The company decides what its provider says. So such a session acts for that company only, and changes nothing of the account of
a person who belongs to others too, until they have shown by their own password, passkey or code that it is them.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse

from nettmelding.organisations import sign_on
from nettmelding.organisations.models import Membership

_ACCOUNT = "/konto/"
_OPEN = (
    "account_login",
    "account_logout",
    "account_sign_in_by_",
    "account_reset_password",
    "account_reauthenticate",
    "account_confirm_address",
    "demonstration_login",
    "openid_connect_",
    "own_confirm",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_login",
)
"""What the names of the account's pages begin with that lead in or out, and change nothing of it."""


def providers_of(request: HttpRequest) -> frozenset[str]:
    """The companies' providers that alone vouch for the session; none where the person has shown it themselves."""
    records = get_authentication_records(request, request.user)
    named = {str(one.get("provider", "")) for one in records}
    return frozenset(named) if all(sign_on.is_companys(name) for name in named) else frozenset()


def carried(request: HttpRequest, memberships: Sequence[Membership]) -> list[Membership]:
    """Those of a person's memberships that the session may act for."""
    providers = providers_of(request)
    return [one for one in memberships if not providers or sign_on.provider_id(one.organisation) in providers]


def closed(request: HttpRequest, memberships: Sequence[Membership], slug: str) -> str:
    """Where the person shows that it is them before this opens; empty where the way is open.

    `memberships`: all of them, also those that the session does not carry.
    """
    providers, user_id = providers_of(request), request.user.pk
    if not providers or user_id is None or _leads_in_or_out(request.path_info):
        return ""
    asked_for = [sign_on.provider_id(one.organisation) for one in memberships if one.organisation.slug == slug]
    other_company = any(provider not in providers for provider in asked_for)
    own_account = request.path_info.startswith(_ACCOUNT) and sign_on.belongs_elsewhere(user_id, providers)
    return _own_way(request) if other_company or own_account else ""


def _leads_in_or_out(path: str) -> bool:
    if not path.startswith(_ACCOUNT):
        return False
    try:
        return str(resolve(path).url_name).startswith(_OPEN)
    except Resolver404:
        return True


def _own_way(request: HttpRequest) -> str:
    onward = {"next": request.get_full_path() if request.method == "GET" else "/"}
    if get_adapter().get_reauthentication_methods(request.user):
        return f"{reverse('account_reauthenticate')}?{urlencode(onward)}"
    return f"{reverse('own_confirm')}?{urlencode({**onward, 'own': '1'})}"
