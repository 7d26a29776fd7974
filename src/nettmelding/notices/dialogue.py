"""Words on a notice that move nothing."""

from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core.actor import Actor, Right
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotAllowed, Refused
from nettmelding.notices import queries, telling
from nettmelding.notices.models import Notice

LONGEST = 4_000


def may_say(actor: Actor) -> bool:
    """Whether the actor writes in the cases they see."""
    return actor.may(Right.NOTE)


def note(actor: Actor, notice_id: UUID, text: str, *, internal: bool) -> None:
    """Say something on a notice without moving it: to the other side, or to one's own colleagues.

    Errors: NotFound; NotAllowed for the inspectorate, which reads; Refused for words to a grid company that has
    not got the notice; Invalid without words.
    """
    notice = queries.get(actor, notice_id)
    if not may_say(actor):
        raise NotAllowed("not_yours", _("Du kan lese saken, men ikke skrive i den."))
    if not text.strip():
        raise Invalid("empty", _("Skriv noe først."), fields={"text": _("Skriv noe først.")})
    if not internal and notice.sent_at is None:
        raise Refused("not_sent", _("Meldingen er ikke sendt, så nettselskapet ser den ikke ennå."))
    audience = (Audience.INTERNAL,) if internal else (Audience.CONTRACTOR, Audience.GRID_COMPANY)
    with write():
        Notice.objects.select_for_update().get(pk=notice.pk)
        record(actor, queries.SUBJECT, notice.id, "note", audience=audience, reason=text.strip()[:LONGEST])
        if not internal:
            telling.tell_note(actor, notice, text.strip()[:LONGEST])
