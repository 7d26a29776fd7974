"""*Lag flere slike*: addresses ticked, pasted or from a spreadsheet; looked over; and then made, all in one go."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from nettmelding.core.errors import AppError, Invalid, NotFound
from nettmelding.notices import labels, projects, projects_making, projects_places, projects_rows
from nettmelding.notices.models import Notice
from nettmelding.notices.places import ADDRESS
from nettmelding.notices.projects_rows import Row
from nettmelding.organisations import access
from nettmelding.web.components import Column, Fault, Option, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.projects import prospects
from nettmelding.web.projects.prospects import Posted
from nettmelding.web.shell.toasts import toast
from nettmelding.web.workbooks import TYPE

MOST_PROJECTS = 100


@require_GET
@acting
def template(request: ActingRequest) -> HttpResponse:
    """A workbook to fill in."""
    if not access.may_write_notices(request.actor):
        raise NotFound
    answer = HttpResponse(projects_rows.template(), content_type=TYPE)
    answer.headers["Content-Disposition"] = 'attachment; filename="meldinger-mal.xlsx"'
    return answer


@require_http_methods(["GET", "POST"])
@acting
def siblings(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """`do=choose` reads the addresses, `do=look` looks over what was mended, `do=make` makes the drafts."""
    first = projects_making.original(request.actor, notice_id)
    if request.method != "POST":
        return _choose(request, first)
    if request.POST.get("do") == "choose":
        try:
            rows = prospects.first_seen(_gathered(request, first))
        except AppError as error:
            if error.status != 422:
                raise
            return _choose(request, first, error)
        return _look(request, first, rows, fresh=True)
    rows = _searched(prospects.as_posted(request.POST), first)
    if request.POST.get("do") != "make":
        return _look(request, first, rows)
    return _make(request, first, rows)


def _make(request: ActingRequest, first: Notice, rows: Sequence[Posted]) -> HttpResponse:
    chosen = [at for at, one in enumerate(rows) if one.ticked]
    checked = projects_rows.check(request.actor, first, [rows[at].row for at in chosen])
    wrong = [at for at, look in zip(chosen, checked, strict=True) if look.problems]
    if wrong or not chosen:
        sentence = _("Rett det som er merket.") if wrong else _("Velg minst én adresse.")
        return _look(request, first, rows, Invalid("rows", sentence, fields={"address": sentence}))
    try:
        project, made = projects_making.make(
            request.actor,
            first.id,
            prospects.wanted([rows[at] for at in chosen], checked),
            project_id=_project(request),
            name=request.POST.get("name", ""),
            with_attachments="with_files" in request.POST,
        )
    except Invalid as error:
        return _look(request, first, rows, error, chosen)
    said = ngettext("Én kladd er laget.", "%(count)s kladder er laget.", len(made)) % {"count": len(made)}
    toast(request, said)
    return HttpResponseRedirect(reverse("projects:project", args=[project.id]))


def _gathered(request: ActingRequest, first: Notice) -> list[Row]:
    """Ticked houses, pasted lines and the rows of a file, together. Errors: Invalid."""
    near = _near(first)
    rows = [Row("", address=one) for one in map(_json, request.POST.getlist("house")) if one]
    rows += projects_rows.from_lines(request.POST.get("lines", "").splitlines(), near)
    file = request.FILES.get("file")
    if file is not None:
        rows += projects_rows.from_sheet(file.name or "", file.read(projects_rows.LARGEST + 1), near)
    if not rows:
        sentence = _("Velg eller skriv minst én adresse.")
        raise Invalid("none", sentence, fields={"lines": sentence})
    if len(rows) > projects_places.MOST:
        sentence = _("Ta høyst %(most)s adresser om gangen.") % {"most": projects_places.MOST}
        raise Invalid("too_many", sentence, fields={"lines": sentence})
    return rows


def _searched(rows: list[Posted], first: Notice) -> list[Posted]:
    """With addresses that were typed anew looked up, for those whose browser did not."""
    again = prospects.typed_again(rows)
    if not again:
        return rows
    for at in again:
        found = projects_rows.from_lines([rows[at].row.typed], _near(first))
        if found:
            row = Row(rows[at].row.typed, found[0].address, found[0].choices, rows[at].row.cells)
            rows[at] = Posted(row, rows[at].ticked, rows[at].again, rows[at].grid_company, not found[0].choices)
    return rows


def _choose(request: ActingRequest, first: Notice, problem: AppError | None = None) -> HttpResponse:
    chosen = set(request.POST.getlist("house"))
    houses = [
        (value, projects_places.house_of(one), value in chosen)
        for one, value in ((one, _as_json(one)) for one in projects_places.neighbours(_near(first)))
    ]
    context = {
        **_common(request, first),
        "houses": houses,
        "street": _street(first),
        "lines": request.POST.get("lines", ""),
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields) if problem else (),
    }
    return page(request, "projects/siblings.html", context, status=problem.status if problem else 200)


def _look(
    request: ActingRequest,
    first: Notice,
    rows: Sequence[Posted],
    problem: AppError | None = None,
    chosen: Sequence[int] = (),
    *,
    fresh: bool = False,
) -> HttpResponse:
    """The preview. `chosen`: which rows a refusal's `row.0` … are."""
    said = dict(problem.fields) if problem else {}
    errors = {chosen[at]: text for at in range(len(chosen)) if (text := said.pop(f"row.{at}", ""))}
    checked = projects_rows.check(request.actor, first, [one.row for one in rows])
    shown = prospects.shown(request.actor, rows, checked, errors, fresh=fresh)
    summary = [Fault(text=f"{shown[at].address}: {text}", href=f"#row-{at}") for at, text in errors.items()]
    context = {
        **_common(request, first),
        "rows": shown,
        "count": sum(1 for one in shown if one.ticked),
        "columns": [
            Column(text=_("Velg"), hidden=True, narrow=True),
            Column(text=_("Adresse")),
            Column(text=_("Nettselskap")),
            Column(text=_("Blir")),
        ],
        "errors": said,
        "faults": (*summary, *faults(said)) if problem else (),
    }
    return page(request, "projects/prospects.html", context, status=problem.status if problem else 200)


def _common(request: ActingRequest, first: Notice) -> dict[str, Any]:
    posted = request.POST if request.method == "POST" else {}
    open_projects = projects.visible_to(request.actor).filter(finished_at__isnull=True).order_by("-created_at")
    own = str(first.project_id or "")
    return {
        "notice": first,
        "title": _("Lag flere slike"),
        "over": " · ".join(filter(None, [labels.type_names(first.types), labels.address(first)])),
        "back": reverse("form:edit", args=[first.id]),
        "projects": [Option(value=str(one.id), text=one.name) for one in open_projects[:MOST_PROJECTS]],
        "project": posted.get("project", own),
        "name": posted.get("name", _street(first)),
        "files": first.attachments.filter(removed_at__isnull=True).count(),
        "with_files": "with_files" in posted if posted.get("do") else True,
        "most": projects_places.MOST,
    }


def _project(request: ActingRequest) -> UUID | None:
    try:
        return UUID(request.POST["project"]) if request.POST.get("project") else None
    except ValueError:
        raise NotFound from None


def _near(first: Notice) -> Mapping[str, Any]:
    address = first.values().get(ADDRESS) or first.known.get("metering_point.address") or {}
    return address if isinstance(address, dict) else {}


def _street(first: Notice) -> str:
    """The street of the first draft, as the name of a project."""
    house = projects_places.house_of(_near(first))
    return str(_near(first).get("street") or "").removesuffix(house).strip()


def _json(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _as_json(answer: Mapping[str, Any]) -> str:
    return json.dumps(dict(answer), ensure_ascii=False, sort_keys=True)
