"""Somebody has lost a device: their administrator signs them out and takes the second factor away, and nobody else does."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from nettmelding.accounts.models import User
from nettmelding.audit.models import Event
from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotAllowed, NotFound, Refused
from nettmelding.messages.models import Message
from nettmelding.organisations import lost_devices
from nettmelding.organisations.models import Membership, Organisation
from tests.sessions import Steady

pytestmark = pytest.mark.django_db(databases="__all__")
FITTER, COLLEAGUE = "montor@eksempelelektro.example", "saksbehandler@eksempelelektro.example"


@pytest.fixture
def administrator(actor: Callable[[str], Actor]) -> Actor:
    return actor("admin@eksempelelektro.example")


@pytest.fixture
def fitter(administrator: Actor) -> Membership:
    """With a code app and recovery codes."""
    found = Membership.objects.select_related("user").get(user__email=FITTER)
    TOTP.activate(found.user, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(found.user)
    return found


def test_signing_out_ends_every_browser_and_is_recorded_and_told(administrator: Actor, fitter: Membership) -> None:
    phone, desk, colleague = (Steady(User.objects.get(email=email)) for email in (FITTER, FITTER, COLLEAGUE))
    lost_devices.sign_out(administrator, fitter.id)
    assert [phone.holds, desk.holds, colleague.holds] == [False, False, True]
    assert Event.objects.get(subject_id=fitter.id).action == "signed_out"
    told = Message.objects.get(kind="signed_out")
    assert told.to_address == FITTER
    assert f"{administrator.name} hos Eksempel Elektro" in told.text
    assert Authenticator.objects.filter(user=fitter.user).count() == 2


def test_taking_the_second_factor_away_takes_all_of_it_and_signs_out(administrator: Actor, fitter: Membership) -> None:
    phone = Steady(fitter.user)
    lost_devices.remove_second_factor(administrator, fitter.id)
    assert not Authenticator.objects.filter(user=fitter.user).exists()
    assert not phone.holds
    assert Event.objects.get(subject_id=fitter.id).action == "second_factor_removed"
    assert "har fjernet passnøkler" in Message.objects.get(kind="second_factor_removed").text
    with pytest.raises(Refused):
        lost_devices.remove_second_factor(administrator, fitter.id)


def test_one_who_works_for_another_company_too_does_it_themselves(administrator: Actor, fitter: Membership) -> None:
    other = Organisation.objects.get(slug="prove-installasjon")
    Membership.objects.create(user=fitter.user, organisation=other, roles=["fitter"])
    for deed in (lost_devices.sign_out, lost_devices.remove_second_factor):
        with pytest.raises(Refused, match="selv under Min side"):
            deed(administrator, fitter.id)
    assert Authenticator.objects.filter(user=fitter.user).count() == 2


def test_nobody_does_it_to_themselves_or_to_one_who_has_left(administrator: Actor, fitter: Membership) -> None:
    oneself = Membership.objects.get(user__email="admin@eksempelelektro.example")
    with pytest.raises(Refused, match="deg selv"):
        lost_devices.sign_out(administrator, oneself.id)
    Membership.objects.filter(pk=fitter.pk).update(ended_at=fitter.created_at)
    with pytest.raises(Refused, match="slettet"):
        lost_devices.sign_out(administrator, fitter.id)


def test_only_the_companys_own_administrator_does_it(
    actor: Callable[[str], Actor], electrician: Actor, fitter: Membership
) -> None:
    with pytest.raises(NotAllowed):
        lost_devices.remove_second_factor(electrician, fitter.id)
    with pytest.raises(NotFound):
        lost_devices.remove_second_factor(actor("admin@proveinstallasjon.example"), fitter.id)
    assert Authenticator.objects.filter(user=fitter.user).count() == 2
