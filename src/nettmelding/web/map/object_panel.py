"""What `map/object.html` shows of an object: facts, what it hangs together with, its circuit list, who may operate it, values."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.grid.describing import Circuit, Description, Said
from nettmelding.grid.models import GridObject
from nettmelding.registers.contacts import show_phone
from nettmelding.web.components import Column, Fact
from nettmelding.web.map import values
from nettmelding.web.map.where import Where


@dataclass(frozen=True, slots=True, kw_only=True)
class CircuitRow:
    """`feeds_href` is empty where what it feeds may not be seen, or is not said."""

    number: str
    fuse: str
    feeds: str
    feeds_href: str
    is_free: bool


def context(where: Where, found: GridObject, told: Description) -> dict[str, Any]:
    """For the panel and the page alike. Errors: TooMany."""
    operating = told.operating
    return {
        "facts": [Fact(term=one.label, value=one.value) for one in told.facts],
        "ends": [Fact(term=one.label, value=one.value, href=_href(where, one)) for one in told.ends],
        "circuits": [_circuit(where, one) for one in told.circuits],
        "circuit_columns": (
            Column(text=_("Kurs"), narrow=True),
            Column(text=_("Sikring"), narrow=True),
            Column(text=_("Mater")),
        ),
        "free_places": _free(told.free_places),
        "operating": operating,
        "control_room": operating.control_room_phone if operating else "",
        "control_room_shown": show_phone(operating.control_room_phone)
        if operating and operating.control_room_phone
        else "",
        "photo": told.photo,
        "photo_href": told.photo_href,
        "edition_on": told.edition_on,
        **values.context(where, found),
    }


def _circuit(where: Where, one: Circuit) -> CircuitRow:
    return CircuitRow(
        number=one.number,
        fuse=" ".join(filter(None, [one.fuse_type, one.fuse])),
        feeds=one.feeds.value if one.feeds else "",
        feeds_href=_href(where, one.feeds) if one.feeds else "",
        is_free=one.is_free,
    )


def _href(where: Where, one: Said) -> str:
    return where.href("object", one.object_id) if one.object_id is not None else ""


def _free(places: int | None) -> str:
    if places is None:
        return ""
    if places == 0:
        return _("Ingen ledige plasser")
    return _("1 ledig plass") if places == 1 else _("%(places)s ledige plasser") % {"places": places}
