"""Which events of a timeline belong to a bulk change, so that it can be looked at and taken back from there."""

from collections.abc import Sequence
from uuid import UUID

from nettmelding.core.actor import Actor
from nettmelding.notices.lifecycle import Action
from nettmelding.notices.models import BulkChangeRow, Notice
from nettmelding.notices.timeline import Entry
from nettmelding.organisations import access


def by_event(actor: Actor, notice: Notice, entries: Sequence[Entry]) -> dict[UUID, UUID]:
    """The actor's own company's bulk changes by event, for those who may look at them."""
    if not access.may_write_notices(actor):
        return {}
    own = [entry for entry in entries if entry.organisation_id == actor.organisation_id]
    found = {entry.id: UUID(entry.detail["bulk"]) for entry in own if entry.detail.get("bulk")}
    told = [entry.id for entry in own if entry.action == Action.CHANGE]
    if told:
        rows = BulkChangeRow.objects.filter(
            notice=notice, event_id__in=told, change__organisation_id=actor.organisation
        )
        found |= {event: change for event, change in rows.values_list("event_id", "change_id") if event is not None}
    return found
