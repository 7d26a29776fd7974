"""Asking the customer to let another contractor have a notice: by the one that has it, or by the one that wants it."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.core import clock
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound, Refused, TooMany
from nettmelding.core.settings import env
from nettmelding.notices import queries, transfer_rows, transfer_telling
from nettmelding.notices.corrected import as_corrected
from nettmelding.notices.models import Notice, Submission, Transfer
from nettmelding.notices.status import OPEN
from nettmelding.notices.transfer_rows import BOTH, LONGEST_REASON, VALID, State, receiver
from nettmelding.organisations import access
from nettmelding.organisations.models import Organisation

MOST_A_DAY, MOST_A_DAY_FOR_ONE = 20, 3
"""Questions to customers that a firm may have sent in a day, and in one notice."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Where the customer is reached, as the grid company has been told: one of the two is given."""

    email: str
    mobile: str


def ask(actor: Actor, notice_id: UUID, *, to: str, reason: str) -> Transfer:
    """The contractor that has a notice asks the customer to let another have it. `to`: organisation number as typed.

    Errors: NotFound, NotAllowed, Refused where it is not open or the customer cannot be reached, Invalid, TooMany.
    """
    notice = queries.own(actor, notice_id)
    access.require(actor, Right.TRANSFER)
    new = receiver(notice, to)
    contact = _contact_of(notice)
    if contact is None:
        raise Refused("no_contact", _("Kunden står uten e-post i meldingen. Be nettselskapet om å overføre den."))
    _check_often(actor, notice)
    return _asked(actor, notice, new, contact, reason)


def ask_all(actor: Actor, ids: Sequence[UUID], *, to: str, reason: str) -> list[Transfer]:
    """As `ask`, for several, each with its own customer's word: all or none."""
    with write():
        return [ask(actor, one, to=to, reason=reason) for one in ids]


def want(actor: Actor, number: str, *, reason: str) -> None:
    """A contractor that the customer has turned to asks for a notice by its number.

    Answers the same whether there is such a notice or not: what others have sent is not told of. Errors: NotAllowed,
    Invalid without a number, TooMany.
    """
    access.require(actor, Right.TRANSFER)
    if not actor.is_contractor:
        raise NotFound
    if not number.strip():
        sentence = _("Skriv nummeret på meldingen.")
        raise Invalid("number", sentence, fields={"number": sentence})
    _check_guesses(actor)
    found = Notice.objects.select_related("contractor", "grid_company").filter(number=number.strip()).first()
    if found is None or found.state not in OPEN or found.contractor_id == actor.organisation:
        return
    new = Organisation.objects.get(pk=actor.organisation)
    contact = _contact_of(found)
    often = Transfer.objects.filter(notice=found, asked_at__gte=clock.now() - timedelta(days=1))
    if contact is None or transfer_rows.why_not(found, new) or often.count() >= MOST_A_DAY_FOR_ONE:
        return
    _asked(actor, found, new, contact, reason)


def withdraw(actor: Actor, transfer_id: UUID) -> Notice:
    """Whoever asked takes the question back while it waits. Errors: NotFound, NotAllowed, Refused."""
    found = Transfer.objects.filter(pk=transfer_id, asking_company_id=actor.organisation_id).first()
    if found is None or actor.organisation_id is None:
        raise NotFound
    access.require(actor, Right.TRANSFER)
    with write():
        notice = transfer_rows.lock(found.notice_id)
        transfer = transfer_rows.read(transfer_id)
        if transfer.state not in transfer_rows.WAITING:
            raise Refused("not_now", _("Dette er avgjort allerede."))
        known = BOTH if transfer.state == State.CONSENTED else (Audience.INTERNAL,)
        transfer_rows.end(transfer, State.WITHDRAWN)
        transfer_rows.record_move(actor, transfer, "transfer_withdrawn", known)
    return notice


def _asked(actor: Actor, notice: Notice, new: Organisation, contact: Contact, reason: str) -> Transfer:
    token = secrets.token_urlsafe(32)
    with write():
        notice = transfer_rows.lock(notice.id)
        if notice.state not in OPEN:
            raise Refused("not_open", _("Bare saker som er sendt og ikke avsluttet, kan overføres."))
        for standing in Transfer.objects.filter(notice=notice, to_contractor=new, state__in=transfer_rows.WAITING):
            transfer_rows.end(standing, State.WITHDRAWN)
        transfer = Transfer.objects.create(
            notice=notice,
            from_contractor_id=notice.contractor_id,
            to_contractor=new,
            by=Transfer.By.CUSTOMER,
            state=State.ASKED,
            reason=reason.strip()[:LONGEST_REASON],
            token_hash=transfer_rows.hash_of(token),
            expires_at=clock.now() + VALID,
            asked_by=actor.name,
            asking_company_id=actor.organisation,
        )
        transfer_rows.record_move(actor, transfer, "transfer_asked", (Audience.INTERNAL,))
        transfer_telling.ask_customer(transfer, contact.email, contact.mobile, token)
    return transfer


def _contact_of(notice: Notice) -> Contact | None:
    """The customer's contact as it was sent last; what the contractor has written since is of no account."""
    last: Submission | None = notice.submissions.order_by("-number").first()
    if notice.state not in OPEN or last is None:
        raise Refused("not_open", _("Bare saker som er sendt og ikke avsluttet, kan overføres."))
    customers = [party for party in as_corrected(notice, last.content["parties"]) if party["role"] == "customer"]
    for party in customers:
        email, mobile = party["email"], party["mobile"] if env.sms else ""
        if email or mobile:
            return Contact(email, mobile)
    return None


def _check_guesses(actor: Actor) -> None:
    """Numbers are guessed easily: every question counts, whether there was such a notice or not."""
    key = f"transfer-wanted:{actor.organisation}:{clock.today()}"
    cache.add(key, 0, timeout=24 * 3600)
    if cache.incr(key) > MOST_A_DAY:
        raise TooMany("too_many", _("Firmaet har spurt mange kunder i dag. Vent til i morgen."))


def _check_often(actor: Actor, notice: Notice) -> None:
    day = Transfer.objects.filter(asked_at__gte=clock.now() - timedelta(days=1), by=Transfer.By.CUSTOMER)
    if day.filter(asking_company_id=actor.organisation).count() >= MOST_A_DAY:
        raise TooMany("too_many", _("Firmaet har spurt mange kunder i dag. Vent til i morgen."))
    if day.filter(notice=notice).count() >= MOST_A_DAY_FOR_ONE:
        raise TooMany("too_many", _("Kunden er spurt flere ganger i dag. Vent til i morgen."))
