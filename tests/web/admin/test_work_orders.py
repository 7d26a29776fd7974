"""*Arbeidsordrer* under Admin: the grid company's own rules about work, each change a version with a reason."""

from collections.abc import Callable

import pytest
from django.test import Client

from nettmelding.core.actor import Actor
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.organisations.models import Organisation
from nettmelding.rules.models import RuleSet
from nettmelding.rules.queries import in_force
from nettmelding.web.admin.work_orders import shown
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.ruleset import Performer, WorkOrderRules, rules_of
from tests.notices import ways

ADMIN = "nettadmin@eksempelnett.example"
AsUser = Callable[[str], Client]
pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("rules_are_read_anew")]


def typed(company: Organisation, **more: str) -> dict[str, str]:
    """The form as it stands, with some of it changed."""
    return {**shown(rules_of(company.id)), "reason": "Ny avtale med montørene.", **more}


def test_a_change_holds_from_now_and_says_why(
    as_user: AsUser, company: Organisation, electrician: Actor, case_handler: Actor
) -> None:
    client = as_user(ADMIN)
    before = in_force(company.id).section(NoticeRules)
    sent = typed(
        company, **{"at_approval.protection_change": "change", "performers.change": "contractor", "offer_days": "9"}
    )
    answer = client.post("/admin/arbeidsordrer", sent, follow=True)
    assert "Det gjelder fra nå" in answer.content.decode()
    assert "Ny avtale med montørene." in answer.content.decode()
    rules = rules_of(company.id)
    assert rules.at_approval == {"protection_change": "change"}
    assert rules.performer_of("change") is Performer.CONTRACTOR
    assert rules.offer_days == 9
    assert in_force(company.id).section(NoticeRules) == before
    notice = ways.approved(electrician, case_handler)
    assert WorkOrder.objects.get(notice=notice).kind == "change"


def test_what_is_wrong_is_said_beside_it_and_changes_nothing(as_user: AsUser, company: Organisation) -> None:
    client, versions = as_user(ADMIN), RuleSet.objects.count()
    wrong = client.post("/admin/arbeidsordrer", typed(company, working_days_to_do="0", reason=" "))
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "Skriv et helt tall fra 1 til 250." in text
    assert "Skriv hvorfor." in text
    odd = client.post("/admin/arbeidsordrer", typed(company, **{"at_approval.protection_change": "fly"}))
    assert odd.status_code == 422
    assert "Ukjent slag arbeidsordre" in odd.content.decode()
    assert RuleSet.objects.count() == versions


def test_what_is_saved_unchanged_is_what_held(as_user: AsUser, company: Organisation) -> None:
    before = shown(rules_of(company.id))
    as_user(ADMIN).post("/admin/arbeidsordrer", typed(company))
    assert shown(rules_of(company.id)) == before
    assert rules_of(company.id).steps == WorkOrderRules().steps


def test_steps_and_the_gate_are_the_companys_own(as_user: AsUser, company: Organisation) -> None:
    sent = typed(company, **{"steps.antenna": "yes", "steps.seals": "no"})
    sent.pop("gate.contract")
    as_user(ADMIN).post("/admin/arbeidsordrer", sent)
    rules = rules_of(company.id)
    assert rules.steps == {"antenna": True, "seals": False}
    assert [what.value for what in rules.gate] == ["terms"]


def test_only_the_grid_companys_administrator_sees_it(as_user: AsUser) -> None:
    for email in ("saksbehandler@eksempelnett.example", "admin@eksempelelektro.example"):
        assert as_user(email).get("/admin/arbeidsordrer").status_code in {403, 404}
    assert as_user(ADMIN).get("/admin/arbeidsordrer").status_code == 200
