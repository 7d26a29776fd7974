"""Short ways to a declaration in a given state, through the room's own doors."""

from typing import Any

from nettmelding.core.actor import Actor
from nettmelding.declarations import drafts, sealing, signing
from nettmelding.declarations.catalogue.load import catalogue
from nettmelding.declarations.models import Declaration, Draft
from nettmelding.notices.models import Notice

SIGNATURE: dict[str, Any] = {
    "name": "Åse Ødegård",
    "strokes": [[[20, 40], [200, 90], [420, 30]], [[500, 60], [640, 120]]],
}
MEASURED: dict[str, Any] = {
    "circuit.1.characteristic": "C",
    "circuit.1.rcd_rated_ma": "30 mA",
    "circuit.1.rcd_type": "general",
    "circuit.1.continuity": "0,32 Ω",
    "circuit.1.insulation": "> 500 MΩ",
    "circuit.1.polarity": "ok",
    "circuit.1.phase_order": "right",
    "circuit.1.earth_resistance": "120",
    "circuit.1.ik2p_min": "1250",
    "circuit.1.rcd_time": "24",
    "circuit.1.rcd_current": "22,5",
    "circuit.1.function": "ok",
}
ASKED: dict[str, Any] = {
    "work.done_on": "20.11.2026",
    "people.checked": "Kontrollør Åsen",
    "people.answers": "Ola Fagansvarlig",
}


def points() -> dict[str, str]:
    """Every point of the inspection answered."""
    return {f"point.{code}": "ok" for code in catalogue().points}


def complete(electrician: Actor, notice: Notice, **other: Any) -> Draft:
    """A draft of the notice with everything answered."""
    draft = drafts.begin(electrician, notice.id)
    saved = drafts.save(electrician, draft.id, mine={**ASKED, **points(), **MEASURED, **other})
    assert not saved.errors, saved.errors
    return saved.draft


def signed(electrician: Actor, notice: Notice, **other: Any) -> Declaration:
    """One that is signed; its PDF is not made yet."""
    return signing.sign(electrician, complete(electrician, notice, **other).id, SIGNATURE)


def sealed(electrician: Actor, notice: Notice, **other: Any) -> Declaration:
    """One that is signed and sealed."""
    declaration = signed(electrician, notice, **other)
    assert sealing.run("test") == 1
    return Declaration.objects.select_related("sealing__document", "sealing__first_part").get(pk=declaration.pk)
