"""Single sign-on of a company against a real OpenID Connect provider, a process of its own on this machine."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from nettmelding.accounts.models import User
from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid
from nettmelding.core.settings import env
from nettmelding.messages.models import Message
from nettmelding.notices import actions
from nettmelding.notices.lifecycle import Action
from nettmelding.organisations import domains, holdings, sign_on
from nettmelding.organisations.actors import actor_by_key, make_api_key
from nettmelding.organisations.models import CompanySettings, Membership, Organisation
from nettmelding.organisations.sign_on import Wanted
from nettmelding.web.signin import discovery, providers, social
from tests.contract.dns_server import NameServer, name_server
from tests.contract.oidc_provider import Provider, goes_through, provider
from tests.notices import ways
from tests.web.conftest import CASE_HANDLER, as_user, lately  # noqa: F401

__all__ = ["name_server", "provider"]
pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.xdist_group("oidc")]
DOMAIN = "eksempelnett.example"
NEW = f"ny@{DOMAIN}"
ADMIN_OF_GRID = f"nettadmin@{DOMAIN}"


@pytest.fixture(autouse=True)
def on_this_machine(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    for module in (sign_on, discovery, social):
        monkeypatch.setattr(module, "env", replace(env, oidc_loopback=True))
    cache.clear()


@pytest.fixture
def company(actor: Callable[[str], Actor], provider: Provider, name_server: NameServer) -> Organisation:
    """Eksempelnett, whose people sign in with the provider: handlers and administrators by group."""
    wanted = Wanted(
        issuer=provider.url,
        client_id="nettmelding",
        client_secret="hemmelig",
        domains=f"@{DOMAIN}",
        group_claim="groups",
        groups=[("saksbehandlere", "case_handler"), ("ledere", "administrator")],
        is_on=True,
    )
    me = actor(ADMIN_OF_GRID)
    sign_on.save(me, wanted)
    name_server.texts[DOMAIN] = domains.expected(me)
    return domains.confirm(me).organisation


def comes_in(client: Client, provider: Provider, subject: str, begin: str = "/konto/logg-inn/firma") -> Any:
    """The whole way, from the page that asks for the address."""
    return goes_through(client, subject, begin, {"email": NEW, "next": "/ko"})


def roles(email: str) -> list[str] | None:
    """The roles of somebody at Eksempelnett; None for nobody."""
    row = Membership.objects.filter(user__email=email, organisation__slug="eksempelnett", ended_at=None).first()
    return sorted(row.roles) if row else None


def test_a_new_person_is_in_with_the_roles_of_their_groups(
    client: Client, provider: Provider, company: Organisation
) -> None:
    provider.person("ny", name="Nina Ny", email=NEW, email_verified=True, groups=["saksbehandlere", "kantina"])
    answer = comes_in(client, provider, "ny")
    assert answer.headers["Location"] == "/ko"
    assert client.get("/ko").status_code == 200
    assert roles(NEW) == ["case_handler"]
    assert User.objects.get(email=NEW).name == "Nina Ny"
    assert not User.objects.get(email=NEW).has_usable_password()


@pytest.mark.parametrize(
    ("methods", "status"),
    [(["pwd"], 302), ("pwd", 302), (["pwd", "mfa"], 200), (["hwk"], 200), (["pwd", "otp"], 200), (None, 200)],
)
def test_a_provider_that_asked_for_a_password_only_is_not_enough_where_two_factors_are_required(
    client: Client, provider: Provider, company: Organisation, methods: list[str] | str | None, status: int
) -> None:
    CompanySettings.objects.update_or_create(organisation=company, defaults={"second_factor_required": True})
    said = {"amr": methods} if methods else {}
    provider.person("ny", name="Nina Ny", email=NEW, email_verified=True, groups=["saksbehandlere"], **said)
    comes_in(client, provider, "ny")
    answer = client.get("/ko")
    assert answer.status_code == status
    assert status == 200 or answer.headers["Location"].startswith("/konto/")


def test_groups_are_read_anew_each_time_and_none_is_no_access(
    client: Client, provider: Provider, company: Organisation
) -> None:
    person = {"name": "Nina Ny", "email": NEW, "email_verified": True}
    provider.person("ny", **person, groups=["saksbehandlere", "ledere"])
    comes_in(client, provider, "ny")
    assert roles(NEW) == ["administrator", "case_handler"]
    provider.person("ny", **person, groups=["ledere"])
    comes_in(Client(), provider, "ny")
    assert roles(NEW) == ["administrator"]
    provider.person("ny", **person, groups=["kantina"])
    answer = comes_in(Client(), provider, "ny")
    assert answer.status_code == 403
    assert "har ikke gitt deg tilgang" in answer.content.decode()
    assert roles(NEW) is None
    assert client.get("/ko").status_code == 404
    provider.person("ny", **person, groups=["saksbehandlere"])
    comes_in(Client(), provider, "ny")
    assert roles(NEW) == ["case_handler"]


def test_one_whom_an_administrator_has_deleted_stays_out(
    client: Client, provider: Provider, company: Organisation
) -> None:
    provider.person("ny", name="Nina Ny", email=NEW, email_verified=True, groups=["saksbehandlere"])
    comes_in(client, provider, "ny")
    Membership.objects.filter(user__email=NEW).update(ended_at=clock.now(), ended_by="Nils Administrator")
    assert "slettet av en administrator" in comes_in(Client(), provider, "ny").content.decode()
    assert roles(NEW) is None


def test_a_member_by_the_same_address_is_the_same_user(
    client: Client, provider: Provider, company: Organisation
) -> None:
    before = User.objects.get(email=CASE_HANDLER)
    provider.person("siri", name="Siri", email=CASE_HANDLER, email_verified=True, groups=["saksbehandlere"])
    comes_in(client, provider, "siri")
    assert client.session["_auth_user_id"] == str(before.pk)
    assert User.objects.filter(email=CASE_HANDLER).count() == 1


def test_another_companys_user_is_not_taken_over(client: Client, provider: Provider, company: Organisation) -> None:
    User.objects.filter(email="admin@proveinstallasjon.example").update(email=f"sjef@{DOMAIN}")
    provider.person("tyv", name="Tyv", email=f"sjef@{DOMAIN}", email_verified=True, groups=["ledere"])
    answer = comes_in(client, provider, "tyv")
    assert answer.status_code == 403
    assert "Du har en bruker her fra før." in answer.content.decode()
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "claims",
    [
        {"email": f"ny@{DOMAIN}", "email_verified": False},
        {"email": f"ny@{DOMAIN}"},
        {"email": "ny@annetfirma.example", "email_verified": True},
        {"email": f"ny@{DOMAIN}.ondt.example", "email_verified": True},
        {},
    ],
)
def test_an_address_that_is_not_shown_to_be_the_companys_leads_nowhere(
    client: Client, provider: Provider, company: Organisation, claims: dict[str, Any]
) -> None:
    provider.person("x", name="X", groups=["ledere"], **claims)
    assert comes_in(client, provider, "x").status_code == 403
    assert "_auth_user_id" not in client.session


def test_one_who_shows_who_they_are_connects_it_to_themselves(
    as_user: Callable[[str], Client],  # noqa: F811
    provider: Provider,
    company: Organisation,
) -> None:
    client = as_user(CASE_HANDLER)
    provider.person("annen", name="Siri", email=f"siri.annen@{DOMAIN}", email_verified=True, groups=["saksbehandlere"])
    comes_in(client, provider, "annen", "/konto/tilbyder/firma-eksempelnett/koble-til")
    assert "koblet til" in client.get("/konto/innlogging").content.decode()
    fresh = Client()
    comes_in(fresh, provider, "annen")
    assert fresh.session["_auth_user_id"] == client.session["_auth_user_id"]


def test_an_answer_without_its_question_is_refused(client: Client, company: Organisation) -> None:
    answer = client.get("/konto/tilbyder/firma-eksempelnett/svar?code=stjålet&state=gjettet")
    assert "_auth_user_id" not in client.session
    assert answer.status_code in {401, 502}


def test_a_provider_that_is_down_is_said_in_words(client: Client, company: Organisation) -> None:
    company.single_sign_on.issuer = "http://127.0.0.1:9"
    company.single_sign_on.save()
    answer = client.post("/konto/logg-inn/firma", {"email": NEW})
    assert answer.status_code == 502
    assert "svarer ikke" in answer.content.decode()


def test_trying_says_in_words_what_is_wrong(provider: Provider) -> None:
    assert discovery.look(provider.url).problem == ""
    assert "https://" in discovery.look("http://utenfor.example").problem
    assert "kontakt" in discovery.look("http://127.0.0.1:9").problem
    assert "svar 404" in discovery.look(f"{provider.url}/feil").problem


def test_the_program_does_not_knock_on_its_own_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "env", replace(env, oidc_loopback=False))
    for host in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "localhost"):
        assert "ikke på det åpne" in discovery.look(f"https://{host}").problem


def test_the_secret_is_not_kept_as_it_is(company: Organisation) -> None:
    row = company.single_sign_on
    assert "hemmelig" not in row.client_secret
    assert next(app.secret for app in providers.apps() if app.provider_id == row.provider_id) == "hemmelig"


def test_no_two_companies_have_the_same_domain(actor: Callable[[str], Actor], company: Organisation) -> None:
    wanted = Wanted("http://127.0.0.1:9", "x", "", DOMAIN, "groups", [("alle", "administrator")], True)
    with pytest.raises(Invalid) as refused:
        sign_on.save(actor("nettadmin@provenett.example"), wanted)
    assert "domains" in refused.value.fields


def test_the_administrators_page_keeps_and_tries_it(as_user: Callable[[str], Client], provider: Provider) -> None:  # noqa: F811
    client = as_user(ADMIN_OF_GRID)
    form = {
        "issuer": provider.url, "client_id": "nettmelding", "client_secret": "hemmelig", "domains": DOMAIN,
        "group_claim": "groups", "group.0": "saksbehandlere", "role.0": "case_handler", "is_on": "on",
    }  # fmt: skip
    assert "har det som trengs" in client.post("/admin/innlogging", {**form, "do": "try"}).content.decode()
    assert client.post("/admin/innlogging", {**form, "do": "save"}).status_code == 302
    shown = client.get("/admin/innlogging").content.decode()
    assert 'hemmelig"' not in shown
    assert "/konto/tilbyder/firma-eksempelnett/svar" in shown
    assert client.post("/admin/innlogging", {**form, "issuer": "ftp://x", "do": "save"}).status_code == 422


def test_only_administrators_see_the_page(as_user: Callable[[str], Client]) -> None:  # noqa: F811
    assert as_user(CASE_HANDLER).get("/admin/innlogging").status_code == 404


def test_one_with_nothing_but_the_provider_confirms_there(
    client: Client,
    provider: Provider,
    company: Organisation,
    lately: Callable[..., Client],  # noqa: F811
) -> None:
    provider.person("ny", name="Nina Ny", email=NEW, email_verified=True, groups=["saksbehandlere"])
    comes_in(client, provider, "ny")
    lately(client, ago=601)
    asked = client.get("/konto/e-post").headers["Location"]
    assert asked.startswith("/konto/bekreft-deg/tilbyder?")
    assert "Logg inn med Eksempelnett" in client.get(asked).content.decode()
    first = client.post("/konto/logg-inn/firma-eksempelnett", {"next": "/konto/e-post"})
    assert "prompt=login" in first.headers["Refresh"]
    comes_in(client, provider, "ny", "/konto/logg-inn/firma-eksempelnett")
    assert client.get("/konto/e-post").status_code == 200


def in_another_company(email: str) -> Membership:
    """The person administers another company too."""
    other = Organisation.objects.get(slug="prove-installasjon")
    return Membership.objects.create(user=User.objects.get(email=email), organisation=other, roles=["administrator"])


@pytest.mark.parametrize("left", [False, True])
def test_an_address_does_not_lead_to_one_who_belongs_to_another_company_too(
    client: Client, provider: Provider, company: Organisation, left: bool
) -> None:
    membership = in_another_company(CASE_HANDLER)
    if left:
        Membership.objects.filter(pk=membership.pk).update(ended_at=clock.now(), ended_by="Nils")
    provider.person("siri", name="Siri", email=CASE_HANDLER, email_verified=True, groups=["ledere"])
    answer = comes_in(client, provider, "siri")
    assert "Du har en bruker her fra før." in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert roles(CASE_HANDLER) == ["case_handler"]


def test_what_a_companys_provider_begins_acts_for_that_company_only(
    client: Client, provider: Provider, company: Organisation
) -> None:
    provider.person("siri", name="Siri", email=CASE_HANDLER, email_verified=True, groups=["saksbehandlere"])
    comes_in(client, provider, "siri")
    in_another_company(CASE_HANDLER)
    comes_in(client, provider, "siri")
    assert client.get("/ko").status_code == 200
    assert "Prøve Installasjon" not in client.get("/").content.decode()
    led = client.get("/som/prove-installasjon/admin/bruker")
    assert led.status_code == 302
    assert led.headers["Location"].startswith("/som/prove-installasjon/konto/bekreft-deg?")
    assert client.get("/som/prove-installasjon/api/v1/users").status_code in {401, 404}
    for path in ("e-post", "passord", "passnokler/ny", "innlogging", "lagret/last-ned", "lagret/slett", "enheter"):
        assert "/konto/bekreft-deg" in client.get(f"/konto/{path}").headers["Location"]
    posted = client.post("/konto/navn", {"name": "Tyv"})
    assert "/konto/bekreft-deg" in posted.headers["Location"]
    assert User.objects.get(email=CASE_HANDLER).name != "Tyv"


def test_ones_own_password_opens_the_rest(client: Client, provider: Provider, company: Organisation) -> None:
    user = User.objects.get(email=CASE_HANDLER)
    user.set_password("et langt passord som er mitt")
    user.save()
    provider.person("siri", name="Siri", email=CASE_HANDLER, email_verified=True, groups=["saksbehandlere"])
    comes_in(client, provider, "siri")
    in_another_company(CASE_HANDLER)
    led = client.get("/som/prove-installasjon/admin/bruker").headers["Location"]
    assert "galt" not in client.post(led, {"password": "galt"}).headers.get("Location", "")
    assert client.get("/som/prove-installasjon/admin/bruker").status_code == 302
    answer = client.post(led, {"password": "et langt passord som er mitt"})
    assert answer.headers["Location"] == "/som/prove-installasjon/admin/bruker"
    assert client.get("/som/prove-installasjon/admin/bruker").status_code == 200


def test_one_with_nothing_but_the_provider_is_told_how_to_get_ones_own_way(
    client: Client, provider: Provider, company: Organisation
) -> None:
    provider.person("ny", name="Nina Ny", email=NEW, email_verified=True, groups=["saksbehandlere"])
    comes_in(client, provider, "ny")
    in_another_company(NEW)
    led = client.get("/konto/e-post").headers["Location"]
    said = client.get(led).content.decode()
    assert "Glemt passord" in said
    assert "Logg inn med Eksempelnett" not in said


def test_a_domain_counts_when_dns_says_that_it_is_the_companys(
    client: Client,
    as_user: Callable[[str], Client],  # noqa: F811
    actor: Callable[[str], Actor],
    provider: Provider,
    company: Organisation,
    name_server: NameServer,
) -> None:
    new = "ny@eksempelkraft.example"
    form = {
        "issuer": provider.url, "client_id": "nettmelding", "domains": f"{DOMAIN} eksempelkraft.example",
        "group_claim": "groups", "group.0": "saksbehandlere", "role.0": "case_handler", "is_on": "on",
    }  # fmt: skip
    admin = as_user(ADMIN_OF_GRID)
    admin.post("/admin/innlogging", {**form, "do": "save"})
    said = admin.get("/admin/innlogging").content.decode()
    assert "eksempelkraft.example er ikke bekreftet ennå." in said
    assert f"{DOMAIN} er bekreftet." in said
    provider.person("ny", name="Nina Ny", email=new, email_verified=True, groups=["saksbehandlere"])
    assert "sa ikke hvilken e-postadresse" in comes_in(client, provider, "ny").content.decode()
    assert client.post("/konto/logg-inn/firma", {"email": new}).status_code == 422
    name_server.texts["eksempelkraft.example"] = domains.expected(actor("nettadmin@provenett.example"))
    admin.post("/admin/innlogging", {**form, "do": "confirm"})
    assert "eksempelkraft.example er ikke bekreftet ennå." in admin.get("/admin/innlogging").content.decode()
    name_server.texts["eksempelkraft.example"] = domains.expected(actor(ADMIN_OF_GRID))
    admin.post("/admin/innlogging", {**form, "do": "confirm"})
    assert comes_in(client, provider, "ny").headers["Location"] == "/ko"
    assert roles(new) == ["case_handler"]


def test_a_domain_that_is_only_claimed_keeps_nobody_from_it(
    actor: Callable[[str], Actor], company: Organisation, name_server: NameServer
) -> None:
    claimed = Wanted("https://x.example", "x", "", "provenett.example", "groups", [("alle", "administrator")], True)
    sign_on.save(actor(ADMIN_OF_GRID), claimed)
    assert sign_on.save(actor("nettadmin@provenett.example"), claimed).domains == ["provenett.example"]


def told(kind: str) -> list[str]:
    return sorted(Message.objects.filter(kind=kind).values_list("to_address", flat=True))


def test_roles_by_groups_are_told_to_the_person_and_an_administrator_to_the_others(
    client: Client, provider: Provider, company: Organisation
) -> None:
    Message.objects.all().delete()
    provider.person("ny", name="Nina Ny", email=NEW, email_verified=True, groups=["saksbehandlere"])
    comes_in(client, provider, "ny")
    assert told("roles_changed") == [NEW]
    assert told("company_changed") == []
    provider.person("ny", name="Nina Ny", email=NEW, email_verified=True, groups=["ledere"])
    comes_in(Client(), provider, "ny")
    assert told("roles_changed") == [NEW, NEW]
    assert told("company_changed") == sorted([ADMIN_OF_GRID, NEW])
    comes_in(Client(), provider, "ny")
    assert told("roles_changed") == [NEW, NEW]


def test_whose_groups_give_nothing_hands_over_what_they_held(
    client: Client, provider: Provider, company: Organisation, electrician: Actor, case_handler: Actor
) -> None:
    taken = ways.sent(electrician)
    actions.act(case_handler, taken.id, Action.TAKE)
    user = User.objects.get(email=CASE_HANDLER)
    assert holdings.told(company.id, user.id) != []
    key = make_api_key(CASE_HANDLER)
    Message.objects.all().delete()
    provider.person("siri", name="Siri", email=CASE_HANDLER, email_verified=True, groups=["kantina"])
    assert comes_in(client, provider, "siri").status_code == 403
    assert holdings.told(company.id, user.id) == []
    assert told("membership_ended") == [CASE_HANDLER]
    assert told("company_changed") == [ADMIN_OF_GRID]
    provider.person("siri", name="Siri", email=CASE_HANDLER, email_verified=True, groups=["saksbehandlere"])
    comes_in(client, provider, "siri")
    assert roles(CASE_HANDLER) == ["case_handler"]
    assert actor_by_key(key) is None


def test_groups_leave_no_company_without_an_administrator(
    client: Client, provider: Provider, company: Organisation
) -> None:
    person = {"name": "Nils", "email": ADMIN_OF_GRID, "email_verified": True}
    provider.person("nils", **person, groups=["kantina"])
    assert "minst én administrator" in comes_in(client, provider, "nils").content.decode()
    assert roles(ADMIN_OF_GRID) == ["administrator"]
    provider.person("nils", **person, groups=["saksbehandlere"])
    comes_in(client, provider, "nils")
    assert roles(ADMIN_OF_GRID) == ["administrator", "case_handler"]


def test_a_changed_sign_in_is_told_to_the_administrators(company: Organisation) -> None:
    assert told("company_changed") == [ADMIN_OF_GRID]
