"""One edition of the grid: what it came to, what is different in it, and putting it in force."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core.errors import AppError, NotFound
from nettmelding.grid import comparing, editions
from nettmelding.grid.models import Edition, GridObject, InForce
from nettmelding.grid.words import KIND_NAMES, kind_name
from nettmelding.web import words
from nettmelding.web.admin import grid_import_words as say
from nettmelding.web.admin.grid_import import URL
from nettmelding.web.admin.grid_import_map import Thing, drawn, on_duty
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Column, Fact
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.shell.toasts import toast

WHAT, KIND, AFTER, BEFORE = "hva", "slag", "etter", "for"
WHATS = {"ny": "new", "borte": "gone", "endret": "changed"}
"""As the address says them."""


@require_GET
@section(URL)
def edition(request: ActingRequest, edition_id: UUID) -> HttpResponse:
    """The edition, with what would be otherwise were it in force."""
    found = get(request, edition_id)
    pointer = InForce.objects.select_related("edition").filter(pk=request.actor.organisation).first()
    is_in_force = pointer is not None and pointer.edition_id == found.id
    base = comparing.base_of(found)
    counts = found.report.get("counts", {})
    context = {
        "tabs": tabs(request.actor, URL),
        "edition": found,
        "facts": _facts(found, pointer),
        "is_in_force": is_in_force,
        "is_earlier": pointer is not None and found.serial < pointer.edition.serial,
        "base": base,
        "counts": say.counts(counts),
        "objects": say.objects(sum(counts.values())),
        "refused": say.found(found.report, refused=True),
        "noted": say.found(found.report, refused=False),
        "columns": _columns(),
        "differences": _differences(found) if base else [],
    }
    return page(request, "admin/grid_import_edition.html", context)


@require_GET
@section(URL)
@on_duty
def different(request: ActingRequest, edition_id: UUID) -> HttpResponse:
    """`?hva=ny|borte|endret&slag=`: the objects, 50 at a time, as a list and on the map."""
    found = get(request, edition_id)
    what, kind = request.GET.get(WHAT, ""), request.GET.get(KIND, "")
    if what not in WHATS or kind not in KIND_NAMES:
        raise NotFound
    side = comparing.side(
        request.actor, found, WHATS[what], kind, after=_key(request, AFTER), before=_key(request, BEFORE)
    )
    things = [_thing(row) for row in side.rows]
    titles = {"ny": _("Nye: %(kind)s"), "borte": _("Borte: %(kind)s"), "endret": _("Endret: %(kind)s")}
    here = f"?{WHAT}={what}&{KIND}={kind}"
    context = {
        "tabs": tabs(request.actor, URL),
        "title": titles[what] % {"kind": kind_name(kind)},
        "name": found.file_name,
        "back": reverse("admin:grid-import-edition", args=[edition_id]),
        "things": things,
        **drawn(request, things),
        "previous": f"{here}&{BEFORE}={side.before}" if side.before else "",
        "next": f"{here}&{AFTER}={side.after}" if side.after else "",
        "sides": "",
    }
    return page(request, "admin/grid_import_findings.html", context)


@require_POST
@section(URL)
def take_over(request: ActingRequest, edition_id: UUID) -> HttpResponse:
    """From this instant the grid is read from it. Going back is the same, of an earlier one."""
    try:
        editions.take_over(request.actor, edition_id)
    except NotFound:
        raise
    except AppError as problem:
        toast(request, problem.message)
    else:
        toast(request, _("Utgaven er i bruk."))
    return HttpResponseRedirect(reverse(URL))


@require_POST
@section(URL)
def remove(request: ActingRequest, edition_id: UUID) -> HttpResponse:
    """Take it away for good."""
    try:
        editions.remove(request.actor, edition_id)
    except NotFound:
        raise
    except AppError as problem:
        toast(request, problem.message)
    else:
        toast(request, _("Utgaven er slettet."))
    return HttpResponseRedirect(reverse(URL))


def get(request: ActingRequest, edition_id: UUID) -> Edition:
    """Errors: NotFound."""
    return comparing.get(request.actor, edition_id)


def _key(request: ActingRequest, name: str) -> int:
    """A row's key from the address; 0 where there is none."""
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


def _facts(found: Edition, pointer: InForce | None) -> list[Fact]:
    who = say.people([found.made_by_id])[found.made_by_id]
    facts = [
        Fact(term=_("Fil"), value=found.file_name),
        Fact(term=_("Laget"), value=f"{words.at(found.ready_at or found.made_at)}, {who}"),
    ]
    if found.projection:
        facts.append(Fact(term=_("Projeksjon"), value=str(say.PROJECTIONS.get(found.projection, found.projection))))
    if pointer is not None and pointer.edition_id == found.id:
        facts.append(Fact(term=_("I bruk"), value=_("siden %(when)s") % {"when": words.at(pointer.since)}))
    return facts


def _columns() -> list[Column]:
    return [
        Column(text=_("Slag")),
        Column(text=_("Nye"), number=True),
        Column(text=_("Borte"), number=True),
        Column(text=_("Endret"), number=True),
    ]


def _differences(found: Edition) -> list[dict[str, Any]]:
    href = reverse("admin:grid-import-different", args=[found.id])
    by_kind = {one.kind: one for one in comparing.counted(found)}
    rows = []
    for kind, name in KIND_NAMES.items():
        one = by_kind.get(str(kind))
        if one is not None:
            cells = {"ny": one.new, "borte": one.gone, "endret": one.changed}
            rows.append({
                "name": str(name),
                "kind": str(kind),
                "cells": [
                    (column.text, say.number(count), f"{href}?{WHAT}={what}&{KIND}={kind}" if count else "")
                    for column, (what, count) in zip(_columns()[1:], cells.items(), strict=True)
                ],
            })  # fmt: skip
    return rows


def _thing(row: GridObject) -> Thing:
    return Thing(
        id=row.object_id.hex,
        title=row.name or row.external_id,
        details=[row.external_id] if row.name and row.name != row.external_id else [],
        geometry=_geojson(row.geometry),
        kind=row.kind,
    )


def _geojson(wkb: bytes | memoryview | None) -> dict[str, Any] | None:
    import shapely

    if wkb is None:
        return None
    told: dict[str, Any] = json.loads(shapely.to_geojson(shapely.from_wkb(bytes(wkb))))
    return told
