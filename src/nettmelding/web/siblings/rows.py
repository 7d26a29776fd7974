"""Metering points of one installation as rows of a table."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nettmelding.installations.models import MeteringPoint
from nettmelding.installations.siblings import Sibling
from nettmelding.web.components import Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One metering point. `word` says its state, and since when where it is not in use."""

    id: UUID
    where: str
    under: str
    meter_number: str
    protection: str
    word: str
    turn: Turn
    live: bool
    customer: str = ""
    ticked: bool = False
    own: bool = False
    goes: bool = False
    included: bool = False
    """It is among the notice's own metering points already."""


def row_of(
    one: Sibling,
    *,
    ticked: Collection[UUID] = (),
    own: UUID | None = None,
    goes: UUID | None = None,
    included: Collection[UUID] = (),
) -> Row:
    """`own`: the metering point the notice is about; `goes`: the one whose meter is to be taken down."""
    return Row(
        id=one.id,
        where=one.where,
        under=one.unit if one.where != one.unit else "",
        meter_number=one.meter_number,
        protection=protection(one),
        word=state_word(one),
        turn=Turn.OK if one.live else Turn.IDLE,
        live=one.live,
        customer=one.customer_name,
        ticked=one.id in ticked,
        own=one.id == own,
        goes=one.id == goes,
        included=one.id in included,
    )


def protection(one: Sibling) -> str:
    """`OV 200 A · MV 40 A · 1 fase`."""
    phases = ngettext("%(count)s fase", "%(count)s faser", one.phases or 0) % {"count": one.phases}
    parts = (
        f"OV {one.ov_a} A" if one.ov_a else "",
        f"MV {one.mv_a} A" if one.mv_a else "",
        phases if one.phases else "",
    )
    return " · ".join(filter(None, parts))


def state_word(one: Sibling) -> str:
    """In use, or since when not and why."""
    if one.live:
        return _("I bruk")
    if one.taken_down:
        if one.taken_down_on is None:
            return _("Måleren er tatt ned")
        return _("Måleren ble tatt ned %(day)s") % {"day": date_format(one.taken_down_on, "j. F Y")}
    if one.state == MeteringPoint.State.DISCONNECTED and one.disconnected_on:
        return _("Frakoblet %(day)s") % {"day": date_format(one.disconnected_on, "j. F Y")}
    return _("Frakoblet") if one.state == MeteringPoint.State.DISCONNECTED else _("Ikke i bruk")
