"""*Samsvarserklæringer* under Admin: how much of a declaration the grid company asks for."""

from collections.abc import Callable

import pytest
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.declarations.queries import rules_at
from nettmelding.declarations.ruleset import DeclarationRules, Wanted
from nettmelding.notices import actions
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.organisations.models import Organisation
from nettmelding.rules.models import RuleSet
from nettmelding.rules.queries import in_force
from tests.declarations import ways
from tests.notices import ways as notices
from tests.web.conftest import ADMINISTRATOR, CASE_HANDLER

ADMIN = "nettadmin@eksempelnett.example"
ADDRESS = "/admin/samsvarserklaeringer"
AsUser = Callable[[str], Client]
pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("rules_are_read_anew")]


def test_what_is_asked_for_holds_from_now(
    as_user: AsUser, company: Organisation, electrician: Actor, case_handler: Actor
) -> None:
    client, before = as_user(ADMIN), in_force(company.id).section(NoticeRules)
    asked = {"installation": "nothing", "meter": "declaration", "reason": "Vi spør heller når vi trenger den."}
    text = client.post(ADDRESS, asked, follow=True).content.decode()
    assert "Det gjelder fra nå" in text
    assert "Vi spør heller når vi trenger den." in text
    assert rules_at(company.id) == DeclarationRules(installation=Wanted.NOTHING, meter=Wanted.DECLARATION)
    assert in_force(company.id).section(NoticeRules) == before

    notice = notices.approved(electrician, case_handler)
    declaration = ways.sealed(electrician, notice)
    notices.fill_in_completion(electrician, notice)
    actions.report_completion(electrician, notice.id)
    assert as_user(CASE_HANDLER).get(f"/samsvarserklaeringer/{declaration.id}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reason": " "}, "Skriv hvorfor."),
        ({"meter": "alt"}, "Velg ett av svarene."),
        ({"installation": ""}, "Velg ett av svarene."),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(as_user: AsUser, wrong: dict[str, str], sentence: str) -> None:
    versions = RuleSet.objects.count()
    asked = {"installation": "all", "meter": "all", "reason": "Derfor.", **wrong}
    answer = as_user(ADMIN).post(ADDRESS, asked)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert RuleSet.objects.count() == versions


@pytest.mark.parametrize("who", [CASE_HANDLER, ADMINISTRATOR])
def test_only_the_grid_companys_administrator_asks(as_user: AsUser, who: str) -> None:
    assert as_user(who).get(ADDRESS).status_code == 404
