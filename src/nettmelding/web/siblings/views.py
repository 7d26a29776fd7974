"""The list with ticks. Each press posts the whole list and gives it back, so that nothing needs script."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from django.http import HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from nettmelding.core.errors import AppError
from nettmelding.installations.siblings import Siblings
from nettmelding.notices import labels, siblings
from nettmelding.notices.siblings import Beside
from nettmelding.web.components import Note, NoteKind, Option, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast
from nettmelding.web.siblings.rows import row_of

SHOWN = 100
"""Rows on the page; what is ticked beyond them stays ticked."""
_PRESSES = frozenset({"all", "live", "none", "filter"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What the page was posted with."""

    ticked: frozenset[UUID]
    query: str = ""
    goes: UUID | None = None
    press: str = ""
    point: str = ""
    name: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    said: Note | None = None


@require_http_methods(["GET", "POST"])
@acting
def listing(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """The metering points beside the notice's own; with a POST what was pressed. The grid company has the installation's page."""
    found = siblings.beside(request.actor, notice_id)
    if request.actor.is_grid_company and found.notice.metering_point:
        return redirect("installation:installation", found.notice.metering_point.installation_id)
    if request.method != "POST":
        wish = Wish(found.named, request.GET.get("q", ""), found.goes)
        return _show(request, found, wish)
    wish = _read(request.POST)
    if wish.press == "name":
        return _name(request, found, wish)
    if wish.press in _PRESSES:
        return _show(request, found, _pressed(found, wish))
    try:
        return _done(request, found, wish)
    except AppError as error:
        if not error.fields:
            raise
        return _show(request, found, replace(wish, errors=error.fields), 422)


def _done(request: ActingRequest, found: Beside, wish: Wish) -> HttpResponseBase:
    """Take the ticked ones into the notice."""
    notice_id = found.notice.id
    if wish.press == "include":
        count = len(siblings.include(request.actor, notice_id, wish.ticked))
        toast(request, ngettext("Ett anlegg er lagt til.", "%(count)s anlegg er lagt til.", count) % {"count": count})
        return redirect(reverse("form:edit", args=[notice_id]))
    siblings.name_meters(request.actor, notice_id, wish.ticked, goes=wish.goes)
    count = len(wish.ticked)
    toast(
        request, ngettext("Ett målernummer er fylt ut.", "%(count)s målernumre er fylt ut.", count) % {"count": count}
    )
    return redirect(reverse("form:edit", args=[notice_id]))


def _name(request: ActingRequest, found: Beside, wish: Wish) -> HttpResponseBase:
    """Match or no match, in the same words whatever the reason."""
    try:
        match = siblings.name_fits(request.actor, found.notice.id, UUID(wish.point), wish.name)
    except ValueError:
        sentence = _("Velg hvilket anlegg navnet gjelder.")
        return _show(request, found, replace(wish, errors={"point": sentence}), 422)
    except AppError as error:
        if error.status == 404:
            raise
        return _show(request, found, replace(wish, errors=error.fields or {"name": error.message}), error.status)
    said = (
        Note(kind=NoteKind.GOOD, title=_("Navnet stemmer."), live=True)
        if match
        else Note(
            kind=NoteKind.WARN,
            title=_("Vi kan ikke bekrefte navnet."),
            text=_("Se over skrivemåten, eller spør kunden. Nettselskapet kan hjelpe."),
            live=True,
        )
    )
    return _show(request, found, replace(wish, said=said))


def _pressed(found: Beside, wish: Wish) -> Wish:
    """With what *Alle*, *Alle i bruk* or *Ingen* ticks among those that fit the filter."""
    fitting = found.siblings.only(wish.query)
    live, idle = {one.id for one in fitting.live}, {one.id for one in fitting.idle}
    ticked = {
        "all": wish.ticked | live | idle,
        "live": (wish.ticked | live) - idle,
        "none": wish.ticked - live - idle,
        "filter": wish.ticked,
    }[wish.press]
    return replace(wish, ticked=frozenset(ticked))


def _read(data: QueryDict) -> Wish:
    return Wish(
        ticked=frozenset(filter(None, map(_id, data.getlist("id")))),
        query=data.get("q", "")[:60],
        goes=_id(data.get("goes", "")),
        press=data.get("do", ""),
        point=data.get("point", ""),
        name=data.get("name", "")[:200],
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _show(request: ActingRequest, found: Beside, wish: Wish, status: int = 200) -> HttpResponseBase:
    fitting = found.siblings.only(wish.query)
    shown = fitting.first(SHOWN)
    on_page = {one.id for one in (*shown.live, *shown.idle)}
    own = found.own.id if found.own else None
    live, idle = (
        [row_of(one, ticked=wish.ticked, own=own, goes=wish.goes, included=found.included) for one in part]
        for part in (shown.live, shown.idle)
    )
    context = {
        "notice": found.notice,
        "title": _("Sidestilte anlegg"),
        "lead": " · ".join(filter(None, [labels.address(found.notice), labels.type_names(found.notice.types)])),
        "found": found,
        "wish": wish,
        "live": live,
        "idle": idle,
        "kept": [one for one in wish.ticked if one not in on_page],
        "more": fitting.count - len(on_page),
        "is_whole": fitting.count == found.siblings.count == len(on_page),
        "count": found.siblings.count,
        "ticked_count": len(wish.ticked),
        "points": _points(found.siblings),
        "faults": faults(wish.errors),
        "back_href": reverse("form:edit" if found.editable else "case:case", args=[found.notice.id]),
        "name_asked": bool(wish.name or wish.said or wish.errors.keys() & {"name", "point"}),
    }
    return page(request, "siblings/list.html", context, status)


def _points(every: Siblings) -> list[Option]:
    """Those that a name can be asked about."""
    return [
        Option(value=str(one.id), text=" · ".join(filter(None, [one.where, one.meter_number]))) for one in every.live
    ]
