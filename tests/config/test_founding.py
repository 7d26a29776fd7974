"""`nettmelding grid-company` and `nettmelding operator`: the first people of an installation, on an empty database."""

import re
from functools import partial
from subprocess import CompletedProcess

import pytest
from django.test import Client

from nettmelding.config.cli import main
from nettmelding.messages.models import Message
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import Invitation, Membership, Organisation
from nettmelding.web.admin.sections import sections_for
from tests.programs import ran

Said = pytest.CaptureFixture[str]
NUMBER = "310000876"
"""Passes modulus 11, and no company of the demonstration has it."""
NEW = ["grid-company", "Nye Nett AS", "310 000 876", "--email"]
KARI, PASSWORD = "kari.nordmann@nye.example", "fire-blå-hester-på-taket"


@pytest.mark.one_database
def test_from_an_empty_database_both_are_let_in_and_the_second_time_it_is_said(own_database: dict[str, str]) -> None:
    nettmelding = partial(ran, "nettmelding.config.cli", own_database)
    assert nettmelding("setup").returncode == 0
    first = nettmelding(*NEW, KARI)
    assert (first.returncode, first.stderr) == (0, "")
    assert f"Nye Nett AS ({NUMBER}) is written down.\nA link for the administrator goes to {KARI}" in first.stdout
    again = nettmelding(*NEW, KARI)
    assert (again.returncode, again.stdout) == (1, "")
    assert f"Nye Nett AS ({NUMBER}) exists already." in again.stderr
    operators: list[CompletedProcess[str]] = [nettmelding("operator", "--email", KARI) for _ in range(2)]
    assert [one.returncode for one in operators] == [0, 1]
    assert f"A link for the operator goes to {KARI}" in operators[0].stdout
    assert "exists already" in operators[1].stderr


def link_to(address: str) -> str:
    """The path of the newest link that was sent there."""
    newest = Message.objects.filter(kind="invitation", to_address=address).order_by("-created_at", "-id").first()
    assert newest is not None
    found = re.search(r"/velkommen/[\w-]+", newest.text)
    assert found
    return found[0]


@pytest.mark.django_db(databases="__all__")
class TestInvited:
    """On the tests' database, where it can be seen what came of it."""

    def test_the_administrator_comes_in_by_the_link_and_every_page_under_admin_opens(self) -> None:
        assert main([*NEW, KARI]) == 0
        client = Client()
        assert "Velkommen til Nye Nett AS" in client.get(link_to(KARI)).content.decode()
        client.post(link_to(KARI), {"password": PASSWORD}, follow=True)
        member = Membership.objects.get(organisation__organisation_number=NUMBER)
        assert (member.user.name, member.roles) == ("Kari Nordmann", ["administrator"])
        assert client.get("/", follow=True).status_code == 200
        there = client.get(f"/som/{member.organisation.slug}/admin/bruker").content.decode()
        pages = set(re.findall(r'href="(/som/[\w-]+/admin/[\w-]+)"', there))
        assert len(pages) == len(sections_for(actor_for(member)))
        assert {page: client.get(page).status_code for page in pages} == dict.fromkeys(pages, 200)

    def test_a_number_that_fails_modulus_11_makes_nothing(self, capsys: Said) -> None:
        assert main(["grid-company", "Nye Nett AS", "310000877", "--email", KARI]) == 1
        assert "Organisasjonsnummeret stemmer ikke" in capsys.readouterr().err
        assert not Organisation.objects.filter(name="Nye Nett AS").exists()
        assert not Invitation.objects.exists()

    @pytest.mark.parametrize("address", ["kari", "harikke@epost.no", ""])
    def test_an_address_that_nobody_reads_makes_nothing(self, address: str, capsys: Said) -> None:
        assert main([*NEW, address]) == 1
        assert capsys.readouterr().err
        assert not Organisation.objects.filter(name="Nye Nett AS").exists()

    def test_a_link_that_was_lost_is_sent_again_and_the_first_no_longer_opens(self) -> None:
        main([*NEW, KARI])
        first = link_to(KARI)
        assert main([*NEW, KARI, "--again"]) == 0
        assert link_to(KARI) != first
        assert Client().get(first).status_code == 404
        assert Client().get(link_to(KARI)).status_code == 200

    def test_an_address_that_was_wrong_is_put_right(self) -> None:
        main([*NEW, "kira@nye.example"])
        assert main([*NEW, KARI]) == 1
        assert main([*NEW, KARI, "--again"]) == 0
        assert Client().get(link_to("kira@nye.example")).status_code == 410
        assert Client().get(link_to(KARI)).status_code == 200

    def test_a_company_with_an_administrator_gets_no_other_from_outside(self, capsys: Said) -> None:
        main([*NEW, KARI])
        Client().post(link_to(KARI), {"password": PASSWORD})
        capsys.readouterr()
        assert main([*NEW, "annen@nye.example", "--again"]) == 1
        assert f"Its administrator: {KARI}. Nothing was changed." in capsys.readouterr().err
        assert not Message.objects.filter(to_address="annen@nye.example").exists()

    def test_an_operator_beside_the_one_there_is(self, capsys: Said) -> None:
        there = Membership.objects.get(organisation__kind="platform").user.email
        assert main(["operator", "--email", str(there), "--again"]) == 1
        assert "exists already" in capsys.readouterr().err
        assert main(["operator", "--email", KARI, "--person", "Kari Nordmann"]) == 0
        client = Client()
        client.post(link_to(KARI), {"password": PASSWORD}, follow=True)
        assert client.get("/som/platform/admin/elvirksomhetsregisteret").status_code == 200

    def test_who_asks_for_a_new_link_where_nobody_administers_is_told_whom_to_ask(self) -> None:
        main([*NEW, KARI])
        link = link_to(KARI)
        Invitation.objects.update(expires_at="2020-01-01T00:00:00Z")
        answer = Client().post(f"{link}/ny-lenke", follow=True)
        assert "Be den som driver nettmelding" in answer.content.decode()
