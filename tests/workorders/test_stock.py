"""The meter's way: taken in, loaded, kept for an order, hung, and the old one back."""

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError, Invalid, NotFound, Refused
from nettmelding.workorders import stock, stock_list
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import Photo, StockMeter, WorkOrder
from nettmelding.workorders.perform import perform
from tests.workorders import jobs

pytestmark = pytest.mark.django_db
Place, Kind = StockMeter.Place, StockMeter.Kind
NUMBERS = ["4400000000009901", "4400000000009918"]


@pytest.fixture
def meters(planner: Actor) -> list[StockMeter]:
    stock.take_in(planner, NUMBERS, Kind.DIRECT_3, "Storgata 1")
    return list(StockMeter.objects.filter(number__in=NUMBERS).order_by("number"))


def test_numbers_are_taken_in_once_each_and_what_is_no_number_is_told(planner: Actor) -> None:
    taken = stock.take_in(planner, [*NUMBERS, "4400 0000 0000 9901", "ABC12345"], Kind.DIRECT_3, "Storgata 1")
    assert (taken.new, taken.known) == (2, 0)
    assert taken.refused == (("ABC12345", "Et målernummer er bare sifre."),)
    again = stock.take_in(planner, NUMBERS, Kind.DIRECT_3, "")
    assert (again.new, again.known) == (0, 2)


def test_what_is_pasted_and_what_is_in_a_file_is_read() -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["Målernr", "Slag"], ["4400000000009901", "3-fase"], [4400000000009918, "3-fase"]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    assert stock_list.numbers("", file.getvalue()) == NUMBERS
    assert stock_list.numbers("Målernummer\n00718293\n", b"") == ["00718293"]
    assert stock_list.numbers("", b"nummer;slag\n00718293;1-fase\n") == ["00718293"]
    with pytest.raises(Invalid):
        stock_list.numbers(" \n", b"")
    with pytest.raises(Invalid) as refused:
        stock_list.numbers("", b"1" * (stock_list.MOST_BYTES + 1))
    assert "file" in refused.value.fields


def test_a_van_is_loaded_and_emptied(planner: Actor, fitter: Actor, meters: list[StockMeter]) -> None:
    assert stock.load(planner, [one.id for one in meters], fitter.user_id) == 2
    assert set(StockMeter.objects.values_list("place", "holder_id")) == {(Place.VAN.value, fitter.user_id)}
    assert stock.load(planner, [meters[0].id], None) == 1
    assert StockMeter.objects.get(pk=meters[0].pk).holder_id is None


def test_a_contractor_sees_its_own_vans_alone(
    planner: Actor, electrician: Actor, electricians_fitter: Actor, meters: list[StockMeter], provenett: Actor
) -> None:
    with pytest.raises(Invalid):
        stock.load(planner, [meters[0].id], electricians_fitter.user_id, electrician.organisation)
    jobs.paper("montor@eksempelelektro.example", "eksempelnett")
    stock.load(planner, [meters[0].id], electricians_fitter.user_id, electrician.organisation)
    assert [one.id for one in stock.listed(electrician)] == [meters[0].id]
    assert len(stock.listed(planner)) == 2
    assert stock.listed(provenett) == []
    with pytest.raises(NotFound):
        stock_list.get(electrician, meters[0].id)
    assert not stock_list.may_keep(electrician)


def test_whose_vans_can_be_loaded(planner: Actor, fitter: Actor, electricians_fitter: Actor) -> None:
    assert [one.user.id for one in stock_list.holders(planner)] == [fitter.user_id]
    jobs.paper("montor@eksempelelektro.example", "eksempelnett")
    assert electricians_fitter.user_id in {one.user.id for one in stock_list.holders(planner)}


def test_one_is_kept_for_an_order_hung_with_it_and_the_old_one_comes_back(
    electrician: Actor, case_handler: Actor, fitter: Actor, planner: Actor, meters: list[StockMeter]
) -> None:
    stock.take_in(planner, ["4400000000000019"], Kind.DIRECT_3, "")
    StockMeter.objects.filter(number="4400000000000019").update(place=Place.HUNG)
    order = jobs.planned(electrician, case_handler, fitter)
    stock.reserve(case_handler, order.id, NUMBERS[0])
    with pytest.raises(AppError):
        stock.reserve(case_handler, jobs.ordered(electrician, case_handler).id, NUMBERS[0])
    phone = jobs.Phone(fitter)
    assert phone.do_all(order, new_meter=NUMBERS[0]).outcome == "done"
    order.photos.update(state=Photo.State.HERE)
    perform(case_handler, order.id, Action.ACCEPT)
    hung, old = StockMeter.objects.get(number=NUMBERS[0]), StockMeter.objects.get(number="4400000000000019")
    assert (hung.place, hung.hung_with_id, hung.reserved_for_id) == (Place.HUNG, order.id, None)
    assert (old.place, old.holder_id) == (Place.TAKEN_DOWN, fitter.user_id)
    stock.returned(planner, old.number)
    assert StockMeter.objects.get(pk=old.pk).place == Place.RETURNED
    with pytest.raises(Refused):
        stock.returned(planner, old.number)


def test_the_wrong_kind_is_not_kept(
    electrician: Actor, case_handler: Actor, planner: Actor, actor: Callable[[str], Actor]
) -> None:
    stock.take_in(planner, ["4400000000008812"], Kind.CURRENT_TRANSFORMER, "")
    order = jobs.ordered(electrician, case_handler)
    with pytest.raises(Invalid) as refused:
        stock.reserve(case_handler, order.id, "4400000000008812")
    assert "en annen slags måler" in refused.value.message
    assert "4400000000008812" not in {one.number for one in stock.fitting(WorkOrder.objects.get(pk=order.pk))}


def test_only_those_who_plan_take_in(electrician: Actor, fitter: Actor) -> None:
    for somebody in (electrician, fitter):
        with pytest.raises(AppError):
            stock.take_in(somebody, NUMBERS, Kind.DIRECT_3, "")
