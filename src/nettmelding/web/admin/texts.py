"""*Kommentar*: standard texts, the company's and one's own, to be picked into *Tilleggsinformasjon*."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nettmelding.core.actor import Right
from nettmelding.core.errors import AppError, NotAllowed, NotFound
from nettmelding.organisations import queries
from nettmelding.organisations import texts as standard
from nettmelding.organisations.models import StandardText
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Fact, Option, faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.shell.toasts import toast

URL = "admin:texts"
SHARED, MINE = "shared", "mine"


@require_GET
@section(URL)
def texts(request: ActingRequest) -> HttpResponse:
    """The company's in their order, and the person's own."""
    rows = list(queries.standard_texts(request.actor)[: 2 * standard.MOST_TEXTS])
    context = {
        "tabs": tabs(request.actor, URL),
        "shared": [row for row in rows if row.owner_id is None],
        "mine": [row for row in rows if row.owner_id is not None],
        "may_share": request.actor.may(Right.SHARE_TEXTS),
        "may_use": request.actor.may(Right.USE_TEXTS),
    }
    return page(request, "admin/texts.html", context)


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
    if not standard.may_change(request.actor, kept):
        raise NotAllowed("shared_text", _("Teksten er felles. En administrator hos dere kan endre den."))
    return _form(request, kept)


@require_POST
@section(URL)
def delete(request: ActingRequest, text_id: UUID) -> HttpResponse:
    """Take one away."""
    standard.delete(request.actor, text_id)
    toast(request, _("Teksten er slettet."))
    return HttpResponseRedirect(reverse(URL))


@require_POST
@section(URL)
def move(request: ActingRequest, text_id: UUID) -> HttpResponse:
    """One place up (`way=up`) or down."""
    standard.move(request.actor, text_id, up=request.POST.get("way") == "up")
    return HttpResponseRedirect(reverse(URL))


def _form(request: ActingRequest, kept: StandardText | None) -> HttpResponse:
    title = request.POST.get("title", kept.title if kept else "")
    text = request.POST.get("text", kept.text if kept else "")
    owners = _owners(request)
    shared = _is_shared(request, kept, owners)
    problem: AppError | None = None
    if request.method == "POST":
        try:
            standard.save(request.actor, kept.id if kept else None, title=title, text=text, shared=shared)
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
        "owners": owners if len(owners) > 1 else [],
        "owner": SHARED if shared else MINE,
        "placeholders": [Fact(term=f"{{{one.word}}}", value=str(one.text)) for one in standard.PLACEHOLDERS],
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields or {"title": problem.message}) if problem else (),
    }
    return page(request, "admin/text.html", context, status=problem.status if problem else 200)


def _owners(request: ActingRequest) -> list[Option]:
    """For whom the person may keep a text."""
    options = []
    if request.actor.may(Right.SHARE_TEXTS):
        options.append(Option(value=SHARED, text=_("Felles"), detail=_("Alle hos dere kan bruke den.")))
    if request.actor.may(Right.USE_TEXTS):
        options.append(Option(value=MINE, text=_("Bare min"), detail=_("Ingen andre ser den.")))
    return options


def _is_shared(request: ActingRequest, kept: StandardText | None, owners: list[Option]) -> bool:
    stands = kept.owner_id is None if kept else owners[0].value == SHARED and request.GET.get("for") != MINE
    return request.POST.get("owner", SHARED if stands else MINE) == SHARED
