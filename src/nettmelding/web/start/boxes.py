"""The boxes of all notice types, and the hits of the search, as the page shows them."""

from dataclasses import dataclass

from django.urls import reverse

from nettmelding.notices.catalogue import finder
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.ruleset import NoticeRules
from nettmelding.notices.catalogue.selection import why_not_together
from nettmelding.web.components import TypeBox
from nettmelding.web.start.choosing import Chosen

MOST_HITS = 5


@dataclass(frozen=True, slots=True)
class HitRow:
    """One answer to the search: picking it is following a link."""

    title: str
    text: str
    href: str
    best: bool
    asks: bool
    """One question decides between this and another answer."""


def boxes(chosen: Chosen, ticked: tuple[str, ...], rules: NoticeRules) -> list[TypeBox]:
    """Every type offered, in the catalogue's order; one that does not go with the ticked ones says why."""
    return [
        TypeBox(
            value=one.id,
            title=one.name,
            text=rules.help.get(one.id, one.when),
            help=one.help,
            checked=one.id in ticked,
            refusal=_refusal(one.id, ticked),
            attrs={"data-choice": True},
        )
        for one in catalogue().types.values()
        if rules.offers(one.id)
    ]


def hits(chosen: Chosen, rules: NoticeRules) -> list[HitRow]:
    """The search's answers, best first."""
    if not chosen.query.strip():
        return []
    found = finder.find(chosen.query, rules)[:MOST_HITS]
    return [
        HitRow(
            title=hit.name,
            text=hit.why,
            href=reverse("start:new")
            + chosen.with_hit(type_id=hit.type_id, question=hit.question, fixed=hit.answer).address(),
            best=at == 0,
            asks=bool(hit.question),
        )
        for at, hit in enumerate(found)
    ]


def _refusal(type_id: str, ticked: tuple[str, ...]) -> str:
    if type_id in ticked:
        return ""
    return next((why for one in ticked if (why := why_not_together(one, type_id))), "")
