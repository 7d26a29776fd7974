"""One e-mail to the grid company about a bulk change, instead of one for each notice."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nettmelding.audit.models import Audience
from nettmelding.core.actor import Actor
from nettmelding.core.settings import env
from nettmelding.messages.outbox import enqueue
from nettmelding.notices import labels, telling
from nettmelding.notices.bulk_plan import Line, Way
from nettmelding.notices.models import BulkChange, Notice

KIND = "notices_changed"
SUBJECT = "bulk_change"
MOST_LISTED = 60
"""Notices named one by one in an e-mail; the rest are counted."""


def tell(actor: Actor, change: BulkChange, lines: Sequence[Line], text: str) -> None:
    """Tell each who is told of one of the notices of all of theirs, once. Inside the caller's transaction."""
    theirs: dict[telling.Recipient, list[Line]] = {}
    receivers = telling.receivers([line.notice for line in lines], KIND)
    for line in lines:
        for recipient in receivers[line.notice.id]:
            theirs.setdefault(recipient, []).append(line)
    for (address, name, language), own in theirs.items():
        with translation.override(language):
            context = {
                "recipient_name": name,
                "contractor": actor.organisation_name,
                "person": actor.name,
                "what": ngettext("én melding", "%(count)s meldinger", len(own)) % {"count": len(own)},
                "facts": _facts(own),
                "reason": text,
                "link": f"{env.base_url}{_path([line.notice for line in own])}",
            }
        enqueue(
            kind=KIND,
            to=address,
            context=context,
            organisation_id=change.organisation_id,
            subject_kind=SUBJECT,
            subject_id=change.id,
            audience=Audience.GRID_COMPANY,
            language=language,
        )


def _facts(lines: Sequence[Line]) -> list[dict[str, str]]:
    """A line for each notice: its number and address, and what changed."""
    told = [
        {"term": " ".join(filter(None, [line.notice.number, labels.address(line.notice)])), "value": _changed(line)}
        for line in lines[:MOST_LISTED]
    ]
    more = len(lines) - len(told)
    if more > 0:
        told.append({"term": _("Og flere"), "value": str(more)})
    return told


def _changed(line: Line) -> str:
    said = [f"{labels.path(one.path)}: {one.was or '–'} → {one.now or '–'}" for one in line.changes]
    anew = [_("må avgjøres på nytt")] if line.way is Way.DECIDED else []
    return "; ".join([*said, *anew])


def _path(notices: Sequence[Notice]) -> str:
    """The mother where all are hers, the one where it is one, else the list, where what was changed last stands on top."""
    mothers = {one.mother_id for one in notices}
    only = notices[0].id if len(notices) == 1 else mothers.pop() if len(mothers) == 1 else None
    return f"/meldinger/{only}" if only else "/meldinger"
