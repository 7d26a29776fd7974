"""A work order opens the map around it to the firm that does the work, and only as long as it lives."""

from pathlib import Path

import pytest

from nettmelding.core.actor import Actor
from nettmelding.core.errors import NotFound
from nettmelding.grid import duty, queries, seeing, tiles
from nettmelding.grid.models import Kind, MapGrant
from nettmelding.installations.models import MeteringPoint
from nettmelding.organisations.models import Organisation
from nettmelding.workorders import making, map_case
from nettmelding.workorders.given import Given
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.making import Wanted
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.perform import perform
from tests.grid.neighbourhood import laid
from tests.notices import ways

pytestmark = pytest.mark.django_db(databases="__all__")
HERE = (63.7, 9.65)


@pytest.fixture
def order(
    electrician: Actor, electricians_fitter: Actor, case_handler: Actor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> WorkOrder:
    """A control without a notice, that Eksempel Elektro does."""
    monkeypatch.setattr(tiles, "folder", lambda company: tmp_path / "tiles" / str(company))
    laid(Organisation.objects.get(slug="eksempelnett"), tmp_path, 4, {"Prøvevegen 1, 9998 Eksempelvik": HERE})
    duty.accept(electricians_fitter)
    point = MeteringPoint.objects.select_related("installation").get(meter_number=ways.KNOWN_METER)
    point.installation.latitude, point.installation.longitude = HERE
    return making.without_notice(case_handler, point, Wanted("control", performer_id=electrician.organisation))


def seen(actor: Actor, order: WorkOrder) -> int:
    """How many customer points near the order the actor sees because of it."""
    view = seeing.view(actor, map_case.case_of(actor, order.id))
    return len(queries.near(view, *HERE, radius_m=150, kinds=[Kind.CUSTOMER_POINT]))


def test_a_fitter_sees_the_map_around_an_order_without_a_notice_until_it_ends(
    electricians_fitter: Actor, case_handler: Actor, order: WorkOrder
) -> None:
    assert seen(electricians_fitter, order) >= 1
    perform(case_handler, order.id, Action.CANCEL, Given(text="Ikke nødvendig"))
    assert seen(electricians_fitter, order) == 0
    assert not MapGrant.objects.filter(case_id=order.id, until__isnull=True).exists()


def test_a_firm_that_no_longer_has_the_order_does_not_see_its_map(
    electricians_fitter: Actor, case_handler: Actor, order: WorkOrder
) -> None:
    perform(case_handler, order.id, Action.HAND_OVER, Given(performer_id=case_handler.organisation))
    with pytest.raises(NotFound):
        seen(electricians_fitter, order)
    assert not MapGrant.objects.filter(case_id=order.id, until__isnull=True).exists()


def test_an_order_of_another_firm_opens_nothing(provenett: Actor, order: WorkOrder) -> None:
    with pytest.raises(NotFound):
        seen(provenett, order)


def test_what_an_order_opens_is_as_large_as_the_rules_say_now(
    order: WorkOrder,
) -> None:
    before = len(MapGrant.objects.get(case_id=order.id).cells)
    rules = seeing.rules_of(order.grid_company_id)
    rules.radius_m = 1_000
    rules.save()
    map_case.after_radius(rules)
    assert len(MapGrant.objects.get(case_id=order.id).cells) > before
