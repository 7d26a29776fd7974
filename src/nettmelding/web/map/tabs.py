"""The tabs of a notice that is being filled in: the form, and the map beside it."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.web.components import Tab


def while_filling_in(notice_id: UUID, current: str) -> list[Tab]:
    """`current`: `form` or `map`."""
    return [
        Tab(text=_("Melding"), href=reverse("form:edit", args=[notice_id]), current=current == "form"),
        Tab(text=_("Kart"), href=reverse("map:map", args=[notice_id]), current=current == "map"),
    ]
