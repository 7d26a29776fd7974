"""Whether the fuses of a cabinet may be operated by the person who looks: by default no.

Yes takes three things: the grid company has marked the cabinet, its rule lets instructed electricians operate, and this person
has a valid instruction of that company's, confirmed by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.grid.models import GridObject, Kind, MapRules
from nettmelding.grid.seeing import View
from nettmelding.organisations import papers
from nettmelding.organisations.models import Paper
from nettmelding.organisations.papers import Standing
from nettmelding.organisations.queries import grid_companies

CABINETS = frozenset({Kind.CABLE_CABINET, Kind.CONNECTION_CABINET})
_VALID = frozenset({Standing.HOLDS, Standing.SOON})


class Why(StrEnum):
    """What the answer rests on."""

    INSTRUCTED = "instructed"
    OF_OTHERS = "of_others"
    """The grid company's own people look: others may, with its instruction."""
    NOT_THIS_CABINET = "not_this_cabinet"
    NO_INSTRUCTION = "no_instruction"
    NOT_CONFIRMED = "not_confirmed"
    NOT_YET = "not_yet"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operating:
    """The answer, in words. `expires_on`: of the person's instruction; None: without end, or there is none."""

    may: bool
    why: Why
    sentence: str
    expires_on: date | None = None
    control_room_phone: str = ""


def of_cabinet(view: View, found: GridObject) -> Operating | None:
    """Whether this person may operate the fuses in it; None for what is no cabinet."""
    if found.kind not in CABINETS:
        return None
    marked = found.facts.get("operable") is True and view.rules.operable == MapRules.Operable.INSTRUCTED
    why, paper = _standing(view.actor, view) if marked else (Why.NOT_THIS_CABINET, None)
    return Operating(
        may=why in {Why.INSTRUCTED, Why.OF_OTHERS},
        why=why,
        sentence=_sentence(why, paper, view),
        expires_on=paper.expires_on if paper else None,
        control_room_phone=view.rules.control_room_phone,
    )


def _standing(actor: Actor, view: View) -> tuple[Why, Paper | None]:
    """What this person's instructions at the grid company come to, and the one it rests on: the one that holds longest."""
    if actor.is_grid_company:
        return Why.OF_OTHERS, None
    own = [
        paper
        for paper in (papers.own(actor.user_id) if actor.user_id else [])
        if paper.kind == Paper.Kind.CABINETS
        and paper.grid_company_id == view.grid_company_id
        and paper.membership.organisation_id == actor.organisation_id
    ]
    for standings, why in _ORDER:
        found = [paper for paper in own if papers.standing(paper) in standings]
        if found:
            return why, max(found, key=lambda paper: paper.expires_on or date.max)
    return Why.NO_INSTRUCTION, None


_ORDER: tuple[tuple[frozenset[Standing], Why], ...] = (
    (_VALID, Why.INSTRUCTED),
    (frozenset({Standing.UNCONFIRMED}), Why.NOT_CONFIRMED),
    (frozenset({Standing.NOT_YET}), Why.NOT_YET),
    (frozenset({Standing.EXPIRED}), Why.EXPIRED),
)


def _sentence(why: Why, paper: Paper | None, view: View) -> str:
    company = grid_companies().filter(pk=view.grid_company_id).values_list("name", flat=True).first() or ""
    if why is Why.INSTRUCTED and paper is not None:
        if paper.expires_on is None:
            return _("Ja. Du har instruksjon fra %(company)s, uten sluttdato.") % {"company": company}
        left = (paper.expires_on - clock.today()).days
        if left <= papers.SOON.days:
            return _("Ja, til og med %(day)s. Da går instruksjonen din ut.") % {"day": _day(paper.expires_on)}
        return _("Ja. Instruksjonen din gjelder til og med %(day)s.") % {"day": _day(paper.expires_on)}
    if why is Why.EXPIRED and paper is not None and paper.expires_on is not None:
        return _("Nei. Instruksjonen din gikk ut %(day)s.") % {"day": _day(paper.expires_on)}
    if why is Why.NOT_YET and paper is not None:
        return _("Nei, ikke ennå. Instruksjonen din gjelder fra %(day)s.") % {"day": _day(paper.valid_from)}
    return str(_OTHERWISE[why]) % {"company": company}


_OTHERWISE: Mapping[Why, str | Promise] = {
    Why.OF_OTHERS: gettext_lazy("Ja, av elektroinstallatører med gyldig instruksjon fra dere."),
    Why.NOT_THIS_CABINET: gettext_lazy("Nei. Bare %(company)s betjener sikringene i dette skapet."),
    Why.NO_INSTRUCTION: gettext_lazy("Nei. Det krever instruksjon fra %(company)s, og den har du ikke."),
    Why.NOT_CONFIRMED: gettext_lazy("Nei, ikke ennå. %(company)s har ikke bekreftet instruksjonen din."),
}


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
