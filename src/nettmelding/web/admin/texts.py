"""*Kommentar*: the company's standard texts, to be picked into *Tilleggsinformasjon*."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nettmelding.core.errors import AppError, NotFound
from nettmelding.organisations import actions, queries
from nettmelding.organisations.models import StandardText
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.shell.toasts import toast

URL = "admin:texts"


@require_GET
@section(URL)
def texts(request: ActingRequest) -> HttpResponse:
    """All of them in their order."""
    rows = list(queries.standard_texts(request.actor)[: actions.MOST_TEXTS])
    return page(request, "admin/texts.html", {"tabs": tabs(request.actor, URL), "texts": rows})


@require_http_methods(["GET", "POST"])
@section(URL)
def new(request: ActingRequest) -> HttpResponse:
    """A new one, at the end."""
    return _form(request, None)


@require_http_methods(["GET", "POST"])
@section(URL)
def edit(request: ActingRequest, text_id: UUID) -> HttpResponse:
    """Another name or other words for one."""
    kept = queries.standard_texts(request.actor).filter(pk=text_id).first()
    if kept is None:
        raise NotFound
    return _form(request, kept)


@require_POST
@section(URL)
def delete(request: ActingRequest, text_id: UUID) -> HttpResponse:
    """Take one away."""
    actions.delete_text(request.actor, text_id)
    toast(request, _("Teksten er slettet."))
    return HttpResponseRedirect(reverse(URL))


@require_POST
@section(URL)
def move(request: ActingRequest, text_id: UUID) -> HttpResponse:
    """One place up (`way=up`) or down."""
    actions.move_text(request.actor, text_id, up=request.POST.get("way") == "up")
    return HttpResponseRedirect(reverse(URL))


def _form(request: ActingRequest, kept: StandardText | None) -> HttpResponse:
    title = request.POST.get("title", kept.title if kept else "")
    text = request.POST.get("text", kept.text if kept else "")
    problem: AppError | None = None
    if request.method == "POST":
        try:
            actions.save_text(request.actor, kept.id if kept else None, title=title, text=text)
        except AppError as error:
            problem = error
        else:
            toast(request, _("Lagret."))
            return HttpResponseRedirect(reverse(URL))
    context = {
        "tabs": tabs(request.actor, URL),
        "kept": kept,
        "title": title,
        "text": text,
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"title": problem.message}) if problem else (),
    }
    return page(request, "admin/text.html", context, status=problem.status if problem else 200)
