"""*Legg til anlegg*: many metering points under a block notice, by a pattern, from a paste, from a file or as copies of one.

What was read is shown before anything is made, with what is wrong in its own cell; it goes with the page until it holds.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from nettmelding.core import sheets
from nettmelding.core.errors import AppError, Invalid, NotFound, Refused
from nettmelding.notices import (
    family,
    labels,
    making,
    making_children,
    making_pattern,
    making_rows,
    making_template,
    queries,
)
from nettmelding.notices.making import Column, NewChild
from nettmelding.notices.making_rows import Grid
from nettmelding.notices.models import Notice
from nettmelding.notices.status import Status
from nettmelding.organisations import access
from nettmelding.web.block.making_preview import Preview, preview_of
from nettmelding.web.components import Field as Control
from nettmelding.web.components import FieldKind, Option, Tab, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast

LARGEST_BYTES = 5 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PATTERN, PASTE, FILE, COPY = "monster", "lim", "fil", "kopi"
_LOWEST = (
    ("H01", gettext_lazy("1. etasje")),
    ("U01", gettext_lazy("Underetasjen")),
    ("K01", gettext_lazy("Kjelleren")),
)


@dataclass(frozen=True, slots=True)
class Way:
    """One way to make them: what it is called, and how its form becomes rows."""

    text: str | Promise
    read: Callable[["Making"], Grid]


@dataclass(frozen=True, slots=True)
class Making:
    """The mother, what may be said of her metering points, and what was posted."""

    mother: Notice
    children: list[Notice]
    columns: list[Column]
    posted: Mapping[str, str] = field(default_factory=dict)
    file: "UploadedFile[Any] | None" = None

    def text(self, name: str) -> str:
        return self.posted.get(name, "").strip()


@require_http_methods(["GET", "POST"])
@acting
def making_page(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """The ways; after a press what was read; after another the metering points."""
    asked = _asked(request, notice_id)
    way = request.GET.get("vei", PATTERN) if request.GET.get("vei") in _WAYS else PATTERN
    grid: Grid | None = None
    problem: AppError | None = None
    if request.method == "POST":
        try:
            grid = _grid(request, asked, way)
            rows = _read(grid, asked)
            if request.POST.get("do") == "make" and not any(row.problems for row in rows):
                return _make(request, asked, rows)
        except Refused:
            raise
        except AppError as error:
            problem = error
    preview = preview_of(grid, _read(grid, asked), asked.columns) if grid else None
    return page(
        request, "block/making.html", _context(asked, way, preview, problem), status=problem.status if problem else 200
    )


@require_GET
@acting
def template(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """The spreadsheet to fill in."""
    asked = _asked(request, notice_id)
    answer = HttpResponse(making_template.workbook(asked.columns), content_type=XLSX)
    answer.headers["Content-Disposition"] = 'attachment; filename="anlegg.xlsx"'
    return answer


def _asked(request: ActingRequest, notice_id: UUID) -> Making:
    mother = queries.get(request.actor, notice_id)
    if mother.contractor_id != request.actor.organisation_id or not access.may_write_notices(request.actor):
        raise NotFound
    if not family.is_mother(mother):
        raise Refused("no_block", _("Dette er ikke en melding om flere måleranlegg."))
    children = list(mother.children.exclude(status__in=(Status.WITHDRAWN, Status.LAPSED)).order_by("position", "id"))
    posted = {name: str(request.POST[name]).replace("\r\n", "\n") for name in request.POST}
    return Making(mother, children, making.columns(mother.types), posted, request.FILES.get("file"))


def _grid(request: ActingRequest, asked: Making, way: str) -> Grid:
    """From the page where it carries the rows already, with what was mended there; else from the way's own form."""
    if request.POST.get("do") in ("again", "make"):
        columns = {at: asked.posted[name] for name, at in _numbered(asked.posted, "column")}
        dropped = [at for _name, at in _numbered(asked.posted, "drop")]
        return making_rows.changed(
            making_rows.loaded(asked.text("grid")), columns, _cells(asked.posted), dropped, asked.columns
        )
    return _WAYS[way].read(asked)


def _read(grid: Grid, asked: Making) -> list[NewChild]:
    taken = [(_answer(child, making.ENTRANCE), _answer(child, making.UNIT)) for child in asked.children]
    return making.children(grid.texts(), asked.columns, taken=taken, room=making.MOST - len(asked.children))


def _make(request: ActingRequest, asked: Making, rows: list[NewChild]) -> HttpResponse:
    made = making_children.make(request.actor, asked.mother.id, rows)
    said = ngettext("%(count)s anlegg er lagt til.", "%(count)s anlegg er lagt til.", len(made))
    toast(request, said % {"count": len(made)})
    return HttpResponseRedirect(reverse("block:table", args=[asked.mother.id]))


def _by_pattern(asked: Making) -> Grid:
    words = asked.text("words")
    if words:
        blocks = making_pattern.in_words(words)
    else:
        numbers = {name: _whole(asked.text(name), name) for name in ("flats", "floors", "per_floor", "common")}
        flats = numbers["flats"] or (numbers["floors"] or 0) * (numbers["per_floor"] or 0)
        entrances = making_pattern.entrances_in(asked.text("entrances"))
        if not numbers["flats"]:
            flats *= max(1, len(entrances))
        blocks = making_pattern.in_fields(
            flats=flats,
            entrances=entrances,
            floors=numbers["floors"],
            per_floor=numbers["per_floor"],
            lowest=asked.text("lowest"),
            common=numbers["common"] or 0,
        )
    return making_rows.from_texts(making_pattern.rows(blocks), asked.columns)


def _by_paste(asked: Making) -> Grid:
    text = asked.posted.get("rows", "")
    if not text.strip():
        raise _wrong("rows", _("Lim inn radene fra regnearket."))
    return making_rows.from_rows(sheets.pasted(text.strip("\n") + "\n"), asked.columns)


def _by_file(asked: Making) -> Grid:
    if asked.file is None:
        raise _wrong("file", _("Velg en fil."))
    if (asked.file.size or 0) > LARGEST_BYTES:
        raise _wrong("file", _("Filen er for stor."))
    try:
        return making_rows.best_sheet(sheets.read(asked.file.read()), asked.columns)
    except Invalid as error:
        raise _wrong("file", error.message) from None


def _by_copy(asked: Making) -> Grid:
    times = _whole(asked.text("times"), "times")
    like = next((child for child in asked.children if str(child.id) == asked.text("like")), None)
    if like is None:
        raise _wrong("like", _("Velg anlegget som skal kopieres."))
    if not times or times > making.MOST:
        raise _wrong("times", _("Skriv hvor mange, fra 1 til %(most)s.") % {"most": making.MOST})
    own = {making.UNIT, "site.meter_number"}
    row = {one.path: making.text_of(one, like.values()) for one in asked.columns if one.path not in own}
    return making_rows.from_texts([row | {making.UNIT: ""}] * times, asked.columns)


_WAYS: Mapping[str, Way] = {
    PATTERN: Way(gettext_lazy("Etter mønster"), _by_pattern),
    PASTE: Way(gettext_lazy("Lim inn"), _by_paste),
    FILE: Way(gettext_lazy("Fra fil"), _by_file),
    COPY: Way(gettext_lazy("Kopi av ett"), _by_copy),
}


def _context(asked: Making, way: str, preview: Preview | None, problem: AppError | None) -> dict[str, Any]:
    errors = problem.fields or {"": problem.message} if problem else {}
    here = reverse("block:making", args=[asked.mother.id])
    offered = [name for name in _WAYS if name != COPY or asked.children]
    return {
        "mother": asked.mother,
        "title": _("Legg til anlegg"),
        "over": asked.mother.number or labels.address(asked.mother) or _("Kladd"),
        "lead": _lead(len(asked.children)),
        "tabs": [Tab(text=str(_WAYS[name].text), href=f"{here}?vei={name}", current=name == way) for name in offered],
        "way": way,
        "fields": _fields(asked, way, errors),
        "by_words": way == PATTERN and not any(asked.text(name) for name in ("flats", "floors", "per_floor")),
        "action": f"{here}?vei={way}",
        "errors": errors,
        "faults": faults(errors) if errors else (),
        "preview": preview,
        "back": reverse("block:table", args=[asked.mother.id]),
        "template": reverse("block:template", args=[asked.mother.id]),
    }


def _fields(asked: Making, way: str, errors: Mapping[str, str]) -> list[Control]:
    def asked_for(name: str, label: str, **more: Any) -> Control:
        return Control(name=name, label=label, value=asked.text(name), error=errors.get(name, ""), **more)

    if way == PASTE:
        hint = _("Kopier radene i regnearket, gjerne med overskriftene, og lim dem inn her.")
        return [asked_for("rows", _("Rader"), kind=FieldKind.TEXTAREA, rows=8, hint=hint)]
    if way == COPY:
        options = [Option(value=str(child.id), text=_name(child)) for child in asked.children]
        return [
            asked_for("like", _("Anlegg"), kind=FieldKind.SELECT, options=options, width=4),
            asked_for("times", _("Antall kopier"), kind=FieldKind.DIGITS, width=2),
        ]
    if way == FILE:
        return []
    lowest = [Option(value=code, text=str(text)) for code, text in _LOWEST]
    return [
        asked_for("words", _("Hvor mange"), placeholder=_("10 leiligheter + 1 felles"), maxlength=500),
        asked_for("flats", _("Leiligheter i alt"), kind=FieldKind.DIGITS, width=2, optional=True),
        asked_for("common", _("Felles anlegg"), kind=FieldKind.DIGITS, width=2, optional=True),
        asked_for("entrances", _("Innganger"), width=2, optional=True, placeholder="5A, 5B"),
        asked_for("floors", _("Etasjer"), kind=FieldKind.DIGITS, width=2, optional=True),
        asked_for("per_floor", _("Leiligheter i hver etasje"), kind=FieldKind.DIGITS, width=2, optional=True),
        asked_for("lowest", _("Laveste etasje"), kind=FieldKind.SELECT, width=2, options=lowest),
    ]


def _lead(standing: int) -> str:
    if not standing:
        return _("Alt vises før noe blir laget.")
    return ngettext("Det er %(count)s anlegg fra før.", "Det er %(count)s anlegg fra før.", standing) % {
        "count": standing
    }


def _name(child: Notice) -> str:
    place = " ".join(filter(None, (_answer(child, making.ENTRANCE), _answer(child, making.UNIT))))
    return " · ".join(filter(None, (f"{child.position}", place, child.customer_name)))


def _answer(child: Notice, path: str) -> str:
    return str(child.values().get(path) or "")


def _whole(typed: str, name: str) -> int | None:
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or len(typed) > 4:
        raise _wrong(name, _("Skriv et helt tall."))
    return int(typed)


def _numbered(posted: Mapping[str, str], kind: str) -> list[tuple[str, int]]:
    """Controls named `kind.1`, with their number."""
    return [(name, numbers[0]) for name, numbers in _named(posted, kind) if len(numbers) == 1]


def _cells(posted: Mapping[str, str]) -> dict[tuple[int, int], str]:
    """Row and column → text, from controls named `cell.1.2`."""
    return {(at[0], at[1]): posted[name] for name, at in _named(posted, "cell") if len(at) == 2}


def _named(posted: Mapping[str, str], kind: str) -> Iterator[tuple[str, list[int]]]:
    for name in posted:
        first, *rest = name.split(".")
        if first == kind and all(part.isascii() and part.isdigit() and len(part) < 5 for part in rest):
            yield name, [int(part) for part in rest]


def _wrong(name: str, sentence: str) -> Invalid:
    return Invalid("making", sentence, fields={name: sentence})
