"""What all pages of one work order begin with: where it is, where it stands, whose turn it is and since when."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.core.text import place_name
from nettmelding.notices import queries as notices
from nettmelding.organisations.models import Wait
from nettmelding.organisations.waits import about
from nettmelding.web import words
from nettmelding.web.components import State
from nettmelding.web.workorders import rows
from nettmelding.workorders import deviations, gate, judging, queries, steps, stock
from nettmelding.workorders.gate import Check
from nettmelding.workorders.models import Deviation, Photo, WorkOrder
from nettmelding.workorders.offers import Offer, offers
from nettmelding.workorders.ruleset import rules_of
from nettmelding.workorders.status import INFO
from nettmelding.workorders.steps import Asked


@dataclass(frozen=True)
class Order:
    """A work order as one reader sees it; each part is read when it is first asked for."""

    actor: Actor
    row: WorkOrder

    @cached_property
    def offers(self) -> list[Offer]:
        return offers(self.actor, self.row)

    @cached_property
    def wait(self) -> Wait | None:
        return about([self.row.id]).get(self.row.id)

    @cached_property
    def asked(self) -> list[Asked]:
        return steps.asked(self.row, rules_of(self.row.grid_company_id))

    @cached_property
    def photos(self) -> list[Photo]:
        return list(self.row.photos.filter(removed_at__isnull=True).select_related("document"))

    @cached_property
    def lacking(self) -> list[str]:
        """Ids of needed steps that are not done."""
        seen = {one.step for one in self.photos if one.state != Photo.State.REFUSED}
        return steps.lacking(self.row, rules_of(self.row.grid_company_id), seen)

    @cached_property
    def taken(self) -> str:
        """The new meter's number, where it stands at another metering point already."""
        return stock.taken_number(self.row)

    @cached_property
    def outside(self) -> list[str]:
        """Ids of steps whose answer is not as it should be."""
        return judging.outside(self.row, self.asked)

    @cached_property
    def deviations(self) -> list[Deviation]:
        return deviations.of_order(self.row)

    @cached_property
    def gate(self) -> list[Check]:
        return gate.checks(self.row)

    @cached_property
    def why_not_energise(self) -> list[str]:
        return gate.why_not(self.row)

    @cached_property
    def sees_notice(self) -> bool:
        """Whether its notice is open to the reader."""
        notice_id = self.row.notice_id
        return notice_id is not None and notices.visible_to(self.actor).filter(pk=notice_id).exists()


def open_order(actor: Actor, order_id: UUID) -> Order:
    """Errors: NotFound."""
    return Order(actor, queries.get(actor, order_id))


def context(order: Order) -> dict[str, Any]:
    """For the template all its pages extend."""
    row, actor = order.row, order.actor
    return {
        "order": row,
        "title": queries.title(row),
        "over": " · ".join(filter(None, [row.number, rows.kind_name(row), place(row)])),
        "state": State(turn=words.order_turn(actor, row), word=str(INFO[row.state].name)),
        "clock": clock_text(order),
    }


def place(row: WorkOrder) -> str:
    return f"{row.postcode} {place_name(row.place)}".strip()


def clock_text(order: Order) -> str:
    """`Venter på Tora Tangen siden i går, frist 27. nov.`"""
    wait, who = order.wait, rows.waits_for(order.actor, order.row)
    if wait is None or not who:
        return ""
    by = _(", frist %(day)s") % {"day": words.day_of(wait.due)} if wait.due else ""
    return _("Venter på %(who)s siden %(day)s%(by)s") % {
        "who": who[0].lower() + who[1:] if who in {_("Dere"), _("Kunden")} else who,
        "day": words.day_of(wait.since),
        "by": by,
    }
