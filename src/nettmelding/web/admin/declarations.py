"""*Samsvarserklæringer*: how much of a declaration the grid company asks for. Each change is a new version of its rules."""

from collections.abc import Mapping

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nettmelding.core.errors import AppError
from nettmelding.declarations import ruling
from nettmelding.declarations.ruleset import DeclarationRules, Wanted
from nettmelding.rules import changing
from nettmelding.web.admin import rule_versions
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Field, FieldKind, Option, faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.shell.toasts import toast

URL = "admin:declarations"
LABELS: Mapping[str, str | Promise] = {
    "installation": gettext_lazy("For installatørens arbeid"),
    "meter": gettext_lazy("For måleren, når andre monterer den for dere"),
}
CHOICES: Mapping[Wanted, str | Promise] = {
    Wanted.NOTHING: gettext_lazy("Ingenting"),
    Wanted.DECLARATION: gettext_lazy("Bare erklæringen"),
    Wanted.ALL: gettext_lazy("Erklæringen og dokumentasjonen"),
}


@require_http_methods(["GET", "POST"])
@section(URL)
def rules(request: ActingRequest) -> HttpResponse:
    """What is asked for now; a post asks for something else from now on."""
    if request.method != "POST":
        standing = changing.standing(request.actor, DeclarationRules)
        return _whole(request, {name: getattr(standing, name) for name in ruling.FIELDS}, {})
    typed = {name: request.POST.get(name, "") for name in (*ruling.FIELDS, "reason")}
    try:
        ruling.change(request.actor, typed, typed["reason"])
    except AppError as problem:
        if problem.status in {403, 404}:
            raise
        return _whole(request, typed, problem.fields, problem)
    toast(request, _("Lagret. Det gjelder fra nå."))
    return HttpResponseRedirect(reverse(URL))


def _whole(
    request: ActingRequest, held: Mapping[str, str], errors: Mapping[str, str], problem: AppError | None = None
) -> HttpResponse:
    options = [Option(value=value, text=str(text)) for value, text in CHOICES.items()]
    fields = [
        Field(
            name=name, label=str(LABELS[name]), kind=FieldKind.SELECT, options=options, value=held.get(name, ""),
            error=errors.get(name, ""), width=6,
        )
        for name in ruling.FIELDS
    ]  # fmt: skip
    context = {
        "tabs": tabs(request.actor, URL),
        "faults": faults(errors) if errors else [],
        "problem": problem.message if problem and not errors else "",
        "fields": fields,
        "reason": rule_versions.reason(held, errors),
        "versions": rule_versions.told(request.actor),
    }
    return page(request, "admin/declarations.html", context, status=problem.status if problem else 200)
