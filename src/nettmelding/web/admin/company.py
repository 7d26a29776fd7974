"""*Selskapsinformasjon*: who the company is, who is told of what, and how its people sign in. Each part has its own form."""

import json
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nettmelding.core.errors import AppError, Conflict, NotFound
from nettmelding.organisations import company as rules
from nettmelding.organisations import queries, standing
from nettmelding.organisations.models import Organisation
from nettmelding.web import words
from nettmelding.web.admin.company_forms import COLLEAGUES, FORMS, Shown
from nettmelding.web.admin.sections import section, sections_for, tabs
from nettmelding.web.components import Fact, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast

URL = "admin:company"


@require_GET
@acting
def overview(request: ActingRequest) -> HttpResponse:
    """The first section that the actor sees."""
    mine = sections_for(request.actor)
    if not mine:
        raise NotFound
    return HttpResponseRedirect(reverse(mine[0].url))


@require_http_methods(["GET", "POST"])
@section(URL)
def company(request: ActingRequest) -> HttpResponse:
    """All parts; a post saves the one it names."""
    problem: AppError | None = None
    part = request.POST.get("part", "")
    if request.method == "POST":
        if part not in FORMS:
            raise NotFound
        try:
            rules.save(request.actor, part, FORMS[part].read(request.POST), _base(request.POST))
        except AppError as error:
            problem = error
        else:
            return saved(request, part)
    return whole(request, part, problem)


@require_POST
@section(URL)
def read_again(request: ActingRequest) -> HttpResponse:
    """Ask Enhetsregisteret once more."""
    try:
        changed = rules.read_again(request.actor)
    except AppError as error:
        return whole(request, "", error)
    toast(request, _("Navn og adresse er lest på nytt.") if changed else _("Registeret sier det samme som før."))
    return HttpResponseRedirect(reverse(URL))


def saved(request: ActingRequest, part: str) -> HttpResponse:
    """Back to the part that was saved."""
    toast(request, _("Lagret."))
    return HttpResponseRedirect(f"{reverse(URL)}#part-{part}")


def _base(post: QueryDict) -> dict[str, Any] | None:
    """What the page held when it was made; None where nothing sensible came with the form."""
    try:
        held = json.loads(post.get("base", ""))
    except ValueError:
        return None
    return held if isinstance(held, dict) else None


def whole(request: ActingRequest, part: str, problem: AppError | None) -> HttpResponse:
    """The page with all its parts, one of them with what was typed and what does not hold."""
    actor = request.actor
    plain = Shown(actor, queries.own(actor), queries.settings_of(actor))
    typed = None if isinstance(problem, Conflict) else request.POST
    tried = Shown(actor, plain.company, plain.settings, typed, problem.fields) if problem else plain
    shapes = [name for name in FORMS if actor.organisation_kind in rules.PARTS[name].kinds]
    context = {
        "tabs": tabs(actor, URL),
        "facts": _facts(plain.company),
        "read_at": words.at(plain.company.register_read_at),
        "forms": [_shape(name, tried if name == part else plain, plain) for name in shapes],
        "settings": plain.settings,
        "colleagues": rules.colleague_names(actor),
        "colleagues_id": COLLEAGUES,
        "logo_error": problem.fields.get("logo", "") if problem and part == "logo" else "",
        "faults": _faults(problem),
    }
    return page(request, "admin/company.html", context, status=problem.status if problem else 200)


def _faults(problem: AppError | None) -> Any:
    if problem is None:
        return ()
    return faults(problem.fields or {"": problem.message})


def _shape(name: str, shown: Shown, plain: Shown) -> dict[str, Any]:
    form = FORMS[name]
    return {
        "name": name,
        "title": form.title,
        "words": form.words,
        "fields": form.fields(shown),
        "base": json.dumps(form.stored(plain), ensure_ascii=False),
    }


def _facts(company: Organisation) -> list[Fact]:
    number = company.organisation_number
    address = ", ".join(filter(None, [company.address, f"{company.postcode} {company.place}".strip()]))
    facts = [
        Fact(term=_("Navn"), value=company.name),
        Fact(term=_("Organisasjonsnummer"), value=f"{number[:3]} {number[3:6]} {number[6:]}".strip()),
        Fact(term=_("Adresse"), value=address),
        Fact(term=_("Elvirksomhetsregisteret"), value=company.dsb_id),
        Fact(term=_("Registrene sier"), value=_register_says(company)),
    ]
    return [fact for fact in facts if fact.value]


def _register_says(company: Organisation) -> str:
    found = standing.from_json(company.register_facts) if company.register_facts else None
    return found.verdict.why.text if found else ""
