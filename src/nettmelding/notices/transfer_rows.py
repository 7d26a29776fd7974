"""A handing over as a row: what holds for every way of it. Inside the caller's transaction where it writes."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core import clock
from nettmelding.core.actor import Actor, OrganisationKind
from nettmelding.core.errors import Invalid
from nettmelding.notices import passing_on, queries, splitting
from nettmelding.notices.followers import Moved
from nettmelding.notices.models import Notice, Transfer
from nettmelding.notices.status import OPEN
from nettmelding.organisations import waits
from nettmelding.organisations.models import Organisation
from nettmelding.organisations.queries import has_access
from nettmelding.registers.numbers import parse_orgnr

SUBJECT = "transfer"
VALID = timedelta(days=14)
"""How long the customer's link holds."""
LONGEST_REASON = 1_000
State = Transfer.State
WAITING = (Transfer.State.ASKED, Transfer.State.CONSENTED)
BOTH = (Audience.CONTRACTOR, Audience.GRID_COMPANY)


def is_expired(transfer: Transfer) -> bool:
    """Whether the customer did not answer in time."""
    late = transfer.expires_at is not None and transfer.expires_at < clock.now()
    return transfer.state == State.ASKED and late


def receiver(notice: Notice, to: str) -> Organisation:
    """The contractor with that organisation number, which can have the notice. Errors: Invalid, Refused."""
    number = _number(to)
    found = Organisation.objects.filter(
        kind=OrganisationKind.CONTRACTOR.value, organisation_number=number, stopped_at__isnull=True
    ).first()
    sentence = _("Det er ingen installatør i nettmelding med dette nummeret.") if found is None else ""
    sentence = sentence or (why_not(notice, found) if found else "")
    if found is None or sentence:
        raise Invalid("receiver", sentence, fields={"to": sentence})
    return found


def why_not(notice: Notice, new: Organisation) -> str:
    """Why a contractor cannot have a notice; empty where it can."""
    if new.id == notice.contractor_id:
        return _("%(name)s har saken allerede.") % {"name": new.name}
    if new.stopped_at is not None or notice.grid_company_id is None:
        return _("%(name)s kan ikke ta imot saker nå.") % {"name": new.name}
    if not has_access(new.id, notice.grid_company_id):
        return _("%(name)s har ikke tilgang til nettselskapet i saken.") % {"name": new.name}
    return ""


def lock(notice_id: UUID) -> Notice:
    """The row, locked, its mother before it, without its firms: PostgreSQL finds no row where one of a join was replaced while
    it waited."""
    mother = Notice.objects.filter(pk=notice_id, mother__isnull=False).values_list("mother_id", flat=True)
    list(Notice.objects.select_for_update().filter(pk__in=list(mother)).values_list("pk"))
    return Notice.objects.select_for_update().get(pk=notice_id)


def read(transfer_id: UUID) -> Transfer:
    """The transfer as it is now that the notice is locked."""
    return Transfer.objects.select_related("notice", "from_contractor", "to_contractor").get(pk=transfer_id)


def split_off(actor: Actor, notices: Sequence[Notice]) -> None:
    """Those of the notices, locked with their mothers, that are metering points of a block notice become notices of their own
    first. A mother that is at her end by that is handed over to nobody."""
    by_mother: dict[UUID, list[Notice]] = {}
    for notice in notices:
        if notice.mother_id is not None:
            by_mother.setdefault(notice.mother_id, []).append(notice)
    for mother in Notice.objects.filter(pk__in=list(by_mother)).order_by("id"):
        splitting.split_off(actor, mother, by_mother[mother.id])
        if mother.state not in OPEN:
            _end_all(Q(notice=mother))


def pass_on(actor: Actor, notice: Notice, transfer: Transfer) -> None:
    """Give the notice to its new contractor; every other handing over of it, or of a metering point that goes with it, that
    waits comes to its end."""
    transfer.notice = notice
    passing_on.pass_on(actor, notice, transfer)
    waits.replace(SUBJECT, transfer.id, [])
    _end_all(Q(notice=notice) | Q(notice__mother=notice))


def _end_all(which: Q) -> None:
    for transfer in Transfer.objects.filter(which, state__in=WAITING):
        end(transfer, State.WITHDRAWN)


def end(transfer: Transfer, state: Transfer.State) -> None:
    """Let one that waited come to its end: nobody is waited for any more."""
    transfer.state, transfer.answered_at = state, transfer.answered_at or clock.now()
    transfer.save()
    waits.replace(SUBJECT, transfer.id, [])


def after_move(moved: Sequence[Moved]) -> None:
    """A case that is at its end is handed over to nobody."""
    ended = [one.notice.id for one in moved if one.target not in OPEN]
    for transfer in Transfer.objects.filter(notice__in=ended, state__in=WAITING) if ended else ():
        end(transfer, State.WITHDRAWN)


def record_move(actor: Actor, transfer: Transfer, action: str, audience: tuple[Audience, ...]) -> None:
    """Write it down on the notice, for those who may know of it."""
    detail = {"to": transfer.to_contractor.name}
    record(actor, queries.SUBJECT, transfer.notice_id, action, audience=audience, detail=detail)


def hash_of(token: str) -> str:
    """What is kept of the secret in a customer's link."""
    return hashlib.sha256(token.encode()).hexdigest()


def _number(typed: str) -> str:
    try:
        return parse_orgnr(typed)
    except Invalid as error:
        raise Invalid(error.code, error.message, fields={"to": error.message}) from None
