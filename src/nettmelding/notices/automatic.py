"""Deciding at once: what a grid company's own rule approves as it is sent."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import actor
from nettmelding.notices import family, working_copy
from nettmelding.notices.followers import Moved
from nettmelding.notices.given import Given
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import Notice
from nettmelding.notices.perform import perform
from nettmelding.notices.status import Status


def decide_at_once(moved: Sequence[Moved]) -> None:
    """Approve what the grid company's rule allows, when it arrives. In the sending's own transaction."""
    together: dict[tuple[UUID, tuple[str, ...]], list[Notice]] = {}
    for one in moved:
        grounds = _grounds(one)
        if grounds and one.notice.grid_company_id is not None:
            together.setdefault((one.notice.grid_company_id, tuple(grounds)), []).append(one.notice)
    for (_company, grounds), notices in together.items():
        _approve(notices, grounds)
    if together:
        _read_again([one.notice for one in moved])


def _grounds(moved: Moved) -> Sequence[str]:
    arrived = moved.target is Status.SUBMITTED and moved.move.action in {Action.SEND, Action.CHANGE}
    return working_copy.automatic_grounds(moved.notice) if arrived and not family.is_mother(moved.notice) else ()


def _approve(notices: Sequence[Notice], grounds: tuple[str, ...]) -> None:
    company = notices[0].grid_company
    assert company is not None
    text = _("Avgjort med én gang etter nettselskapets regel.")
    decider = actor.rule(company.id, company.name)
    perform(decider, [one.id for one in notices], Action.APPROVE, Given(text=text, grounds=grounds))


def _read_again(notices: Sequence[Notice]) -> None:
    """Let the rows in hand be as they are kept now."""
    kept = Notice.objects.in_bulk([one.id for one in notices])
    for notice in notices:
        for column in Notice._meta.concrete_fields:
            setattr(notice, column.attname, getattr(kept[notice.id], column.attname))
