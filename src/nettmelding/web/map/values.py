"""Short-circuit values at an object: in its panel, with a planned cable, and into the notice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core.errors import Invalid, NotFound
from nettmelding.grid import queries, value_files, values, words
from nettmelding.grid.figures import FIGURES, SYSTEM_NAMES, Origin, number_text
from nettmelding.grid.models import GridObject
from nettmelding.grid.network import NORMAL, RESERVE
from nettmelding.grid.values import ShortCircuit, ValueSet
from nettmelding.notices import map_values
from nettmelding.notices.catalogue.values import read_number
from nettmelding.web.components import Field, FieldKind
from nettmelding.web.map import frame
from nettmelding.web.map.where import Where, on_map
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.shell.toasts import toast

TYPE, LENGTH = "type", "lengde"
PANEL = "panel"
"""What a form in the panel beside the map posts, so that one comes back to the map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One set of values: a column. `used`: it stands in the notice."""

    origin: str
    state: str
    name: str
    """Which one it is, in one line: heading and state."""
    heading: str
    state_name: str
    """Empty for the grid company's own values: they say nothing of it."""
    on: str
    terminal: str
    has_figures: bool
    missing: tuple[str, ...]
    copy: str
    used: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure, by the order of the columns; a dash where a set does not say."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """All sets of values at an object beside each other. `about`: what they have in common, such as `IT 230 V`."""

    columns: tuple[Reading, ...]
    rows: tuple[Row, ...]
    more: tuple[Row, ...]
    about: str
    assumptions: tuple[str, ...]
    """What the computed ones rest on, each once."""

    @property
    def missing(self) -> bool:
        return any(one.missing for one in self.columns)

    @property
    def own(self) -> bool:
        return any(one.origin == Origin.OWN for one in self.columns)

    @property
    def computed(self) -> bool:
        return any(one.origin != Origin.OWN for one in self.columns)


def context(where: Where, found: GridObject) -> dict[str, Any]:
    """What the object's page and panel show of values; nothing for objects without. Errors: TooMany."""
    if found.kind not in values.WITH_VALUES:
        return {}
    at = values.values_at(where.view, found)
    return {
        "edition_on": at.edition_on,
        "readings": _readings(where, at),
        "may_use": _may_use(where),
        "use_href": _use_href(where, found),
        "forget_href": where.href("forget", found.object_id) if where.notice_id else "",
        "may_take_out": where.view.rules.downloads or where.actor.organisation_id == where.view.grid_company_id,
        "csv_href": where.href("values-csv", found.object_id),
        "json_href": where.href("values-json", found.object_id),
        "way_href": where.href("way", found.object_id) if found.feeder is not None else "",
        "way_places_href": where.href("way-places", found.object_id),
        "planned_href": where.href("planned", found.object_id) if _has_planned(found, at) else "",
        "planned_fields": _planned_fields("", "", {}),
    }


@require_POST
@on_map
def use(request: ActingRequest, where: Where, object_id: UUID) -> HttpResponseBase:
    """*Bruk i meldingen*. Errors: those of `map_values.use`."""
    if where.notice_id is None:
        raise NotFound
    cable = _cable(request.POST.get(TYPE, ""), request.POST.get(LENGTH, "")) if request.POST.get(TYPE) else None
    map_values.use(
        request.actor,
        where.notice_id,
        object_id,
        request.POST.get("state", NORMAL),
        origin=request.POST.get("origin", ""),
        cable=cable,
    )
    toast(request, _("Verdiene er lagt inn i meldingen."))
    return _back(request, where, object_id)


@require_POST
@on_map
def forget(request: ActingRequest, where: Where, object_id: UUID) -> HttpResponseBase:
    """Out of the notice again. Errors: those of `map_values.forget`."""
    if where.notice_id is None:
        raise NotFound
    map_values.forget(request.actor, where.notice_id)
    toast(request, _("Verdiene er tatt ut av meldingen."))
    return _back(request, where, object_id)


@require_GET
@on_map
def planned(request: ActingRequest, where: Where, object_id: UUID) -> HttpResponseBase:
    """Values at the end of a planned cable from a cabinet. Errors: NotFound for another object."""
    framed = frame.context(where)
    found = queries.get(where.view, object_id)
    if found.kind not in values.CABINETS:
        raise NotFound
    type_name, length = request.GET.get(TYPE, "").strip(), request.GET.get(LENGTH, "").strip()
    readings: Readings | None = None
    errors: dict[str, str] = {}
    if type_name or length:
        try:
            readings = _readings(where, values.with_cable(where.view, found, *_cable(type_name, length)))
        except Invalid as error:
            errors = dict(error.fields)
    told = {
        "where": where,
        "object": found,
        "object_title": words.title(found),
        "object_href": where.href("object", object_id),
        "planned_href": where.href("planned", object_id),
        "planned_fields": _planned_fields(type_name, length, errors),
        "planned_type": type_name,
        "planned_length": length,
        "readings": readings,
        "may_use": _may_use(where),
        "use_href": _use_href(where, found),
        "forget_href": where.href("forget", object_id) if where.notice_id else "",
    }
    status = 422 if errors else 200
    if request.htmx:  # type: ignore[attr-defined]
        answer = render(request, "map/object_planned.html", {**told, PANEL: True})
        answer.headers["Cache-Control"] = "private, no-store"
        return answer
    return page(request, "map/object_planned_page.html", {**framed, **told}, status=status)


def _readings(where: Where, at: ShortCircuit) -> Readings:
    used = map_values.used_in(where.notice) if where.notice is not None and _may_use(where) else None
    rows = list(_rows(at))
    return Readings(
        columns=tuple(_reading(at, one, used) for one in at.sets),
        rows=tuple(row for row, in_short in rows if in_short),
        more=tuple(row for row, in_short in rows if not in_short),
        about=_about(at),
        assumptions=tuple(dict.fromkeys(chain.from_iterable(_assumed(one) for one in at.sets))),
    )


def _assumed(one: ValueSet) -> tuple[str, ...]:
    return () if one.origin is Origin.OWN else (one.origin.words, *one.assumptions)


def _reading(at: ShortCircuit, one: ValueSet, used: Any) -> Reading:
    is_own = one.origin is Origin.OWN
    return Reading(
        origin=one.origin.value,
        state=one.state,
        name=one.origin.words if is_own else f"{_HEADINGS[one.origin]}, {one.state_name.lower()}",
        heading=str(_HEADINGS[one.origin]),
        state_name="" if is_own else str(_STATES.get(one.state, one.state)),
        on=one.on,
        terminal=one.terminal,
        has_figures=bool(one.figures),
        missing=one.missing,
        copy=value_files.as_text(at, one) if one.figures else "",
        used=bool(used) and _same(used, map_values.answer_of(at, one)),
    )


_HEADINGS: Mapping[Origin, str | Promise] = {
    Origin.OWN: gettext_lazy("Oppgitt"),
    Origin.COMPUTED: gettext_lazy("Beregnet"),
    Origin.PLANNED: gettext_lazy("Med kabelen"),
}
_STATES: Mapping[str, str | Promise] = {NORMAL: gettext_lazy("normal"), RESERVE: gettext_lazy("reserve")}
"""In a column's narrow heading."""


def _rows(at: ShortCircuit) -> Iterator[tuple[Row, bool]]:
    """Each figure that one of the sets has, and whether it is shown before the rest is asked for."""
    for figure in FIGURES:
        told = [one.figures.get(figure.name) for one in at.sets]
        if any(value is not None and figure.is_of(one.system) for value, one in zip(told, at.sets, strict=True)):
            cells = tuple("–" if value is None else number_text(value, figure.decimals) for value in told)
            label = f"{figure.label} ({figure.unit})" if figure.unit else str(figure.label)
            yield Row(label=label, cells=cells), figure.in_short


def _about(at: ShortCircuit) -> str:
    """The network system and the upstream protection, as the first set that knows them has it."""
    system = next((SYSTEM_NAMES[one.system] for one in at.sets if one.system), "")
    fuse = next((value_files.protection_text(one) for one in at.sets if one.protection), "")
    return ". ".join(filter(None, [system, _("Foranstående vern %(fuse)s") % {"fuse": fuse} if fuse else ""]))


def _same(used: Any, answer: dict[str, Any]) -> bool:
    return all(used.get(name) == answer[name] for name in ("object_id", "origin", "state", "values", "cable"))


def _may_use(where: Where) -> bool:
    return where.notice is not None and map_values.may_use(where.actor, where.notice)


def _use_href(where: Where, found: GridObject) -> str:
    return where.href("use", found.object_id) if where.notice_id else ""


def _has_planned(found: GridObject, at: ShortCircuit) -> bool:
    return found.kind in values.CABINETS and any(one.figures for one in at.sets)


def _cable(type_name: str, length: str) -> tuple[str, float]:
    """What was typed; a length that is none is refused as one that cannot be."""
    metres = read_number(length, "m")
    return type_name, float("nan") if metres is None else metres


def _planned_fields(type_name: str, length: str, errors: dict[str, str]) -> tuple[Field, ...]:
    return (
        Field(
            name=TYPE,
            label=_("Kabeltype"),
            value=type_name,
            placeholder="TFXP 4x50 Al",
            error=errors.get("type", ""),
            width=3,
        ),
        Field(
            name=LENGTH,
            label=_("Lengde"),
            kind=FieldKind.NUMBER,
            value=length,
            unit="m",
            error=errors.get("length_m", ""),
            width=3,
        ),
    )


def _back(request: ActingRequest, where: Where, object_id: UUID) -> HttpResponseBase:
    if request.POST.get(PANEL):
        return HttpResponseRedirect(f"{where.href('map')}?objekt={object_id}")
    return HttpResponseRedirect(where.href("object", object_id))
