"""The page of an installation, and the next notice begun from it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core.actor import Actor
from nettmelding.core.text import place_name
from nettmelding.declarations import queries as declarations
from nettmelding.installations import looking
from nettmelding.installations import siblings as rows_of
from nettmelding.installations.models import Installation
from nettmelding.notices import installation_history, of_installation, starting
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.installation_history import Happened, History, Value
from nettmelding.notices.models import Notice
from nettmelding.notices.of_installation import Place
from nettmelding.organisations import access
from nettmelding.web import rows, words
from nettmelding.web.case import moments
from nettmelding.web.components import Fact, Moment, Option
from nettmelding.web.installation import work
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.siblings.rows import row_of
from nettmelding.workorders.models import WorkOrder

SHOWN_POINTS = 50
SHOWN_MOMENTS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what was, with the notice that says it."""

    title: str
    detail: str
    href: str = ""
    number: str = ""


@require_GET
@acting
def installation(request: ActingRequest, installation_id: UUID) -> HttpResponse:
    """All that the reader may know of it, on one page."""
    place = of_installation.get(request.actor, installation_id)
    looking.recorded(request.actor, place.installation, purpose="installation page")
    history = installation_history.of(place)
    orders = work.orders(request.actor, place)
    context = {
        "installation": place.installation,
        "title": _title(place.installation),
        "over": _("Anlegg"),
        "place": place,
        "facts": _facts(place),
        "rows": [rows.notice_row(request.actor, one) for one in place.notices],
        "moments": [_moment(request.actor, one) for one in history.moments[:SHOWN_MOMENTS]],
        **_over_time(request.actor, place, history),
        "orders": work.rows(request.actor, orders),
        "meters": _meters(history, orders),
        **_points(request, place),
        **_next(request.actor, place),
    }
    return page(request, "installation/installation.html", context)


@require_POST
@acting
def begin(request: ActingRequest, installation_id: UUID) -> HttpResponseBase:
    """A new draft of the pressed type, with what is known filled in."""
    point = _id(request.POST.get("point", ""))
    notice = starting.from_installation(request.actor, installation_id, request.POST.get("type", ""), point)
    return redirect("form:edit", notice.id)


def _title(one: Installation) -> str:
    return ", ".join(filter(None, [one.address, f"{one.postcode} {place_name(one.place)}".strip()]))


def _facts(place: Place) -> list[Fact]:
    """What it is now; nothing of it to one whose notices here are at their end."""
    if not place.opened:
        return []
    one = place.installation
    line = ", ".join(filter(None, [one.service_line_cable, _number(one.service_line_length_m, "m")]))
    cadastral = "/".join(str(part) for part in (one.gnr, one.bnr, one.fnr) if part is not None)
    known = (
        (_("Bygg og bruk"), _chosen("building.kind", one.building_kind)),
        (_("Nettsystem"), _chosen("supply.network_system", one.network_system)),
        (_("KV"), _number(one.kv_a, "A")),
        (_("OV"), _number(one.ov_a, "A")),
        (_("Stikkledning"), line),
        (_("Inntak"), _chosen("service_line.intake_place", one.intake)),
        (_("Areal"), _number(one.area_m2, "m²")),
        (_("Gnr/bnr"), cadastral),
    )
    return [Fact(term=term, value=value) for term, value in known if value]


def _chosen(path: str, code: str) -> str:
    return text_of(catalogue().fields[path], code) if code else ""


def _number(value: float | None, unit: str) -> str:
    return f"{value:g} {unit}".replace(".", ",") if value else ""


def _points(request: ActingRequest, place: Place) -> dict[str, Any]:
    """The metering points, narrowed by what is typed."""
    if not place.opened:
        return {"points": [], "point_count": 0}
    query = request.GET.get("q", "")[:60]
    every = rows_of.in_installation(request.actor, place.installation)
    fitting = every.only(query)
    shown = fitting.first(SHOWN_POINTS)
    return {
        "points": [row_of(one) for one in (*shown.live, *shown.idle)],
        "point_count": every.count,
        "more_points": fitting.count - len(shown.live) - len(shown.idle),
        "query": query,
        "narrows": every.count > SHOWN_POINTS or bool(query),
        "with_names": request.actor.is_grid_company,
        "live_points": _live_points(every.live),
    }


def _live_points(live: tuple[rows_of.Sibling, ...]) -> list[Option]:
    return [
        Option(value=str(one.id), text=" · ".join(filter(None, [one.where, one.meter_number])))
        for one in live[:SHOWN_POINTS]
    ]


def _next(actor: Actor, place: Place) -> dict[str, Any]:
    """What can be begun from here."""
    if not access.may_write_notices(actor):
        return {"types": []}
    return {"types": [Option(value=one.id, text=_(one.name)) for one in starting.types_here(place.installation)]}


def _over_time(actor: Actor, place: Place, history: History) -> dict[str, list[Line]]:
    return {
        "protection": [_value(one) for one in history.protection],
        "people": [
            Line(f"{one.name}, {one.firm}", f"{one.part} · {words.day(one.since)}", *_to(one.notice))
            for one in history.people
        ],
        "declarations": [*_declared(actor, place), *_attached(history)],
    }


def _meters(history: History, orders: list[WorkOrder]) -> list[Line]:
    """What the notices and the customer system tell, with what fitters have hung and taken down; the newest first."""
    told = [(one.since, _value(one)) for one in history.meters]
    hung = work.meters(orders, {one.text for one in history.meters})
    done = [
        (day, Line(text, words.day(day), reverse("workorders:order", args=[order.id]), order.number))
        for day, text, order in hung
    ]
    return [line for _day, line in sorted([*told, *done], key=lambda one: one[0], reverse=True)]


def _declared(actor: Actor, place: Place) -> list[Line]:
    """Declarations that are signed here: the versions that hold."""
    found = declarations.at_installation(actor, place.installation.id, [one.id for one in place.notices])
    return [
        Line(
            f"{one.number}, {one.issuer.name}",
            words.day_of(one.signed_at),
            reverse("declarations:read", args=[one.id]),
            one.notice.number or "" if one.notice else "",
        )
        for one in found
    ]


def _attached(history: History) -> list[Line]:
    """Declarations that were handed in as files."""
    ours = declarations.as_attachments([one.attachment_id for one in history.declarations])
    return [
        Line(
            one.name,
            words.day(one.sent_on),
            reverse("case:attachment", args=[one.notice.id, one.attachment_id]),
            one.notice.number or "",
        )
        for one in history.declarations
        if one.attachment_id not in ours
    ]


def _value(one: Value) -> Line:
    change = _("%(was)s → %(now)s") % {"was": one.was, "now": one.text} if one.was else one.text
    told = ", ".join(filter(None, [one.label, one.where]))
    source = "" if one.notice else _("fra kundesystemet")
    if one.corrected_by:
        source = _("rettet etter melding %(number)s") % {"number": one.corrected_by}
    href, number = _to(one.notice) if one.notice else ("", "")
    return Line(f"{told}: {change}", " · ".join(filter(None, [words.day(one.since), source])), href, number)


def _to(notice: Notice) -> tuple[str, str]:
    return reverse("case:case", args=[notice.id]), notice.number or _("Kladd")


def _moment(actor: Actor, one: Happened) -> Moment:
    href, number = _to(one.notice)
    return Moment(
        title=moments.title(one.entry),
        when=words.at(one.entry.happened_at),
        machine_when=one.entry.happened_at.isoformat(),
        by=moments.by(actor, one.entry),
        href=href,
        link_text=number,
        turn=moments.colour(one.entry),
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
