"""*Installatører*: applications with what the registers say beside them, those that are in, and how applications are decided."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError, NotFound
from nettmelding.core.text import fold, sort_key
from nettmelding.organisations import admission, queries
from nettmelding.organisations.models import CompanySettings, GridAccess
from nettmelding.organisations.standing import Standing, Why, from_json
from nettmelding.registers.numbers import show_orgnr
from nettmelding.web import words
from nettmelding.web.admin.grid_companies import STATES
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Fact, Option, faults
from nettmelding.web.join import firm_card
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.shell.toasts import toast

URL = "admin:contractors"
SIZE, FEW = 50, 10
WISHES = ("admits_at_once", "trusts_others")
State = GridAccess.State


@require_http_methods(["GET", "POST"])
@section(URL)
def contractors(request: ActingRequest) -> HttpResponse:
    """`?q=` narrows those that are in by name or number, `?fra=` is how many to pass over. POST saves the wishes."""
    if request.method == "POST":
        ticked = request.POST.getlist("wishes")
        admission.save_wishes(request.actor, **{name: name in ticked for name in WISHES})
        toast(request, _("Lagret."))
        return HttpResponseRedirect(reverse(URL))
    rows = admission.visible_to(request.actor)
    wanted, first = request.GET.get("q", "").strip(), _number(request.GET.get("fra", ""))
    found = _found(request.actor, wanted)
    settings = queries.settings_of(request.actor)
    context = {
        "tabs": tabs(request.actor, URL),
        "applications": [_line(row) for row in rows.filter(state=State.APPLIED).order_by("since")],
        "stopped": [_line(row) for row in _stopped(request.actor)],
        "admitted": [_line(row) for row in _in_order(request.actor, found[first : first + SIZE])],
        "count": len(found),
        "q": wanted,
        "searches": bool(wanted) or len(found) > FEW,
        "previous": _page_href(wanted, first - SIZE) if first else "",
        "next": _page_href(wanted, first + SIZE) if first + SIZE < len(found) else "",
        "wishes": [
            Option(
                value="admits_at_once",
                text=_("Slipp inn med én gang når Elvirksomhetsregisteret sier ja"),
                detail=_("Ellers avgjør dere hver søknad selv."),
            ),
            Option(value="trusts_others", text=_("Slipp inn dem et annet nettselskap har sluppet inn")),
        ],
        "ticked": [name for name in WISHES if getattr(settings, name)],
    }
    return page(request, "admin/contractors.html", context)


@require_http_methods(["GET", "POST"])
@section(URL)
def contractor(request: ActingRequest, access_id: UUID) -> HttpResponse:
    """One contractor. POST decides its application: `choice` is `approve` or `refuse`."""
    row = _own(request.actor, access_id)
    if request.method != "POST":
        return _show(request, row)
    approve = request.POST.get("choice") == "approve"
    try:
        row = admission.decide(
            request.actor,
            row.id,
            revision=_number(request.POST.get("revision", "")),
            approve=approve,
            reason=request.POST.get("reason", ""),
        )
    except AppError as error:
        return _show(request, row, error)
    named = {"firm": row.contractor.name}
    toast(
        request, _("%(firm)s har fått tilgang.") % named if approve else _("Søknaden fra %(firm)s er avslått.") % named
    )
    return HttpResponseRedirect(reverse(URL))


@require_POST
@section(URL)
def end(request: ActingRequest, access_id: UUID) -> HttpResponse:
    """End the access of one that is in."""
    row = _own(request.actor, access_id)
    try:
        revision = _number(request.POST.get("revision", ""))
        admission.end(request.actor, row.id, revision=revision, reason=request.POST.get("reason", ""))
    except AppError as error:
        return _show(request, row, error)
    toast(request, _("Tilgangen for %(firm)s er avsluttet.") % {"firm": row.contractor.name})
    return HttpResponseRedirect(reverse(URL))


def _show(request: HttpRequest, row: GridAccess, problem: AppError | None = None) -> HttpResponse:
    row.refresh_from_db()
    errors = problem.fields if problem else {}
    firm = row.contractor
    standing = _standing(row)
    word, turn = STATES[row.state]
    context = {
        "tabs": tabs(request.actor, URL),  # type: ignore[attr-defined]
        "row": row,
        "firm": firm,
        "card": firm_card.of(standing) if standing else None,
        "read_at": words.at(standing.read_at) if standing else "",
        "word": _("Venter på dere") if row.state == State.APPLIED else str(word),
        "turn": "you" if row.state == State.APPLIED else turn.value,
        "facts": _facts(row),
        "ground": admission.ground_text(row.grounds) if row.state == State.APPLIED else "",
        "stopped": Why(firm.stopped_because).text if firm.stopped_at else "",
        "reason": request.POST.get("reason", ""),
        "errors": errors,
        "faults": faults(errors),
        "said": problem.message if problem and not errors else "",
    }
    return page(request, "admin/contractor.html", context, status=problem.status if problem else 200)


def _standing(row: GridAccess) -> Standing | None:
    """What the registers said last, of the application or of the contractor, whichever was read later."""
    kept = [found for found in (from_json(row.standing), from_json(row.contractor.register_facts)) if found]
    return max(kept, key=lambda found: found.read_at, default=None)


def _facts(row: GridAccess) -> list[Fact]:
    firm = row.contractor
    settings: CompanySettings | None = getattr(firm, "company_settings", None)
    decided = row.state != State.APPLIED
    facts = [
        Fact(term=_("Søkte"), value=row.applied_by_name),
        Fact(term=_("Siden") if decided else _("Søknad kom"), value=words.day_of(row.since)),
        Fact(term=_("E-post"), value=firm.email),
        Fact(term=_("Telefon"), value=words.phone(firm.phone)),
        Fact(term=_("Faglig ansvarlig"), value=firm.technically_responsible),
        Fact(term=_("E-post for faktura"), value=settings.invoice_email if settings else ""),
        Fact(term=_("Referanse på fakturaen"), value=settings.invoice_reference if settings else ""),
        Fact(term=_("Grunnlag"), value=admission.ground_text(row.grounds) if decided else ""),
        Fact(term=_("Avgjort av"), value=row.decided_by),
        Fact(term=_("Begrunnelse"), value=row.reason),
    ]
    return [fact for fact in facts if fact.value]


def _line(row: GridAccess) -> dict[str, str]:
    firm = row.contractor
    standing = _standing(row)
    return {
        "href": reverse("admin:contractor", args=[row.id]),
        "name": firm.name,
        "number": show_orgnr(firm.organisation_number),
        "since": words.day_of(row.since),
        "verdict": standing.verdict.why.text if standing else "",
        "tone": firm_card.of(standing).tone.value if standing else "plain",
        "stopped": Why(firm.stopped_because).text if firm.stopped_at else "",
    }


def _stopped(actor: Actor) -> list[GridAccess]:
    """Those that are in but that the registers have dropped, the newest first."""
    rows = admission.visible_to(actor).filter(state=State.APPROVED, contractor__stopped_at__isnull=False)
    return list(rows.order_by("-contractor__stopped_at")[:SIZE])


def _found(actor: Actor, wanted: str) -> list[UUID]:
    """Those that are in and fit what was typed, in Norwegian order of their names."""
    rows = admission.visible_to(actor).filter(state=State.APPROVED)
    named = rows.values_list("id", "contractor__name", "contractor__organisation_number")
    digits, folded = "".join(filter(str.isdigit, wanted)), fold(wanted)
    fits = [
        (sort_key(name), key)
        for key, name, number in named
        if folded in fold(name) or (digits and number.startswith(digits))
    ]
    return [key for _name, key in sorted(fits)]


def _in_order(actor: Actor, keys: list[UUID]) -> list[GridAccess]:
    rows = admission.visible_to(actor).in_bulk(keys)
    return [rows[key] for key in keys]


def _page_href(wanted: str, first: int) -> str:
    return "?" + urlencode({"q": wanted, "fra": max(first, 0)})


def _own(actor: Actor, access_id: UUID) -> GridAccess:
    row = admission.visible_to(actor).filter(pk=access_id).first()
    if row is None:
        raise NotFound
    return row


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0
