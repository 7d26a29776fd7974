"""The way of a notice, from the first draft to the closed case."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from nettmelding.messages.models import Message
from nettmelding.notices import (
    actions,
    copying,
    drafts,
    lapsing,
    parties,
    places,
    queries,
    submissions,
    timeline,
    working_copy,
)
from nettmelding.notices.catalogue.model import PartyRole, Stage
from nettmelding.notices.given import GivenRemark
from nettmelding.notices.models import Attachment, Notice
from nettmelding.notices.queries import Filter
from nettmelding.notices.status import Status
from nettmelding.organisations import waits
from nettmelding.organisations.models import CompanySettings, GridAccess, Organisation
from tests.notices import ways

pytestmark = pytest.mark.django_db


def test_a_known_meter_fills_in_customer_address_and_technical_data_marked_with_their_source(
    electrician: Actor,
) -> None:
    notice = ways.draft(electrician)
    form = working_copy.form_of(notice, Stage.NOTICE)
    assert notice.address == "Prøvevegen 1"
    assert notice.customer_name == "Kari Marie Nordmann"
    assert notice.grid_company is not None
    assert notice.grid_company.slug == "eksempelnett"
    assert (form.field("protection.ov_old_a").value, form.field("protection.ov_old_a").source) == (50, "metering_point")
    assert form.field("supply.network_system").value == "it_230"


def test_each_missing_thing_is_named_and_it_is_not_sent(electrician: Actor) -> None:
    notice = ways.draft(electrician)
    with pytest.raises(Invalid) as refused:
        actions.send(electrician, notice.id)
    assert {"work.protection_change", "party.owner", "party.customer.email"} <= set(refused.value.fields)
    assert queries.get(electrician, notice.id).state is Status.DRAFT


def test_a_draft_is_invisible_to_the_grid_company_and_to_other_contractors(
    electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    notice = ways.ready(electrician)
    for other in (case_handler, actor("admin@proveinstallasjon.example")):
        with pytest.raises(NotFound):
            queries.get(other, notice.id)
        assert queries.listed(other, Filter()).items == []
        assert queries.listed(other, Filter(query="Prøvevegen")).items == []


def test_what_is_changed_after_sending_is_not_seen_before_it_is_sent(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    actions.reject(case_handler, notice.id, remarks=[GivenRemark(code="load_unclear")])
    drafts.save(electrician, notice.id, mine={"power.new_peak_kw": 21, "who.our_reference": "hemmelig"})
    seen = queries.get(case_handler, notice.id)
    content = queries.submission(seen, 1).content
    assert content["answers"]["power.new_peak_kw"]["value"] == 17.5
    assert seen.own_reference == ""


def test_a_rejected_notice_is_corrected_and_sent_again_with_its_changes_shown(
    electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.sent(electrician)
    remark = GivenRemark(text="Effekten stemmer ikke.", path="power.new_peak_kw")
    rejected = actions.reject(case_handler, notice.id, remarks=[remark]).notice
    assert rejected.decisions.get().remarks.get().path == "power.new_peak_kw"
    drafts.save(electrician, notice.id, mine={"power.new_peak_kw": "21 kW"})
    again = actions.send(electrician, notice.id).notice
    assert (again.number, again.submission_count, again.state) == (notice.number, 2, Status.SUBMITTED)
    changes = submissions.changes_in(again, 2)
    assert [(c.path, c.old, c.new) for c in changes] == [("power.new_peak_kw", "17,5 kW", "21 kW")]


def test_a_rejection_without_any_reason_is_refused(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    with pytest.raises(Refused):
        actions.reject(case_handler, notice.id, remarks=[])


def test_a_question_goes_to_the_contractor_and_the_answer_back_to_the_same_case_handler(
    electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.sent(electrician)
    asked = actions.ask(case_handler, notice.id, "Hvor står måleren?").notice
    assert asked.state is Status.AWAITING_INFORMATION
    assert [w.subject_id for w in waits.on(electrician)] == [notice.id]
    answered = actions.answer(electrician, notice.id, "I gangen.").notice
    assert (answered.state, answered.handler_id) == (Status.IN_REVIEW, case_handler.user_id)
    assert [e.text for e in timeline.entries(case_handler, notice.id)][-2:] == ["Hvor står måleren?", "I gangen."]


def test_another_ov_on_an_approved_notice_needs_a_new_decision_and_another_date_is_only_told(
    electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.approved(electrician, case_handler)
    drafts.save(electrician, notice.id, mine={"when.expected_completion": "20.02.2027"})
    assert actions.change(electrician, notice.id).notice.state is Status.APPROVED
    drafts.save(electrician, notice.id, mine={"protection.ov_new_a": 50})
    assert actions.change(electrician, notice.id).notice.state is Status.SUBMITTED


def test_the_completion_report_shows_what_was_built_otherwise(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.approved(electrician, case_handler)
    ways.fill_in_completion(
        electrician, notice, **{"completion.ov_a": 50, "completion.differences": "Kunden ville ha mindre."}
    )
    outcome = actions.report_completion(electrician, notice.id)
    told = timeline.entries(case_handler, notice.id)[-1].detail["deviations"]
    assert [(d["path"], d["approved"], d["built"]) for d in told] == [("completion.ov_a", "63 A", "50 A")]
    assert outcome.notice.state is Status.COMPLETION_REPORTED
    assert actions.close(case_handler, notice.id).notice.state is Status.CLOSED
    assert list(waits.on(case_handler)) == []


def test_a_returned_completion_report_comes_back_with_deviations(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.reported(electrician, case_handler)
    remark = GivenRemark(code="completion_declaration_missing")
    returned = actions.return_completion(case_handler, notice.id, remarks=[remark]).notice
    assert returned.state is Status.COMPLETION_RETURNED
    assert returned.decisions.last().remarks.get().path == "attachment.declaration_of_conformity"  # type: ignore[union-attr]
    assert actions.report_completion(electrician, notice.id).notice.state is Status.COMPLETION_REPORTED


def test_work_at_the_metering_point_is_decided_at_once_at_one_company_and_by_a_person_at_the_other(
    electrician: Actor,
) -> None:
    states = {}
    for meter in ("4400000000000019", "4400000000000224"):
        notice = drafts.create(electrician, ["metering_point_work"], "simplified")
        places.use_meter_number(electrician, notice.id, meter)
        drafts.save(
            electrician,
            notice.id,
            mine={"work.service": ["break_seal"], "when.expected_completion": "2027-01-15"},
        )
        parties.same_as(electrician, notice.id, PartyRole.OWNER, PartyRole.CUSTOMER)
        parties.set_contact(electrician, notice.id, PartyRole.CUSTOMER, email="", mobile="90000000", no_email=True)
        outcome = actions.send(electrician, notice.id)
        states[outcome.notice.grid_company.slug] = outcome.notice.state  # type: ignore[union-attr]
    assert states == {"eksempelnett": Status.APPROVED, "provenett": Status.SUBMITTED}


def test_the_mail_on_a_decision_obeys_the_switch_and_a_question_is_always_told(
    electrician: Actor, case_handler: Actor
) -> None:
    CompanySettings.objects.filter(organisation_id=electrician.organisation_id).update(email_on_decision=False)
    notice = ways.sent(electrician)
    actions.ask(case_handler, notice.id, "Hvor står måleren?")
    actions.answer(electrician, notice.id, "I gangen.")
    actions.approve(case_handler, notice.id)
    kinds = [m.kind for m in Message.objects.filter(subject_id=notice.id).order_by("created_at")]
    assert "notice_question" in kinds
    assert "notice_approved" not in kinds


def test_an_outdated_revision_is_refused(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.sent(electrician)
    with pytest.raises(Conflict):
        actions.approve(case_handler, notice.id, revision=notice.revision - 1)


def test_without_access_at_the_grid_company_it_says_how_to_get_it(actor: Callable[[str], Actor]) -> None:
    elsewhere = actor("admin@proveinstallasjon.example")
    notice = drafts.create(elsewhere, ["metering_point_work"], "simplified")
    places.use_meter_number(elsewhere, notice.id, "4400000000000224")
    missing = {m.path: m.message for m in working_copy.missing_in(queries.get(elsewhere, notice.id), Stage.NOTICE)}
    assert "Ny søknad" in missing["grid_company"]
    provenett = Organisation.objects.get(slug="provenett")
    GridAccess.objects.create(contractor_id=elsewhere.organisation_id, grid_company=provenett, state="approved")
    assert "grid_company" not in working_copy.missing_by_path(queries.get(elsewhere, notice.id), Stage.NOTICE)


def test_a_place_where_two_grid_companies_meet_is_asked_about(electrician: Actor) -> None:
    notice = drafts.create(electrician, ["ev_charging"], "single")
    placed = places.set_address(electrician, notice.id, {"street": "Grensevegen 1", "lat": 63.70, "lon": 9.745})
    assert {c.slug for c in placed.candidates.companies} == {"eksempelnett", "provenett"}
    assert placed.notice.grid_company is None
    by_postcode = places.set_address(electrician, notice.id, {"street": "Ukjent", "postcode": "9997"})
    assert by_postcode.candidates.by == "postcode"
    assert by_postcode.notice.grid_company is not None
    assert by_postcode.notice.grid_company.slug == "provenett"


def test_two_people_in_one_draft_lose_nothing(electrician: Actor, actor: Callable[[str], Actor]) -> None:
    notice = ways.draft(electrician)
    colleague = actor("admin@eksempelelektro.example")
    drafts.save(colleague, notice.id, mine={"protection.ov_new_a": 80})
    mine = drafts.save(electrician, notice.id, base={}, mine={"power.new_peak_kw": 17, "protection.ov_new_a": 63})
    assert mine.notice.values()["protection.ov_new_a"] == 80
    assert mine.notice.values()["power.new_peak_kw"] == 17
    assert mine.conflicts == {"protection.ov_new_a": (80, 63)}


def test_a_value_that_does_not_hold_is_said_and_the_others_are_kept(electrician: Actor) -> None:
    notice = ways.draft(electrician)
    saved = drafts.save(electrician, notice.id, mine={"protection.ov_new_a": "mye", "power.new_peak_kw": "17"})
    assert set(saved.errors) == {"protection.ov_new_a"}
    assert saved.notice.values()["power.new_peak_kw"] == 17


def test_an_approval_lapses_after_warnings_and_is_taken_up_again_by_a_press(
    electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.approved(electrician, case_handler)
    assert notice.lapses_at is not None
    assert notice.warn_at is not None
    with clock.frozen(notice.warn_at + timedelta(minutes=1)):
        assert lapsing.run() == 1
        assert lapsing.run() == 0
    with clock.frozen(notice.lapses_at.replace(year=notice.lapses_at.year + 1)):
        assert lapsing.run() == 1
        assert queries.get(electrician, notice.id).state is Status.LAPSED
        taken_up = actions.act(electrician, notice.id, actions.Action.TAKE_UP).notice
    assert taken_up.state is Status.APPROVED
    kinds = set(Message.objects.filter(subject_id=notice.id).values_list("kind", flat=True))
    assert {"notice_lapse_warning", "notice_lapsed"} <= kinds


def test_a_fitter_reports_finished_but_does_not_send(
    electrician: Actor, case_handler: Actor, actor: Callable[[str], Actor]
) -> None:
    fitter = actor("montor@eksempelelektro.example")
    with pytest.raises(NotAllowed):
        actions.send(fitter, ways.ready(electrician).id)
    notice = ways.approved(electrician, case_handler)
    ways.fill_in_completion(fitter, notice)
    assert actions.report_completion(fitter, notice.id).notice.state is Status.COMPLETION_REPORTED


def test_a_deleted_draft_is_gone_and_a_sent_notice_cannot_be_deleted(electrician: Actor) -> None:
    notice = ways.draft(electrician)
    actions.act(electrician, notice.id, actions.Action.DELETE)
    assert not Notice.objects.filter(pk=notice.id).exists()
    with pytest.raises(Refused):
        actions.act(electrician, ways.sent(electrician).id, actions.Action.DELETE)


def test_a_copy_keeps_the_place_and_the_parties_but_not_what_was_reported(
    electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.reported(electrician, case_handler)
    copied = copying.copy(electrician, notice.id)
    assert (copied.number, copied.address, copied.customer_name) == (None, notice.address, notice.customer_name)
    assert not any(path.startswith(("completion.", "when.")) for path in copied.values())
    assert Attachment.objects.filter(notice=copied).count() == 0


@pytest.mark.parametrize(
    ("today", "name"),
    [
        ({}, "Kari Marie Nordmann"),
        ({"customer_name": "Ny Kunde"}, ""),
        ({"state": "not_in_use", "customer_name": "Kari Marie Nordmann"}, ""),
    ],
)
def test_a_copy_has_what_the_customer_system_says_today_and_no_former_customer(
    electrician: Actor, today: dict[str, str], name: str
) -> None:
    notice = ways.sent(electrician)
    assert notice.parties.get(role="customer").source == "customer_system"
    point = notice.metering_point
    assert point is not None
    point.installation.ov_a = 35
    point.installation.save()
    for column, value in today.items():
        setattr(point, column, value)
    point.save()
    copied = copying.copy(electrician, notice.id)
    assert copied.known["metering_point.ov_a"] == 35
    assert "".join(copied.parties.filter(role="customer").values_list("name", flat=True)) == name
    assert "Kari" not in str(copied.known)


def test_it_is_found_by_number_address_name_meter_and_own_reference(electrician: Actor, case_handler: Actor) -> None:
    notice = ways.ready(electrician)
    drafts.save(electrician, notice.id, mine={"who.our_reference": "ORDRE 4417"})
    number = actions.send(electrician, notice.id).notice.number
    for query in (number, "prøvevegen 1", "nordmann kari", "4400000000000019", "ordre 4417", "310000329"):
        found = [n.id for n in queries.listed(case_handler, Filter(query=str(query))).items]

        assert notice.id in found, query
