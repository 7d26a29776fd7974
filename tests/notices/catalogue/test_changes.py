"""What is different between two submissions."""

from nettmelding.notices.catalogue.changes import compare, needs_decision
from nettmelding.notices.catalogue.model import Value

BEFORE: dict[str, Value] = {
    "protection.ov_new_a": 50,
    "who.our_reference": "17",
    "when.wanted_date": "2026-12-01",
    "party.customer": "Kari Marie Nordmann",
}


def test_a_larger_protection_needs_a_new_decision() -> None:
    changes = compare(BEFORE, {**BEFORE, "protection.ov_new_a": 63}, types=["protection_change"])
    assert [change.as_json() for change in changes] == [
        {
            "path": "protection.ov_new_a",
            "label": "Nytt OV",
            "old": "50 A",
            "new": "63 A",
            "needs_decision": True,
        }
    ]


def test_another_customer_needs_a_new_decision_and_another_date_does_not() -> None:
    after = {**BEFORE, "party.customer": "Ola Nordmann", "when.wanted_date": "2026-12-03"}
    changes = {one.path: one.needs_decision for one in compare(BEFORE, after, types=["protection_change"])}
    assert changes == {"when.wanted_date": False, "party.customer": True}


def test_new_papers_are_told_only() -> None:
    changes = compare(BEFORE, {**BEFORE, "attachment.photo": "skap.jpg"}, types=["protection_change"])
    assert [(one.label, one.new) for one in changes] == [("Bilde", "skap.jpg")]
    assert not needs_decision(changes)


def test_the_contractors_own_reference_is_no_change() -> None:
    assert compare(BEFORE, {**BEFORE, "who.our_reference": "18"}, types=["protection_change"]) == []


def test_an_answer_taken_away_is_a_change_to_nothing() -> None:
    after = {path: value for path, value in BEFORE.items() if path != "protection.ov_new_a"}
    (change,) = compare(BEFORE, after, types=["protection_change"])
    assert (change.old, change.new) == ("50 A", "")
