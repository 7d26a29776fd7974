"""A grid company's rule set: drafted, put in force, kept."""

import tomllib
from importlib.resources import files
from uuid import UUID

import pytest

from nettmelding.core.actor import Actor, ActorKind, OrganisationKind, Right
from nettmelding.core.errors import Invalid, NotAllowed, NotFound, Refused
from nettmelding.core.ids import uuid7
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.rules import actions, queries
from nettmelding.rules.models import RuleSet, RuleSetStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> UUID:
    return uuid7()


def administrator(organisation_id: UUID, *rights: Right) -> Actor:
    return Actor(
        kind=ActorKind.PERSON,
        name="Nettadmin",
        user_id=uuid7(),
        organisation_id=organisation_id,
        organisation_kind=OrganisationKind.GRID_COMPANY,
        rights=frozenset(rights or {Right.MANAGE_COMPANY}),
    )


def limit(amperes: int) -> dict[str, object]:
    return {"notices": {"thresholds": {"ct_metering_above_a": amperes}}}


def test_a_company_without_rules_has_the_defaults(company: UUID) -> None:
    rules = queries.in_force(company)
    assert rules.version == 0
    assert rules.section(NoticeRules).thresholds.ct_metering_above_a == 80


def test_a_draft_does_not_hold_until_it_is_put_in_force(company: UUID) -> None:
    actor = administrator(company)
    draft = actions.save_draft(actor, company, limit(63))
    assert queries.in_force(company).version == 0
    actions.put_in_force(actor, company, draft.version)
    assert queries.in_force(company).section(NoticeRules).thresholds.ct_metering_above_a == 63


def test_saving_a_draft_again_keeps_its_version(company: UUID) -> None:
    actor = administrator(company)
    first = actions.save_draft(actor, company, limit(63))
    second = actions.save_draft(actor, company, limit(70))
    assert (first.version, second.version) == (1, 1)
    assert RuleSet.objects.get(organisation_id=company).content == limit(70)


def test_one_version_is_in_force_and_the_others_are_kept(company: UUID) -> None:
    actor = administrator(company)
    for amperes in (63, 70, 80):
        draft = actions.save_draft(actor, company, limit(amperes))
        actions.mark_tried(actor, company, draft.version)
        actions.put_in_force(actor, company, draft.version)
    kept = [(one.version, one.status) for one in queries.history(company)]
    assert kept == [(3, RuleSetStatus.IN_FORCE), (2, RuleSetStatus.RETIRED), (1, RuleSetStatus.RETIRED)]
    assert queries.content_of(company, 1).section(NoticeRules).thresholds.ct_metering_above_a == 63


def test_a_version_that_has_held_is_not_put_in_force_again(company: UUID) -> None:
    actor = administrator(company)
    draft = actions.save_draft(actor, company, limit(63))
    actions.put_in_force(actor, company, draft.version)
    with pytest.raises(Refused):
        actions.put_in_force(actor, company, draft.version)


@pytest.mark.parametrize(
    ("content", "path", "words"),
    [
        ({"notices": {"offered": ["bakeri"]}}, "notices.offered.0", "Ukjent meldingstype"),
        (
            {"notices": {"defaults": {"protection.ov": 1}}},
            "notices.defaults.protection.ov.[key]",
            "Ukjent felt",
        ),
        (
            {"notices": {"automatic_decision": {"merging": {"when": "ov > 3", "because": "x"}}}},
            "notices.automatic_decision.merging.when",
            "et navn som ikke finnes",
        ),
        (
            {"notices": {"thresholds": {"ct_metering_above_a": -1}}},
            "notices.thresholds.ct_metering_above_a",
            "",
        ),
        ({"charges": {}}, "charges", "Ukjent del"),
    ],
)
def test_what_does_not_hold_is_said_at_its_place(
    company: UUID, content: dict[str, object], path: str, words: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.save_draft(administrator(company), company, content)
    assert words in refused.value.fields[path]
    assert not RuleSet.objects.filter(organisation_id=company).exists()


def test_only_the_companys_administrator_changes_its_rules(company: UUID) -> None:
    with pytest.raises(NotAllowed):
        actions.save_draft(administrator(company, Right.HANDLE), company, limit(63))
    with pytest.raises(NotFound):
        actions.save_draft(administrator(uuid7()), company, limit(63))


@pytest.mark.parametrize("name", ["eksempelnett", "provenett"])
def test_the_demonstrations_rules_hold(company: UUID, name: str) -> None:
    text = files("nettmelding.demo").joinpath("rulesets", f"{name}.toml").read_text("utf-8")
    draft = actions.save_draft(administrator(company), company, tomllib.loads(text))
    actions.put_in_force(administrator(company), company, draft.version)
    assert queries.in_force(company).section(NoticeRules).texts.contact_phone
