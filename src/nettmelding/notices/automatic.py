"""Deciding at once: what a grid company's own rule approves as it is sent."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from nettmelding.core import actor
from nettmelding.notices import working_copy
from nettmelding.notices.followers import Moved
from nettmelding.notices.given import Given
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.perform import perform
from nettmelding.notices.status import Status


def decide_at_once(moved: Sequence[Moved]) -> None:
    """Approve what the grid company's rule allows, when it arrives. In the sending's own transaction."""
    for one in moved:
        _decide(one)


def _decide(moved: Moved) -> None:
    if moved.target is not Status.SUBMITTED or moved.move.action not in {Action.SEND, Action.CHANGE}:
        return
    notice = moved.notice
    grounds = working_copy.automatic_grounds(notice)
    if grounds and notice.grid_company is not None:
        decider = actor.rule(notice.grid_company.id, notice.grid_company.name)
        text = _("Avgjort med én gang etter nettselskapets regel.")
        perform(decider, [notice.id], Action.APPROVE, Given(text=text, grounds=tuple(grounds)))
        notice.refresh_from_db()
