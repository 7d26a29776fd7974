"""A firm as the registers know it, on a card: for the one who registers it and for the one who lets it in."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nettmelding.organisations.standing import May, Standing
from nettmelding.registers.numbers import show_orgnr
from nettmelding.web.components import Fact, Tone

_TONES = {May.ENTER: Tone.GOOD, May.PERSON: Tone.WARN, May.REFUSED: Tone.BAD}


@dataclass(frozen=True, slots=True)
class Card:
    """`facts` are about the firm, `verdict` is the registers' word on it in one sentence."""

    name: str
    facts: tuple[Fact, ...]
    verdict: str
    tone: Tone
    age: str
    """How old the contractor register is that was asked."""


def of(standing: Standing) -> Card:
    """The card of a standing."""
    facts = [
        Fact(term=_("Org.nr."), value=show_orgnr(standing.number)),
        Fact(term=_("Adresse"), value=standing.address),
        Fact(term=_("Register-ID"), value=standing.dsb_id),
        Fact(term=_("Kan utføre"), value=", ".join(standing.kinds)),
    ]
    verdict = standing.verdict
    return Card(
        name=standing.shown_name or _("Ukjent firma"),
        facts=tuple(fact for fact in facts if fact.value),
        verdict=verdict.why.text,
        tone=_TONES[verdict.may],
        age=standing.age,
    )
