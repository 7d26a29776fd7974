"""The grid company moves notices from one contractor to another: also from one that is no more."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound, Refused
from nettmelding.notices import queries, transfer_rows, transfer_telling
from nettmelding.notices.models import Notice, Transfer
from nettmelding.notices.status import OPEN
from nettmelding.notices.transfer_rows import LONGEST_REASON, State, receiver
from nettmelding.organisations import access
from nettmelding.organisations.models import Organisation

MOST_AT_ONCE = 500


def transfer(actor: Actor, ids: Sequence[UUID], *, to: str, reason: str) -> list[Transfer]:
    """The grid company moves notices, all or none: also of a contractor that is no more. Metering points of a block notice that
    does not go itself become notices of their own.

    Errors: NotFound for one it does not see, NotAllowed, Refused for one that is not open, Invalid.
    """
    if not actor.is_grid_company or not ids:
        raise NotFound
    with write():
        notices = _locked(actor, set(ids))
        access.require(actor, Right.TRANSFER)
        if not reason.strip():
            raise Invalid("reason_needed", _("Skriv hvorfor."), fields={"reason": _("Skriv hvorfor.")})
        new = receiver(notices[0], to)
        for notice in notices:
            _check(notice, new)
        transfer_rows.split_off(actor, notices)
        return [_moved_by_grid_company(actor, notice, new, reason) for notice in notices]


def _locked(actor: Actor, wanted: set[UUID]) -> list[Notice]:
    """The notices, locked, with the mothers of those that have one; a child whose mother goes, goes with her."""
    mothers = Notice.objects.filter(pk__in=wanted, mother__isnull=False).values_list("mother_id", flat=True)
    found = {notice.id: notice for notice in queries.locked(actor, wanted | {one for one in mothers if one})}
    if not wanted <= found.keys() or len(wanted) > MOST_AT_ONCE:
        raise NotFound
    return [one for one in found.values() if one.id in wanted and one.mother_id not in wanted]


def _check(notice: Notice, new: Organisation) -> None:
    sentence = transfer_rows.why_not(notice, new)
    if notice.state not in OPEN:
        sentence = _("%(number)s er avsluttet, så den kan ikke overføres.") % {"number": notice.number}
    if sentence:
        raise Refused("not_open", sentence)


def _moved_by_grid_company(actor: Actor, notice: Notice, new: Organisation, reason: str) -> Transfer:
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
    transfer_rows.pass_on(actor, notice, made)
    transfer_telling.moved(made)
    return made
