"""Telling customer, owner and the others that work has been notified, so that a wrong address shows at once.

The bills and the dialogue on a connection charge go to these addresses. Each gets one short e-mail without a link; one that
nobody takes comes back through `notices.unreachable`.
"""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.utils import translation

from nettmelding.audit.models import Audience
from nettmelding.core.actor import OrganisationKind
from nettmelding.messages import queries as messages
from nettmelding.messages.outbox import enqueue
from nettmelding.notices import labels
from nettmelding.notices.catalogue.parties import REACHED
from nettmelding.notices.followers import Moved
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice
from nettmelding.notices.queries import SUBJECT
from nettmelding.organisations import notifications
from nettmelding.organisations.models import CompanySettings, Organisation
from nettmelding.registers.contacts import show_phone

KIND = "customer_informed"
SENDS = frozenset({Action.SEND, Action.CHANGE, Action.ANSWER})
"""What tells the grid company of addresses."""
MOST = 12
"""E-mails of this kind about one notice: corrections are no way to write to the whole world."""

Receiver = tuple[str, str]
"""Name and address."""


def after_move(moved: Sequence[Moved]) -> None:
    """What is sent is told to those it names."""
    sent = [one.notice for one in moved if one.move.action in SENDS]
    companies = {one.grid_company_id: one.grid_company for one in sent}
    wishing = {key for key, company in companies.items() if _switched_on(company)}
    told = _told_before(sent)
    for notice in sent:
        if notice.grid_company_id in wishing:
            _inform(notice, _receivers(notice), told.get(notice.id, ()))


def inform(notice: Notice, receivers: Iterable[Receiver], *, again: bool = False) -> None:
    """Tell each address that has not been told about this notice before; `again`: also one that has.

    Inside the caller's transaction. Nobody is told where the grid company has switched it off.
    """
    if _switched_on(notice.grid_company):
        _inform(notice, receivers, _told_before([notice]).get(notice.id, ()), again=again)


def _told_before(notices: Iterable[Notice]) -> dict[UUID, tuple[str, ...]]:
    """The addresses that were told, by notice; read for many at once."""
    again = [one.id for one in notices if one.submission_count != 1 or one.corrected]
    return messages.addresses_of(SUBJECT, again, KIND) if again else {}


def _inform(notice: Notice, receivers: Iterable[Receiver], told: Sequence[str], *, again: bool = False) -> None:
    wanted = {address.casefold(): (name, address) for name, address in receivers}
    new = [one for key, one in wanted.items() if again or key not in told]
    for name, address in new[: max(0, MOST - len(told))]:
        _tell(notice, name, address)


def _receivers(notice: Notice) -> Iterator[Receiver]:
    """Those who must be reachable, each once."""
    for party in notice.parties.all():
        if party.role in REACHED and not party.same_as and party.email and not party.no_email:
            yield party.name, party.email


def _switched_on(company: Organisation | None) -> bool:
    if company is None:
        return False
    wishes = CompanySettings.objects.filter(organisation_id=company.id).values_list("told_of", flat=True).first()
    return notifications.wants(OrganisationKind.GRID_COMPANY, wishes or {}, KIND)


def _tell(notice: Notice, name: str, address: str) -> None:
    """Of a screened object neither name nor place is told: the address may be a stranger's."""
    contractor, screened = notice.contractor, notice.screen_id is not None
    with translation.override("nb"):
        reached = {"Telefon": show_phone(contractor.phone), "E-post": "" if contractor.phone else contractor.email}
        facts = {"Installatør": contractor.name, **reached}
        context = {
            "recipient_name": "" if screened else name,
            "contractor": contractor.name,
            "sender_organisation": notice.grid_company.name if notice.grid_company else "",
            "number": notice.number,
            "type_names": labels.type_names(notice.types),
            "address": "" if screened else labels.address(notice),
            "facts": [{"term": term, "value": value} for term, value in facts.items() if value],
        }
    enqueue(
        kind=KIND,
        to=address,
        context=context,
        organisation_id=notice.grid_company_id,
        subject_kind=SUBJECT,
        subject_id=notice.id,
        audience=Audience.CUSTOMER,
    )
