from uuid import uuid4

import pytest

from nettmelding.core import clock, idempotency
from nettmelding.core.errors import Invalid, Refused
from nettmelding.core.idempotency import UNDER_WAY, Answer, Begun

pytestmark = pytest.mark.django_db


def test_the_same_request_is_answered_the_same() -> None:
    owner = uuid4()
    begun = idempotency.begin(owner, "a-key", "print")
    assert isinstance(begun, Begun)
    idempotency.keep(begun, Answer(200, "done"))
    assert idempotency.begin(owner, "a-key", "print") == Answer(200, "done")
    assert isinstance(idempotency.begin(uuid4(), "a-key", "print"), Begun)


def test_another_request_under_the_same_key_is_refused() -> None:
    owner = uuid4()
    idempotency.begin(owner, "a-key", "print")
    with pytest.raises(Invalid):
        idempotency.begin(owner, "a-key", "another")


def test_one_that_is_under_way_is_waited_for_and_one_that_was_cut_off_is_done_anew() -> None:
    owner = uuid4()
    idempotency.begin(owner, "a-key", "print")
    with pytest.raises(Refused):
        idempotency.begin(owner, "a-key", "print")
    with clock.frozen(clock.now() + UNDER_WAY * 2):
        assert isinstance(idempotency.begin(owner, "a-key", "print"), Begun)
        with pytest.raises(Refused):
            idempotency.begin(owner, "a-key", "print")
