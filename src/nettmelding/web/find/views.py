"""*Søk anlegg*: at the start of a new notice, and in one that is being filled in. What is searched for is posted: it is never
part of an address."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.core.errors import AppError, NotAllowed, NotFound
from nettmelding.installations import choices, searching
from nettmelding.installations.reading import By
from nettmelding.notices import places, places_near
from nettmelding.notices.catalogue.model import Stage
from nettmelding.notices.models import Notice
from nettmelding.organisations import access
from nettmelding.web.components import Field, faults
from nettmelding.web.find import hits
from nettmelding.web.form import state
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast
from nettmelding.web.start import choosing, making

QUERY, PICKED, NAME = "q", "anlegg", "customer_name"
_BESIDE_THE_FIELD = {404, 409, 422, 429}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the search stands: before a notice is made, or in one."""

    purpose: str
    back: str
    chosen: choosing.Chosen | None = None
    notice: Notice | None = None


@acting
def search(request: ActingRequest) -> HttpResponseBase:
    """Before there is a notice; the grid company's people search here too."""
    if not searching.may_search(request.actor):
        raise NotAllowed("no_search", _("Du kan ikke søke etter anlegg her."))
    chosen = choosing.read(request.GET)
    back = reverse("start:new") + chosen.address() if request.actor.is_contractor else ""
    return _page(request, Place("new notice" if request.actor.is_contractor else "case work", back, chosen))


@acting
def in_notice(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """In a notice that is being filled in."""
    notice = state.read(request.actor, notice_id, Stage.NOTICE).notice
    return _page(request, Place(f"notice {notice_id}", reverse("form:edit", args=[notice_id]), notice=notice))


def _page(request: ActingRequest, place: Place) -> HttpResponseBase:
    typed = request.POST.get(QUERY, "")
    if request.method != "POST":
        return _show(request, place, "")
    wrong: dict[str, str] = {}
    picked = request.POST.get(PICKED, "")
    try:
        if picked:
            return _use(request, place, _stated(request, place, picked))
    except AppError as error:
        if error.status not in _BESIDE_THE_FIELD or isinstance(error, NotFound):
            raise
        wrong = {str(choices.read(request.actor, picked).point.id): error.message}
    return _show(request, place, typed, wrong)


def _stated(request: ActingRequest, place: Place, picked: str) -> str:
    """The choice, with the customer's name where one was stated."""
    choice = choices.read(request.actor, picked)
    name = request.POST.get(f"{NAME}.{choice.point.id}", "").strip()
    if not name or choice.in_hand:
        return picked
    return choices.with_customer(request.actor, choice, name, purpose=place.purpose)


def _use(request: ActingRequest, place: Place, picked: str) -> HttpResponseBase:
    if not access.may_write_notices(request.actor):
        raise NotAllowed("not_yours", _("Bare installatører lager meldinger."))
    if place.notice is not None:
        places.use_found(request.actor, place.notice.id, picked)
        toast(request, _("Anlegget er hentet. Se over det som er fylt ut."))
        return redirect("form:edit", place.notice.id)
    choices.read(request.actor, picked)
    chosen = replace(place.chosen or choosing.Chosen(), point=picked)
    made = making.draft(request.actor, chosen)
    return redirect("form:edit", made.id) if made else redirect(reverse("start:new") + chosen.address())


def _show(request: ActingRequest, place: Place, typed: str, wrong: dict[str, str] | None = None) -> HttpResponseBase:
    context: dict[str, Any] = {
        "place": place,
        "notice": place.notice,
        "typed": typed,
        "field": Field(
            name=QUERY,
            label=_("Målernummer, målepunkt-ID eller adresse"),
            value=typed,
            hint=_("Alle sifrene på måleren. Navn på kunde går også.")
            if request.actor.is_grid_company
            else _("Alle sifrene, slik de står på måleren eller regningen. Mellomrom gjør ikke noe."),
            width=6,
            attrs={"autocomplete": "off", "spellcheck": "false", "maxlength": "200", "data-find": ""},
        ),
    }
    status = 200
    if request.method == "POST":
        try:
            found = searching.search(request.actor, typed, purpose=place.purpose)
            context |= _answer(request, place, found, typed, wrong or {})
            status = 422 if wrong else 200
        except AppError as error:
            if error.status not in _BESIDE_THE_FIELD:
                raise
            status = error.status
            context["field"] = replace(context["field"], error=error.message)
            context["faults"] = faults({QUERY: error.message})
    return page(request, "find/search.html", context, status=status)


def _answer(
    request: ActingRequest, place: Place, found: searching.Found, typed: str, wrong: dict[str, str]
) -> dict[str, Any]:
    company = place.notice.grid_company_id if place.notice else None
    rows = hits.hits(request.actor, found, company)
    names = [
        Field(
            name=f"{NAME}.{row.key}",
            label=_("Navnet på kunden"),
            value=request.POST.get(f"{NAME}.{row.key}", ""),
            help=_("Skriv hele navnet. Stemmer det, kommer kunden med. Navn vises ikke ved søk på adresse."),
            error=wrong.get(str(row.key), ""),
            width=6,
        )
        if row.asks_name
        else None
        for row in rows
    ]
    near = [] if rows else places_near.meters_near(request.actor, typed, place.notice.id if place.notice else None)
    return {
        "found": found,
        "rows": list(zip(rows, names, strict=True)),
        "near": near,
        "elsewhere": hits.names(found.elsewhere),
        "problems": sorted({one.problem for one in found.looked.values() if one.problem}),
        "by_number": found.wanted.by in {By.METER, By.ID},
        "number": found.wanted.number,
        "may_use": access.may_write_notices(request.actor),
        "faults": faults({f"{NAME}.{key}": message for key, message in wrong.items()}),
    }
