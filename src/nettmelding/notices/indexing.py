"""The words a notice is found by, for each of its owners."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from nettmelding.core import search
from nettmelding.notices.followers import Moved
from nettmelding.notices.models import Notice
from nettmelding.notices.queries import SUBJECT


def reindex(*notices: Notice) -> None:
    """Bring the search entries in line with the notices. A draft is found by its contractor alone."""
    search.index_all(SUBJECT, {notice.id: (_owners(notice), list(_terms(notice))) for notice in notices})


def _owners(notice: Notice) -> list[UUID]:
    owners = [notice.contractor_id]
    if notice.sent_at is not None and notice.grid_company_id is not None:
        owners.append(notice.grid_company_id)
    return owners


def _terms(notice: Notice) -> Iterator[str]:
    """A metering point of a block notice is found by what is its own: the address finds its mother."""
    if notice.mother_id is not None:
        yield from (notice.number or "", notice.meter_number, notice.customer_name)
        return
    if notice.number:
        yield notice.number
        yield notice.number.replace("-", "")
        yield notice.number.rpartition("-")[2].lstrip("0")
    yield from (notice.address, notice.postcode, notice.place, notice.customer_name, notice.meter_number)
    yield from (notice.own_reference, notice.contractor.name, notice.contractor.organisation_number)
    for party in notice.parties.all():
        yield from (party.name, party.organisation_number)


def after_move(moved: Sequence[Moved]) -> None:
    """What is found changes with what is sent."""
    sent = [one.notice for one in moved if one.notice.sent_at is not None and one.submission is not None]
    if sent:
        reindex(*sent)
