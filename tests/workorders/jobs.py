"""Short ways to a work order in a given state, through the room's own doors."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.ids import uuid7
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Membership, Organisation, Paper
from nettmelding.rules import actions as rules
from nettmelding.rules.models import RuleSet
from nettmelding.workorders import devices, making, operations
from nettmelding.workorders.given import Given, Slot
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.making import Wanted
from nettmelding.workorders.models import Device, WorkOrder
from nettmelding.workorders.operations import Answer, HandedIn
from nettmelding.workorders.perform import perform
from tests.notices import ways

SIGNATURE = {"name": "Stian Lednes", "strokes": [[[0, 0], [10, 12], [20, 3]]]}
CHANGE: dict[str, Any] = {
    "old_reading": 48211,
    "new_meter": "4400000000009901",
    "new_reading": 0,
    "leads_right_way": True,
    "right_dwelling": True,
    "voltages": {"L1-L2": 231, "L1-L3": 230.5, "L2-L3": 229},
    "phase_order": "right",
    "seals": ["P-1", "P-2"],
}
PHOTOS = ("old_meter", "new_meter_wired", "sealed_meter", "whole_cabinet")


def tomorrow(hour: int = 8, hours: int = 2) -> Slot:
    """A time tomorrow, by Oslo's clock."""
    since = clock.start_of_day(clock.today() + timedelta(days=1)) + timedelta(hours=hour)
    return Slot(since, since + timedelta(hours=hours))


def with_rules(slug: str, **section: Any) -> None:
    """Put a section about work orders in force at a grid company, over what stands."""
    from nettmelding.core.actor import SYSTEM

    company = Organisation.objects.get(slug=slug)
    standing = RuleSet.objects.filter(organisation_id=company.id, status="in_force").first()
    content = {**(standing.content if standing else {}), "workorders": section}
    draft = rules.save_draft(SYSTEM, company.id, content)
    rules.put_in_force(SYSTEM, company.id, draft.version)


def paper(email: str, grid_company: str, kind: str = "meters", **more: Any) -> Paper:
    """An instruction that the grid company has confirmed."""
    membership = Membership.objects.get(user__email=email)
    given = {"valid_from": clock.today() - timedelta(days=10), "expires_on": clock.today() + timedelta(days=200)}
    return Paper.objects.create(
        membership=membership, kind=kind, grid_company=Organisation.objects.get(slug=grid_company),
        confirmed_at=clock.now(), confirmed_by="Nett", **{**given, **more},
    )  # fmt: skip


def ordered(electrician: Actor, case_handler: Actor, kind: str = "change", notice: Notice | None = None) -> WorkOrder:
    """One that the grid company has ordered for itself to do."""
    notice = notice or ways.approved(electrician, case_handler)
    return making.order(case_handler, notice.id, Wanted(kind, performer_id=case_handler.organisation))


def ordered_of_contractor(electrician: Actor, case_handler: Actor, kind: str = "change") -> WorkOrder:
    """One that the notice's contractor is to do."""
    notice = ways.approved(electrician, case_handler)
    return making.order(case_handler, notice.id, Wanted(kind, performer_id=electrician.organisation))


def planned(
    electrician: Actor, case_handler: Actor, fitter: Actor, kind: str = "change", notice: Notice | None = None
) -> WorkOrder:
    """One that is given to the grid company's fitter tomorrow."""
    order = ordered(electrician, case_handler, kind, notice)
    given = Given(assignee_id=fitter.user_id, slot=tomorrow())
    return perform(case_handler, order.id, Action.PLAN, given).order


class Phone:
    """A fitter's device: numbers what it does, and hands it in when told."""

    def __init__(self, fitter: Actor) -> None:
        self.fitter = fitter
        registered = devices.register(fitter, uuid7(), "Telefon")
        self.device: Device = registered.device
        self.key = registered.key
        self.number = self.device.next_number

    def done(self, order: WorkOrder, kind: str, at: datetime | None = None, **data: Any) -> HandedIn:
        """The next operation, not yet handed in."""
        made = HandedIn(uuid7(), self.number, order.id, kind, at or clock.now(), data)
        self.number += 1
        return made

    def hand_in(self, *operations_: HandedIn, sent_at: datetime | None = None) -> Answer:
        return operations.hand_in(self.fitter, self.device.id, sent_at or clock.now(), operations_)

    def do(self, order: WorkOrder, kind: str, **data: Any) -> operations.Result:
        """Do it and hand it in at once."""
        return self.hand_in(self.done(order, kind, **data)).results[0]

    def answer(self, order: WorkOrder, **answers: Any) -> operations.Result:
        """Answers of a device that has seen none before."""
        return self.do(
            order, "answer", answers={step: {"value": value, "base": None} for step, value in answers.items()}
        )

    def photograph(self, order: WorkOrder, step: str, content: bytes = b"x") -> operations.Result:
        """Announce a picture."""
        return self.do(
            order, "photo", id=str(uuid7()), step=step, taken_at=clock.now().isoformat(), size=len(content),
            sha256=hashlib.sha256(content).hexdigest(), name=f"{step}.jpg",
        )  # fmt: skip

    def do_all(self, order: WorkOrder, signature: dict[str, Any] | None = SIGNATURE, **other: Any) -> operations.Result:
        """A whole change of a meter, reported; pictures are on their way."""
        for step in PHOTOS:
            self.photograph(order, step)
        answers = {**CHANGE, **other}
        asked = {use.step for use in _kind(order).steps}
        self.answer(
            order, **{step: value for step, value in answers.items() if step in asked and step != "right_dwelling"}
        )
        return self.do(order, "report", signature=signature, text="")


def _kind(order: WorkOrder) -> Any:
    from nettmelding.workorders.catalogue.load import written

    return written().kinds[order.kind]
