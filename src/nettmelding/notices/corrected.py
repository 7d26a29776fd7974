"""The parties as the grid company has been told of them: as they were sent last, with how they are reached as it was
corrected since.

What a party is reached by is not what is decided, so it is corrected beside the sent version, which stays as it was.
"""

from collections.abc import Iterable
from typing import Any

from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Notice, Submission

FIELDS = ("email", "mobile", "no_email", "other_contact")


def as_corrected(notice: Notice, parties: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Parties of a sent version, as `notices.submissions` writes them, with the corrections laid over.

    Adds `corrected_at` (ISO time, or None) and `unreached`: mail to the address did not arrive.
    """
    return [_corrected(notice, party) for party in parties]


def told_parties(notice: Notice) -> list[dict[str, Any]]:
    """Those of the last version that was sent; none before the first."""
    sent: Submission | None = notice.submissions.filter(stage=Stage.NOTICE).order_by("-number").first()
    return as_corrected(notice, sent.content["parties"]) if sent else []


def _corrected(notice: Notice, party: dict[str, Any]) -> dict[str, Any]:
    kept = notice.corrected.get(party["same_as"] or party["role"], {})
    now = {**party, **{name: kept[name] for name in FIELDS if name in kept}}
    unreached = bool(now["email"]) and now["email"].casefold() in notice.unreached
    return {**now, "corrected_at": kept.get("at"), "unreached": unreached}
