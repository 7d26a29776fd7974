"""The declarations of a notice and of a firm, and the ways to a new one."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nettmelding.core.actor import Actor, OrganisationKind, Right
from nettmelding.core.errors import AppError, Invalid, NotFound
from nettmelding.declarations import drafts, queries
from nettmelding.declarations.models import Declaration, Draft
from nettmelding.notices import labels
from nettmelding.notices import queries as notices
from nettmelding.notices.models import Notice
from nettmelding.organisations.models import Organisation
from nettmelding.registers.numbers import parse_orgnr
from nettmelding.web import words
from nettmelding.web.components import CaseRow, Turn, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast

MOST = 100


@dataclass(frozen=True, slots=True)
class Lists:
    """Rows to show."""

    drafts: list[CaseRow]
    signed: list[CaseRow]


@require_GET
@acting
def of_notice(request: ActingRequest, notice_id: UUID) -> HttpResponse:
    """All declarations of a notice, and what can be begun."""
    return _of_notice(request, notices.get(request.actor, notice_id))


def _of_notice(request: ActingRequest, notice: Notice, problem: AppError | None = None) -> HttpResponse:
    found = queries.of_notice(request.actor, notice)
    own = notice.contractor_id == request.actor.organisation_id and request.actor.is_contractor
    all_of_them: list[Declaration | Draft] = [*found.signed, *found.drafts]
    mine = [one for one in all_of_them if one.issuer_id == request.actor.organisation_id]
    may = own and request.actor.may(Right.FILL_IN, Right.DECLARE) and notice.state not in drafts.NOT_YET
    context: dict[str, Any] = {
        "notice": notice,
        "lead": " · ".join(filter(None, [notice.number, labels.address(notice)])),
        "drafts": [draft_row(one, of_one=True) for one in found.drafts],
        "signed": [signed_row(one, of_one=True) for one in found.signed],
        "may_begin": may and not any(one.kind == "installation" for one in mine),
        "may_ask": may,
        "not_yet": own and notice.state in drafts.NOT_YET,
        "case_href": reverse("case:case", args=[notice.id]),
        "faults": faults(problem.fields or {"firm": problem.message}) if problem else (),
        "typed": request.POST if problem else {},
    }
    return page(request, "declarations/of_notice.html", context, status=problem.status if problem else 200)


@require_POST
@acting
def ask(request: ActingRequest, notice_id: UUID) -> HttpResponseBase:
    """Ask another firm to declare its part."""
    notice = notices.own(request.actor, notice_id)
    try:
        drafts.ask(request.actor, notice_id, _firm(request.POST.get("firm", "")), request.POST.get("part", "")[:2000])
    except AppError as problem:
        if problem.status not in {409, 422}:
            raise
        return _of_notice(request, notice, problem)
    toast(request, _("Firmaet har fått beskjed."))
    return HttpResponseRedirect(reverse("declarations:of-notice", args=[notice_id]))


@acting
def of_order(request: ActingRequest, order_id: UUID) -> HttpResponseBase:
    """The meter's declaration of a work order: what is signed, what is begun, or, by a post, a new one."""
    signed = queries.visible_to(request.actor).filter(work_order_id=order_id).order_by("-version").first()
    if signed is not None and request.method != "POST":
        return HttpResponseRedirect(reverse("declarations:read", args=[signed.id]))
    draft = queries.drafts_of(request.actor).filter(work_order_id=order_id).first()
    if draft is None and request.method != "POST":
        raise NotFound
    draft = draft or drafts.begin_meter(request.actor, order_id)
    return HttpResponseRedirect(reverse("declarations:edit", args=[draft.id]))


@require_GET
@acting
def own(request: ActingRequest) -> HttpResponse:
    """The firm's own: what waits to be signed, and the latest that were."""
    actor = request.actor
    rows = queries.with_all(queries.visible_to(actor)).filter(issuer_id=actor.organisation_id)
    holding = rows.filter(replaced_by__isnull=True).order_by("-signed_at")[:MOST]
    context = {
        "drafts": waiting(actor, MOST),
        "signed": [signed_row(one) for one in holding],
    }
    return page(request, "declarations/list.html", context)


def waiting(actor: Actor, most: int) -> list[CaseRow]:
    """What the firm has begun and not signed, what was touched last first."""
    begun = queries.drafts_of(actor).select_related("notice", "work_order", "asked_by", "replaces")
    return [draft_row(one) for one in begun.order_by("-changed_at")[:most]]


def draft_row(draft: Draft, *, of_one: bool = False) -> CaseRow:
    """A draft in a list, by its place; in the list of one notice, where all have the same, by what is declared."""
    corrects = _("retter versjon %(version)d") % {"version": draft.replaces.version} if draft.replaces else ""
    what, place = ", ".join(filter(None, [kind_name(draft.kind), asked_by(draft), corrects])), _place(draft)
    return CaseRow(
        href=reverse("declarations:edit", args=[draft.id]),
        number=number_of(draft),
        title=what if of_one else place or what,
        detail=place if of_one else what,
        turn=Turn.YOU,
        word=_("Ikke signert"),
        until=words.at(draft.changed_at),
    )


def asked_by(draft: Draft) -> str:
    """Which firm asks for it, in words; empty for one's own."""
    return _("bedt om av %(firm)s") % {"firm": draft.asked_by.name} if draft.asked_by else ""


def number_of(draft: Draft) -> str:
    """Of the notice, else of the work order."""
    about = draft.notice or draft.work_order
    return (about.number if about else "") or ""


def signed_row(declaration: Declaration, *, of_one: bool = False) -> CaseRow:
    """A signed version in a list, by its place; in the list of one notice by what is declared and who declares it."""
    replaced = getattr(declaration, "replaced_by", None) is not None
    version = _("versjon %(version)d") % {"version": declaration.version} if declaration.version > 1 or replaced else ""
    what = ", ".join(filter(None, [kind_name(declaration.kind), version]))
    return CaseRow(
        href=reverse("declarations:read", args=[declaration.id]),
        number=declaration.number,
        title=what if of_one else declaration.address or what,
        detail=declaration.issuer.name if of_one else what,
        turn=Turn.IDLE if replaced else Turn.OK,
        word=_("Erstattet") if replaced else _("Signert"),
        until=words.day_of(declaration.signed_at),
    )


def kind_name(kind: str) -> str:
    """What is declared, in words."""
    return _("Måleren") if kind == "meter" else _("Anlegget")


def _place(draft: Draft) -> str:
    if draft.asked_by_id:
        return str(draft.content.get("site.address", {}).get("value", ""))
    if draft.notice is not None:
        return labels.address(draft.notice)
    return draft.work_order.address if draft.work_order else ""


def _firm(typed: str) -> Organisation:
    """A contractor that is registered here, by its organisation number. Errors: Invalid."""
    number = parse_orgnr(typed)
    found = Organisation.objects.filter(kind=OrganisationKind.CONTRACTOR.value, organisation_number=number).first()
    if found is None:
        sentence = _("Firmaet er ikke registrert her. Be dem registrere seg, eller lag erklæringen på papir.")
        raise Invalid("firm", sentence, fields={"firm": sentence})
    return found
