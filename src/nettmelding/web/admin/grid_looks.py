"""*Oppslag i kartet*: who has looked at what of the grid, when and for which case."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET

from nettmelding.core import clock, cursors
from nettmelding.core.actor import Actor
from nettmelding.grid import look_queries
from nettmelding.grid.look_queries import Filter, Shown
from nettmelding.grid.looks import What
from nettmelding.grid.models import MapLook
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.web import workbooks
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Chip, Column, Option, View
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.workbooks import Value

URL = "admin:grid-rules"
MOST_ROWS = 10_000
VIEWS: Mapping[Shown, str | Promise] = {
    Shown.ALL: gettext_lazy("Alle"),
    Shown.UNUSUAL: gettext_lazy("Uvanlig mange oppslag"),
    Shown.UNSENT: gettext_lazy("Kladder og forhåndssjekker"),
    Shown.OWN: gettext_lazy("Uten sak"),
}
KEPT = ("visning", "person", "firm", "case", "saken", "fra", "til")
_WIDTHS = (18, 26, 28, 24, 16, 10, 10, 10, 12, 12, 10)


@require_GET
@section(URL)
def looks(request: ActingRequest) -> HttpResponse:
    """The newest first, 50 a page; the filters stay in the address."""
    wish, problem = _wish(request.GET)
    found = cursors.page(look_queries.matching(request.actor, wish), look_queries.ORDER, request.GET.get("etter"))
    kept = {name: request.GET[name] for name in KEPT if request.GET.get(name)}
    context = {
        "tabs": tabs(request.actor, URL),
        "problem": problem,
        "typed": kept,
        "kept": {name: kept[name] for name in ("visning", "saken") if name in kept},
        "views": [
            View(text=str(text), href=_href({**kept, "visning": shown.value}), current=shown is wish.shown)
            for shown, text in VIEWS.items()
        ],
        "chips": _chips(wish, kept, found.items),
        **_choices(request.actor, wish),
        "columns": [Column(text=text) for text in (_("Tid"), _("Hvem"), _("Sak"), _("Hva"))],
        "lines": [_line(one) for one in found.items],
        "narrowed": bool(kept),
        "next": _href({**kept, "etter": found.next}) if found.next else "",
        "first": _href(kept) if request.GET.get("etter") else "",
        "export_href": f"{reverse('admin:grid-looks-list')}?{urlencode(kept)}",
    }
    return page(request, "admin/grid_looks.html", context)


@require_GET
@section(URL)
def workbook(request: ActingRequest) -> HttpResponseBase:
    """The same list, at most 10,000 rows."""
    wish, _problem = _wish(request.GET)
    rows = look_queries.matching(request.actor, wish).order_by(look_queries.ORDER, "-pk")[:MOST_ROWS]
    headings = [
        _("Tid"), _("Hvem"), _("Firma"), _("Sak"), _("Slag"), _("Ruter"), _("Objekter"), _("Verdier"), _("Nedlastinger"),
        _("Utskrifter"), _("Uvanlig mye"),
    ]  # fmt: skip
    return workbooks.answer("oppslag-i-kartet", _("Oppslag"), headings, _rows(rows.iterator(chunk_size=500)), _WIDTHS)


def _href(kept: Mapping[str, str]) -> str:
    return f"{reverse('admin:grid-looks')}?{urlencode(kept)}"


def _choices(actor: Actor, wish: Filter) -> dict[str, list[Option]]:
    firms = look_queries.firms(actor, wish.since, wish.organisation_id)
    people = look_queries.people(actor, wish.since, wish.organisation_id, wish.user_id)
    return {
        "firms": _options(wish.organisation_id, [(one.id, one.name) for one in firms]),
        "people": _options(wish.user_id, people),
    }


def _options(chosen: UUID | None, offered: Iterable[tuple[UUID, str]]) -> list[Option]:
    """A way back to all where one is chosen; the field itself offers it otherwise."""
    options = [Option(value=str(key), text=name) for key, name in offered]
    return [Option(value="", text=_("Alle")), *options] if chosen else options


def _chips(wish: Filter, kept: Mapping[str, str], found: Sequence[MapLook]) -> list[Chip]:
    """The case that is asked for by a link, which no field shows."""
    if wish.case_id is None:
        return []
    named = found[0].case_label if found else _("denne saken")
    return [Chip(text=named, href=_href({name: value for name, value in kept.items() if name != "saken"}))]


def _rows(rows: Iterator[MapLook]) -> Iterator[list[Value]]:
    for one in rows:
        yield [
            one.quarter, one.actor_name, one.organisation.name, one.case_label, _kind(one), len(one.cells),
            len(one.object_ids), *(one.counts.get(what, 0) for what in (What.VALUES, What.DOWNLOADS, What.PRINTS)),
            _("Ja") if one.unusual else "",
        ]  # fmt: skip


def _line(one: MapLook) -> dict[str, object]:
    return {
        "when": clock.oslo(one.quarter),
        "who": one.actor_name,
        "firm": one.organisation.name,
        "case": one.case_label or _("uten sak"),
        "more_href": _href({"saken": str(one.case_id)}) if one.case_id else "",
        "kind": _kind(one),
        "href": reverse(_PAGES[one.case_kind], args=[one.case_id]) if one.case_kind in _PAGES else "",
        "what": ", ".join(_what(one.counts, len(one.cells), len(one.object_ids))) or _("oversikten"),
        "unusual": one.unusual,
    }


_PAGES = {"notice": "case:case", "work_order": "workorders:order"}
"""Where a case is shown, by its kind."""


def _kind(one: MapLook) -> str:
    kinds = {
        "notice": _("Melding"),
        "draft": _("Kladd"),
        "precheck": _("Forhåndssjekk"),
        "work_order": _("Arbeidsordre"),
    }
    return kinds.get(one.case_kind, _("Eget nett"))


def _what(counts: Mapping[str, int], cells: int, objects: int) -> Iterator[str]:
    if cells:
        yield ngettext("%(n)s rute", "%(n)s ruter", cells) % {"n": cells}
    if objects:
        yield ngettext("%(n)s objekt", "%(n)s objekter", objects) % {"n": objects}
    if counts.get(What.VALUES):
        yield _("verdier")
    if downloads := counts.get(What.DOWNLOADS):
        yield ngettext("%(n)s nedlasting", "%(n)s nedlastinger", downloads) % {"n": downloads}
    if prints := counts.get(What.PRINTS):
        yield ngettext("%(n)s utskrift", "%(n)s utskrifter", prints) % {"n": prints}


def _wish(asked: QueryDict) -> tuple[Filter, str]:
    """What the address asks for; a date that cannot be read is passed over, and said."""
    since, until, problem = _day(asked.get("fra", "")), _day(asked.get("til", "")), ""
    if any(asked.get(name) and day is None for name, day in (("fra", since), ("til", until))):
        problem = _("Skriv datoen som dd.mm.åååå.")
    return Filter(
        user_id=_id(asked.get("person", "")), organisation_id=_id(asked.get("firm", "")), case=asked.get("case", "")[:100],
        case_id=_id(asked.get("saken", "")), since=since, until=until,
        shown=Shown(asked.get("visning", "")) if asked.get("visning") in set(Shown) else Shown.ALL,
    ), problem  # fmt: skip


def _day(text: str) -> date | None:
    return read_date(text, clock.today()) if text.strip() else None


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
