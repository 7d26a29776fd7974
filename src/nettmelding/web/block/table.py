"""The metering points of a block notice, as a table that is filled in like a spreadsheet."""

import json
from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core import clock
from nettmelding.core.actor import Right
from nettmelding.core.errors import AppError, Invalid
from nettmelding.notices import bulk_fields, children_table, labels
from nettmelding.notices.children_table import Change, Table
from nettmelding.notices.status import Status
from nettmelding.organisations import access
from nettmelding.web.block.table_cells import Shown, columns_of, row_of
from nettmelding.web.block.table_deeds import own_to_write
from nettmelding.web.components import SheetGrid
from nettmelding.web.components.sheetgrid import answer
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.workdays import calendar_days

MOST_CELLS = 2_000
"""Changed cells in one request."""
TICK_ALL = "alle"


@require_GET
@acting
def table(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """All metering points, one a row. `?merk=alle` or a status ticks rows where there is no script."""
    found = children_table.table(request.actor, notice_id)
    mother = found.mother
    may_write = access.may_write_notices(request.actor)
    context = {
        "mother": mother,
        "title": _("Anlegg"),
        "over": " · ".join([mother.number or _("Kladd"), labels.type_names(mother.types)]),
        "lead": labels.address(mother) or _("Uten adresse ennå"),
        "count": len(found.rows),
        "grid": _grid(request, found, may_write),
        "may_write": may_write,
        "may_send": may_write and request.actor.may(Right.SEND),
        "back": reverse("form:edit" if mother.sent_at is None else "case:case", args=[mother.id]),
    }
    return page(request, "block/table.html", context)


@require_POST
@acting
def save(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """Take in changed cells: `changes`, each row, path, typed and what was shown; `columns`, the paths to answer with."""
    try:
        own_to_write(request, notice_id)
        changes, paths = _read(request.POST.get("changes", ""), request.POST.get("columns", "[]"))
        rows = children_table.save_cells(request.actor, notice_id, changes)
    except AppError as error:
        problem = {"title": error.message, "detail": error.message, "status": error.status, "code": error.code}
        return JsonResponse(problem, status=error.status, content_type="application/problem+json")
    shown = Shown(request.actor, may_write=True)
    saved_at = f"{clock.oslo(clock.now()):%H.%M}"
    return JsonResponse({"saved_at": saved_at, "rows": answer([row_of(row, shown) for row in rows], paths)})


def _grid(request: ActingRequest, found: Table, may_write: bool) -> SheetGrid:
    wanted = request.GET.get("merk", "")
    shown = Shown(request.actor, may_write, ticked=None if wanted == TICK_ALL else wanted)
    return SheetGrid(
        id="anlegg",
        caption=_("Anlegg på %(address)s") % {"address": labels.address(found.mother) or _("en adresse som mangler")},
        columns=columns_of(found),
        rows=[row_of(row, shown) for row in found.rows],
        save_href=reverse("block:save", args=[found.mother.id]) if may_write else "",
        action=reverse("block:deeds", args=[found.mother.id]),
        tick_name="notice",
        states=any(row.status is not Status.DRAFT for row in found.rows),
        date_attrs=calendar_days(bulk_fields.earliest([found.mother])),
    )


def _read(changes: str, columns: str) -> tuple[Sequence[Change], Sequence[str]]:
    try:
        given, paths = json.loads(changes), json.loads(columns)
        if not isinstance(given, list) or not 0 < len(given) <= MOST_CELLS:
            raise ValueError
        read = [Change(UUID(id), str(path), str(value), _text(was)) for id, path, value, was in given]
        return read, [str(path) for path in paths]
    except (ValueError, TypeError, AttributeError):
        raise Invalid("not_understood", _("Endringen ble ikke forstått. Last siden på nytt.")) from None


def _text(was: object) -> str | None:
    return None if was is None else str(was)
