"""What a reading found wrong, one kind of it at a time: as a list, and on the map as far as it has a place."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nettmelding.core.errors import NotFound
from nettmelding.grid import comparing, editions, imports
from nettmelding.grid.importing.report import MOST_KEPT, WORDS
from nettmelding.grid.models import Edition
from nettmelding.web.admin import grid_import_words as say
from nettmelding.web.admin.grid_import import URL
from nettmelding.web.admin.grid_import_editions import get as get_edition
from nettmelding.web.admin.grid_import_map import Thing, drawn, on_duty
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.pages import ActingRequest, page

SIDE = 50
CODE, AT = "hva", "side"


@require_GET
@section(URL)
@on_duty
def of_files(request: ActingRequest, import_id: UUID) -> HttpResponse:
    """`?hva=`: findings of one kind in files that were tried."""
    row = imports.get(request.actor, import_id)
    return _shown(
        request, row.report, say.files(row), reverse("admin:grid-import-files", args=[import_id]), row.edition
    )


@require_GET
@section(URL)
@on_duty
def of_edition(request: ActingRequest, edition_id: UUID) -> HttpResponse:
    """`?hva=`: findings of one kind in an edition."""
    edition = get_edition(request, edition_id)
    back = reverse("admin:grid-import-edition", args=[edition_id])
    return _shown(request, edition.report, edition.file_name, back, edition)


def _shown(
    request: ActingRequest, report: dict[str, Any], name: str, back: str, edition: Edition | None
) -> HttpResponse:
    code = request.GET.get(CODE, "")
    count = report.get("found", {}).get(code, 0)
    if not count:
        raise NotFound
    hidden = comparing.screened_ids(request.actor, edition, editions.in_force(request.actor.organisation))
    of_code = [one for one in report["findings"] if one["code"] == code]
    kept = [one for one in of_code if one["external_id"] not in hidden]
    pages = max(1, -(-len(kept) // SIDE))
    given = request.GET.get(AT, "")
    at = min(int(given), pages) if given.isascii() and given.isdigit() and int(given[:6]) else 1
    first = (at - 1) * SIDE
    shown = kept[first : first + SIDE]
    things = [_thing(number, one) for number, one in enumerate(shown, start=first + 1)]
    context = {
        "tabs": tabs(request.actor, URL),
        "title": str(WORDS[code]),
        "count": say.number(count),
        "name": name,
        "back": back,
        "first_of_many": _("De %(kept)s første av %(count)s vises.") % {"kept": MOST_KEPT, "count": say.number(count)}
        if count > len(of_code)
        else "",
        "things": things,
        **drawn(request, things),
        "previous": f"?{CODE}={code}&{AT}={at - 1}" if at > 1 else "",
        "next": f"?{CODE}={code}&{AT}={at + 1}" if at < pages else "",
        "sides": _("%(first)s–%(last)s av %(count)s")
        % {"first": min(first + 1, len(kept)), "last": first + len(shown), "count": len(kept)},
    }
    return page(request, "admin/grid_import_findings.html", context)


def _thing(number: int, finding: dict[str, Any]) -> Thing:
    latitude, longitude = finding["latitude"], finding["longitude"]
    where = _("%(layer)s, rad %(row)s") % {"layer": finding["layer"], "row": say.number(finding["row"])}
    return Thing(
        id=str(number),
        title=finding["external_id"] or where,
        details=[one for one in (where if finding["external_id"] else "", say.detail(finding)) if one],
        geometry=None
        if latitude is None or longitude is None
        else {"type": "Point", "coordinates": [longitude, latitude]},
    )
