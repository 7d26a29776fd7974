"""The providers of sign-in there are: each company's own, and one for everybody such as ID-porten."""

from dataclasses import dataclass

from allauth.socialaccount.models import SocialAccount, SocialApp
from django.http import HttpRequest

from nettmelding.accounts import secrets
from nettmelding.core.settings import env
from nettmelding.organisations import sign_on
from nettmelding.organisations.models import SingleSignOn

COMMON = "felles"
"""The id of the one for everybody."""
_KIND = "openid_connect"


@dataclass(frozen=True, slots=True)
class Provider:
    """One that a person can press."""

    id: str
    name: str
    account: SocialAccount | None = None


def common() -> list[Provider]:
    """The one for everybody, where the operator has set it up."""
    return [Provider(COMMON, env.oidc_name)] if env.oidc_issuer else []


def for_person(request: HttpRequest) -> list[Provider]:
    """What a person can connect to: the one for everybody, their companies' own, and what is connected already."""
    accounts = {one.provider: one for one in SocialAccount.objects.filter(user=request.user)}
    mine = {member.organisation_id for member in getattr(request, "memberships", ())}
    domain = (request.user.email or "").rpartition("@")[2]  # type: ignore[union-attr]
    rows = sign_on.switched_on()
    shown = common() + [
        Provider(row.provider_id, row.organisation.name)
        for row in rows
        if row.organisation_id in mine or domain in row.trusted or row.provider_id in accounts
    ]
    return [Provider(one.id, one.name, accounts.get(one.id)) for one in shown]


def apps() -> list[SocialApp]:
    """All of them, as allauth wants them; none is a row of its own tables."""
    found = [_company(row) for row in sign_on.switched_on()]
    if env.oidc_issuer:
        found.append(
            SocialApp(
                provider=_KIND,
                provider_id=COMMON,
                name=env.oidc_name,
                client_id=env.oidc_client_id,
                secret=env.oidc_client_secret,
                settings={"server_url": env.oidc_issuer, "scope": ["openid", "profile"], "fetch_userinfo": False},
            )
        )
    return found


def company_of(provider_id: str) -> SingleSignOn | None:
    """The company whose provider it is; None for the one for everybody."""
    return next((row for row in sign_on.switched_on() if row.provider_id == provider_id), None)


def _company(row: SingleSignOn) -> SocialApp:
    return SocialApp(
        provider=_KIND,
        provider_id=row.provider_id,
        name=row.organisation.name[:40],
        client_id=row.client_id,
        secret=secrets.decrypt(row.client_secret) if row.client_secret else "",
        settings={"server_url": row.issuer},
    )
