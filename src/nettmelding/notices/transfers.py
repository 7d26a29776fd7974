"""Handing a notice over to another contractor: by the customer's word, or by the grid company's.

The contractor that has it, or the one that wants it, asks; the customer answers through a link; the new contractor takes
it. The grid company moves one or many at once. Nothing moves without one of the two.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, ActorKind, OrganisationKind, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound, Refused, TooMany
from nettmelding.core.settings import env
from nettmelding.notices import passing_on, queries, transfer_telling
from nettmelding.notices.corrected import as_corrected
from nettmelding.notices.followers import Moved
from nettmelding.notices.models import Notice, Submission, Transfer
from nettmelding.notices.status import OPEN
from nettmelding.organisations import access, waits
from nettmelding.organisations.models import Organisation
from nettmelding.organisations.queries import has_access
from nettmelding.organisations.waits import Waiting
from nettmelding.registers.numbers import parse_orgnr

SUBJECT = "transfer"
OFFERED = "transfer_offered"
VALID = timedelta(days=14)
"""How long the customer's link holds."""
MOST_A_DAY, MOST_A_DAY_FOR_ONE = 20, 3
"""Questions to customers that a firm may have sent in a day, and in one notice."""
MOST_AT_ONCE = 500
LONGEST_REASON = 1_000
WAITING = (Transfer.State.ASKED, Transfer.State.CONSENTED)
BOTH = (Audience.CONTRACTOR, Audience.GRID_COMPANY)
CUSTOMER = Actor(kind=ActorKind.CUSTOMER, name="Kunden")
State = Transfer.State


@dataclass(frozen=True, slots=True)
class Contact:
    """Where the customer is reached, as the grid company has been told: one of the two is given."""

    email: str
    mobile: str


def may_transfer(actor: Actor, notice: Notice) -> bool:
    """Whether the actor may ask for, or do, the handing over of a notice they see."""
    owner = actor.organisation_id in {notice.contractor_id, notice.grid_company_id}
    return owner and actor.may(Right.TRANSFER) and notice.state in OPEN


def about(actor: Actor, notice: Notice) -> list[Transfer]:
    """What both owners know of a notice's handings over, the last first: those that were done, and those under way that they
    asked for or that the customer has agreed to."""
    known = Q(state__in=[State.DONE, State.CONSENTED]) | Q(state=State.ASKED, asking_company_id=actor.organisation_id)
    rows = notice.transfers.filter(known).select_related("from_contractor", "to_contractor")
    return [one for one in rows.order_by("-asked_at") if not is_expired(one)]


def offered_to(actor: Actor) -> QuerySet[Transfer]:
    """What the customer has agreed to and the actor's company may take."""
    if not actor.is_contractor or not actor.may(Right.SEE_CASES):
        return Transfer.objects.none()
    rows = Transfer.objects.filter(to_contractor_id=actor.organisation, state=State.CONSENTED)
    return rows.select_related("notice__grid_company", "from_contractor", "to_contractor")


def had_since(actor: Actor, notice_id: UUID) -> datetime | None:
    """Since when the actor's company has had a notice that was another's before; None where it has had it from the start."""
    rows = Transfer.objects.filter(notice_id=notice_id, to_contractor_id=actor.organisation_id, state=State.DONE)
    return rows.order_by("-last_event").values_list("done_at", flat=True).first()


def is_expired(transfer: Transfer) -> bool:
    """Whether the customer did not answer in time."""
    late = transfer.expires_at is not None and transfer.expires_at < clock.now()
    return transfer.state == State.ASKED and late


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
    if contact is None or _why_not(found, new) or often.count() >= MOST_A_DAY_FOR_ONE:
        return
    _asked(actor, found, new, contact, reason)


def transfer(actor: Actor, ids: Sequence[UUID], *, to: str, reason: str) -> list[Transfer]:
    """The grid company moves notices, all or none: also of a contractor that is no more.

    Errors: NotFound for one it does not see, NotAllowed, Refused for one that is not open, Invalid.
    """
    if not actor.is_grid_company or not ids:
        raise NotFound
    with write():
        rows = queries.visible_to(actor).select_for_update(of=("self",)).filter(pk__in=set(ids))
        notices = list(rows.order_by("mother_id", "id")[:MOST_AT_ONCE])
        if len(notices) != len(set(ids)):
            raise NotFound
        access.require(actor, Right.TRANSFER)
        if not reason.strip():
            raise Invalid("reason_needed", _("Skriv hvorfor."), fields={"reason": _("Skriv hvorfor.")})
        new = receiver(notices[0], to)
        return [_moved_by_grid_company(actor, notice, new, reason) for notice in notices]


def receiver(notice: Notice, to: str) -> Organisation:
    """The contractor with that organisation number, which can have the notice. Errors: Invalid, Refused."""
    number = _number(to)
    found = Organisation.objects.filter(
        kind=OrganisationKind.CONTRACTOR.value, organisation_number=number, stopped_at__isnull=True
    ).first()
    sentence = _("Det er ingen installatør i nettmelding med dette nummeret.") if found is None else ""
    sentence = sentence or (_why_not(notice, found) if found else "")
    if found is None or sentence:
        raise Invalid("receiver", sentence, fields={"to": sentence})
    return found


def answer(token: str, *, yes: bool) -> Transfer:
    """The customer's word. Errors: NotFound for no such link; Refused where it is answered, too old or taken back."""
    found = by_token(token)
    with write():
        notice = _lock(found.notice_id)
        transfer = _row(found.id)
        if transfer.state != State.ASKED or is_expired(transfer):
            raise Refused("answered", _("Lenken er brukt eller gjelder ikke lenger."))
        if notice.state not in OPEN or notice.contractor_id != transfer.from_contractor_id:
            raise Refused("not_open", _("Saken er avsluttet eller flyttet, så det er ingenting å svare på."))
        transfer.state = State.CONSENTED if yes else State.DECLINED
        transfer.answered_at = clock.now()
        transfer.save()
        if yes or transfer.asking_company_id == transfer.from_contractor_id:
            _record(CUSTOMER, transfer, "transfer_consented" if yes else "transfer_declined", BOTH)
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
    found = rows.filter(token_hash=_hash(token)).first() if token else None
    if found is None:
        raise NotFound
    return found


def take(actor: Actor, transfer_id: UUID) -> Notice:
    """The new contractor takes what the customer has agreed to. Errors: NotFound, NotAllowed, Refused."""
    found = _offered(actor, transfer_id)
    access.require(actor, Right.TRANSFER)
    with write():
        notice = _lock(found.notice_id)
        transfer = _row(transfer_id)
        sentence = _why_not(notice, transfer.to_contractor)
        if transfer.state != State.CONSENTED or notice.contractor_id != transfer.from_contractor_id:
            sentence = _("Noen har svart på dette allerede.")
        elif notice.state not in OPEN:
            sentence = _("Saken er avsluttet, så den kan ikke overføres.")
        if sentence:
            raise Refused("not_now", sentence)
        _pass_on(actor, notice, transfer)
        transfer_telling.taken(transfer)
    return notice


def refuse(actor: Actor, transfer_id: UUID) -> None:
    """The new contractor does not want it: the notice stays where it is. Errors: as `take`."""
    found = _offered(actor, transfer_id)
    access.require(actor, Right.TRANSFER)
    with write():
        _lock(found.notice_id)
        transfer = _row(transfer_id)
        if transfer.state != State.CONSENTED:
            raise Refused("not_now", _("Noen har svart på dette allerede."))
        _end(transfer, State.DECLINED)
        _record(actor, transfer, "transfer_refused", BOTH)
        transfer_telling.declined(transfer, by=transfer.to_contractor.name)


def withdraw(actor: Actor, transfer_id: UUID) -> Notice:
    """Whoever asked takes the question back while it waits. Errors: NotFound, NotAllowed, Refused."""
    found = Transfer.objects.filter(pk=transfer_id, asking_company_id=actor.organisation_id).first()
    if found is None or actor.organisation_id is None:
        raise NotFound
    access.require(actor, Right.TRANSFER)
    with write():
        notice = _lock(found.notice_id)
        transfer = _row(transfer_id)
        if transfer.state not in WAITING:
            raise Refused("not_now", _("Dette er avgjort allerede."))
        known = BOTH if transfer.state == State.CONSENTED else (Audience.INTERNAL,)
        _end(transfer, State.WITHDRAWN)
        _record(actor, transfer, "transfer_withdrawn", known)
    return notice


def after_move(moved: Moved) -> None:
    """A case that is at its end is handed over to nobody."""
    if moved.target in OPEN:
        return
    for transfer in Transfer.objects.filter(notice=moved.notice, state__in=WAITING):
        _end(transfer, State.WITHDRAWN)


def _asked(actor: Actor, notice: Notice, new: Organisation, contact: Contact, reason: str) -> Transfer:
    token = secrets.token_urlsafe(32)
    with write():
        notice = _lock(notice.id)
        if notice.state not in OPEN:
            raise Refused("not_open", _("Bare saker som er sendt og ikke avsluttet, kan overføres."))
        for standing in Transfer.objects.filter(notice=notice, to_contractor=new, state__in=WAITING):
            _end(standing, State.WITHDRAWN)
        transfer = Transfer.objects.create(
            notice=notice,
            from_contractor_id=notice.contractor_id,
            to_contractor=new,
            by=Transfer.By.CUSTOMER,
            state=State.ASKED,
            reason=reason.strip()[:LONGEST_REASON],
            token_hash=_hash(token),
            expires_at=clock.now() + VALID,
            asked_by=actor.name,
            asking_company_id=actor.organisation,
        )
        _record(actor, transfer, "transfer_asked", (Audience.INTERNAL,))
        transfer_telling.ask_customer(transfer, contact.email, contact.mobile, token)
    return transfer


def _moved_by_grid_company(actor: Actor, notice: Notice, new: Organisation, reason: str) -> Transfer:
    sentence = _why_not(notice, new)
    if notice.state not in OPEN:
        sentence = _("%(number)s er avsluttet, så den kan ikke overføres.") % {"number": notice.number}
    if sentence:
        raise Refused("not_open", sentence)
    made = Transfer(
        notice=notice,
        from_contractor=notice.contractor,
        to_contractor=new,
        by=Transfer.By.GRID_COMPANY,
        state=State.CONSENTED,
        reason=reason.strip()[:LONGEST_REASON],
        asked_by=actor.name,
        asking_company_id=actor.organisation,
    )
    made.save(force_insert=True)
    _pass_on(actor, notice, made)
    transfer_telling.moved(made)
    return made


def _pass_on(actor: Actor, notice: Notice, transfer: Transfer) -> None:
    passing_on.pass_on(actor, notice, transfer)
    waits.replace(SUBJECT, transfer.id, [])
    for other in Transfer.objects.filter(notice=notice, state__in=WAITING):
        _end(other, State.WITHDRAWN)


def _why_not(notice: Notice, new: Organisation) -> str:
    """Why a contractor cannot have a notice; empty where it can."""
    if new.id == notice.contractor_id:
        return _("%(name)s har saken allerede.") % {"name": new.name}
    if new.stopped_at is not None or notice.grid_company_id is None:
        return _("%(name)s kan ikke ta imot saker nå.") % {"name": new.name}
    if not has_access(new.id, notice.grid_company_id):
        return _("%(name)s har ikke tilgang til nettselskapet i saken.") % {"name": new.name}
    return ""


def _end(transfer: Transfer, state: Transfer.State) -> None:
    transfer.state, transfer.answered_at = state, transfer.answered_at or clock.now()
    transfer.save()
    waits.replace(SUBJECT, transfer.id, [])


def _record(actor: Actor, transfer: Transfer, action: str, audience: tuple[Audience, ...]) -> None:
    detail = {"to": transfer.to_contractor.name}
    record(actor, queries.SUBJECT, transfer.notice_id, action, audience=audience, detail=detail)


def _offered(actor: Actor, transfer_id: UUID) -> Transfer:
    rows = Transfer.objects.exclude(state=State.ASKED).filter(pk=transfer_id, by=Transfer.By.CUSTOMER)
    found = rows.filter(to_contractor_id=actor.organisation_id).exclude(answered_at__isnull=True).first()
    if found is None or actor.organisation_id is None or not actor.may(Right.SEE_CASES):
        raise NotFound
    return found


def _lock(notice_id: UUID) -> Notice:
    """The row, locked, without its firms: PostgreSQL finds no row where one of a join was replaced while it waited."""
    return Notice.objects.select_for_update().get(pk=notice_id)


def _row(transfer_id: UUID) -> Transfer:
    """The transfer as it is now that the notice is locked."""
    return Transfer.objects.select_related("notice", "from_contractor", "to_contractor").get(pk=transfer_id)


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


def _number(typed: str) -> str:
    try:
        return parse_orgnr(typed)
    except Invalid as error:
        raise Invalid(error.code, error.message, fields={"to": error.message}) from None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
