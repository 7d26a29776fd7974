"""Who is told while a notice is handed over. Written to the outbox in the transaction of what is told."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.core import clock
from nettmelding.core.actor import Right
from nettmelding.core.settings import env
from nettmelding.messages.models import Channel
from nettmelding.messages.outbox import enqueue
from nettmelding.notices import labels
from nettmelding.notices.models import Transfer
from nettmelding.organisations.actors import actor_for
from nettmelding.organisations.models import CompanySettings, Membership, Organisation

SUBJECT = "transfer"
MOST_TOLD = 3
Recipient = tuple[str, str, str]
"""Address, name, language."""


def ask_customer(transfer: Transfer, email: str, mobile: str, token: str) -> None:
    """The customer gets the link: by e-mail, else to the mobile. Names the two firms and the work, nobody else."""
    context = {
        "contractor": transfer.from_contractor.name,
        "company": transfer.to_contractor.name,
        "sender_organisation": _grid_company(transfer),
        "type_names": labels.type_names(transfer.notice.types),
        "due": clock.oslo(transfer.expires_at).date() if transfer.expires_at else None,
        "link": f"{env.base_url}/kunde/overforing/{token}",
    }
    channel = Channel.EMAIL if email else Channel.SMS
    _put("transfer_consent", transfer, email or mobile, context, "nb", Audience.CUSTOMER, channel)


def offered(transfer: Transfer) -> None:
    """The customer has said yes: the new contractor can take it."""
    link = f"/overforing/{transfer.id}"
    _tell("transfer_offered", transfer, transfer.to_contractor, link, contractor=transfer.from_contractor.name)


def declined(transfer: Transfer, *, by: str) -> None:
    """Whoever asked is told that it does not come to anything."""
    if transfer.asking_company is None:
        return
    mine = transfer.asking_company_id == transfer.from_contractor_id
    link = f"/meldinger/{transfer.notice_id}" if mine else "/overforing/ta-over"
    _tell("transfer_declined", transfer, transfer.asking_company, link, company=transfer.to_contractor.name, person=by)


def taken(transfer: Transfer) -> None:
    """The new contractor has taken it: the old one and the case handler are told."""
    _tell_old(transfer)
    _tell_handler(transfer)


def moved(transfer: Transfer) -> None:
    """The grid company has moved it: both contractors are told."""
    link = f"/meldinger/{transfer.notice_id}"
    _tell("transfer_done", transfer, transfer.to_contractor, link, contractor=transfer.from_contractor.name)
    _tell_old(transfer)


def _tell_old(transfer: Transfer) -> None:
    link = f"/meldinger/{transfer.notice_id}/tidligere"
    _tell("transfer_lost", transfer, transfer.from_contractor, link, company=transfer.to_contractor.name)


def _tell_handler(transfer: Transfer) -> None:
    handler = transfer.notice.handler
    if handler is None or not handler.is_active or not handler.email:
        return
    names = {"contractor": transfer.from_contractor.name, "company": transfer.to_contractor.name}
    _write("transfer_seen", transfer, (handler.email, handler.name, handler.language), "", names, Audience.GRID_COMPANY)


def _tell(kind: str, transfer: Transfer, to: Organisation, path: str, **more: str) -> None:
    for recipient in dict.fromkeys(_addresses(to)):
        _write(kind, transfer, recipient, path, more, Audience.CONTRACTOR)


def _write(kind: str, transfer: Transfer, to: Recipient, path: str, more: dict[str, str], audience: Audience) -> None:
    address, name, language = to
    notice = transfer.notice
    with translation.override(language):
        context = {
            "number": notice.number,
            "type_names": labels.type_names(notice.types),
            "address": labels.address(notice),
            "reason": transfer.reason,
            "sender_organisation": _grid_company(transfer),
            "recipient_name": name,
            "link": f"{env.base_url}{path or f'/meldinger/{notice.id}'}",
            **more,
        }
    _put(kind, transfer, address, context, language, audience, Channel.EMAIL)


def _put(
    kind: str,
    transfer: Transfer,
    to: str,
    context: dict[str, Any],
    language: str,
    audience: Audience,
    channel: Channel,
) -> None:
    enqueue(
        kind=kind,
        to=to,
        context=context,
        organisation_id=transfer.asking_company_id,
        subject_kind=SUBJECT,
        subject_id=transfer.id,
        audience=audience,
        language=language,
        channel=channel,
    )


def _addresses(organisation: Organisation) -> Iterator[Recipient]:
    """The company's own address for messages, else those of its people who may hand cases over."""
    wishes = CompanySettings.objects.filter(organisation_id=organisation.id).first()
    shared = (wishes.message_email if wishes else "") or organisation.email
    if shared:
        yield shared, organisation.name, "nb"
        return
    yield from _people(organisation.id)


def _people(organisation_id: UUID) -> Iterator[Recipient]:
    rows = Membership.objects.filter(organisation_id=organisation_id, ended_at__isnull=True, user__is_active=True)
    members = rows.select_related("user", "organisation__company_settings").order_by("created_at", "id")[:200]
    could = [m.user for m in members if m.user.email and actor_for(m).may(Right.TRANSFER)]
    for user in could[:MOST_TOLD]:
        yield user.email or "", user.name, user.language


def _grid_company(transfer: Transfer) -> str:
    company = transfer.notice.grid_company
    return company.name if company else _("Nettselskapet")
