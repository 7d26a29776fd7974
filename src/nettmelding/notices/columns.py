"""The columns of a notice that follow from its answers and parties."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.accounts.models import User
from nettmelding.core import text
from nettmelding.notices import working_copy
from nettmelding.notices.catalogue.display import address_text
from nettmelding.notices.catalogue.model import PartyRole, Stage
from nettmelding.notices.models import Notice


def refresh_if_unsent(notice: Notice) -> None:
    """While a draft, the columns follow the working copy; later only what is sent."""
    if notice.sent_at is None:
        refresh(notice)


def refresh(notice: Notice) -> None:
    """Set the columns in memory; the caller saves."""
    answers: Mapping[str, Any] = working_copy.form_of(notice, Stage.NOTICE).answers()
    place = answers.get("site.address") or {}
    notice.address = _line(place, answers)[:160]
    notice.address_key = text.sort_key(notice.address)[:200]
    notice.postcode = str(place.get("postcode") or "")[:4]
    notice.place = str(place.get("place") or "")[:80]
    notice.latitude, notice.longitude = place.get("lat"), place.get("lon")
    notice.meter_number = str(answers.get("site.meter_number") or "")[:32]
    notice.own_reference = str(answers.get("who.our_reference") or "")[:60]
    notice.urgent = bool(answers.get("work.urgent"))
    wanted = answers.get("when.wanted_date")
    notice.wanted_date = date.fromisoformat(wanted) if wanted else None
    customers = (party.name for party in working_copy.parties(notice) if party.role == PartyRole.CUSTOMER)
    notice.customer_name = next(customers, "")
    _refresh_responsible(notice)


def _line(place: Mapping[str, Any], answers: Mapping[str, Any]) -> str:
    """The address without its post town, with entrance and flat where it is one metering point of several."""
    line = address_text({**place, "postcode": "", "place": ""})
    entrance, unit = (str(answers.get(path) or "") for path in ("site.entrance", "site.unit"))
    own_entrance = _("inngang %(entrance)s") % {"entrance": entrance} if entrance and entrance not in line else ""
    return ", ".join(filter(None, [line, own_entrance, unit]))


def _refresh_responsible(notice: Notice) -> None:
    """Who answers for it is chosen by name; a name that two colleagues share says nothing."""
    name = notice.answers.get("who.responsible_colleague", {}).get("value")
    if not name or (notice.responsible is not None and notice.responsible.name == name):
        return
    found = list(User.objects.filter(memberships__organisation_id=notice.contractor_id, name=name)[:2])
    if len(found) == 1:
        notice.responsible = found[0]
