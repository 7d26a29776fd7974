"""Short ways to a notice in a given state, through the rooms' own doors."""

from typing import Any

from nettmelding.core.actor import Actor
from nettmelding.installations.models import MeteringPoint
from nettmelding.notices import actions, drafts, parties, places, queries
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.models import Notice

PREPARED: dict[str, Any] = {
    "work.protection_change": ["ov"],
    "protection.ov_new_a": "63 A",
    "power.new_peak_kw": "17,5",
    "when.expected_completion": "15.01.2027",
}
KNOWN_METER = "4400000000000019"


def draft(electrician: Actor, types: list[str] | None = None, form: str = "single") -> Notice:
    """A draft about the house at Prøvevegen 1, with nothing but what is known filled in."""
    notice = drafts.create(electrician, types or ["protection_change"], form)
    point = MeteringPoint.objects.select_related("installation").get(meter_number=KNOWN_METER)
    places.use_metering_point(electrician, notice.id, point)
    return queries.get(electrician, notice.id)


def ready(electrician: Actor) -> Notice:
    """A draft of a larger OV, ready to be sent."""
    notice = draft(electrician)
    saved = drafts.save(electrician, notice.id, mine=PREPARED)
    assert not saved.errors
    parties.same_as(electrician, notice.id, PartyRole.OWNER, PartyRole.CUSTOMER)
    parties.set_contact(
        electrician, notice.id, PartyRole.CUSTOMER, email="kari@nordmann.example", mobile="900 00 000", no_email=False
    )
    return queries.get(electrician, notice.id)


def sent(electrician: Actor) -> Notice:
    """One that is at the grid company."""
    return actions.send(electrician, ready(electrician).id).notice


def approved(electrician: Actor, case_handler: Actor) -> Notice:
    """One that is approved."""
    return actions.approve(case_handler, sent(electrician).id).notice


def reported(electrician: Actor, case_handler: Actor) -> Notice:
    """One that is reported finished."""
    notice = approved(electrician, case_handler)
    fill_in_completion(electrician, notice)
    return actions.report_completion(electrician, notice.id).notice


def fill_in_completion(electrician: Actor, notice: Notice, **other: Any) -> None:
    """Answer what the completion report of a larger OV asks for."""
    answers = {"completion.done_on": "20.11.2026", "completion.energised": "yes", "completion.checked_by": "Meg selv"}
    saved = drafts.save(electrician, notice.id, mine={**answers, **other})
    assert not saved.errors
