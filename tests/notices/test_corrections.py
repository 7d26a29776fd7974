"""What an electrician says otherwise than what is registered goes to the grid company as a suggestion, and does not vanish."""

from pathlib import Path

import pytest
import yaml

from nettmelding.core.actor import Actor
from nettmelding.core.errors import Conflict, Invalid, NotFound
from nettmelding.installations.correcting import CORRECTABLE
from nettmelding.installations.fields import TECHNICAL
from nettmelding.installations.models import Correction, MeteringPoint, OutgoingTask, PastValue
from nettmelding.notices import (
    actions,
    corrections,
    corrections_settling,
    drafts,
    findings,
    installation_history,
    queries,
    sent,
)  # fmt: skip
from nettmelding.notices.models import Notice
from tests.notices import ways

OV = "protection.ov_old_a"


@pytest.fixture
def corrected(electrician: Actor) -> Notice:
    """A notice that says OV is 40 A, where 50 A is registered."""
    notice = ways.ready(electrician)
    drafts.save(electrician, notice.id, mine={OV: "40"})
    return actions.send(electrician, notice.id).notice


def registered_ov() -> int | None:
    return MeteringPoint.objects.select_related("installation").get(meter_number=ways.KNOWN_METER).installation.ov_a


def test_sending_makes_a_suggestion_that_the_case_handler_sees(corrected: Notice, case_handler: Actor) -> None:
    [row] = corrections.of_notice(corrected)
    assert (row.name, row.known, row.stated, row.state) == ("metering_point.ov_a", 50, 40, Correction.State.OPEN)
    assert [one.notice_id for one, _notice in corrections_settling.waiting(case_handler)] == [corrected.id]
    submission = queries.latest_submission(corrected)
    assert submission is not None
    found = findings.of(case_handler, corrected, sent.read(corrected, submission))
    assert "OV i dag: oppgitt 40 A, registrert 50 A" in [item.text for item in found.items if item.corrects]
    assert registered_ov() == 50


def test_a_value_that_stands_as_registered_makes_none(electrician: Actor) -> None:
    notice = ways.ready(electrician)
    drafts.save(electrician, notice.id, mine={OV: "50"})
    assert corrections.of_notice(actions.send(electrician, notice.id).notice) == []


def test_what_the_work_is_to_change_is_no_correction_of_what_stands(electrician: Actor) -> None:
    notice = ways.ready(electrician)
    drafts.save(electrician, notice.id, mine={"supply.phases": "1", "metering.place": "common_room"})
    sent_one = actions.send(electrician, notice.id).notice
    assert {sent_one.known["metering_point.phases"], sent_one.values()["supply.phases"]} == {"3", "1"}
    assert corrections.of_notice(sent_one) == []


def test_sent_again_it_is_the_same_suggestion_and_one_taken_back_is_withdrawn(
    corrected: Notice, electrician: Actor, case_handler: Actor
) -> None:
    actions.reject(case_handler, corrected.id, remarks=[], text="Mangler noe.")
    actions.send(electrician, corrected.id)
    assert Correction.objects.filter(notice_id=corrected.id).count() == 1
    actions.reject(case_handler, corrected.id, remarks=[], text="Mangler mer.")
    drafts.save(electrician, corrected.id, mine={OV: "50"})
    actions.send(electrician, corrected.id)
    assert corrections.of_notice(corrected) == []
    assert Correction.objects.get().state == Correction.State.WITHDRAWN


def test_used_it_changes_the_copy_and_is_told_to_the_customer_system_once(
    corrected: Notice, case_handler: Actor
) -> None:
    [row] = corrections.of_notice(corrected)
    corrections_settling.settle(case_handler, corrected.id, row.id, use=True)
    assert registered_ov() == 40
    [task] = OutgoingTask.objects.filter(case_id=corrected.id)
    assert (task.content["because"], task.content["values"]) == ("correction", {"ov_a": 40})
    with pytest.raises(Conflict):
        corrections_settling.settle(case_handler, corrected.id, row.id, use=False, why="Nei")


def test_a_kind_of_building_that_was_wrong_goes_over_and_stands_in_the_history(
    electrician: Actor, case_handler: Actor
) -> None:
    notice = ways.ready(electrician)
    drafts.save(electrician, notice.id, mine={"building.kind": "row_house"})
    sent_one = actions.send(electrician, notice.id).notice
    [row] = corrections.of_notice(sent_one)

    corrections_settling.settle(case_handler, sent_one.id, row.id, use=True)

    [task] = OutgoingTask.objects.filter(case_id=sent_one.id)
    assert task.content["values"] == {"building_kind": "row_house"}
    [past] = PastValue.objects.all()
    assert (past.name, past.old, past.new) == ("building_kind", "one_family_house", "row_house")
    assert past.source == PastValue.Source.CORRECTION
    assert past.notice_number == sent_one.number


def test_all_that_can_be_corrected_is_in_the_contract_and_has_words_in_the_history() -> None:
    contract = yaml.safe_load(Path("docs/customer-system.openapi.yaml").read_text("utf-8"))
    told = contract["components"]["schemas"]["Changes"]["properties"]["values"]["properties"]
    columns = {one.column for one in CORRECTABLE.values()}
    assert columns <= set(told)
    assert columns <= TECHNICAL
    assert columns <= set(installation_history.FIELD_OF)


def test_kept_it_needs_a_reason_and_changes_nothing(corrected: Notice, case_handler: Actor) -> None:
    [row] = corrections.of_notice(corrected)
    with pytest.raises(Invalid):
        corrections_settling.settle(case_handler, corrected.id, row.id, use=False)
    settled = corrections_settling.settle(case_handler, corrected.id, row.id, use=False, why="Målt i går.")
    assert (settled.state, settled.why, registered_ov()) == (Correction.State.KEPT, "Målt i går.", 50)


def test_it_is_nobody_elses(corrected: Notice, provenett: Actor, electrician: Actor) -> None:
    [row] = corrections.of_notice(corrected)
    for actor in (provenett, electrician):
        with pytest.raises(NotFound):
            corrections_settling.settle(actor, corrected.id, row.id, use=True)
    assert corrections_settling.waiting(provenett) == []
