"""The columns of a notice that follow from its answers and parties."""

from datetime import date

from nettmelding.core import text
from nettmelding.notices.models import Notice


def refresh_if_unsent(notice: Notice) -> None:
    """While a draft, the columns follow the working copy; later only what is sent."""
    if notice.sent_at is None:
        refresh(notice)


def refresh(notice: Notice) -> None:
    """Set the columns in memory; the caller saves."""
    place = notice.value("site.address") or {}
    unit = place.get("unit") or ""
    notice.address = ", ".join(filter(None, [place.get("text", ""), unit]))[:160]
    notice.address_key = text.sort_key(notice.address)[:200]
    notice.postcode = str(place.get("postcode") or "")[:4]
    notice.place = str(place.get("place") or "")[:80]
    notice.latitude, notice.longitude = place.get("latitude"), place.get("longitude")
    notice.meter_number = str(notice.value("site.meter_number") or "")[:32]
    notice.own_reference = str(notice.value("who.our_reference") or "")[:60]
    notice.urgent = bool(notice.value("work.urgent"))
    wanted = notice.value("when.wanted_date")
    notice.wanted_date = date.fromisoformat(wanted) if wanted else None
    customer = notice.parties.filter(role="customer").first() if notice.pk else None
    notice.customer_name = customer.name if customer else ""
