"""A contractor's access to grid companies: what decides by itself, what a person decides."""

from collections.abc import Callable

import pytest

from nettmelding.accounts.models import User
from nettmelding.audit.models import Event
from nettmelding.core import settings
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from nettmelding.messages.models import Message
from nettmelding.organisations import admission, registration_finish
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import CompanySettings, GridAccess, Membership, Organisation, Wait
from nettmelding.organisations.queries import has_access
from tests.organisations import conftest as firms
from tests.organisations.conftest import PASSWORD, confirmed
from tests.standins_fixture import Standins

pytestmark = pytest.mark.django_db(databases="__all__")
State = GridAccess.State
As = Callable[[str], Actor]


@pytest.fixture
def admin(actor: As) -> Actor:
    """Administrator of a contractor with access to Eksempelnett only."""
    return actor("admin@proveinstallasjon.example")


@pytest.fixture
def nett(actor: As) -> Actor:
    """Administrator of Prøvenett, which decides everything itself."""
    return actor("nettadmin@provenett.example")


def wishes(slug: str, **wanted: bool) -> None:
    company = Organisation.objects.get(slug=slug)
    CompanySettings.objects.update_or_create(organisation=company, defaults=wanted)


def told(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).values_list("to_address", flat=True))


@pytest.mark.parametrize(
    ("at_once", "trusts", "state", "ground"),
    [
        (True, False, State.APPROVED, "entitled"),
        (False, True, State.APPROVED, "trusted"),
        (False, False, State.APPLIED, "company_decides"),
    ],
)
def test_a_further_grid_company_decides_as_it_has_said(
    at_once: bool, trusts: bool, state: str, ground: str, admin: Actor, nett: Actor, register: Standins
) -> None:
    wishes("provenett", admits_at_once=at_once, trusts_others=trusts)
    made = admission.apply(admin, nett.organisation, "Vi skal bygge hytter.")
    assert (made.state, made.grounds) == (state, ground)
    assert has_access(admin.organisation, nett.organisation) is (state == State.APPROVED)
    assert bool(told("access_applied")) is (state == State.APPLIED)


def test_the_first_grid_company_trusts_nobody_else_when_there_is_nobody_else(register: Standins) -> None:
    wishes("eksempelnett", admits_at_once=False, trusts_others=True)
    finished = registration_finish.finish(confirmed(), PASSWORD)
    assert (finished.access.state, finished.access.grounds) == (State.APPLIED, "company_decides")


def test_a_person_decides_when_the_file_is_too_old(old_register: Standins) -> None:
    finished = registration_finish.finish(confirmed(), PASSWORD)
    assert (finished.access.state, finished.access.grounds) == (State.APPLIED, "register_old")
    assert told("access_applied") == ["installasjon@eksempelnett.example"]


def test_an_application_waits_for_the_grid_company_until_it_is_decided(
    admin: Actor, nett: Actor, register: Standins
) -> None:
    made = admission.apply(admin, nett.organisation)
    wait = Wait.objects.get(subject_id=made.id)
    assert (wait.organisation_id, wait.waiting_id) == (nett.organisation, admin.organisation)
    decided = admission.decide(nett, made.id, revision=made.revision, approve=True)
    assert decided.state == State.APPROVED
    assert decided.decided_by == nett.name
    assert decided.standing["contractor"] == "entitled"
    assert not Wait.objects.filter(subject_id=made.id).exists()
    assert told("access_approved") == ["admin@proveinstallasjon.example"]
    assert has_access(admin.organisation, nett.organisation)
    events = Event.objects.filter(subject_id=made.id).order_by("seq").values_list("action", flat=True)
    assert list(events) == ["access_applied", "access_approved"]


def test_a_refusal_needs_a_reason_and_the_firm_gets_it(admin: Actor, nett: Actor, register: Standins) -> None:
    made = admission.apply(admin, nett.organisation)
    with pytest.raises(Invalid) as refused:
        admission.decide(nett, made.id, revision=made.revision, approve=False)
    assert refused.value.fields["reason"]
    admission.decide(nett, made.id, revision=made.revision, approve=False, reason="Mangler faglig ansvarlig.")
    mail = Message.objects.get(kind="access_refused")
    assert "Mangler faglig ansvarlig." in mail.text


def test_who_was_refused_may_apply_again_and_a_person_decides(admin: Actor, nett: Actor, register: Standins) -> None:
    made = admission.apply(admin, nett.organisation)
    admission.decide(nett, made.id, revision=made.revision, approve=False, reason="Nei.")
    wishes("provenett", admits_at_once=True)
    again = admission.apply(admin, nett.organisation)
    assert again.id == made.id
    assert (again.state, again.grounds, again.reason) == (State.APPLIED, "applied_before", "")


def test_ending_takes_the_access_away_and_says_why(nett: Actor, electrician: Actor, register: Standins) -> None:
    row = GridAccess.objects.get(contractor_id=electrician.organisation, grid_company_id=nett.organisation)
    with pytest.raises(Invalid):
        admission.end(nett, row.id, revision=row.revision, reason=" ")
    ended = admission.end(nett, row.id, revision=row.revision, reason="Avtalen er sagt opp.")
    assert ended.state == State.ENDED
    assert not has_access(electrician.organisation, nett.organisation)
    assert told("access_ended") == ["admin@eksempelelektro.example"]


def test_two_at_the_grid_company_do_not_decide_past_each_other(admin: Actor, nett: Actor, register: Standins) -> None:
    made = admission.apply(admin, nett.organisation)
    admission.decide(nett, made.id, revision=made.revision, approve=True)
    with pytest.raises(Conflict):
        admission.decide(nett, made.id, revision=made.revision, approve=False, reason="Nei.")
    with pytest.raises(Refused):
        admission.decide(nett, made.id, revision=made.revision + 1, approve=False, reason="Nei.")


def test_one_does_not_apply_twice(admin: Actor, nett: Actor, register: Standins) -> None:
    admission.apply(admin, nett.organisation)
    with pytest.raises(Refused):
        admission.apply(admin, nett.organisation)


def test_the_registers_say_no_to_an_application_too(nett: Actor, admin: Actor, register: Standins) -> None:
    Organisation.objects.filter(pk=admin.organisation).update(organisation_number=firms.GONE.replace(" ", ""))
    with pytest.raises(Refused) as refused:
        admission.apply(admin, nett.organisation)
    assert refused.value.code == "not_listed"


@pytest.mark.parametrize(
    ("email", "error"),
    [
        ("montor@proveinstallasjon.example", NotAllowed),
        ("saksbehandler@eksempelnett.example", NotFound),
        ("drift@nettmelding.example", NotFound),
    ],
)
def test_only_those_who_may_apply(email: str, error: type[Exception], actor: As, nett: Actor) -> None:
    with pytest.raises(error):
        admission.apply(actor(email), nett.organisation)


def test_others_applications_are_not_there(
    admin: Actor, nett: Actor, actor: As, electrician: Actor, register: Standins
) -> None:
    made = admission.apply(admin, nett.organisation)
    strangers = [actor("nettadmin@eksempelnett.example"), actor("saksbehandler@provenett.example"), electrician]
    for stranger in strangers:
        with pytest.raises(NotFound):
            admission.decide(stranger, made.id, revision=made.revision, approve=True)
    with pytest.raises(NotAllowed):
        admission.decide(admin, made.id, revision=made.revision, approve=True)


def test_wishes_are_the_grid_companys_own(nett: Actor, admin: Actor, actor: As) -> None:
    admission.save_wishes(nett, admits_at_once=True, trusts_others=False)
    kept = CompanySettings.objects.get(organisation_id=nett.organisation)
    assert (kept.admits_at_once, kept.trusts_others) == (True, False)
    with pytest.raises(NotFound):
        admission.save_wishes(admin, admits_at_once=True, trusts_others=True)
    with pytest.raises(NotAllowed):
        admission.save_wishes(actor("saksbehandler@provenett.example"), admits_at_once=True, trusts_others=True)


def test_the_new_administrator_applies_further(register: Standins, nett: Actor) -> None:
    finished = registration_finish.finish(confirmed(), PASSWORD)
    new = actor_for(Membership.objects.select_related("organisation").get(user=finished.user))
    assert admission.apply(new, nett.organisation).state == State.APPLIED
    assert settings.env.base_url in Message.objects.get(kind="access_applied").text
    assert User.objects.filter(pk=finished.user.pk).exists()


def test_nobody_approves_what_the_registers_forbid(admin: Actor, nett: Actor, register: Standins) -> None:
    made = admission.apply(admin, nett.organisation)
    Organisation.objects.filter(pk=admin.organisation).update(organisation_number=firms.BANKRUPT.replace(" ", ""))
    with pytest.raises(Refused) as refused:
        admission.decide(nett, made.id, revision=made.revision, approve=True)
    assert refused.value.code == "bankrupt"
    assert admission.decide(nett, made.id, revision=made.revision, approve=False, reason="Konkurs.").state == "refused"
