"""The chain of events: what was changed, removed or cut is found."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from nettmelding.audit import checkpoints
from nettmelding.audit.models import Checkpoint, Event, EventDetail
from nettmelding.config.append_only import TABLES
from nettmelding.core import append_only, clock
from nettmelding.core.actor import Actor
from nettmelding.declarations.models import Declaration
from tests.declarations import ways as declaring
from tests.notices import ways

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(electrician: Actor, case_handler: Actor) -> list[Event]:
    """A notice's events, sealed by one checkpoint in the middle and one at the end."""
    notice = ways.sent(electrician)
    checkpoints.seal()
    ways.approved(electrician, case_handler)
    checkpoints.seal()
    return list(Event.objects.filter(subject_id=notice.id).order_by("seq"))


@pytest.fixture
def declared(electrician: Actor, case_handler: Actor) -> Declaration:
    """A signed declaration of conformity."""
    return declaring.signed(electrician, ways.reported(electrician, case_handler))


def without_triggers(change: Callable[[], object]) -> None:
    """Do what only somebody with the database in their hands can do."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for name in append_only.names(table):
                on = f' ON "{table.table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}')
    change()
    append_only.install(TABLES)


def faults() -> list[str]:
    return [fault.what for fault in checkpoints.verify().faults]


def test_an_untouched_history_verifies(history: list[Event]) -> None:
    result = checkpoints.verify()
    assert result.faults == ()
    assert result.events == Event.objects.count()
    assert result.checkpoints == 2


def test_a_changed_column_is_found(history: list[Event]) -> None:
    without_triggers(lambda: Event.objects.filter(pk=history[0].pk).update(action="approve"))
    assert "its columns are not what was recorded" in faults()


def test_changed_bytes_are_found(history: list[Event]) -> None:
    without_triggers(lambda: Event.objects.filter(pk=history[0].pk).update(canonical=b"{}"))
    assert "its bytes do not give its hash" in faults()


def test_a_changed_detail_is_found(history: list[Event]) -> None:
    change = EventDetail.objects.filter(pk=history[1].pk)
    without_triggers(lambda: change.update(payload='{"reason": "noe annet"}'))
    assert "its detail was changed" in faults()


def test_an_event_removed_from_the_middle_is_found(history: list[Event]) -> None:
    def remove() -> None:
        EventDetail.objects.filter(pk=history[0].pk).delete()
        Event.objects.filter(pk=history[0].pk).delete()

    without_triggers(remove)
    found = faults()
    assert "event #1 is missing before it" in found
    assert any("are left" in what for what in found)


def test_a_cut_tail_is_found(history: list[Event]) -> None:
    def cut() -> None:
        last = Event.objects.filter(checkpoint=Checkpoint.objects.last())
        EventDetail.objects.filter(event__in=last).delete()
        last.delete()

    without_triggers(cut)
    assert any("are left" in what for what in faults())


def test_a_removed_checkpoint_is_found(history: list[Event]) -> None:
    def remove() -> None:
        first = Checkpoint.objects.order_by("id").first()
        Event.objects.filter(checkpoint=first).update(checkpoint=None)
        first.delete()  # type: ignore[union-attr]

    without_triggers(remove)
    assert "it does not name the checkpoint before it" in faults()


def test_a_checkpoint_somebody_else_wrote_is_found(history: list[Event]) -> None:
    without_triggers(lambda: Checkpoint.objects.filter(pk=Checkpoint.objects.last().pk).update(signature="0" * 64))  # type: ignore[union-attr]
    assert "its signature is not ours" in faults()


def test_an_erased_detail_still_verifies(history: list[Event]) -> None:
    EventDetail.objects.filter(pk=history[0].pk).update(payload="", salt="", erased_at=clock.now())
    assert faults() == []


def test_a_detail_is_changed_once_and_only_to_be_erased(history: list[Event]) -> None:
    detail = EventDetail.objects.filter(pk=history[0].pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        detail.update(payload="{}")
    detail.update(payload="", salt="", erased_at=clock.now())
    for change in ({"erased_at": None}, {"payload": "{}"}, {"payload": "{}", "erased_at": clock.now()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            detail.update(**change)


@pytest.mark.parametrize("label", [table.label for table in TABLES])
def test_the_database_itself_refuses_to_change_or_remove(
    label: str, history: list[Event], declared: Declaration
) -> None:
    table = next(one for one in TABLES if one.label == label)
    assert table.model.objects.exists()  # type: ignore[attr-defined]
    frozen = table.frozen_columns()[-1]
    for statement in (
        f'DELETE FROM "{table.table}"',
        f'UPDATE "{table.table}" SET "{frozen}" = "{frozen}"',
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_all_triggers_are_there_after_migrating() -> None:
    assert append_only.missing(TABLES) == []
