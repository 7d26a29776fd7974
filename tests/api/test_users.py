"""Users over the API: inviting, reading, roles and deleting, and what a program is not let do."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from nettmelding.accounts.models import User
from nettmelding.messages.models import Message
from nettmelding.notices.models import Notice
from nettmelding.organisations import keys
from nettmelding.organisations.models import Invitation, Membership
from tests.api.conftest import ROOT, Program
from tests.notices import ways
from tests.sessions import confirmed

pytestmark = pytest.mark.django_db(databases="__all__")
ADMINISTRATOR, FITTER = "admin@eksempelelektro.example", "montor@eksempelelektro.example"
NEW = {"name": "Nina Nyansatt", "email": "nina@eksempelelektro.example", "roles": ["fitter"]}


@pytest.fixture
def administrator(program: Callable[[str], Program]) -> Program:
    return program(ADMINISTRATOR)


def user_id(email: str = FITTER) -> UUID:
    return User.objects.get(email=email).id


def with_scopes(*scopes: str) -> Program:
    return Program(keys.issue(Membership.objects.get(user__email=ADMINISTRATOR), label="", scopes=scopes)[1])


def test_it_invites_somebody_and_sends_the_link(administrator: Program) -> None:
    answer = administrator.post("/users", NEW)
    assert (answer.status, answer.body["name"], answer.body["roles"]) == (201, "Nina Nyansatt", ["fitter"])
    assert answer.body["sent_at"] < answer.body["expires_at"]
    assert "/velkommen/" in Message.objects.get(to_address=NEW["email"]).text
    assert "velkommen" not in str(answer.body)


def test_the_same_request_sent_again_invites_once(administrator: Program) -> None:
    first = administrator.post("/users", NEW, Idempotency_Key="nina-1")
    again = administrator.post("/users", NEW, Idempotency_Key="nina-1")
    assert (again.status, again.body) == (201, first.body)
    assert Invitation.objects.count() == Message.objects.filter(to_address=NEW["email"]).count() == 1
    assert administrator.post("/users", NEW).wrong == {"email"}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"email": "nina"}, "email"),
        ({"email": ""}, "email"),
        ({"name": "N"}, "name"),
        ({"roles": ["planner"]}, "roles"),
        ({"roles": []}, "roles"),
        ({"roles": ["sjef"]}, "roles.0"),
        ({"mobile": "123"}, "mobile"),
    ],
)
def test_what_does_not_hold_is_said_of_its_field(change: dict[str, object], path: str, administrator: Program) -> None:
    answer = administrator.post("/users", NEW | change)
    assert (answer.status, answer.wrong) == (422, {path})
    assert not Invitation.objects.exists()


def test_it_reads_a_user_with_the_revision(administrator: Program) -> None:
    answer = administrator.get(f"/users/{user_id()}")
    assert (answer.body["email"], answer.body["roles"]) == (FITTER, ["fitter"])
    assert answer.headers["ETag"] == '"1"'


def test_it_gives_other_roles_and_tells_the_person(administrator: Program) -> None:
    address = f"/users/{user_id()}"
    answer = administrator.patch(address, {"roles": ["fitter", "case_handler"]}, If_Match='"1"')
    assert (answer.status, answer.body["roles"]) == (200, ["case_handler", "fitter"])
    assert answer.headers["ETag"] == '"2"'
    assert Message.objects.filter(to_address=FITTER, kind="roles_changed").exists()
    assert administrator.patch(address, {"roles": ["fitter"]}, If_Match='"1"').status == 412
    assert administrator.patch(address, {"roles": ["fitter"]}).status == 200


def test_the_last_administrator_keeps_the_role_and_stays(administrator: Program) -> None:
    address = f"/users/{user_id(ADMINISTRATOR)}"
    assert administrator.patch(address, {"roles": ["fitter"]}).body["code"] == "last_administrator"
    assert administrator.delete(address).body["code"] == "last_administrator"


def test_one_who_is_deleted_is_out_at_once_and_a_colleague_takes_over(
    administrator: Program, program: Callable[[str], Program], electrician: object
) -> None:
    theirs, colleague = program(FITTER), user_id("montor2@eksempelelektro.example")
    notice = ways.draft(electrician)  # type: ignore[arg-type]
    Notice.objects.filter(pk=notice.pk).update(responsible=user_id())
    gone = user_id()
    assert administrator.delete(f"/users/{gone}?hand_over_to={colleague}").status == 204
    assert theirs.get("/me").status == 401
    assert Notice.objects.get(pk=notice.pk).responsible_id == colleague
    assert administrator.get(f"/users/{gone}").status == 404
    assert administrator.delete(f"/users/{gone}").status == 404


def test_it_hands_over_to_colleagues_only(administrator: Program) -> None:
    stranger = user_id("admin@proveinstallasjon.example")
    assert administrator.delete(f"/users/{user_id()}?hand_over_to={stranger}").wrong == {"hand_to"}
    assert administrator.get(f"/users/{user_id()}").status == 200


def test_another_companys_user_is_not_there(other_contractor: Program) -> None:
    address = f"/users/{user_id()}"
    assert other_contractor.get(address).status == 404
    assert other_contractor.patch(address, {"roles": ["fitter"]}).status == 404
    assert other_contractor.delete(address).status == 404


def test_a_case_handler_is_told_that_it_may_not(contractor: Program) -> None:
    assert contractor.get("/users").status == 200
    assert contractor.post("/users", NEW).status == 403
    assert contractor.get(f"/users/{user_id()}").status == 403
    assert contractor.patch(f"/users/{user_id()}", {"roles": ["fitter"]}).status == 403
    assert contractor.delete(f"/users/{user_id()}").status == 403


def test_a_key_needs_the_scope_for_it(db: None) -> None:
    for scopes, status in ((("read", "write"), 403), (("admin",), 200)):
        assert with_scopes(*scopes).patch(f"/users/{user_id()}", {"roles": ["apprentice"]}).status == status
    assert with_scopes("read", "write").post("/users", NEW).status == 403
    assert with_scopes("read", "write").delete(f"/users/{user_id()}").status == 403


def test_a_browser_must_have_signed_in_lately(settings: object) -> None:
    client = Client()
    client.force_login(User.objects.get(email=ADMINISTRATOR))
    address, body = f"{ROOT}/users/{user_id()}", {"roles": ["apprentice"]}
    settings.ROOT_URLCONF = "nettmelding.config.urls"  # type: ignore[attr-defined]
    confirmed(client, ago=601)
    answer = client.patch(address, body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "sign_in_again")
    assert client.delete(address).status_code == 403
    assert client.post(f"{ROOT}/users", NEW, content_type="application/json").status_code == 403
    confirmed(client)
    assert client.patch(address, body, content_type="application/json").status_code == 200
