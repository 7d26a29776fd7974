"""Words on a notice that move nothing."""

from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.audit.models import Audience
from nettmelding.audit.record import record
from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid
from nettmelding.notices import queries
from nettmelding.notices.models import Notice

LONGEST = 4_000


def note(actor: Actor, notice_id: UUID, text: str, *, internal: bool) -> None:
    """Say something on a notice without moving it: to the other side, or to one's own colleagues."""
    if not text.strip():
        raise Invalid("empty", _("Skriv noe først."), fields={"text": _("Skriv noe først.")})
    notice = queries.get(actor, notice_id)
    audience = (Audience.INTERNAL,) if internal else (Audience.CONTRACTOR, Audience.GRID_COMPANY)
    with write():
        Notice.objects.select_for_update().get(pk=notice.pk)
        record(actor, queries.SUBJECT, notice.id, "note", audience=audience, reason=text.strip()[:LONGEST])
