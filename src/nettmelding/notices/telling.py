"""Who is told of a move or of words, and what. Written to the outbox in the same transaction.

A company switches what it is told of (`organisations/notifications.py`), and each person what they are told of themselves
(`accounts/wishes.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from nettmelding.accounts import wishes
from nettmelding.accounts.models import User
from nettmelding.audit.models import Audience
from nettmelding.core import clock
from nettmelding.core.actor import Actor, OrganisationKind, Role
from nettmelding.core.settings import env
from nettmelding.messages.models import Channel
from nettmelding.messages.outbox import enqueue
from nettmelding.notices import family, labels
from nettmelding.notices.followers import Moved, fitters_of
from nettmelding.notices.models import Decision, Notice
from nettmelding.notices.queries import SUBJECT
from nettmelding.notices.status import INFO
from nettmelding.organisations import notifications
from nettmelding.organisations.models import CompanySettings, Membership, Organisation

ON_DECISION = frozenset({"notice_approved", "notice_rejected"})
"""Sent to those whom *Selskapsinformasjon* names."""
TO_GRID_COMPANY = frozenset({"notice_answered", "notice_new", "notice_completion"})
TO_SHARED = frozenset({"notice_new"})
"""Told to the company, not to a person."""
BY_SMS_TOO = frozenset({"notice_stopped"})
"""What cannot wait until somebody reads their mail."""

Recipient = tuple[str, str, str]
"""Address, name and language."""


def tell(moved: Sequence[Moved]) -> None:
    """Write the messages that belong to the moves, where one does. What moved with a block notice is told of together."""
    together: dict[tuple[UUID, str], list[Moved]] = {}
    for one in moved:
        if one.move.told and not family.is_mother(one.notice):
            together.setdefault((one.notice.mother_id or one.notice.id, one.move.told), []).append(one)
    for group in together.values():
        _tell(group)


def _tell(group: Sequence[Moved]) -> None:
    first, about = group[0], _about([one.notice for one in group])
    kind, notice = first.move.told, about.notice
    if kind in TO_GRID_COMPANY:
        _enqueue(kind, about, _grid_company(notice, kind), None, first.text, Audience.GRID_COMPANY)
    elif kind:
        _enqueue(kind, about, _contractor(notice, kind), first.decision, first.text)
    if kind in BY_SMS_TOO and env.sms:
        person = _responsible(notice)
        if person is not None and person.mobile and person.mobile_confirmed_at:
            mobile = (person.mobile, person.name, person.language)
            _enqueue(kind, about, [mobile], None, first.text, channel=Channel.SMS)


@dataclass(frozen=True, slots=True)
class About:
    """What a message is about: a notice, and of a block notice the metering points."""

    notice: Notice
    children: Sequence[Notice] = ()


def _about(notices: Sequence[Notice]) -> About:
    """One metering point by itself is told of as a notice of its own, several as their mother."""
    mother = notices[0].mother
    return About(mother, notices) if mother is not None and len(notices) > 1 else About(notices[0])


def tell_note(actor: Actor, notice: Notice, text: str) -> None:
    """Words to the other side: its person who has the case is told."""
    kind = "notice_note"
    link = f"{env.base_url}/meldinger/{notice.id}/dialog"
    said = {"person": actor.name, "company": actor.organisation_name, "link": link}
    if actor.is_contractor:
        _enqueue(kind, About(notice), _grid_company(notice, kind), None, text, Audience.GRID_COMPANY, said=said)
    else:
        _enqueue(kind, About(notice), _contractor(notice, kind), None, text, said=said)


def warn_of_lapse(notices: Sequence[Notice]) -> None:
    """Approvals of one case are about to lapse."""
    if notices:
        kind, about = "notice_lapse_warning", _about(notices)
        _enqueue(kind, about, _contractor(about.notice, kind), None, "", due=notices[0].lapses_at)


def remind_of_end(notice: Notice) -> None:
    """A temporary installation is to be extended or taken down."""
    kind = "temporary_ends"
    due = clock.end_of_day(notice.ends_on) if notice.ends_on else None
    _enqueue(kind, About(notice), _contractor(notice, kind), None, "", due=due)


def owners(notice: Notice) -> list[Recipient]:
    """Address, name and language of who at the contractor is told of what concerns a notice of theirs."""
    return _contractor(notice, "")


def receivers(notices: Sequence[Notice], kind: str) -> dict[UUID, list[Recipient]]:
    """Who at the grid company is told of each notice, by its id; asked once for those with the same handler."""
    known: dict[tuple[UUID | None, ...], list[Recipient]] = {}
    for notice in notices:
        alike = (notice.grid_company_id, notice.handler_id, notice.screen_id)
        if alike not in known:
            known[alike] = _grid_company(notice, kind)
    return {one.id: known[one.grid_company_id, one.handler_id, one.screen_id] for one in notices}


def _enqueue(
    kind: str,
    about: About,
    recipients: Sequence[Recipient],
    decision: Decision | None,
    text: str,
    audience: Audience = Audience.CONTRACTOR,
    channel: Channel = Channel.EMAIL,
    said: Mapping[str, str] | None = None,
    due: datetime | None = None,
) -> None:
    notice = about.notice
    organisation_id = notice.grid_company_id if audience is Audience.CONTRACTOR else notice.contractor_id
    for address, name, language in recipients:
        with translation.override(language):
            context = _context(about, name, decision, text) | dict(said or {}) | ({"due": due} if due else {})
        enqueue(
            kind=kind,
            to=address,
            context=context,
            organisation_id=organisation_id,
            subject_kind=SUBJECT,
            subject_id=notice.id,
            audience=audience,
            language=language,
            channel=channel,
        )


def _context(about: About, recipient: str, decision: Decision | None, text: str) -> dict[str, Any]:
    notice = about.notice
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
        "facts": [{"term": _("Måleranlegg"), "value": labels.several(about.children)}] if about.children else [],
    }


def _contractor(notice: Notice, kind: str) -> list[Recipient]:
    """Those at the contractor who are told."""
    wanted = CompanySettings.objects.filter(organisation_id=notice.contractor_id).first() or CompanySettings()
    if kind in ON_DECISION and not wanted.email_on_decision:
        return []
    if not notifications.wants(OrganisationKind.CONTRACTOR, wanted.told_of, kind):
        return []
    return list(dict.fromkeys(_addresses(notice, wanted, kind)))


def _addresses(notice: Notice, wanted: CompanySettings, kind: str) -> Iterator[Recipient]:
    person = _responsible(notice)
    if person is not None and (wanted.decision_to_sender or kind not in ON_DECISION):
        yield from _mail(person, kind)
    if kind in ON_DECISION and wanted.decision_to_fitter:
        for fitter in _fitters(notice):
            yield from _mail(fitter, kind)
    if wanted.decision_to_shared:
        yield wanted.decision_to_shared, notice.contractor.name, "nb"
    elif person is None:
        yield from _shared(notice.contractor, wanted)


def _grid_company(notice: Notice, kind: str) -> list[Recipient]:
    """The case handler; the company's address where nobody has the case. Of a screened case only its handler is told."""
    company = notice.grid_company
    if company is None:
        return []
    wanted = CompanySettings.objects.filter(organisation_id=company.id).first() or CompanySettings()
    if not notifications.wants(OrganisationKind.GRID_COMPANY, wanted.told_of, kind):
        return []
    handler = None if kind in TO_SHARED else _member(notice.handler_id, company.id)
    if handler is not None:
        return list(_mail(handler, kind))
    return [] if notice.screen_id else list(_shared(company, wanted))


def _shared(company: Organisation, wanted: CompanySettings) -> Iterator[Recipient]:
    address = wanted.message_email or company.email
    if address:
        yield address, company.name, "nb"


def _mail(person: User, kind: str) -> Iterator[Recipient]:
    if person.email and wishes.wants(person, kind):
        yield person.email, person.name, person.language


def _responsible(notice: Notice) -> User | None:
    return _member(notice.responsible_id or notice.created_by_id, notice.contractor_id)


def _fitters(notice: Notice) -> list[User]:
    """Those whom the work orders name; else who is responsible for the notice, where that is a fitter; else who made it."""
    company = notice.contractor_id
    named = [person for one in fitters_of(notice) if (person := _member(one, company))]
    if named:
        return named
    responsible, maker = _member(notice.responsible_id, company), _member(notice.created_by_id, company)
    if responsible is not None and _is_fitter(responsible, company):
        return [responsible]
    return [maker] if maker is not None else []


def _is_fitter(person: User, organisation_id: UUID) -> bool:
    rows = Membership.objects.filter(user=person, organisation_id=organisation_id, ended_at__isnull=True)
    return any(Role.FITTER in one.role_set for one in rows)


def _member(user_id: UUID | None, organisation_id: UUID) -> User | None:
    """The person, if they act for the company still."""
    if user_id is None:
        return None
    standing = Membership.objects.filter(user_id=user_id, organisation_id=organisation_id, ended_at__isnull=True)
    found = standing.filter(user__is_active=True).select_related("user").first()
    return found.user if found else None
