"""Courses and instructions as they stand in a list: under Admin and on their person's own page."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.organisations import papers as room
from nettmelding.organisations.models import Paper
from nettmelding.organisations.papers import Standing
from nettmelding.web import words
from nettmelding.web.components import Turn

_TURNS = {
    Standing.HOLDS: Turn.OK,
    Standing.SOON: Turn.YOU,
    Standing.UNCONFIRMED: Turn.THEY,
    Standing.EXPIRED: Turn.NO,
    Standing.NOT_YET: Turn.IDLE,
}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A course or an instruction in a list."""

    id: UUID
    name: str
    who: str
    firm: str
    detail: str
    turn: Turn
    word: str
    until: str
    confirmed: bool
    file_href: str


def paper_row(paper: Paper, opens: str) -> PaperRow:
    """`opens`: the name of the page that gives its document."""
    state = room.standing(paper)
    return PaperRow(
        id=paper.id,
        name=room.name_of(paper),
        who=paper.membership.user.name,
        firm=paper.membership.organisation.name,
        detail=paper.grid_company.name if paper.grid_company else "",
        turn=_TURNS[state],
        word=_word(state),
        until=words.day(paper.expires_on),
        confirmed=paper.confirmed_at is not None,
        file_href=reverse(opens, args=[paper.id]) if paper.document_id else "",
    )


def _word(state: Standing) -> str:
    return {
        Standing.HOLDS: _("Gyldig"),
        Standing.SOON: _("Går snart ut"),
        Standing.UNCONFIRMED: _("Venter på nettselskapet"),
        Standing.EXPIRED: _("Gått ut"),
        Standing.NOT_YET: _("Gjelder ikke ennå"),
    }[state]
