"""An address of a party that nobody takes mail at: marked on the notice, and told to the contractor who wrote it."""

from typing import Any

from django.utils import translation

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core.actor import SYSTEM
from nettmelding.core.db import write
from nettmelding.core.settings import env
from nettmelding.messages import queries as messages
from nettmelding.messages.models import Message
from nettmelding.messages.outbox import enqueue
from nettmelding.notices import informing, labels, telling
from nettmelding.notices.corrected import told_parties
from nettmelding.notices.models import Notice
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import OPEN

KIND = "customer_unreachable"
BATCH = 50


def run() -> int:
    """Take note of the e-mails to parties that bounced or were given up. Returns how many were new."""
    return sum(map(_note, messages.not_noted(informing.KIND, BATCH)))


def _note(message: Message) -> int:
    """One of them; an address that has been corrected meanwhile is of no account."""
    address = message.to_address.casefold()
    with write():
        rows = Notice.objects.select_for_update(of=("self",)).select_related("contractor", "grid_company")
        notice = rows.filter(pk=message.subject_id).first() if message.subject_id else None
        if not messages.note(message):
            return 0
        concerned = [one for one in told_parties(notice) if one["email"].casefold() == address] if notice else []
        if notice is None or not concerned:
            return 1
        _mark(notice, address, concerned)
        if notice.state in OPEN:
            _tell(notice, concerned[0])
    return 1


def _mark(notice: Notice, address: str, concerned: list[dict[str, Any]]) -> None:
    if address not in notice.unreached:
        notice.unreached = [*notice.unreached, address]
        notice.save(update_fields=["unreached"])
    record(
        SYSTEM,
        SUBJECT,
        notice.id,
        "contact_unreached",
        audience=(Audience.CONTRACTOR, Audience.GRID_COMPANY),
        detail={"roles": [one["role"] for one in concerned], "email": address},
    )


def _tell(notice: Notice, party: dict[str, Any]) -> None:
    """Whoever answers for the notice at the contractor gets the address and the way to correct it."""
    role = party["same_as"] or party["role"]
    for to, name, language in telling.owners(notice):
        with translation.override(language):
            context = {
                "recipient_name": name,
                "number": notice.number,
                "type_names": labels.type_names(notice.types),
                "address": labels.address(notice),
                "own_reference": notice.own_reference,
                "sender_organisation": notice.grid_company.name if notice.grid_company else "",
                "what": str(labels.THE_PARTY[role]),
                "facts": [{"term": str(labels.PARTY_ROLES[role]), "value": f"{party['name']}, {party['email']}"}],
                "link": f"{env.base_url}/meldinger/{notice.id}/kontakt/{role}",
            }
        enqueue(
            kind=KIND,
            to=to,
            context=context,
            organisation_id=notice.grid_company_id,
            subject_kind=SUBJECT,
            subject_id=notice.id,
            audience=Audience.CONTRACTOR,
            language=language,
        )
