"""What is kept about a person as a member of companies."""

from typing import Any

from nettmelding.accounts.models import User
from nettmelding.organisations.models import Membership


def memberships(user: User) -> list[dict[str, Any]]:
    """The companies, roles, papers and keys of a person; of keys only the names."""
    rows = Membership.objects.filter(user=user).select_related("organisation").prefetch_related("papers", "api_keys")
    return [
        {
            "firma": one.organisation.name,
            "roller": one.roles,
            "fra": one.created_at,
            "til": one.ended_at,
            "kurs": [
                {"slag": p.kind, "tittel": p.title, "fra": p.valid_from, "til": p.expires_on} for p in one.papers.all()
            ],
            "API-nøkler": [
                {"navn": k.label, "laget": k.created_at, "sist brukt": k.last_used_at} for k in one.api_keys.all()
            ],
        }
        for one in rows.order_by("organisation__name")
    ]
