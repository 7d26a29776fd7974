"""What follows in declarations when a work order moves."""

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.declarations import signing
from nettmelding.declarations.catalogue.model import Kind
from nettmelding.declarations.models import Declaration, Draft
from nettmelding.workorders.catalogue.load import written
from nettmelding.workorders.followers import OrderMoved
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import WorkOrder


def after_order(moved: OrderMoved) -> None:
    """A fitter has reported a meter: it is declared by whoever mounted it, signed with what was signed in the field.

    Where the fitter may not sign, or something is lacking, the draft waits for somebody who may.
    """
    if moved.move.action is not Action.REPORT or not written().kinds[moved.order.kind].declares:
        return
    draft = draft_of(moved.actor, moved.order)
    if moved.given.signature:
        signing.sign_for_order(moved.actor, draft, moved.given.signature, moved.given.happened_at or clock.now())


def draft_of(actor: Actor, order: WorkOrder) -> Draft:
    """The draft of the order's meter; a report that comes again after a return corrects what was signed."""
    newest = Declaration.objects.filter(kind=Kind.METER, work_order=order).order_by("-version").first()
    mine = {"kind": Kind.METER, "issuer_id": order.performer_id, "work_order": order}
    found, _made = Draft.objects.get_or_create(
        **mine,
        defaults={"notice": order.notice, "replaces": newest, "created_by_name": actor.name},
    )
    found.work_order, found.issuer, found.notice = order, order.performer, order.notice
    return found
