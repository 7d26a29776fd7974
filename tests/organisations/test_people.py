"""*Bruker*: the list, roles, and the administrator a company must have."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from nettmelding.accounts.models import User
from nettmelding.audit.models import Event
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Role
from nettmelding.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from nettmelding.messages.models import Message
from nettmelding.organisations import people, people_file
from nettmelding.organisations.models import Invitation, Membership

pytestmark = pytest.mark.django_db(databases="__all__")
GetActor = Callable[[str], Actor]


@pytest.fixture
def administrator(actor: GetActor) -> Actor:
    return actor("admin@eksempelelektro.example")


def member(email: str) -> Membership:
    return Membership.objects.select_related("user").get(user__email=email)


def test_everybody_of_the_company_is_listed_and_nobody_else(administrator: Actor) -> None:
    listed = {one.contact for one in people.listed(administrator)}
    own = Membership.objects.filter(organisation_id=administrator.organisation_id)
    assert listed == {one.user.email for one in own.select_related("user")}


def test_the_list_is_searched_by_name_and_address(administrator: Actor) -> None:
    assert {one.contact for one in people.listed(administrator, "montor2@")} == {"montor2@eksempelelektro.example"}


def test_who_has_not_been_here_for_ninety_days_is_pointed_out(administrator: Actor) -> None:
    User.objects.filter(email="montor@eksempelelektro.example").update(seen_at=clock.now() - timedelta(days=91))
    User.objects.filter(email="montor2@eksempelelektro.example").update(seen_at=clock.now() - timedelta(days=89))
    quiet = {one.contact for one in people.listed(administrator) if one.quiet}
    assert quiet == {"montor@eksempelelektro.example"}


def test_roles_are_changed_recorded_and_told(administrator: Actor) -> None:
    fitter = member("montor@eksempelelektro.example")
    changed = people.change(administrator, fitter.id, revision=fitter.revision, roles=["case_handler", "fitter"])
    assert changed.role_set == {Role.CASE_HANDLER, Role.FITTER}
    assert Event.objects.get(subject_id=fitter.id).action == "roles_changed"
    assert Message.objects.get(kind="roles_changed").to_address == "montor@eksempelelektro.example"


def test_the_same_roles_again_change_nothing(administrator: Actor) -> None:
    fitter = member("montor@eksempelelektro.example")
    people.change(administrator, fitter.id, revision=fitter.revision, roles=fitter.roles)
    assert not Event.objects.filter(subject_id=fitter.id).exists()


def test_of_two_administrators_who_edit_one_user_the_second_is_told(administrator: Actor) -> None:
    fitter = member("montor@eksempelelektro.example")
    people.change(administrator, fitter.id, revision=fitter.revision, roles=["case_handler"])
    with pytest.raises(Conflict):
        people.change(administrator, fitter.id, revision=fitter.revision, roles=["apprentice"])
    assert member("montor@eksempelelektro.example").role_set == {Role.CASE_HANDLER}


def test_the_last_administrator_keeps_the_role(administrator: Actor) -> None:
    own = member("admin@eksempelelektro.example")
    with pytest.raises(Refused, match="minst én administrator"):
        people.change(administrator, own.id, revision=own.revision, roles=["fitter"])
    other = member("montor@eksempelelektro.example")
    people.change(administrator, other.id, revision=other.revision, roles=["administrator"])
    assert people.change(administrator, own.id, revision=own.revision, roles=["fitter"]).role_set == {Role.FITTER}


@pytest.mark.parametrize("roles", [[], ["planner"], ["operator"], ["reader"], ["fitter", "king"]])
def test_a_role_that_the_kind_of_company_has_not_is_refused(administrator: Actor, roles: list[str]) -> None:
    fitter = member("montor@eksempelelektro.example")
    with pytest.raises(Invalid):
        people.change(administrator, fitter.id, revision=fitter.revision, roles=roles)


def test_a_colleague_without_the_right_changes_nobody(actor: GetActor) -> None:
    fitter = member("montor@eksempelelektro.example")
    with pytest.raises(NotAllowed):
        people.change(actor("saksbehandler@eksempelelektro.example"), fitter.id, revision=1, roles=["administrator"])


def test_another_companys_people_are_not_there(actor: GetActor) -> None:
    fitter = member("montor@eksempelelektro.example")
    for email in ("admin@proveinstallasjon.example", "montor@proveinstallasjon.example"):
        with pytest.raises(NotFound):
            people.change(actor(email), fitter.id, revision=1, roles=["fitter"])


def test_a_file_is_read_line_by_line_and_says_what_is_wrong(administrator: Actor) -> None:
    content = (
        "Navn;E-post;Mobil;Roller\n"
        "Åse Ødegård;aase@firma.example;;montør, saksbehandler\n"
        "Ola;ola@firma.example;;konge\n"
        "Kari Nordmann;aase@firma.example;;lærling\n"
        "Per Hansen;montor@eksempelelektro.example;;montør\n"
    ).encode("cp1252")
    good, king, twice, known = people_file.read(administrator, "folk.csv", content)
    assert not good.problems
    assert good.somebody.roles == ("case_handler", "fitter")
    assert king.problems[0] == "Ukjent rolle: konge."
    assert "linje 2" in twice.problems[0]
    assert "bruker hos dere allerede" in known.problems[0]
    assert not Invitation.objects.exists()


def test_five_hundred_users_are_taken_in_all_or_none(administrator: Actor) -> None:
    rows = "".join(f"Person Nummer {n};p{n}@firma.example;montør\n" for n in range(500))
    lines = people_file.read(administrator, "folk.csv", f"navn;e-post;roller\n{rows}".encode())
    assert not [one for one in lines if one.problems]
    people_file.take_in(administrator, [one.somebody for one in lines])
    assert Invitation.objects.count() == 500
    with pytest.raises(Invalid):
        people_file.take_in(administrator, [lines[0].somebody])
    assert Invitation.objects.count() == 500


def test_the_template_can_be_read_as_it_is(administrator: Actor) -> None:
    (line,) = people_file.read(administrator, "mal.csv", people_file.template(administrator))
    assert not line.problems
