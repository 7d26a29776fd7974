"""The customer's word through a link, and the new contractor's: it takes the notice, or does not want it."""

from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind, Right
from nettmelding.core.db import write
from nettmelding.core.errors import NotFound, Refused
from nettmelding.notices import transfer_rows, transfer_telling
from nettmelding.notices.models import Notice, Transfer
from nettmelding.notices.status import OPEN
from nettmelding.notices.transfer_rows import BOTH, SUBJECT, VALID, State, is_expired
from nettmelding.organisations import access, waits
from nettmelding.organisations.waits import Waiting

OFFERED = "transfer_offered"
CUSTOMER = Actor(kind=ActorKind.CUSTOMER, name="Kunden")


def answer(token: str, *, yes: bool) -> Transfer:
    """The customer's word. Errors: NotFound for no such link; Refused where it is answered, too old or taken back."""
    found = by_token(token)
    with write():
        notice = transfer_rows.lock(found.notice_id)
        transfer = transfer_rows.read(found.id)
        if transfer.state != State.ASKED or is_expired(transfer):
            raise Refused("answered", _("Lenken er brukt eller gjelder ikke lenger."))
        if notice.state not in OPEN or notice.contractor_id != transfer.from_contractor_id:
            raise Refused("not_open", _("Saken er avsluttet eller flyttet, så det er ingenting å svare på."))
        transfer.state = State.CONSENTED if yes else State.DECLINED
        transfer.answered_at = clock.now()
        transfer.save()
        if yes or transfer.asking_company_id == transfer.from_contractor_id:
            transfer_rows.record_move(CUSTOMER, transfer, "transfer_consented" if yes else "transfer_declined", BOTH)
        if yes:
            waiting = Waiting(transfer.to_contractor_id, transfer.from_contractor_id, OFFERED, clock.now() + VALID)
            waits.replace(SUBJECT, transfer.id, [waiting])
            transfer_telling.offered(transfer)
        else:
            transfer_telling.declined(transfer, by=_("Kunden"))
    return transfer


def by_token(token: str) -> Transfer:
    """The question that a customer's link is about. Errors: NotFound."""
    rows = Transfer.objects.select_related("notice__grid_company", "from_contractor", "to_contractor")
    found = rows.filter(token_hash=transfer_rows.hash_of(token)).first() if token else None
    if found is None:
        raise NotFound
    return found


def take(actor: Actor, transfer_id: UUID) -> Notice:
    """The new contractor takes what the customer has agreed to. Errors: NotFound, NotAllowed, Refused."""
    found = _offered(actor, transfer_id)
    access.require(actor, Right.TRANSFER)
    with write():
        notice = transfer_rows.lock(found.notice_id)
        transfer = transfer_rows.read(transfer_id)
        sentence = transfer_rows.why_not(notice, transfer.to_contractor)
        if transfer.state != State.CONSENTED or notice.contractor_id != transfer.from_contractor_id:
            sentence = _("Noen har svart på dette allerede.")
        elif notice.state not in OPEN:
            sentence = _("Saken er avsluttet, så den kan ikke overføres.")
        if sentence:
            raise Refused("not_now", sentence)
        transfer_rows.split_off(actor, [notice])
        transfer_rows.pass_on(actor, notice, transfer)
        transfer_telling.taken(transfer)
    return notice


def refuse(actor: Actor, transfer_id: UUID) -> None:
    """The new contractor does not want it: the notice stays where it is. Errors: as `take`."""
    found = _offered(actor, transfer_id)
    access.require(actor, Right.TRANSFER)
    with write():
        transfer_rows.lock(found.notice_id)
        transfer = transfer_rows.read(transfer_id)
        if transfer.state != State.CONSENTED:
            raise Refused("not_now", _("Noen har svart på dette allerede."))
        transfer_rows.end(transfer, State.DECLINED)
        transfer_rows.record_move(actor, transfer, "transfer_refused", BOTH)
        transfer_telling.declined(transfer, by=transfer.to_contractor.name)


def _offered(actor: Actor, transfer_id: UUID) -> Transfer:
    rows = Transfer.objects.exclude(state=State.ASKED).filter(pk=transfer_id, by=Transfer.By.CUSTOMER)
    found = rows.filter(to_contractor_id=actor.organisation_id).exclude(answered_at__isnull=True).first()
    if found is None or actor.organisation_id is None or not actor.may(Right.SEE_CASES):
        raise NotFound
    return found
