"""How much a fitter is asked: what is known is not asked, and more pictures than anybody needs are refused in words."""

import hashlib

import pytest

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.ids import uuid7
from nettmelding.workorders import photos, steps
from nettmelding.workorders.catalogue.model import TYPED
from nettmelding.workorders.models import Photo
from nettmelding.workorders.ruleset import rules_of
from tests.workorders import jobs

pytestmark = pytest.mark.django_db
MOST_TYPED = 6


def test_a_plain_change_of_a_meter_asks_for_six_inputs_at_most(
    electrician: Actor, case_handler: Actor, fitter: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    order = jobs.planned(electrician, case_handler, fitter)
    asked = [one for one in steps.asked(order, rules_of(order.grid_company_id)) if one.needed]
    typed = [one.step.label for one in asked if one.step.kind in TYPED and one.default is None]
    pictures = [one.step.label for one in asked if one.step.kind == "photo"]
    with capsys.disabled():
        print(f"\nBytte måler: {len(typed)} to write ({', '.join(typed)}), {len(pictures)} pictures")  # noqa: T201
    assert 0 < len(typed) <= MOST_TYPED


def test_three_hundred_pictures_are_taken_and_more_than_anybody_needs_are_refused_in_words(
    electrician: Actor, case_handler: Actor, fitter: Actor
) -> None:
    order, phone = jobs.planned(electrician, case_handler, fitter), jobs.Phone(fitter)
    digest = hashlib.sha256(b"x").hexdigest()
    Photo.objects.bulk_create(
        Photo(
            id=uuid7(), order=order, step="whole_cabinet", size=1, sha256=digest, device=phone.device,
            taken_at=clock.now(), taken_by_name=fitter.name,
        )
        for _one in range(300)
    )  # fmt: skip
    assert phone.photograph(order, "old_meter").outcome == "done"
    Photo.objects.bulk_create(
        Photo(
            id=uuid7(), order=order, step="whole_cabinet", size=1, sha256=digest, device=phone.device,
            taken_at=clock.now(), taken_by_name=fitter.name,
        )
        for _one in range(photos.MOST - 301)
    )  # fmt: skip
    refused = phone.photograph(order, "old_meter")
    assert (refused.outcome, refused.message) == ("refused", "En ordre kan ha høyst 400 bilder.")
