"""The form: what is asked, how much it is needed, and what is known already."""

from datetime import UTC, datetime

import pytest

from nettmelding.core import clock
from nettmelding.notices.catalogue.completeness import MissingKind, missing
from nettmelding.notices.catalogue.decision import decide_at_once
from nettmelding.notices.catalogue.form import Form, Source, build_form
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import FormKind, Kind, Need, Stage, Value
from nettmelding.notices.catalogue.ruleset import DEFAULT_RULES, FieldRule, NoticeRules, TypeRules
from tests.notices.catalogue.companies import NAMES, rules_of

EVERY = [(name, type_id, form) for name in NAMES for type_id, one in catalogue().types.items() for form in one.forms]
TODAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
EVERYONE = ("customer", "owner")

EXAMPLES: dict[Kind, Value] = {
    Kind.TEXT: "noe",
    Kind.LONGTEXT: "noe mer",
    Kind.INTEGER: 40,
    Kind.DECIMAL: 12,
    Kind.DATE: "2026-12-01",
    Kind.DATETIME: "2026-11-20T10:00+01:00",
    Kind.BOOL: True,
    Kind.ADDRESS: {"text": "Prøvevegen 1, 9998 Eksempelvik"},
    Kind.METER: "4400000000000019",
    Kind.METERS: ["4400000000000019", "4400000000000026"],
}


def example(path: str) -> Value:
    field = catalogue().fields[path]
    if field.kind is Kind.CHOICE:
        return field.choices[0].code
    if field.kind is Kind.MULTI:
        return [field.choices[0].code]
    return EXAMPLES[field.kind]


def filled(type_id: str, form: FormKind, rules: NoticeRules, stage: Stage = Stage.NOTICE) -> Form:
    """The form with every required field answered; answering one can make another required."""
    answers: dict[str, Value] = {}
    for _round in range(6):
        built = build_form([type_id], form, rules, answers, stage)
        answers |= {one.path: example(one.path) for one in built.fields() if one.required and not one.answered}
    return build_form([type_id], form, rules, answers, stage)


@pytest.mark.parametrize(("name", "type_id", "form"), EVERY)
def test_every_type_can_be_filled_in_at_both_companies(name: str, type_id: str, form: FormKind) -> None:
    with clock.frozen(TODAY):
        done = filled(type_id, form, rules_of(name))
        papers = [one.code for one in done.attachments() if one.required]
        assert missing(done, EVERYONE, papers) == []


@pytest.mark.parametrize(("name", "type_id", "form"), EVERY)
def test_each_required_field_that_is_left_out_is_named(name: str, type_id: str, form: FormKind) -> None:
    rules = rules_of(name)
    with clock.frozen(TODAY):
        answers = filled(type_id, form, rules).answers()
        for field in filled(type_id, form, rules).fields():
            if not field.required or field.source is Source.DEFAULT or field.field.default is not None:
                continue
            rest = {path: value for path, value in answers.items() if path != field.path}
            without = build_form([type_id], form, rules, rest)
            if without.field(field.path).answered:
                continue
            named = [one for one in missing(without, EVERYONE, []) if one.path == field.path]
            assert named, field.path
            assert named[0].section == field.field.section
            assert field.label in named[0].message or "adressen" in named[0].message


@pytest.mark.parametrize(("name", "type_id", "form"), EVERY)
def test_each_required_attachment_and_party_that_is_left_out_is_named(name: str, type_id: str, form: FormKind) -> None:
    with clock.frozen(TODAY):
        done = filled(type_id, form, rules_of(name))
    found = {one.path: one for one in missing(done, [], [])}
    for paper in done.attachments():
        assert (f"attachment.{paper.code}" in found) is paper.required
    for party in done.parties():
        assert (f"party.{party.role}" in found) is party.required
    assert all(one.message.endswith(".") for one in found.values())


@pytest.mark.parametrize(("name", "type_id", "form"), EVERY)
def test_every_completion_report_can_be_filled_in(name: str, type_id: str, form: FormKind) -> None:
    rules = rules_of(name)
    notice = filled(type_id, form, rules).answers()
    report = build_form([type_id], form, rules, notice, Stage.COMPLETION)
    answers = notice | {one.path: example(one.path) for one in report.fields() if one.required and not one.answered}
    done = build_form([type_id], form, rules, answers, "completion")
    papers = [one.code for one in done.attachments() if one.required]
    assert missing(done, [], papers) == []
    assert done.field("completion.done_on").required


def test_the_companies_differ_by_their_thresholds() -> None:
    answers: dict[str, Value] = {
        "supply.network_system": "tn_c_s_400",
        "protection.ov_old_a": 40,
        "protection.ov_new_a": 63,
        "work.protection_change": ["ov"],
    }
    needed = {
        name: [
            one.code
            for one in build_form(["protection_change"], "single", rules_of(name), answers).attachments()
            if one.required
        ]
        for name in NAMES
    }
    assert needed == {"eksempelnett": ["load_budget"], "provenett": []}


@pytest.mark.parametrize(
    ("system", "ov", "needed"), [("it_230", 63, False), ("it_230", 80, True), ("tn_s_400", 63, True)]
)
def test_a_load_budget_is_needed_above_the_limit_of_the_voltage(system: str, ov: int, needed: bool) -> None:
    answers: dict[str, Value] = {"supply.network_system": system, "protection.ov_new_a": ov}
    form = build_form(["new_installation"], "single", rules_of("eksempelnett"), answers)
    papers = {one.code: one for one in form.attachments()}
    assert papers["load_budget"].required is needed
    assert bool(papers["load_budget"].why) is needed


def test_a_threshold_is_explained_where_it_bites_with_the_ways_out() -> None:
    answers: dict[str, Value] = {
        "supply.network_system": "it_230",
        "protection.ov_new_a": 80,
        "protection.ov_old_a": 50,
    }
    form = build_form(["protection_change"], "single", rules_of("eksempelnett"), answers)
    note = form.field("protection.ov_new_a").notes[0]
    assert note.text == "Over 63 A på 230 V trenger effektbudsjett. 63 A godkjennes uten."
    assert [(way.label, way.path, way.value) for way in note.ways] == [
        ("Bruk 63 A", "protection.ov_new_a", 63),
        ("Legg ved effektbudsjett", "attachment.load_budget", None),
    ]


def test_the_signed_order_is_needed_at_provenett_only() -> None:
    papers = {
        name: {one.code for one in build_form(["new_installation"], "single", rules_of(name), {}).attachments()}
        for name in NAMES
    }
    assert "grid_service_order" in papers["provenett"]
    assert "grid_service_order" not in papers["eksempelnett"]


def test_the_owner_is_not_carried_over_where_the_company_does_not_keep_it() -> None:
    notes = {
        name: [
            one.note for one in build_form(["merging"], "single", rules_of(name), {}).parties() if one.role == "owner"
        ]
        for name in NAMES
    }
    assert notes["eksempelnett"] != [""]
    assert notes["provenett"] == [""]


def test_several_types_give_the_union_the_strictest_need_and_the_longest_deadline() -> None:
    rules = NoticeRules(deadlines={"protection_change": 8, "production": 20})
    alone = build_form(["protection_change"], "single", rules, {})
    both = build_form(["protection_change", "production"], "single", rules, {})
    assert {one.path for one in both.fields()} > {one.path for one in alone.fields()}
    assert both.field("production.inverter_model").required
    assert both.field("site.meter_number").required
    assert (alone.deadline_working_days, both.deadline_working_days) == (8, 20)


def test_a_field_appears_with_what_it_depends_on_and_goes_with_it() -> None:
    battery = build_form(["production"], "simplified", DEFAULT_RULES, {"production.kind": ["battery"]})
    assert battery.field("production.battery_kwh").required
    solar: dict[str, Value] = {"production.kind": ["solar"], "production.battery_kwh": 10}
    form = build_form(["production"], "simplified", DEFAULT_RULES, solar)
    assert form.field("production.battery_kwh").need is Need.HIDDEN
    assert "production.battery_kwh" not in form.answers()


def test_what_is_known_is_filled_in_and_says_where_from() -> None:
    known = {"metering_point.ov_a": 50, "metering_point.network_system": "it_230"}
    typed: dict[str, Value] = {"protection.ov_new_a": 63}
    form = build_form(["protection_change"], "single", rules_of("provenett"), typed, known=known)
    assert (form.field("protection.ov_old_a").value, form.field("protection.ov_old_a").source) == (
        50,
        Source.METERING_POINT,
    )
    assert form.field("protection.ov_new_a").source is Source.USER
    assert form.field("supply.network_system").value == "it_230"


def test_what_is_typed_goes_before_what_is_known() -> None:
    form = build_form(
        ["protection_change"],
        "single",
        DEFAULT_RULES,
        {"protection.ov_old_a": 40},
        known={"metering_point.ov_a": 50},
    )
    assert form.field("protection.ov_old_a").value == 40


def test_the_report_begins_with_what_was_approved_and_a_difference_must_be_explained() -> None:
    approved: dict[str, Value] = {"protection.ov_new_a": 63}
    form = build_form(["protection_change"], "single", DEFAULT_RULES, approved, Stage.COMPLETION)
    ov = form.field("completion.ov_a")
    assert (ov.value, ov.source, ov.approved) == (63, Source.APPROVED, 63)
    assert not form.field("completion.differences").required
    built = approved | {"completion.ov_a": 50}
    form = build_form(["protection_change"], "single", DEFAULT_RULES, built, Stage.COMPLETION)
    assert form.field("completion.differences").required


def test_what_cannot_be_so_keeps_the_notice_from_being_sent() -> None:
    answers: dict[str, Value] = {
        "protection.ov_new_a": 125,
        "metering.kind": "direct",
        "supply.network_system": "it_230",
    }
    form = build_form(["protection_change"], "single", DEFAULT_RULES, answers)
    found = [one for one in missing(form, EVERYONE, []) if one.kind is MissingKind.CONTRADICTION]
    assert [(one.path, one.message) for one in found] == [
        ("metering.kind", "OV over 80 A krever måling med strømtrafo.")
    ]


def test_what_is_unfinished_before_it_is_wanted_is_said() -> None:
    dates: dict[str, Value] = {"when.wanted_date": "2026-12-10", "when.expected_completion": "2026-12-01"}
    form = build_form(["merging"], "single", DEFAULT_RULES, dates)
    assert "when.expected_completion" in [
        one.path for one in missing(form, EVERYONE, []) if one.kind == "contradiction"
    ]


def test_work_at_the_metering_point_is_decided_at_once_where_the_company_says_so() -> None:
    seal: dict[str, Value] = {"work.service": ["break_seal"]}
    short_circuit: dict[str, Value] = {"work.service": ["break_seal", "kv_service"]}
    decided = {
        (name, len(answers["work.service"])): decide_at_once(  # type: ignore[arg-type]
            build_form(["metering_point_work"], "simplified", rules_of(name), answers), rules_of(name)
        ).allowed
        for name in NAMES
        for answers in (seal, short_circuit)
    }
    assert decided == {
        ("eksempelnett", 1): True,
        ("eksempelnett", 2): False,
        ("provenett", 1): False,
        ("provenett", 2): False,
    }


def test_several_types_are_decided_at_once_only_if_all_allow_it() -> None:
    rules = rules_of("eksempelnett")
    answers: dict[str, Value] = {"work.service": ["break_seal"]}
    form = build_form(["metering_point_work", "production"], "single", rules, answers)
    assert decide_at_once(form, rules).allowed is False


@pytest.mark.parametrize("name", NAMES)
def test_plain_work_asks_for_little(name: str) -> None:
    simple = build_form(["metering_point_work"], "simplified", rules_of(name), {})
    house = build_form(
        ["new_installation"],
        "single",
        rules_of(name),
        {"building.kind": "one_family_house", "protection.ov_new_a": 40},
    )
    assert len(missing(simple, EVERYONE, [])) <= 4
    assert len(missing(house, EVERYONE, [])) <= 5


def test_a_block_notice_asks_the_owner_of_the_mother_and_the_customer_of_each_child() -> None:
    mother = build_form(["new_installation"], FormKind.SEVERAL, DEFAULT_RULES, {})
    child = build_form(["new_installation"], FormKind.METERING_POINT, DEFAULT_RULES, {})
    assert {one.role: one.required for one in mother.parties()}["customer"] is False
    assert {one.role: one.required for one in child.parties()}["customer"] is True
    assert mother.field("service_line.kind").shown
    assert not child.field("service_line.kind").shown


def test_a_company_can_ask_for_more() -> None:
    more = NoticeRules(types={"merging": TypeRules(fields={"protection.ov_new_a": FieldRule(need=Need.REQUIRED)})})
    assert build_form(["merging"], "single", more, {}).field("protection.ov_new_a").required


def test_the_law_says_who_is_told_and_the_company_may_narrow_it() -> None:
    rules = NoticeRules(inspectorate_types=("change_of_use",))
    assert build_form(["merging"], "single", DEFAULT_RULES, {}).to_inspectorate
    assert not build_form(["merging"], "single", rules, {}).to_inspectorate
    assert not build_form(["demolition"], "single", DEFAULT_RULES, {}).to_inspectorate
