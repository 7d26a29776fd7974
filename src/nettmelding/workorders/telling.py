"""Who is told of a work order's moves. Written to the outbox in the same transaction."""

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.core import clock
from nettmelding.core.settings import env
from nettmelding.messages.models import Channel
from nettmelding.messages.outbox import enqueue
from nettmelding.notices import telling as telling_of_notices
from nettmelding.workorders import contacts, links, queries
from nettmelding.workorders.catalogue.load import catalogue
from nettmelding.workorders.followers import OrderMoved
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import Deviation, WorkOrder
from nettmelding.workorders.queries import SUBJECT
from nettmelding.workorders.status import Status

_WITH_FITTER = frozenset({Status.PLANNED, Status.STARTED, Status.RETURNED})


def tell(moved: OrderMoved) -> None:
    """A follower of work orders."""
    order, action = moved.order, moved.move.action
    _fitter_before(moved)
    if action in {Action.PLAN, Action.PICK_TIME}:
        _given(moved)
        _planned(moved)
    elif action is Action.RETURN:
        _to_fitter("order_returned", order, reason=moved.given.text.strip())
    elif action is Action.MISS:
        _missed(moved)
    elif action in {Action.CANCEL, Action.UNPLAN, Action.HAND_OVER, Action.TIMES_DECLINED}:
        _called_off(moved)


def deviation_found(deviation: Deviation) -> None:
    """The contractor is to mend something."""
    _of_deviation("deviation_found", deviation, reason=deviation.text, due=deviation.due)


def deviation_given_back(deviation: Deviation) -> None:
    """The grid company does not take it as mended."""
    _of_deviation("deviation_given_back", deviation, reason=deviation.answer)


def when(order: WorkOrder) -> str:
    """`mandag 30. november kl. 08.00–10.00`, in the language that is active; empty where no time is set."""
    if order.planned_from is None or order.planned_until is None:
        return ""
    since, until = clock.oslo(order.planned_from), clock.oslo(order.planned_until)
    parts = {"day": date_format(since, "l j. F"), "since": since.strftime("%H.%M"), "until": until.strftime("%H.%M")}
    return _("%(day)s kl. %(since)s–%(until)s") % parts


def _fitter_before(moved: OrderMoved) -> None:
    """Somebody whose it was until now, and who has not given it away."""
    order, gone = moved.order, moved.before
    is_gone = gone != order.assignee_id or moved.move.action is Action.CANCEL
    if gone is None or not is_gone or gone == moved.actor.user_id or moved.source not in _WITH_FITTER:
        return
    fitter = User.objects.get(pk=gone)
    _put("order_taken_away", order, fitter.email or "", fitter.name, fitter.language, f"{env.base_url}/felt")


def _given(moved: OrderMoved) -> None:
    order = moved.order
    if order.assignee is not None and order.assignee_id != moved.actor.user_id:
        _to_fitter("order_given", order)


def _planned(moved: OrderMoved) -> None:
    """The customer is told of a time, and of another one."""
    order = moved.order
    who = contacts.customer(order)
    if who is None or order.planned_from is None:
        return
    token = links.agreed(order, moved.actor.name)
    with translation.override("nb"):
        facts = [{"term": _("Tid"), "value": when(order)}, {"term": _("Sted"), "value": queries.title(order)}]
        context = {
            "recipient_name": who.name,
            "company": order.performer.name,
            "what": catalogue().kinds[order.kind].does,
            "facts": facts,
            "link": links.address(token),
        }
    to_customer("order_planned", order, who, context)


def _missed(moved: OrderMoved) -> None:
    """The customer and the contractor of the notice learn that it was not done."""
    order = moved.order
    reason = order.remarks[-1]["text"] if order.remarks else moved.given.text
    _to_customer_of("order_not_done", order, reason=_why_missed(moved))
    if order.notice is None:
        return
    for address, name, language in telling_of_notices.owners(order.notice):
        _put("order_missed", order, address, name, language, f"{env.base_url}/arbeidsordrer/{order.id}", reason=reason)


def _called_off(moved: OrderMoved) -> None:
    """The customer is told where they have been told of a time."""
    order = moved.order
    if moved.source not in {Status.PLANNED, Status.OFFERED, Status.STARTED}:
        return
    if moved.move.action is Action.CANCEL:
        _to_customer_of("order_cancelled", order, reason=moved.given.text.strip())
    elif moved.move.action is not Action.TIMES_DECLINED:  # who declined knows
        _to_customer_of("order_time_gone", order)


def _why_missed(moved: OrderMoved) -> str:
    """The reason of the list (nobody at home, the cabinet locked), in the customer's language."""
    with translation.override("nb"):
        return catalogue().missed.get(moved.given.reason, "")


def _to_customer_of(kind: str, order: WorkOrder, **more: str) -> None:
    """What happens with a visit that the customer has been told of."""
    who = contacts.customer(order)
    if who is None:
        return
    with translation.override("nb"):
        does = catalogue().kinds[order.kind].does
    to_customer(kind, order, who, {"recipient_name": who.name, "company": order.performer.name, "what": does, **more})


def to_customer(kind: str, order: WorkOrder, who: contacts.Contact, context: dict[str, Any]) -> None:
    """By e-mail, else to the mobile."""
    enqueue(
        kind=kind,
        to=who.email or who.mobile,
        context={name: value for name, value in context.items() if value},
        organisation_id=order.performer_id,
        subject_kind=SUBJECT,
        subject_id=order.id,
        audience=Audience.CUSTOMER,
        channel=Channel.EMAIL if who.email else Channel.SMS,
    )


def _to_fitter(kind: str, order: WorkOrder, **more: Any) -> None:
    fitter = order.assignee
    if fitter is not None:
        link = f"{env.base_url}/felt#{order.id}"
        _put(kind, order, fitter.email or "", fitter.name, fitter.language, link, **more)


def _of_deviation(kind: str, deviation: Deviation, *, reason: str, due: Any = None) -> None:
    order = deviation.order
    if order.notice is None:
        return
    for address, name, language in telling_of_notices.owners(order.notice):
        with translation.override(language):
            what = catalogue().deviations[deviation.kind].name
        link = f"{env.base_url}/avvik/{deviation.id}"
        company = deviation.grid_company.name
        day: date | None = clock.oslo(due).date() if due else None
        _put(kind, order, address, name, language, link, what=what, reason=reason, company=company, due=day)


def _put(kind: str, order: WorkOrder, to: str, name: str, language: str, link: str, **more: Any) -> None:
    if not to:
        return
    with translation.override(language):
        context = {
            "number": order.number,
            "what": catalogue().kinds[order.kind].name,
            "address": queries.title(order),
            "recipient_name": name,
            "link": link,
            **more,
        }
    enqueue(
        kind=kind,
        to=to,
        context={key: value for key, value in context.items() if value},
        organisation_id=order.performer_id,
        subject_kind=SUBJECT,
        subject_id=order.id,
        audience=Audience.INTERNAL,
        language=language,
    )
