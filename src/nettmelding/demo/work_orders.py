"""Fills in work orders for the demonstration's fitters: today's, this week's and those that are done, through the rooms' own
doors, with the clock held at each step's time."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.ids import uuid7
from nettmelding.demo import base, week
from nettmelding.demo.field import Phone, photograph
from nettmelding.installations.models import MeteringPoint
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import Membership, Organisation
from nettmelding.workorders import deviations, gate, making, steps, stock, times
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.catalogue.model import StepKind
from nettmelding.workorders.given import Given, Slot
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.making import Wanted
from nettmelding.workorders.models import WorkOrder
from nettmelding.workorders.perform import perform
from nettmelding.workorders.ruleset import rules_of

Row = Mapping[str, Any]
SIGNATURE = [[[50, 200], [90, 60], [130, 200], [170, 60], [210, 200]], [[260, 200], [300, 110], [340, 200], [450, 140]]]
DONE = {"reported", "returned", "accepted"}
FIRST_ANSWERS = 4
"""How many steps of an order that is begun are answered."""
REASON = "Arbeidsordrer bestilles i nettmelding."


def fill() -> int:
    """Put the rules about work in force, fill the stock, and make the orders. Returns how many orders there are."""
    for slug in base.GRID_COMPANIES:
        base.rules_in_force(slug, reason=REASON)
    _fill_stock()
    for row in sorted(content()["notices"], key=lambda row: -row["days"]):
        _of_notice(row)
    for row in content()["controls"]:
        _control(row)
    return WorkOrder.objects.count()


@cache
def content() -> Row:
    return tomllib.loads((files("nettmelding.demo") / "work_orders.toml").read_text("utf-8"))


@cache
def person(key: str) -> Actor:
    email = content()["people"][key]
    return actor_for(Membership.objects.select_related("user", "organisation__company_settings").get(user__email=email))


def _fill_stock() -> None:
    planner, kept = person("plan"), content()["stock"]
    for box in kept["meters"]:
        stock.take_in(planner, box["numbers"], box["kind"], kept["store"])
        left = list(box["numbers"])
        for key, count in box["vans"].items():
            numbers, left = left[-count:], left[:-count]
            fitter = person(key)
            ids = stock.visible_to(planner).filter(number__in=numbers).values_list("id", flat=True)
            stock.load(planner, list(ids), fitter.user_id, fitter.organisation)


def _of_notice(row: Row) -> None:
    notice_id = week.tell_story(row)
    for told in map(_with_time, row["orders"]):
        with clock.frozen(min(told["since"], clock.now()) - timedelta(hours=26)):
            order = _ordered(notice_id, told)
        _go_on(order, told)


def _ordered(notice_id: UUID, told: Row) -> WorkOrder:
    """As it was asked for by hand, or as the rule made it."""
    if "kind" not in told:
        return WorkOrder.objects.get(notice_id=notice_id)
    slug = told.get("performer")
    performer = Organisation.objects.get(slug=slug).id if slug else None
    facts = {name: told[name] for name in ("cabinet", "circuit") if name in told}
    wanted = Wanted(told["kind"], performer, told["since"], told.get("hour", False), facts=facts)
    return making.order(person(told.get("by", "siri")), notice_id, wanted)


def _control(row: Row) -> None:
    point = MeteringPoint.objects.select_related("installation").get(meter_number=row["meter"])
    order = making.without_notice(person("siri"), point, Wanted("control", note=row["note"]))
    _go_on(order, _with_time(row["order"]))


def _go_on(order: WorkOrder, told: Row) -> None:
    """Take it as far as it has come."""
    planner, until = _planner(order), told["until"]
    planned_at = min(told["since"] - timedelta(hours=24), clock.now() - timedelta(hours=1))
    if told.get("access"):
        WorkOrder.objects.filter(pk=order.pk).update(access_note=told["access"])
    with clock.frozen(planned_at):
        for what in told.get("gate", ()):
            gate.say(person("siri"), order.id, what, "yes")
        if told.get("reserve"):
            stock.reserve(planner, order.id, told["reserve"])
        if until == "offered":
            times.offer(planner, order.id, _slots(told), assignee_id=person(told["fitter"]).user_id)
        elif until != "unplanned":
            perform(planner, order.id, Action.PLAN, Given(assignee_id=person(told["fitter"]).user_id, slot=_slot(told)))
    if until == "cancelled":
        with clock.frozen(planned_at + timedelta(hours=2)):
            perform(person("siri"), order.id, Action.CANCEL, Given(text=told["words"]))
    elif until in {"started", "missed", *DONE}:
        _in_the_field(order, told)


def _in_the_field(order: WorkOrder, told: Row) -> None:
    fitter, until = person(told["fitter"]), told["until"]
    began = min(told["since"] + timedelta(minutes=5), clock.now() - timedelta(minutes=40))
    phone = Phone(fitter)
    with clock.frozen(began):
        if until == "missed":
            phone.do(order, "missed", reason="nobody_home", text=told["words"])
            return
        phone.do(order, "start")
    with clock.frozen(began + timedelta(minutes=20)):
        _do_steps(phone, order, told)
    if until in DONE:
        with clock.frozen(began + timedelta(minutes=30)):
            signature = {"name": fitter.name, "strokes": SIGNATURE}
            phone.do(order, "report", signature=signature, text=told.get("text", ""))
        _afterwards(order, told, began)


def _do_steps(phone: Phone, order: WorkOrder, told: Row) -> None:
    """All steps of an order that is done, the first few of one that is begun; what was found wrong besides."""
    asked = steps.asked(order, rules_of(order.grid_company_id))
    asked = asked[:FIRST_ANSWERS] if told["until"] not in DONE else asked
    answers = {one.step.id: {"value": _answer(one, order, told), "base": None} for one in asked if not _is_photo(one)}
    phone.do(order, "answer", answers=answers)
    for step in [one.step for one in asked if _is_photo(one)]:
        phone.photograph(order, step.id, photograph(step.label, order.number, step.id))
    if "deviation" in told:
        picture = phone.photograph(order, "", photograph(told["deviation"]["text"], order.number, "deviation"))
        phone.do(order, "deviation", id=str(uuid7()), photos=[str(picture)], **told["deviation"])


def _is_photo(one: steps.Asked) -> bool:
    return one.step.kind is StepKind.PHOTO


def _answer(one: steps.Asked, order: WorkOrder, told: Row) -> Any:
    step = one.step
    if step.kind is StepKind.CHECK:
        return True
    if step.kind is StepKind.METER:
        return told["new_meter"]
    if step.kind is StepKind.VOLTAGES:
        facts = order.facts
        bounds = written().voltages_for(facts.get("network_system", ""), int(facts.get("phases") or 3))
        middle = (bounds.minimum + bounds.maximum) / 2
        return {choice.value: middle + place for place, choice in enumerate(step.choices)}
    return content()["answers"].get(step.id) or one.default or 0


def _afterwards(order: WorkOrder, told: Row, began: datetime) -> None:
    """What the grid company said of the report, and what the contractor mended."""
    looked = min(began + timedelta(hours=3), clock.now() - timedelta(minutes=5))
    with clock.frozen(looked):
        if told["until"] == "returned":
            perform(person("siri"), order.id, Action.RETURN, Given(text=told["words"], step=told["step"]))
        elif told["until"] == "accepted":
            perform(person("siri"), order.id, Action.ACCEPT)
        if "mended" in told:
            found = order.deviations.get()
            assert found.contractor_id is not None
            picture = deviations.Photograph("rettet.jpg", photograph(told["mended"], order.number, "mended"))
            deviations.mend(_administrator(found.contractor_id), found.id, told["mended"], [picture])


def _planner(order: WorkOrder) -> Actor:
    return person("plan") if order.performer_id == order.grid_company_id else person("stian")


def _administrator(contractor_id: UUID) -> Actor:
    rows = Membership.objects.select_related("user", "organisation__company_settings")
    return actor_for(next(one for one in rows.filter(organisation_id=contractor_id) if "administrator" in one.roles))


def _with_time(told: Row) -> Row:
    """With the moment at which its time begins, reckoned before the clock is held."""
    return {**told, "since": _since(told)}


def _since(told: Row) -> datetime:
    """When its time begins; one without a time: now."""
    if "day" not in told:
        return clock.now()
    hour, minute = map(int, told["at"].split(":"))
    day, step = clock.today(), 1 if told["day"] > 0 else -1
    for _each in range(abs(told["day"])):
        day += timedelta(days=step)
        while not clock.is_working_day(day):
            day += timedelta(days=step)
    return clock.start_of_day(day).astimezone(clock.OSLO).replace(hour=hour, minute=minute)


def _slot(told: Row) -> Slot:
    since = told["since"]
    return Slot(since, since + timedelta(minutes=told["minutes"]))


def _slots(told: Row) -> list[Slot]:
    """The time that suits the fitter best, and two after it."""
    first = _slot(told)
    return [Slot(first.since + timedelta(hours=h), first.until + timedelta(hours=h)) for h in (0, 2, 4)]
