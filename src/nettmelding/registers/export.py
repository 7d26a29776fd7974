"""What the registers' own log keeps about somebody who looks people up."""

from typing import Any

from nettmelding.registers.models import PersonLookup

MOST = 10_000


def lookups(user: Any) -> list[dict[str, Any]]:
    """A person's look-ups, newest first; who was looked up is kept as keyed hashes only."""
    rows = PersonLookup.objects.filter(user_id=user.id).order_by("-at")[:MOST]
    return [{"når": one.at, "for": one.organisation_name, "formål": one.purpose, "svar": one.outcome} for one in rows]
