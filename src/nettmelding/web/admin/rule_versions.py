"""What every page shows that changes a section of the rules: why it is changed, and what held before."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.rules import changing
from nettmelding.web import words
from nettmelding.web.components import Field


def reason(held: Mapping[str, str], errors: Mapping[str, str]) -> Field:
    """The field for the reason, which must be given."""
    return Field(
        name="reason",
        label=_("Hvorfor endrer dere?"),
        value=held.get("reason", ""),
        error=errors.get("reason", ""),
        width=6,
        maxlength=changing.LONGEST_REASON,
    )


def told(actor: Actor) -> list[dict[str, str]]:
    """The versions of `admin/_rule_versions.html`, the newest first."""
    return [
        {
            "name": _("Versjon %(number)s") % {"number": one.version},
            "since": words.at(one.in_force_from),
            "by": one.created_by,
            "reason": one.reason,
            "until": words.at(one.in_force_until),
        }
        for one in changing.versions(actor)
    ]
