"""Registering a contractor."""

import dataclasses
from datetime import timedelta

import pytest

from nettmelding.accounts.models import User
from nettmelding.core import clock, settings
from nettmelding.core.actor import Right, Role
from nettmelding.core.errors import Invalid, NotFound, Refused, TooMany
from nettmelding.messages.models import Channel, Message, Status
from nettmelding.organisations import registration, registration_codes, registration_finish, registration_telling
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import GridAccess, Membership, Organisation, Registration
from nettmelding.organisations.queries import has_access
from nettmelding.organisations.registration_codes import Arrival
from tests.organisations import conftest as firms
from tests.organisations.conftest import EMAIL, PASSWORD, code, codes, confirmed, told
from tests.standins_fixture import Standins

pytestmark = pytest.mark.django_db(databases="__all__")


def mails(row: Registration) -> list[Message]:
    return list(Message.objects.filter(subject_id=row.id, channel=Channel.EMAIL).order_by("id"))


def key_of(row: Registration) -> str:
    return mails(row)[-1].text.split("/registrer/bekreft/")[1].split()[0]


def test_it_becomes_a_firm_with_an_administrator_who_may_send(register: Standins) -> None:
    finished = registration_finish.finish(confirmed(), PASSWORD)
    firm = finished.organisation
    assert (firm.name, firm.organisation_number, firm.address) == ("Nyoppstartet Elektro AS", "310000655", "Storgata 6")
    assert firm.slug == "nyoppstartet-elektro-as"
    assert finished.new_user
    assert finished.user.check_password(PASSWORD)
    assert finished.user.mobile == "+4740000655"
    actor = actor_for(Membership.objects.get(user=finished.user))
    assert actor.roles == {Role.ADMINISTRATOR, Role.CASE_HANDLER}
    assert actor.may(Right.SEND)
    assert actor.may(Right.MANAGE_PEOPLE)
    assert finished.access.state == GridAccess.State.APPROVED
    assert has_access(firm.id, finished.access.grid_company_id)


@pytest.mark.parametrize(
    "pasted", ["310000655", " 310 000 655 ", "310.000.655", "NO 310 000 655 MVA", "310\u00a0000\u00a0655"]
)
def test_it_takes_the_number_in_any_pasted_form(pasted: str, register: Standins) -> None:
    assert registration.begin(pasted).organisation_number == "310000655"


@pytest.mark.parametrize("typed", ["", "310 000 65", "310 000 656", "Nyoppstartet"])
def test_it_says_what_is_wrong_with_a_number(typed: str, register: Standins) -> None:
    with pytest.raises(Invalid) as refused:
        registration.begin(typed)
    assert refused.value.fields["number"]


@pytest.mark.parametrize("number", [firms.GONE, firms.BANKRUPT, firms.DELETED, firms.OTHER_WORK])
def test_it_goes_no_further_with_a_firm_that_may_not(number: str, register: Standins) -> None:
    row = registration.begin(number)
    with pytest.raises(Refused) as refused:
        registration_telling.tell(
            row, name="A B", email=EMAIL, mobile="40000655", grid_company="eksempelnett", terms=True
        )
    assert refused.value.message
    assert not mails(row)


def test_a_sub_unit_that_the_register_lists_can_be_registered(register: Standins) -> None:
    finished = registration_finish.finish(confirmed(firms.SUB_UNIT), PASSWORD)
    assert finished.organisation.name == "Eksempel Elektro AS avd. Prøveheia"


def test_a_person_decides_where_the_register_is_down_and_the_firm_gets_on(register: Standins) -> None:
    register.fault("companies", "down")
    finished = registration_finish.finish(confirmed(), PASSWORD)
    assert finished.access.state == GridAccess.State.APPLIED
    assert finished.access.grounds == "company_register_down"
    assert finished.organisation.name == "Nyoppstartet Elektro AS"


def test_nothing_typed_is_lost_when_something_else_is_wrong(register: Standins) -> None:
    row = registration.begin(firms.NEW)
    with pytest.raises(Invalid) as refused:
        registration_telling.tell(
            row, name="Nina Nystad", email=EMAIL, mobile="12", grid_company="finnesikke", terms=False
        )
    assert set(refused.value.fields) == {"mobile", "grid_company", "terms"}
    row.refresh_from_db()
    assert (row.name, row.email, row.mobile) == ("Nina Nystad", EMAIL, "")
    assert not mails(row)


def test_a_code_is_kept_as_a_hash_only(register: Standins) -> None:
    row = told()
    for sent in codes(row).values():
        assert sent not in str({field.name: getattr(row, field.name) for field in row._meta.fields})


def test_five_wrong_codes_end_it_until_a_new_one_is_sent(register: Standins) -> None:
    row = told()
    right = codes(row)
    wrong = {name: f"{(int(sent) + 1) % 1_000_000:06d}" for name, sent in right.items()}
    for _ in range(registration_codes.MOST_TRIES):
        with pytest.raises(Invalid) as refused:
            registration_codes.confirm(row, **wrong)
        assert set(refused.value.fields) == {"email_code", "mobile_code"}
    with pytest.raises(TooMany):
        registration_codes.confirm(row, **right)
    registration_codes.send_again(row)
    spaced = {name: f" {sent[:3]} {sent[3:]} " for name, sent in codes(row).items()}
    assert registration_codes.is_confirmed(registration_codes.confirm(row, **spaced))


def test_one_right_code_stands_while_the_other_is_typed_again(register: Standins) -> None:
    row = told()
    with pytest.raises(Invalid) as refused:
        registration_codes.confirm(row, email_code=code(row), mobile_code="")
    assert set(refused.value.fields) == {"mobile_code"}
    assert registration_codes.is_confirmed(
        registration_codes.confirm(row, email_code="", mobile_code=code(row, Channel.SMS))
    )


def test_no_mobile_is_confirmed_where_there_is_no_gateway(register: Standins, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "env", dataclasses.replace(settings.env, sms_url=""))
    row = told()
    assert row.mobile == ""
    assert registration_codes.is_confirmed(registration_codes.confirm(row, email_code=code(row)))
    assert not Message.objects.filter(subject_id=row.id, channel=Channel.SMS).exists()


def test_a_code_holds_for_a_quarter_of_an_hour(register: Standins) -> None:
    row = told()
    with clock.frozen(clock.now() + timedelta(minutes=11)), pytest.raises(Refused):
        registration_codes.confirm(row, **codes(row))


def test_the_old_code_holds_no_longer_when_a_new_one_is_sent(register: Standins) -> None:
    row = told()
    old = codes(row)
    registration_codes.send_again(row)
    with pytest.raises(Invalid):
        registration_codes.confirm(row, **old)


def test_an_address_can_be_corrected_and_the_old_code_is_worth_nothing(register: Standins) -> None:
    row = told(email="feil@nyoppstartet.example")
    old = codes(row)
    row = registration_telling.tell(
        row, name="Nina Nystad", email=EMAIL, mobile="40000655", grid_company="eksempelnett", terms=True
    )
    assert mails(row)[-1].to_address == EMAIL
    with pytest.raises(Invalid):
        registration_codes.confirm(row, **old)
    assert registration_codes.is_confirmed(registration_codes.confirm(row, **codes(row)))


def test_going_back_and_on_again_sends_no_second_code(register: Standins) -> None:
    row = told()
    registration_telling.tell(
        row, name="Nina N. Nystad", email=EMAIL, mobile="40000655", grid_company="provenett", terms=True
    )
    assert len(mails(row)) == 1


def test_it_says_when_no_mail_server_took_the_address(register: Standins) -> None:
    row = told()
    assert registration_codes.arrival(row) is Arrival.ON_ITS_WAY
    Message.objects.filter(subject_id=row.id).update(status=Status.BOUNCED)
    assert registration_codes.arrival(row) is Arrival.NOT_TAKEN
    registration_codes.send_again(row)
    assert registration_codes.arrival(row) is Arrival.ON_ITS_WAY


def test_the_link_confirms_in_the_browser_that_began(register: Standins) -> None:
    row = told()
    assert registration_codes.confirm_by_link(key_of(row), row.id).id == row.id
    row.refresh_from_db()
    assert row.email_confirmed_at
    assert not row.mobile_confirmed_at


def test_the_link_takes_the_registration_along_to_the_browser_that_opens_it(register: Standins) -> None:
    """Else somebody could begin with another's address, let them confirm it, and choose the password."""
    row, began = told(), Registration.objects.get()
    key = key_of(row)
    moved = registration_codes.confirm_by_link(key, None)
    assert moved.id != began.id
    assert registration.get(began.id) is None
    assert moved.email_confirmed_at
    moved = registration_codes.confirm(moved, email_code="", mobile_code=code(moved, Channel.SMS))
    with pytest.raises(NotFound):
        registration_codes.confirm_by_link(key, None)
    assert registration_finish.finish(moved, PASSWORD).organisation.organisation_number == "310000655"


def test_a_link_that_is_made_up_or_old_is_said_so(register: Standins) -> None:
    row = told()
    for key in ("tull", key_of(row)[:-2] + "xx"):
        with pytest.raises(NotFound):
            registration_codes.by_link(key)
    registration_codes.send_again(row)
    old = mails(row)[0].text.split("/registrer/bekreft/")[1].split()[0]
    with pytest.raises(NotFound):
        registration_codes.by_link(old)


def test_it_does_not_finish_what_is_not_confirmed(register: Standins) -> None:
    with pytest.raises(Refused):
        registration_finish.finish(told(), PASSWORD)
    assert not User.objects.filter(email=EMAIL).exists()


@pytest.mark.parametrize("password", ["", "kort", "password1234", "ny@nyoppstartet.example"])
def test_it_refuses_a_password_that_is_too_easy(password: str, register: Standins) -> None:
    row = confirmed()
    with pytest.raises(Invalid) as refused:
        registration_finish.finish(row, password)
    assert refused.value.fields["password"]
    assert not Organisation.objects.filter(organisation_number="310000655").exists()


def test_somebody_with_a_user_gets_another_mail_but_the_same_answers(register: Standins) -> None:
    new, known = told(), told(firms.SUB_UNIT, "admin@proveinstallasjon.example")
    assert mails(new)[0].kind == "registration_code"
    assert mails(known)[0].kind == "registration_code_known"
    assert mails(new)[0].subject == mails(known)[0].subject
    row = registration_codes.confirm(known, **codes(known))
    user = User.objects.get(email="admin@proveinstallasjon.example")
    kept_password = user.password
    finished = registration_finish.finish(row)
    assert finished.user == user
    assert not finished.new_user
    user.refresh_from_db()
    assert user.password == kept_password
    assert user.memberships.count() == 2


def test_finishing_twice_is_one_firm(register: Standins) -> None:
    row = confirmed()
    first, second = registration_finish.finish(row, PASSWORD), registration_finish.finish(row, PASSWORD)
    assert first.organisation == second.organisation
    assert not second.new_user
    assert Organisation.objects.filter(organisation_number="310000655").count() == 1


def test_who_comes_second_is_told_that_the_firm_is_registered(register: Standins) -> None:
    first, second = confirmed(), confirmed(email="andre@nyoppstartet.example")
    registration_finish.finish(first, PASSWORD)
    assert registration.is_registered(second)
    with pytest.raises(Refused) as refused:
        registration_finish.finish(second, PASSWORD)
    assert refused.value.code == "registered_already"
    assert not User.objects.filter(email="andre@nyoppstartet.example").exists()


def test_a_colleague_of_a_registered_firm_is_led_to_its_administrators(register: Standins) -> None:
    row = registration.begin("310 000 329")
    assert registration.is_registered(row)
    registration_telling.ask_administrators(row, name="Nils Ny", email="nils@eksempelelektro.example")
    mail = mails(row)[0]
    assert mail.to_address == "admin@eksempelelektro.example"
    assert "Nils Ny" in mail.text
    assert "nils@eksempelelektro.example" in mail.text
    assert mail.text.count("/admin/bruker/ny") == 1
