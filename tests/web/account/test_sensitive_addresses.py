"""Which acts ask for sign-in again: a list of their addresses, each opened by somebody who signed in long ago."""

from uuid import uuid4

import pytest
from django.urls import reverse

from nettmelding.accounts.models import User
from nettmelding.organisations.models import Invitation, Membership
from tests.web.conftest import ADMINISTRATOR

pytestmark = pytest.mark.django_db(databases="__all__")

SENSITIVE = (
    "admin:second-factor",
    "admin:sign-on",
    "admin:change-rights",
    "admin:new-key",
    "admin:new-person",
    "admin:import-people",
    "admin:take-in-people",
    "admin:invitation",
    "admin:send-invitation",
    "admin:person-roles",
    "admin:delete-person",
    "admin:person-lost",
    "admin:undo-delete-person",
    "own_address",
    "own_mobile",
    "own_export",
    "own_delete",
    "own_connect",
    "own_disconnect",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
)
"""Roles, people, keys, how one signs in, and what is stored about oneself."""


@pytest.mark.parametrize("name", SENSITIVE)
def test_it_asks_who_signed_in_long_ago(name: str, as_user, lately) -> None:  # type: ignore[no-untyped-def]
    client = lately(as_user(ADMINISTRATOR), ago=601)
    address = _address(name)
    answer = client.get(address)
    if answer.status_code == 405 or name.endswith("change-rights"):
        answer = client.post(address)
    assert answer.status_code == 302, name
    assert "/konto/bekreft-deg" in answer.headers["Location"]


def _address(name: str) -> str:
    member = Membership.objects.get(user__email="montor@eksempelelektro.example")
    invited = Invitation.objects.create(
        organisation=member.organisation,
        name="Nina Ny",
        email="nina@ny.example",
        roles=["fitter"],
        token_hash=uuid4().hex,
        expires_at=member.created_at,
        invited_by=User.objects.get(email=ADMINISTRATOR),
    )
    ids = {"invitation": [invited.id], "send-invitation": [invited.id]}
    ids |= {key: [member.id] for key in ("person-roles", "delete-person", "person-lost", "undo-delete-person")}
    ids |= {"own_connect": ["firma-eksempelnett"], "own_disconnect": [1]}
    return reverse(name, args=ids.get(name.removeprefix("admin:"), []))
