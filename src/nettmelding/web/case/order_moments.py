"""The events of work orders and deviations as timelines tell them: the order's own, the deviation's, and the notice's."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from nettmelding.notices.timeline import Entry
from nettmelding.web import words
from nettmelding.web.components import Turn
from nettmelding.workorders import gate
from nettmelding.workorders.catalogue.load import catalogue

FEW = 2
"""Steps that are told by name."""


def _kind(entry: Entry) -> str:
    kind = catalogue().kinds.get(entry.detail.get("kind", ""))
    return kind.name.lower() if kind else ""


def _time(entry: Entry) -> str:
    since, until = entry.detail.get("from_time"), entry.detail.get("until_time")
    return words.span(datetime.fromisoformat(since), datetime.fromisoformat(until)) if since and until else ""


def _planned(entry: Entry) -> str:
    """`Planlagt: Tora Tangen, i morgen kl. 08.00–10.00`"""
    parts = ", ".join(filter(None, [entry.detail.get("assignee", ""), _time(entry)]))
    return _("Planlagt: %(what)s") % {"what": parts} if parts else _("Planlagt")


def _gate(entry: Entry) -> str:
    what = entry.detail.get("what", "")
    if entry.action == "gate_shut":
        return _("Likevel ikke på plass: %(what)s") % {"what": str(gate.NAMES.get(what, what)).lower()}
    return str(gate.FALLBACK) if entry.detail.get("how") == gate.How.FALLBACK else str(gate.NAMES.get(what, what))


def _answered(entry: Entry) -> str:
    steps = [catalogue().steps[one].label for one in entry.detail.get("steps") or () if one in catalogue().steps]
    if len(steps) > FEW:
        return _("%(count)s steg utfylt") % {"count": len(steps)}
    return _("Utfylt: %(what)s") % {"what": ", ".join(steps)} if steps else _("Utfylt")


def _reserved(entry: Entry) -> str:
    number = entry.detail.get("number", "")
    return _("Måler %(number)s holdt av") % {"number": number} if number else _("Måler frigitt")


def _missed(entry: Entry) -> str:
    why = catalogue().missed.get(entry.detail.get("reason_code", ""), "")
    return _("Bomtur: %(why)s") % {"why": why.lower()} if why else _("Bomtur")


TITLES: Mapping[str, Callable[[Entry], str]] = {
    "made": lambda e: _("Bestilt"),
    "plan": _planned,
    "unplan": lambda e: _("Tatt av planen"),
    "offer_times": lambda e: _("Kunden er tilbudt tider"),
    "pick_time": lambda e: _("Kunden valgte %(when)s") % {"when": _time(e)},
    "times_declined": lambda e: _("Ingen av tidene passet kunden"),
    "times_expired": lambda e: _("Kunden svarte ikke i tide"),
    "hand_over": lambda e: _("Gitt til %(name)s") % {"name": e.detail.get("performer", "")},
    "start": lambda e: _("Begynt"),
    "answered": _answered,
    "miss": _missed,
    "report": lambda e: _("Rapportert"),
    "accept": lambda e: _("Godtatt, etter regel") if e.automatic else _("Godtatt"),
    "return": lambda e: _("Returnert til montøren"),
    "cancel": lambda e: _("Avlyst"),
    "gate_opened": _gate,
    "gate_shut": _gate,
    "meter_reserved": _reserved,
    "deviation_found": lambda e: _("Avvik funnet"),
    "deviation_mended": lambda e: _("Meldt rettet"),
    "deviation_closed": lambda e: _("Lukket"),
    "deviation_given_back": lambda e: _("Gitt tilbake"),
    "deviation_withdrawn": lambda e: _("Trukket"),
    "work_order_made": lambda e: _("Arbeidsordre bestilt: %(kind)s") % {"kind": _kind(e)},
    "work_order_planned": lambda e: ", ".join(
        filter(None, [_("Arbeidsordre planlagt: %(kind)s") % {"kind": _kind(e)}, _time(e)])
    ),
    "work_order_missed": lambda e: _("Bomtur: %(kind)s") % {"kind": _kind(e)},
    "work_order_reported": lambda e: _("Arbeidsordre rapportert: %(kind)s") % {"kind": _kind(e)},
    "work_order_accepted": lambda e: _("Arbeidsordre godtatt: %(kind)s") % {"kind": _kind(e)},
    "work_order_returned": lambda e: _("Arbeidsordre returnert: %(kind)s") % {"kind": _kind(e)},
    "work_order_cancelled": lambda e: _("Arbeidsordre avlyst: %(kind)s") % {"kind": _kind(e)},
    "order_metering": lambda e: _("Måler bestilt"),
    "call_off_metering": lambda e: _("Ingen måler skal settes opp likevel"),
    "meter_set": lambda e: _("Måleren er på plass"),
    "return_metering": lambda e: _("Returnert med avvik"),
}
COLOURS: Mapping[str, Turn] = {
    "accept": Turn.OK, "work_order_accepted": Turn.OK, "meter_set": Turn.OK, "deviation_closed": Turn.OK,
    "gate_opened": Turn.OK, "return": Turn.NO, "work_order_returned": Turn.NO, "return_metering": Turn.NO,
    "deviation_given_back": Turn.NO, "miss": Turn.YOU, "work_order_missed": Turn.YOU, "deviation_found": Turn.YOU,
    "report": Turn.THEY, "work_order_reported": Turn.THEY, "plan": Turn.THEY, "work_order_planned": Turn.THEY,
    "pick_time": Turn.THEY, "deviation_mended": Turn.THEY, "start": Turn.THEY,
}  # fmt: skip
