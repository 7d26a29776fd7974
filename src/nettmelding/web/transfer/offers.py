"""What the customer has agreed to: the new contractor takes it or not; whoever asked takes the question back."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nettmelding.core.actor import Right
from nettmelding.core.errors import AppError, NotFound
from nettmelding.notices import labels, transfer_answering, transfer_asking, transfers
from nettmelding.notices.models import Transfer
from nettmelding.web import words
from nettmelding.web.components import Fact, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.shell.toasts import toast


@require_http_methods(["GET", "POST"])
@acting
def offer(request: ActingRequest, transfer_id: UUID) -> HttpResponse:
    """`answer=take` or `answer=refuse`."""
    found = transfers.offered_to(request.actor).filter(pk=transfer_id).first()
    problem: AppError | None = None
    if request.method == "POST":
        try:
            if request.POST.get("answer") == "take":
                notice = transfer_answering.take(request.actor, transfer_id)
                toast(request, _("Meldingen er deres."))
                return HttpResponseRedirect(reverse("case:case", args=[notice.id]))
            transfer_answering.refuse(request.actor, transfer_id)
            toast(request, _("Meldingen blir der den er."))
            return HttpResponseRedirect(reverse("home:home"))
        except AppError as error:
            if found is None:
                raise
            problem = error
    if found is None:
        raise NotFound
    context = {
        "transfer": found,
        "facts": _facts(found),
        "may_answer": request.actor.may(Right.TRANSFER),
        "faults": faults({"": problem.message}) if problem else (),
    }
    return page(request, "transfer/offer.html", context, status=problem.status if problem else 200)


@require_POST
@acting
def withdraw(request: ActingRequest, transfer_id: UUID) -> HttpResponse:
    """Take the question back."""
    notice = transfer_asking.withdraw(request.actor, transfer_id)
    toast(request, _("Spørsmålet er trukket. Lenken virker ikke lenger."))
    return HttpResponseRedirect(reverse("case:case", args=[notice.id]))


def _facts(transfer: Transfer) -> list[Fact]:
    """What the new firm may know before it takes the case."""
    notice = transfer.notice
    company = notice.grid_company
    facts = [
        Fact(term=_("Nummer"), value=notice.number or ""),
        Fact(term=_("Arbeid"), value=labels.type_names(notice.types)),
        Fact(term=_("Adresse"), value=labels.address(notice)),
        Fact(term=_("Nettselskap"), value=company.name if company else ""),
        Fact(term=_("Firmaet som har den"), value=transfer.from_contractor.name),
        Fact(term=_("Begrunnelse"), value=transfer.reason),
        Fact(term=_("Kunden svarte ja"), value=words.at(transfer.answered_at)),
    ]
    return [fact for fact in facts if fact.value]
