"""API keys: what they can, how they end, and who is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from nettmelding.audit.models import Event
from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind, Right
from nettmelding.core.errors import Invalid, NotAllowed, NotFound, Refused
from nettmelding.core.ids import uuid7
from nettmelding.messages.models import Message
from nettmelding.organisations import keys
from nettmelding.organisations.actors import actor_by_key, make_api_key
from nettmelding.organisations.models import ApiKey, CompanySettings, Membership
from nettmelding.organisations.rights import SCOPES

pytestmark = pytest.mark.django_db
ADMINISTRATOR = "admin@eksempelelektro.example"


@pytest.fixture
def administrator(actor: Callable[[str], Actor]) -> Actor:
    return actor(ADMINISTRATOR)


def mails(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).values_list("to_address", flat=True))


def test_a_key_can_what_its_scopes_say_and_never_more_than_its_person(administrator: Actor) -> None:
    key, secret = keys.make(administrator, label="Kalender", scopes=["read"], days=90)
    holder = actor_by_key(secret)
    assert holder is not None
    assert holder.kind is ActorKind.API_KEY
    assert holder.rights == frozenset({Right.SEE_CASES, Right.SEE_GRID})
    assert key.hash != secret
    assert secret.startswith(key.shown)
    with pytest.raises(Invalid):
        keys.make(administrator, label="Kalender", scopes=["handle", "nonsense"], days=90)


def test_its_person_is_told_when_it_is_made_and_when_another_ends_it(
    administrator: Actor, actor: Callable[[str], Actor], electrician: Actor
) -> None:
    CompanySettings.objects.filter(organisation_id=administrator.organisation_id).update(
        rights={"manage_keys": ["case_handler"]}
    )
    handler = actor("saksbehandler@eksempelelektro.example")
    key, secret = keys.make(handler, label="Import", scopes=["read"], days=30)
    assert mails("key_made") == ["saksbehandler@eksempelelektro.example"]
    assert secret not in Message.objects.get(kind="key_made").text
    keys.end(administrator, key.id)
    assert mails("key_ended") == ["saksbehandler@eksempelelektro.example"]
    assert actor_by_key(secret) is None


def test_one_without_the_right_makes_none_but_sees_and_ends_their_own(electrician: Actor) -> None:
    with pytest.raises(NotAllowed):
        keys.make(electrician, label="x", scopes=["read"], days=30)
    secret = make_api_key("saksbehandler@eksempelelektro.example", "skript")
    mine = keys.visible(electrician).get()
    keys.end(electrician, mine.id)
    assert actor_by_key(secret) is None
    with pytest.raises(Refused):
        keys.end(electrician, mine.id)


def test_a_colleagues_or_another_companys_key_is_not_there(
    electrician: Actor, administrator: Actor, actor: Callable[[str], Actor]
) -> None:
    key, _secret = keys.make(administrator, label="Min", scopes=["read"], days=30)
    for other in (electrician, actor("admin@proveinstallasjon.example"), actor("nettadmin@eksempelnett.example")):
        with pytest.raises(NotFound):
            keys.end(other, key.id)
        assert key not in keys.visible(other)


def test_a_form_posted_twice_makes_one_key(administrator: Actor) -> None:
    form = uuid7()
    keys.make(administrator, label="Én", scopes=["read"], days=30, key_id=form)
    with pytest.raises(Refused):
        keys.make(administrator, label="Én", scopes=["read"], days=30, key_id=form)
    assert ApiKey.objects.filter(label="Én").count() == 1


def test_a_key_makes_no_keys(administrator: Actor) -> None:
    holder = actor_by_key(make_api_key(ADMINISTRATOR))
    assert holder is not None
    with pytest.raises(NotAllowed):
        keys.make(holder, label="x", scopes=["read"], days=30)


def test_an_expired_key_and_one_of_somebody_who_has_left_open_nothing(administrator: Actor) -> None:
    key, secret = keys.make(administrator, label="Kort", scopes=["read"], days=30)
    ApiKey.objects.filter(pk=key.pk).update(expires_at=clock.now() - timedelta(seconds=1))
    assert actor_by_key(secret) is None
    ApiKey.objects.filter(pk=key.pk).update(expires_at=clock.now() + timedelta(days=1))
    assert actor_by_key(secret) is not None
    Membership.objects.filter(user_id=administrator.user_id).update(ended_at=clock.now())
    assert actor_by_key(secret) is None


def test_its_person_is_warned_once_fourteen_days_before_it_ends(administrator: Actor) -> None:
    near, _secret = keys.make(administrator, label="Snart", scopes=["read"], days=30)
    keys.make(administrator, label="Lenge", scopes=["read"], days=365)
    assert keys.warn() == 0
    ApiKey.objects.filter(pk=near.pk).update(expires_at=clock.now() + timedelta(days=13))
    assert keys.warn() == 1
    assert keys.warn() == 0
    assert mails("key_expires") == [ADMINISTRATOR]


def test_one_that_writes_or_handles_reads_the_case_too(administrator: Actor, case_handler: Actor) -> None:
    _, secret = keys.make(administrator, label="Fagsystem", scopes=["write"], days=90)
    holder = actor_by_key(secret)
    assert holder is not None
    assert {Right.SEE_CASES, Right.FILL_IN, Right.SEND} <= holder.rights
    membership = Membership.objects.get(user_id=case_handler.user_id)
    handler = actor_by_key(keys.issue(membership, label="", days=1, scopes=["handle"])[1])
    assert handler is not None
    assert {Right.SEE_CASES, Right.HANDLE, Right.DECIDE} <= handler.rights


def test_what_would_add_nothing_to_reading_is_not_offered(actor: Callable[[str], Actor]) -> None:
    assert keys.scopes_for(actor("dle@eksempelnett.example")) == ["read"]


def test_a_key_made_at_the_command_line_is_told_to_its_person(db: None) -> None:
    make_api_key(ADMINISTRATOR, "skript")
    assert Message.objects.get(kind="key_made").to_address == ADMINISTRATOR
    assert Event.objects.filter(action="key_made").exists()


def test_every_scope_has_its_words() -> None:
    assert keys.SCOPE_TEXTS.keys() == SCOPES.keys()
