"""Who is told of a move by e-mail, and what. Written to the outbox in the move's own transaction."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.utils import translation

from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.core.settings import env
from nettmelding.messages.outbox import enqueue
from nettmelding.notices import labels
from nettmelding.notices.followers import Moved
from nettmelding.notices.models import Decision, Notice
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import INFO
from nettmelding.organisations.models import CompanySettings

ON_WISH = frozenset({"notice_approved", "notice_rejected"})
"""Sent when *Selskapsinformasjon* says so; all others are sent always."""
TO_GRID_COMPANY = frozenset({"notice_answered"})


def tell(moved: Moved) -> None:
    """Write the message that belongs to the move, if one does."""
    kind = moved.move.told
    if kind in TO_GRID_COMPANY:
        _enqueue(kind, moved.notice, _handler(moved.notice), None, moved.text, Audience.GRID_COMPANY)
    elif kind:
        _enqueue(kind, moved.notice, _contractor(moved.notice, kind), moved.decision, moved.text)


def warn_of_lapse(notice: Notice) -> None:
    """An approval is about to lapse."""
    _enqueue("notice_lapse_warning", notice, _contractor(notice, "notice_lapse_warning"), None, "")


def _enqueue(
    kind: str,
    notice: Notice,
    recipients: Sequence[tuple[str, str, str]],
    decision: Decision | None,
    text: str,
    audience: Audience = Audience.CONTRACTOR,
) -> None:
    organisation_id = notice.grid_company_id if audience is Audience.CONTRACTOR else notice.contractor_id
    for address, name, language in recipients:
        with translation.override(language):
            context = _context(notice, name, decision, text)
        enqueue(
            kind=kind,
            to=address,
            context=context,
            organisation_id=organisation_id,
            subject_kind=SUBJECT,
            subject_id=notice.id,
            audience=audience,
            language=language,
        )


def _context(notice: Notice, recipient: str, decision: Decision | None, text: str) -> dict[str, Any]:
    due = notice.lapses_at or notice.answer_due
    return {
        "number": notice.number,
        "type_names": labels.type_names(notice.types),
        "address": labels.address(notice),
        "own_reference": notice.own_reference,
        "reason": text,
        "remarks": [{"label": labels.path(remark.path), "text": remark.text} for remark in decision.remarks.all()]
        if decision
        else [],
        "conditions": list(decision.conditions) if decision else [],
        "link": f"{env.base_url}/meldinger/{notice.id}",
        "recipient_name": recipient,
        "sender_organisation": notice.grid_company.name if notice.grid_company else "",
        "contractor": notice.contractor.name,
        "next_step": str(INFO[notice.state].help),
        "due": due,
    }


def _contractor(notice: Notice, kind: str) -> list[tuple[str, str, str]]:
    """Address, name and language of those at the contractor who are told."""
    wishes = CompanySettings.objects.filter(organisation_id=notice.contractor_id).first() or CompanySettings()
    if kind in ON_WISH and not wishes.email_on_decision:
        return []
    to_sender = wishes.decision_to_sender or kind not in ON_WISH
    return list(dict.fromkeys(_addresses(notice, wishes, to_sender)))


def _addresses(notice: Notice, wishes: CompanySettings, to_sender: bool) -> Iterator[tuple[str, str, str]]:
    person = _active(notice.responsible_id or notice.created_by_id)
    if person is not None and person.email and to_sender:
        yield person.email, person.name, person.language
    if wishes.decision_to_shared:
        yield wishes.decision_to_shared, notice.contractor.name, "nb"
    elif person is None and notice.contractor.email:
        yield notice.contractor.email, notice.contractor.name, "nb"


def _handler(notice: Notice) -> list[tuple[str, str, str]]:
    person = _active(notice.handler_id)
    return [(person.email, person.name, person.language)] if person and person.email else []


def _active(user_id: UUID | None) -> User | None:
    return User.objects.filter(pk=user_id, is_active=True).first() if user_id else None
