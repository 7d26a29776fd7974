"""Deviations: the list, each on its page with pictures before and after, and how many of each kind, for learning."""

from typing import Any, BinaryIO, cast
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core.errors import AppError, NotFound
from nettmelding.documents import queries as documents
from nettmelding.notices import queries as notices
from nettmelding.notices import timeline
from nettmelding.organisations.waits import about
from nettmelding.web import words
from nettmelding.web.case.files import guarded
from nettmelding.web.case.moments import moments
from nettmelding.web.components import Fact, Fault, Note, NoteKind, Option, State, View, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast
from nettmelding.web.workorders import rows
from nettmelding.workorders import deviations, learning, queries
from nettmelding.workorders.catalogue.load import catalogue
from nettmelding.workorders.deviations import STANDING, Photograph
from nettmelding.workorders.deviations import State as Stands
from nettmelding.workorders.models import Deviation

VIEWS: dict[str, tuple[str, ...]] = {"": STANDING, "rettes": (Stands.OPEN,), "rettet": (Stands.MENDED,), "alle": ()}


@require_GET
@acting
def listing(request: ActingRequest) -> HttpResponse:
    """`/avvik?visning=rettes&slag=…`: those that stand unless others are asked for. Errors: NotFound."""
    actor = request.actor
    if not queries.may_see(actor):
        raise NotFound
    chosen = request.GET.get("visning", "")
    chosen = chosen if chosen in VIEWS else ""
    kind = request.GET.get("slag", "")
    kind = kind if kind in catalogue().deviations else ""
    found = deviations.listed(actor, states=VIEWS[chosen], kind=kind, cursor=request.GET.get("etter") or None)
    waits = about([one.id for one in found.items])
    names = {"": _("Åpne"), "rettes": _("Skal rettes"), "rettet": _("Meldt rettet"), "alle": _("Alle")}
    kept = {name: value for name, value in (("visning", chosen), ("slag", kind)) if value}
    context = {
        "rows": [rows.deviation_row(actor, one, waits.get(one.id)) for one in found.items],
        "views": [
            View(text=text, href="?" + urlencode({**kept, "visning": name}), current=name == chosen)
            for name, text in names.items()
        ],
        "kinds": [Option(value=one.code, text=one.name) for one in catalogue().deviations.values()],
        "kind": kind,
        "kept": {"visning": chosen} if chosen else {},
        "next": "?" + urlencode({**kept, "etter": found.next}) if found.next else "",
        "first": "?" + urlencode(kept) if request.GET.get("etter") else "",
    }
    return page(request, "workorders/deviations.html", context)


@require_GET
@acting
def statistics(request: ActingRequest) -> HttpResponse:
    """How many of each kind, month by month: a contractor's own, the grid company's of all. Errors: NotFound."""
    if not queries.may_see(request.actor):
        raise NotFound
    found = learning.by_month(request.actor)
    names = catalogue().deviations
    context = {
        "months": [date_format(month, "M") for month in found.months],
        "rows": [(names[kind].name, counts, sum(counts)) for kind, counts in found.rows],
        "lead": _("Avvik funnet i anlegg dere har meldt, de siste tolv månedene.")
        if request.actor.is_contractor
        else _("Avvik funnet hos dere, de siste tolv månedene."),
    }
    return page(request, "workorders/statistics.html", context)


@require_GET
@acting
def deviation(request: ActingRequest, deviation_id: UUID) -> HttpResponse:
    """Everything about one. Errors: NotFound."""
    return _page(request, deviations.get(request.actor, deviation_id), None)


@require_POST
@acting
def mend(request: ActingRequest, deviation_id: UUID) -> HttpResponse:
    """The contractor says that it is mended, with pictures of how it is now."""
    photos = [
        Photograph(file.name or "", cast(BinaryIO, file))
        for file in request.FILES.getlist("photos")
        if file is not None
    ]
    text = request.POST.get("text", "")
    return _step(
        request, deviation_id, _("Meldt rettet. Nettselskapet ser over."),
        lambda: deviations.mend(request.actor, deviation_id, text, photos),
    )  # fmt: skip


@require_POST
@acting
def close(request: ActingRequest, deviation_id: UUID) -> HttpResponse:
    """The grid company takes it as settled."""
    text = request.POST.get("text", "")
    return _step(
        request, deviation_id, _("Avviket er lukket."), lambda: deviations.close(request.actor, deviation_id, text)
    )


@require_POST
@acting
def give_back(request: ActingRequest, deviation_id: UUID) -> HttpResponse:
    """The grid company does not take it as mended."""
    text = request.POST.get("text", "")
    return _step(
        request, deviation_id, _("Gitt tilbake. Installatøren får beskjed."),
        lambda: deviations.give_back(request.actor, deviation_id, text),
    )  # fmt: skip


@require_GET
@acting
def after_photo(request: ActingRequest, deviation_id: UUID, document_id: UUID) -> HttpResponseBase:
    """How it looks now. Errors: NotFound."""
    document = deviations.opened(request.actor, deviation_id, document_id)
    return guarded(FileResponse(documents.content(document), content_type=document.content_type), document)


@require_GET
@acting
def after_thumb(request: ActingRequest, deviation_id: UUID, document_id: UUID) -> HttpResponseBase:
    """The same small. Errors: NotFound."""
    document = deviations.opened(request.actor, deviation_id, document_id)
    return guarded(FileResponse(documents.preview(document), content_type="image/webp"), document)


def _step(request: ActingRequest, deviation_id: UUID, text: str, do: Any) -> HttpResponse:
    """Do it; what was typed stays when it is refused."""
    try:
        do()
    except AppError as problem:
        if problem.status in {403, 404}:
            raise
        return _page(request, deviations.get(request.actor, deviation_id), problem)
    toast(request, text)
    return HttpResponseRedirect(reverse("workorders:deviation", args=[deviation_id]))


def _page(request: ActingRequest, found: Deviation, problem: AppError | None) -> HttpResponse:
    actor, wait = request.actor, about([found.id]).get(found.id)
    before, after = deviations.photos_of(found)
    wrong = dict(problem.fields) if problem else {}
    context = {
        "deviation": found,
        "title": rows.deviation_name(found),
        "over": " · ".join([_("Avvik"), rows.severity_name(found), queries.title(found.order)]),
        "state": State(turn=words.deviation_turn(actor, found), word=str(deviations.STATE_NAMES[found.state])),
        "clock": " ".join(filter(None, words.answered_by(actor, wait))) if wait else "",
        "facts": _facts(found),
        "before": [
            {
                "href": reverse("workorders:photo", args=[one.order_id, one.id]),
                "thumb": reverse("workorders:thumb", args=[one.order_id, one.id]),
                "at": words.at(one.taken_at),
            }
            for one in before
            if one.document_id
        ],
        "after": [
            {
                "href": reverse("workorders:after-photo", args=[found.id, one.id]),
                "thumb": reverse("workorders:after-thumb", args=[found.id, one.id]),
                "at": words.at(one.created_at),
            }
            for one in after
        ],
        "answer": Note(kind=NoteKind.INFO, title=_("Nettselskapet:"), text=found.answer) if found.answer else None,
        "can": deviations.offered(actor, found),
        "moments": moments(actor, timeline.entries(actor, found.id)),
        "notice_href": _notice_href(request, found),
        "typed": request.POST.get("text", ""),
        "error": wrong.get("text", ""),
        "photo_error": wrong.get("photos", ""),
        "faults": _faults(problem),
    }
    return page(request, "workorders/deviation.html", context, status=problem.status if problem else 200)


def _faults(problem: AppError | None) -> list[Fault]:
    if problem is None:
        return []
    return list(faults(problem.fields)) if problem.fields else [Fault(text=problem.message)]


def _facts(found: Deviation) -> list[Fact]:
    known = (
        (_("Funnet"), _("%(when)s av %(who)s") % {"when": words.at(found.found_at), "who": found.found_by_name}),
        (_("Alvor"), rows.severity_name(found)),
        (_("Skal rettes av"), found.contractor.name if found.contractor else ""),
        (_("Frist"), words.day_of(found.due) if found.state in STANDING else ""),
        (_("Nettselskap"), found.grid_company.name),
    )
    order = Fact(
        term=_("Arbeidsordre"), value=found.order.number, href=reverse("workorders:order", args=[found.order_id])
    )
    return [*(Fact(term=term, value=value) for term, value in known if value), order]


def _notice_href(request: ActingRequest, found: Deviation) -> str:
    notice_id = found.order.notice_id
    if notice_id is None or not notices.visible_to(request.actor).filter(pk=notice_id).exists():
        return ""
    return reverse("workorders:of-notice", args=[notice_id])
