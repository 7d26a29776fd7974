import pytest

from nettmelding.core import due, numbers
from nettmelding.core.clock import now
from nettmelding.core.db import forbid_in_transaction, write
from nettmelding.core.errors import Refused
from nettmelding.core.models import Counter, ScheduledJob

pytestmark = pytest.mark.django_db


def test_what_fails_in_a_write_leaves_nothing_behind() -> None:
    with pytest.raises(Refused), write():
        Counter.objects.create(name="half", value=1)
        with write():
            Counter.objects.create(name="inner", value=1)
        raise Refused("no", "Nei.")
    assert not Counter.objects.filter(name__in=["half", "inner"]).exists()


def test_what_takes_long_is_forbidden_inside_a_write() -> None:
    with write(), pytest.raises(RuntimeError, match="HTTP inside a transaction"):
        forbid_in_transaction("HTTP")
    forbid_in_transaction("HTTP")


def test_numbers_are_given_once_and_never_inside_a_transaction() -> None:
    assert [numbers.take("series") for _ in range(3)] == [1, 2, 3]
    assert numbers.take("series", 10) == 4
    assert numbers.take("series") == 14
    with write(), pytest.raises(RuntimeError):
        numbers.take("series")


def test_a_due_row_is_won_by_one_worker_and_by_another_when_the_lease_is_out() -> None:
    from datetime import timedelta

    from nettmelding.core import clock

    ScheduledJob.objects.create(name="a job")
    lease = timedelta(minutes=5)
    rows = ScheduledJob.objects.filter(name="a job")
    won = due.claim(rows, "first", 10, lease)
    assert [row.name for row in won] == ["a job"]
    assert due.claim(rows, "second", 10, lease) == []
    with clock.frozen(now() + timedelta(minutes=6)):
        taken_over = due.claim(rows, "second", 10, lease)
        assert [row.attempts for row in taken_over] == [2]
        assert due.finish(won[0]) is False
        assert due.finish(taken_over[0]) is True
        assert due.claim(rows, "third", 10, lease) == []
