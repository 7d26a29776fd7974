"""`/arbeidsordrer/lager`: the meters in store and vans, taken in, loaded, and the old ones given back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core.errors import AppError
from nettmelding.core.ids import read_uuid
from nettmelding.web import words
from nettmelding.web.components import Chip, Column, Fault, Field, FieldKind, Option, View, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast
from nettmelding.workorders import stock, stock_list
from nettmelding.workorders.models import StockMeter
from nettmelding.workorders.stock import KIND_NAMES, PLACE_NAMES, Place, Taken


@require_GET
@acting
def listing(request: ActingRequest) -> HttpResponse:
    """`?q=&sted=`. Errors: NotAllowed for who neither plans nor does work."""
    return _page(request)


@require_POST
@acting
def take_in(request: ActingRequest) -> HttpResponse:
    """`numbers` and a text file besides, `kind`, `store`. Errors: NotFound, NotAllowed."""
    stock_list.require_keeper(request.actor)
    try:
        numbers = stock_list.numbers(request.POST.get("numbers", ""), _file(request.FILES.get("file")))
        taken = stock.take_in(request.actor, numbers, request.POST.get("kind", ""), request.POST.get("store", ""))
    except AppError as problem:
        if problem.status in {403, 404}:
            raise
        return _page(request, problem)
    if taken.refused:
        return _page(request, taken=taken)
    toast(request, _taken(taken))
    return HttpResponseRedirect(reverse("workplan:stock"))


@require_POST
@acting
def load(request: ActingRequest) -> HttpResponse:
    """`meter` (several) into the van of `holder` (`user:firm`), or back into store. Errors: NotFound, NotAllowed."""
    user, _colon, firm = request.POST.get("holder", "").partition(":")
    ids = [found for text in request.POST.getlist("meter") if (found := read_uuid(text))]
    try:
        count = stock.load(request.actor, ids, read_uuid(user), read_uuid(firm))
    except AppError as problem:
        if problem.status in {403, 404}:
            raise
        return _page(request, problem)
    toast(request, ngettext("Måleren er flyttet.", "%(count)s målere er flyttet.", count) % {"count": count})
    return HttpResponseRedirect(_back(request.POST))


@require_POST
@acting
def give_back(request: ActingRequest, meter_id: UUID) -> HttpResponse:
    """An old one has come. Errors: NotFound, NotAllowed."""
    try:
        stock.returned(request.actor, stock_list.get(request.actor, meter_id).number)
    except AppError as problem:
        if problem.status in {403, 404}:
            raise
        return _page(request, problem)
    toast(request, _("Måleren er levert tilbake."))
    return HttpResponseRedirect(_back(request.POST))


def _page(request: ActingRequest, problem: AppError | None = None, taken: Taken | None = None) -> HttpResponse:
    query, place = request.GET.get("q", ""), request.GET.get("sted", "")
    actor = request.actor
    found = stock.listed(actor, query, place)
    keeps = stock_list.may_keep(actor)
    errors = problem.fields if problem else {}
    here = reverse("workplan:stock")
    context = {
        "rows": [_row(one) for one in found],
        "columns": _columns(keeps),
        "views": _views(actor_counts=stock_list.counted(actor), place=place),
        "chips": [Chip(text=f"«{query}»", href=f"{here}?sted={place}" if place else here)] if query else [],
        "query": query,
        "place": place,
        "kept": {"sted": place} if place else {},
        "keeps": keeps,
        "holders": _holders(request) if keeps else [],
        "fields": _fields(request.POST, errors) if keeps else [],
        "faults": _faults(problem),
        "taken": _taken(taken) if taken else "",
        "refused": taken.refused[:50] if taken else (),
        "opens": bool(problem or taken),
        "more": len(found) >= stock.MOST,
        "more_text": _("Her vises høyst %(most)s målere. Søk på nummeret for å finne flere.") % {"most": stock.MOST},
        "back": request.GET.urlencode(),
    }
    return page(request, "workplan/stock.html", context, status=problem.status if problem else 200)


def _row(one: StockMeter) -> dict[str, object]:
    order = one.hung_with or one.reserved_for
    where = one.holder.name if one.holder else one.store if one.place == Place.STORE else ""
    firm = one.holder_firm.name if one.holder_firm else ""
    return {
        "id": one.id,
        "number": one.number,
        "kind": KIND_NAMES[one.kind],
        "place": PLACE_NAMES[one.place],
        "where": where,
        "firm": firm,
        "order": order.number if order else "",
        "order_href": reverse("workorders:order", args=[order.id]) if order else "",
        "reserved": one.reserved_for_id is not None,
        "movable": one.place in stock.AT_HAND,
        "on_way": one.place == Place.TAKEN_DOWN,
        "changed": words.day_of(one.changed_at),
    }


def _columns(keeps: bool) -> list[Column]:
    first = [Column(text=_("Velg"), narrow=True, hidden=True)] if keeps else []
    names = [_("Nummer"), _("Slag"), _("Sted"), _("Hos"), _("Ordre"), _("Endret")]
    return [*first, *(Column(text=name) for name in names)]


def _views(actor_counts: dict[str, int], place: str) -> list[View]:
    here = reverse("workplan:stock")
    every = View(text=_("Alle"), href=here, current=not place)
    return [
        every,
        *(
            View(text=f"{name} ({actor_counts.get(str(code), 0)})", href=f"{here}?sted={code}", current=place == code)
            for code, name in PLACE_NAMES.items()
        ),
    ]


def _holders(request: ActingRequest) -> list[Option]:
    people = [
        Option(value=f"{one.user.id}:{one.firm.id}", text=f"{one.user.name}, {one.firm.name}")
        for one in stock_list.holders(request.actor)
    ]
    return [Option(value="", text=_("Tilbake på lager")), *people]


def _fields(typed: QueryDict, errors: dict[str, str]) -> list[Field]:
    kinds = [Option(value=str(code), text=str(name)) for code, name in KIND_NAMES.items()]
    return [
        Field(name="kind", label=_("Slag"), kind=FieldKind.SELECT, options=kinds, value=typed.get("kind", ""), width=3,
              placeholder=_("Velg slag"), error=errors.get("kind", "")),
        Field(name="store", label=_("Lager"), value=typed.get("store", ""), width=3, optional=True, maxlength=80),
        Field(name="numbers", label=_("Målernumre"), kind=FieldKind.TEXTAREA, rows=6, value=typed.get("numbers", ""),
              hint=_("Ett nummer på hver linje, eller lim inn fra et regneark."), error=errors.get("numbers", "")),
    ]  # fmt: skip


def _taken(taken: Taken) -> str:
    new = ngettext("Én måler er tatt inn.", "%(count)s målere er tatt inn.", taken.new) % {"count": taken.new}
    known = ngettext("Én sto der fra før.", "%(count)s sto der fra før.", taken.known) % {"count": taken.known}
    return f"{new} {known}" if taken.known else new


def _file(handed_in: Any) -> bytes:
    return handed_in.read(stock_list.MOST_BYTES + 1) if handed_in else b""


def _back(sent: QueryDict) -> str:
    query = QueryDict(sent.get("tilbake", ""))
    kept = QueryDict(mutable=True)
    for name in ("q", "sted"):
        if query.get(name):
            kept[name] = query[name]
    return reverse("workplan:stock") + (f"?{kept.urlencode()}" if kept else "")


def _faults(problem: AppError | None) -> Sequence[Fault]:
    if problem is None:
        return []
    return list(faults(problem.fields)) if problem.fields else [Fault(text=problem.message)]
