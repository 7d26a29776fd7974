"""Times that a customer is offered, and the agreement: behind a personal link, without signing in."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import SYSTEM, Actor, ActorKind
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound, Refused
from nettmelding.workorders import contacts, gate, links, queries, telling
from nettmelding.workorders.catalogue.load import catalogue
from nettmelding.workorders.given import Given, Slot
from nettmelding.workorders.lifecycle import Action
from nettmelding.workorders.models import Gate, TimeOffer, WorkOrder
from nettmelding.workorders.perform import Outcome, perform, perform_locked
from nettmelding.workorders.ruleset import rules_of
from nettmelding.workorders.status import Status

State = TimeOffer.State
MOST_SLOTS = 12
LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Open:
    """What a customer sees behind their link."""

    offer: TimeOffer
    order: WorkOrder
    slots: tuple[Slot, ...]
    agreed: Slot | None


def offer(
    actor: Actor,
    order_id: UUID,
    slots: Sequence[Slot],
    *,
    assignee_id: UUID | None = None,
    revision: int | None = None,
) -> Outcome:
    """Let the customer choose. Errors: those of `perform`; Refused where the customer cannot be reached, Invalid."""
    if len(slots) > MOST_SLOTS or any(slot.until <= slot.since for slot in slots):
        sentence = _("Velg fra 1 til %(most)s tider, hver med slutt etter begynnelse.") % {"most": MOST_SLOTS}
        raise Invalid("slots", sentence, fields={"slots": sentence})
    token = secrets.token_urlsafe(24)
    with write():
        given = Given(slots=tuple(sorted(slots, key=lambda one: one.since)), assignee_id=assignee_id)
        outcome = perform(actor, order_id, Action.OFFER_TIMES, given, revision=revision)
        order = outcome.order
        who = contacts.customer(order)
        if who is None:
            raise Refused("no_contact", _("Kunden står uten e-post og mobilnummer i meldingen."))
        row = links.keep(order, token, actor.name, given.slots, rules_of(order.grid_company_id).offer_days)
        with translation.override("nb"):
            context = {
                "recipient_name": who.name,
                "company": order.performer.name,
                "what": catalogue().kinds[order.kind].does,
                "due": clock.oslo(row.expires_at).date(),
                "link": links.address(token),
            }
        telling.to_customer("order_times", order, who, context)
    return outcome


def opened(token: str) -> Open:
    """What the link opens. Errors: NotFound for an unknown or outdated one."""
    row = TimeOffer.objects.filter(token_hash=links.hashed(token)).select_related(
        "order__performer", "order__grid_company", "order__notice", "order__assignee"
    ).first()  # fmt: skip
    if row is None or row.state in {State.EXPIRED, State.REPLACED} or row.expires_at < clock.now():
        raise NotFound
    order = row.order
    slots = tuple(slot for slot in map(slot_of, row.slots) if slot.since > clock.now())
    agreed = None
    if order.state in {Status.PLANNED, Status.STARTED} and order.planned_from and order.planned_until:
        agreed = Slot(order.planned_from, order.planned_until)
    return Open(row, order, slots, agreed)


def pick(token: str, which: int, *, terms: bool = False) -> Open:
    """The customer takes a time; `terms`: and accepts the grid company's terms. Errors: NotFound, Refused, Invalid."""
    found = opened(token)
    every = [slot_of(one) for one in found.offer.slots]
    if not 0 <= which < len(every) or every[which].since <= clock.now():
        sentence = _("Velg en av tidene.")
        raise Invalid("slot", sentence, fields={"slot": sentence})
    with write():
        links.take(found.offer, State.PICKED, picked=which)
        order = queries.locked(SYSTEM, found.order.id)
        if terms:
            accept_terms(order)
        perform_locked(_customer(order), order, Action.PICK_TIME, Given(slot=every[which], picked=which))
    return opened(token)


def decline(token: str, text: str) -> None:
    """None of the times suits, or an agreed one does not after all. Errors: NotFound, Refused, Invalid."""
    found = opened(token)
    words = text.strip()[:LONGEST_TEXT]
    if not words:
        sentence = _("Skriv når det passer bedre.")
        raise Invalid("text", sentence, fields={"text": sentence})
    with write():
        links.take(found.offer, State.DECLINED, text=words)
        order = queries.locked(SYSTEM, found.order.id)
        perform_locked(_customer(order), order, Action.TIMES_DECLINED, Given(text=words))


def accept_terms(order: WorkOrder) -> None:
    """The customer has accepted the terms: the gate's own row. Inside the caller's transaction."""
    name = next((one.name for one in contacts.contacts(order)), _("Kunden"))
    gate.put(name, order, Gate.What.TERMS, Gate.How.YES)


def expire() -> int:
    """Offers that nobody answered: the planner has the order again. For the worker; returns how many."""
    rows = TimeOffer.objects.filter(state=State.OPEN, expires_at__lt=clock.now()).select_related("order")
    done = 0
    for row in rows.order_by("expires_at")[:200]:
        with write():
            if TimeOffer.objects.filter(pk=row.pk, state=State.OPEN).update(state=State.EXPIRED):
                if row.slots and row.order.state is Status.OFFERED:
                    perform(SYSTEM, row.order_id, Action.TIMES_EXPIRED)
                done += 1
    return done


def _customer(order: WorkOrder) -> Actor:
    """The one who holds the link."""
    name = next((one.name for one in contacts.contacts(order)), _("Kunden"))
    return Actor(kind=ActorKind.CUSTOMER, name=name)


def slot_of(kept: dict[str, str]) -> Slot:
    """A time as it is kept in an offer."""
    return Slot(datetime.fromisoformat(kept["from"]), datetime.fromisoformat(kept["until"]))
