"""Block notices for tests: a mother that can be sent, with children that can be sent."""

from collections.abc import Sequence
from uuid import UUID

from nettmelding.core.actor import Actor
from nettmelding.notices import actions, children, drafts, parties
from nettmelding.notices.catalogue.model import PartyRole
from nettmelding.notices.making import NewChild
from nettmelding.notices.models import Notice, Party
from nettmelding.notices.places import set_address

PLACE = {
    "street": "Prøvetunet 7",
    "postcode": "9998",
    "place": "Eksempelvik",
    "municipality_number": "9998",
    "lat": 63.7,
    "lon": 9.65,
}
MOTHER = {
    "work.protection_change": ["mv"],
    "building.kind": "apartment_block",
    "supply.network_system": "it_230",
    "when.wanted_date": "2027-02-01",
    "when.expected_completion": "2027-04-15",
    "power.new_peak_kw": 60,
}


def mother(electrician: Actor, types: Sequence[str] = ("protection_change",)) -> Notice:
    """A mother without children, with all of her own filled in."""
    notice = drafts.create(electrician, list(types), "several")
    set_address(electrician, notice.id, PLACE)
    saved = drafts.save(electrician, notice.id, mine=MOTHER)
    assert not saved.errors, saved.errors
    parties.type_name(
        electrician, notice.id, PartyRole.CUSTOMER, Party.Kind.COMPANY, "Prøvetunet Borettslag", "not_founded"
    )
    parties.set_contact(
        electrician, notice.id, PartyRole.CUSTOMER, email="styret@example.com", mobile="90000000", no_email=False
    )
    parties.same_as(electrician, notice.id, PartyRole.OWNER, PartyRole.CUSTOMER)
    return Notice.objects.get(pk=notice.id)


def flats(count: int) -> list[NewChild]:
    """Children with running flat numbers and all of their own."""
    return [
        NewChild({"protection.mv_old_a": 40, "protection.mv_new_a": 50}, unit=f"H01{n:02d}")
        for n in range(1, count + 1)
    ]


def block(electrician: Actor, count: int) -> tuple[Notice, list[UUID]]:
    """A draft with so many children."""
    notice = mother(electrician)
    return notice, [child.id for child in children.add(electrician, notice.id, flats(count))]


def sent(electrician: Actor, count: int) -> tuple[Notice, list[UUID]]:
    """The same, sent as a whole."""
    notice, ids = block(electrician, count)
    actions.send(electrician, notice.id)
    return Notice.objects.get(pk=notice.id), ids


DONE = {
    "completion.done_on": "2026-11-20",
    "completion.checked_by": "Stian Lednes",
    "completion.energised": "yes",
    "completion.unit_confirmed": "as_stated",
}


def write_completion(electrician: Actor, child: UUID) -> None:
    """Fill in the completion report of one child."""
    drafts.save(electrician, child, mine=DONE)


def finish(electrician: Actor, child: UUID) -> None:
    """Report one child finished by itself."""
    write_completion(electrician, child)
    actions.report_completion(electrician, child)
