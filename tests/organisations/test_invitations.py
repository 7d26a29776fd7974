"""From *Ny bruker* to a user: one link, used once, and what is said where it does not open."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from nettmelding.accounts.models import User
from nettmelding.audit.models import Event
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Role
from nettmelding.core.errors import Invalid, NotAllowed, NotFound, Refused, TooMany
from nettmelding.messages.models import Message
from nettmelding.organisations import invitations, people, welcome
from nettmelding.organisations.actors import memberships_of
from nettmelding.organisations.invitees import Somebody
from nettmelding.organisations.models import CompanySettings, Invitation, Membership
from nettmelding.organisations.people import State
from nettmelding.organisations.welcome import Standing

pytestmark = pytest.mark.django_db(databases="__all__")
GetActor = Callable[[str], Actor]
NEW = Somebody("Nina Nyansatt", "nina@eksempelelektro.example", "", (Role.FITTER.value,))
PASSWORD = "fire-blå-hester-på-taket"


@pytest.fixture
def administrator(actor: GetActor) -> Actor:
    return actor("admin@eksempelelektro.example")


def token_of(invitation: Invitation) -> str:
    """The secret in the newest message about an invitation."""
    message = Message.objects.filter(subject_id=invitation.id).order_by("-id")[0]
    found = re.search(r"/velkommen/([\w-]+)", message.text)
    assert found
    return found[1]


def sent(administrator: Actor, somebody: Somebody = NEW) -> tuple[Invitation, str]:
    invitation = invitations.send(administrator, invitations.invite(administrator, somebody).id)
    return invitation, token_of(invitation)


def wants_temporary_passwords(administrator: Actor) -> None:
    CompanySettings.objects.filter(pk=administrator.organisation_id).update(sign_in="temporary_password")


def temporary_password(invitation: Invitation) -> str:
    message = Message.objects.filter(subject_id=invitation.id).order_by("-id")[0]
    found = re.search(r"passord: (\S+)", message.text)
    assert found
    return found[1]


def test_who_is_saved_only_has_got_nothing(administrator: Actor) -> None:
    invitation = invitations.invite(administrator, NEW)
    assert not Message.objects.filter(subject_id=invitation.id).exists()
    assert people.state_of(invitation) is State.NOT_SENT


def test_the_link_makes_a_member_with_the_roles_that_were_ticked(administrator: Actor) -> None:
    invitation, token = sent(administrator)
    user = welcome.accept(token, password=PASSWORD, language="nb")
    assert user.check_password(PASSWORD)
    assert [m.organisation_id for m in memberships_of(user.id)] == [administrator.organisation_id]
    assert memberships_of(user.id)[0].role_set == {Role.FITTER}
    actions = Event.objects.filter(subject_id=invitation.id).order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["invited", "user_name_sent", "accepted"]


def test_only_the_hash_of_the_link_is_kept(administrator: Actor) -> None:
    invitation, token = sent(administrator)
    kept = Invitation.objects.get(pk=invitation.pk)
    assert token not in str(vars(kept))
    assert len(token) >= 43


def test_looking_at_the_link_does_not_use_it(administrator: Actor) -> None:
    _, token = sent(administrator)
    for _time in range(3):
        assert welcome.look(token).standing is Standing.OPEN


def test_the_link_is_used_once(administrator: Actor) -> None:
    _, token = sent(administrator)
    welcome.accept(token, password=PASSWORD, language="nb")
    assert welcome.look(token).standing is Standing.USED
    with pytest.raises(Refused, match="brukt allerede"):
        welcome.accept(token, password=PASSWORD, language="nb")


def test_sending_again_replaces_the_link(administrator: Actor) -> None:
    invitation, first = sent(administrator)
    invitations.send(administrator, invitation.id)
    assert welcome.look(first).standing is Standing.UNKNOWN
    assert welcome.look(token_of(invitation)).standing is Standing.OPEN


def test_a_link_gets_too_old_after_three_days(administrator: Actor) -> None:
    _, token = sent(administrator)
    with clock.frozen(clock.now() + timedelta(days=3, minutes=1)):
        assert welcome.look(token).standing is Standing.EXPIRED
        with pytest.raises(Refused, match="for gammel"):
            welcome.accept(token, password=PASSWORD, language="nb")


def test_a_link_that_was_taken_back_opens_nothing(administrator: Actor) -> None:
    invitation, token = sent(administrator)
    invitations.withdraw(administrator, invitation.id)
    assert welcome.look(token).standing is Standing.WITHDRAWN
    with pytest.raises(NotFound):
        invitations.send(administrator, invitation.id)


def test_who_holds_an_old_link_can_ask_for_a_new_one_once_an_hour(administrator: Actor) -> None:
    _, token = sent(administrator)
    with clock.frozen(clock.now() + timedelta(days=4)):
        welcome.ask_again(token)
        told = Message.objects.filter(kind="invitation_wanted")
        assert [message.to_address for message in told] == ["admin@eksempelelektro.example"]
        with pytest.raises(TooMany):
            welcome.ask_again(token)


def test_who_has_a_user_already_signs_in_first_and_adds_the_company(administrator: Actor) -> None:
    known = User.objects.get(email="montor@proveinstallasjon.example")
    _, token = sent(administrator, Somebody("Noen", "montor@proveinstallasjon.example", "", ("fitter",)))
    with pytest.raises(Refused, match="Logg inn"):
        welcome.accept(token, password=PASSWORD, language="nb")
    assert welcome.look(token).standing is Standing.OPEN
    welcome.join(token, known.id)
    assert len(memberships_of(known.id)) == 2
    assert User.objects.get(pk=known.pk).name == known.name


def test_the_list_looks_the_same_whether_the_address_had_a_user_or_not(administrator: Actor) -> None:
    for somebody in (NEW, Somebody("Noen", "montor@proveinstallasjon.example", "", ("fitter",))):
        sent(administrator, somebody)
    lines = [one for one in people.listed(administrator) if one.is_invitation]
    assert {(one.state, one.roles) for one in lines} == {(State.INVITED, (Role.FITTER,))}


def test_a_weak_password_is_refused_and_the_link_still_holds(administrator: Actor) -> None:
    _, token = sent(administrator)
    with pytest.raises(Invalid):
        welcome.accept(token, password="kort", language="nb")
    assert welcome.look(token).standing is Standing.OPEN


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (Somebody("", "a@firma.example", "", ("fitter",)), "name"),
        (Somebody("Nina Nyansatt", "", "", ("fitter",)), "email"),
        (Somebody("Nina Nyansatt", "nina", "", ("fitter",)), "email"),
        (Somebody("Nina Nyansatt", "nina@firma.example", "123", ("fitter",)), "mobile"),
        (Somebody("Nina Nyansatt", "nina@firma.example", "", ()), "roles"),
        (Somebody("Nina Nyansatt", "nina@firma.example", "", ("planner",)), "roles"),
        (Somebody("Nina Nyansatt", "nina@firma.example", "", ("operator",)), "roles"),
        (Somebody("Nina Nyansatt", "montor@eksempelelektro.example", "", ("fitter",)), "email"),
    ],
)
def test_what_does_not_hold_is_said_of_its_field(administrator: Actor, typed: Somebody, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        invitations.invite(administrator, typed)
    assert field in refused.value.fields


def test_nobody_is_invited_twice(administrator: Actor) -> None:
    invitations.invite(administrator, NEW)
    with pytest.raises(Invalid, match="invitert allerede"):
        invitations.invite(administrator, NEW)


def test_a_fitter_invites_nobody(actor: GetActor) -> None:
    with pytest.raises(NotAllowed):
        invitations.invite(actor("montor@eksempelelektro.example"), NEW)


def test_another_companys_invitation_is_not_there(administrator: Actor, actor: GetActor) -> None:
    invitation, _token = sent(administrator)
    for act in (invitations.get, invitations.send, invitations.withdraw):
        with pytest.raises(NotFound):
            act(actor("admin@proveinstallasjon.example"), invitation.id)


def test_another_address_makes_the_old_link_worthless(administrator: Actor) -> None:
    invitation, token = sent(administrator)
    invitations.correct(administrator, invitation.id, Somebody("Nina Nyansatt", "ny@firma.example", "", ("fitter",)))
    assert welcome.look(token).standing is Standing.UNKNOWN
    assert people.state_of(invitations.get(administrator, invitation.id)) is State.NOT_SENT


def test_who_left_and_is_invited_again_is_the_same_user(administrator: Actor) -> None:
    _, token = sent(administrator)
    first = welcome.accept(token, password=PASSWORD, language="nb")
    Membership.objects.filter(user=first).update(ended_at=clock.now())
    User.objects.filter(pk=first.pk).update(is_active=False)
    _, again = sent(administrator)
    second = welcome.accept(again, password=PASSWORD, language="nb")
    assert second.pk == first.pk
    assert len(memberships_of(first.id)) == 1


def test_the_guides_way_hands_out_a_user_name_and_a_password_that_must_be_changed(administrator: Actor) -> None:
    wants_temporary_passwords(administrator)
    invitation = invitations.send(administrator, invitations.invite(administrator, NEW).id)
    user = User.objects.get(username="nina.nyansatt")
    assert user.must_change_password
    assert user.check_password(temporary_password(invitation))
    assert len(temporary_password(invitation)) >= 12
    lines = [one for one in people.listed(administrator) if one.name == NEW.name]
    assert [(one.is_invitation, one.state) for one in lines] == [(True, State.INVITED)]
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    lines = [one for one in people.listed(administrator) if one.name == NEW.name]
    assert [(one.is_invitation, one.state) for one in lines] == [(False, State.ACTIVE)]


def test_other_roles_of_one_who_has_a_user_name_are_told(administrator: Actor) -> None:
    wants_temporary_passwords(administrator)
    invitation = invitations.send(administrator, invitations.invite(administrator, NEW).id)
    invitations.correct(administrator, invitation.id, replace(NEW, roles=("administrator",)))
    user = User.objects.get(username="nina.nyansatt")
    assert memberships_of(user.id)[0].roles == ["administrator"]
    assert Message.objects.get(kind="roles_changed").to_address == NEW.email


def test_a_temporary_password_sent_again_replaces_the_first(administrator: Actor) -> None:
    wants_temporary_passwords(administrator)
    invitation = invitations.send(administrator, invitations.invite(administrator, NEW).id)
    first = temporary_password(invitation)
    invitations.send(administrator, invitation.id)
    user = User.objects.get(username="nina.nyansatt")
    assert not user.check_password(first)
    assert user.check_password(temporary_password(invitation))


def test_a_temporary_password_that_is_taken_back_leaves_no_user(administrator: Actor) -> None:
    wants_temporary_passwords(administrator)
    invitation = invitations.send(administrator, invitations.invite(administrator, NEW).id)
    invitations.withdraw(administrator, invitation.id)
    assert not User.objects.filter(username="nina.nyansatt").exists()
    invitations.invite(administrator, NEW)


def test_two_of_the_same_name_have_two_user_names(administrator: Actor) -> None:
    wants_temporary_passwords(administrator)
    for number in range(3):
        somebody = Somebody("Åse Ødegård", f"aase{number}@firma.example", "", ("fitter",))
        invitations.send(administrator, invitations.invite(administrator, somebody).id)
    names = User.objects.filter(name="Åse Ødegård").order_by("username").values_list("username", flat=True)
    assert list(names) == ["aase.oedegaard", "aase.oedegaard2", "aase.oedegaard3"]


def test_with_a_user_already_the_guides_way_sends_the_link(administrator: Actor) -> None:
    wants_temporary_passwords(administrator)
    _, token = sent(administrator, Somebody("Noen", "montor@proveinstallasjon.example", "", ("fitter",)))
    assert welcome.look(token).has_user
