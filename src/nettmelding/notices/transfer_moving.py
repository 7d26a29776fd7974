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
    """The grid company moves notices, all or none: also of a contractor that is no more.

    Errors: NotFound for one it does not see, NotAllowed, Refused for one that is not open, Invalid.
    """
    if not actor.is_grid_company or not ids:
        raise NotFound
    with write():
        rows = queries.locked(actor, ids)
        notices = list(rows.order_by("mother_id", "id")[:MOST_AT_ONCE])
        if len(notices) != len(set(ids)):
            raise NotFound
        access.require(actor, Right.TRANSFER)
        if not reason.strip():
            raise Invalid("reason_needed", _("Skriv hvorfor."), fields={"reason": _("Skriv hvorfor.")})
        new = receiver(notices[0], to)
        return [_moved_by_grid_company(actor, notice, new, reason) for notice in notices]


def _moved_by_grid_company(actor: Actor, notice: Notice, new: Organisation, reason: str) -> Transfer:
    sentence = transfer_rows.why_not(notice, new)
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
    transfer_rows.pass_on(actor, notice, made)
    transfer_telling.moved(made)
    return made
