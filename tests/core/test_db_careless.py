"""Filling without waiting for the disk."""

from collections.abc import Iterator

import pytest
from django.db import connection

from nettmelding.core.db import careless, write
from nettmelding.core.models import Counter


@pytest.fixture
def no_transaction(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The database as it is outside of tests' own transactions; what is written is taken away again."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield
        Counter.objects.filter(name="filled").delete()


def _waits_for_the_disk() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous" if connection.vendor == "sqlite" else "SHOW synchronous_commit")
        return cursor.fetchone()[0] in {2, "on"}


@pytest.mark.usefixtures("no_transaction")
def test_it_waits_for_the_disk_again_after_a_filling() -> None:
    with careless():
        assert not _waits_for_the_disk()
        with write():
            Counter.objects.create(name="filled")
    assert _waits_for_the_disk()
    assert Counter.objects.filter(name="filled").exists()


@pytest.mark.usefixtures("no_transaction")
def test_it_waits_for_the_disk_again_after_a_filling_that_failed() -> None:
    with pytest.raises(RuntimeError), careless():
        raise RuntimeError
    assert _waits_for_the_disk()
