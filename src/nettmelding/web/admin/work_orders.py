"""*Arbeidsordrer*: what the grid company orders by rule, who does it, and how long things take. Each change is a new version."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nettmelding.core.errors import AppError
from nettmelding.notices.catalogue.load import catalogue as notice_catalogue
from nettmelding.rules import changing
from nettmelding.web.admin import rule_versions
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Column, Field, FieldKind, Option, faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.shell.toasts import toast
from nettmelding.workorders import gate, ruling
from nettmelding.workorders.catalogue.load import catalogue
from nettmelding.workorders.models import Gate
from nettmelding.workorders.ruleset import Performer, WorkOrderRules

URL = "admin:work-orders"


@dataclass(frozen=True, slots=True)
class TypeRow:
    """One type of notice, and what is ordered for it."""

    name: str
    approval: Field
    completion: Field


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    fields: list[Field]
    closed: bool = False


@require_http_methods(["GET", "POST"])
@section(URL)
def rules(request: ActingRequest) -> HttpResponse:
    """The rules as they hold; a post puts new ones in force."""
    if request.method != "POST":
        return _whole(request, shown(changing.standing(request.actor, WorkOrderRules)), {})
    typed = {name: str(request.POST.get(name, "")) for name in request.POST}
    ticked = {name: name in request.POST for name in _TICKS}
    try:
        ruling.change(request.actor, typed, ticked, request.POST.get("reason", ""))
    except AppError as problem:
        if problem.status in {403, 404}:
            raise
        return _whole(request, request.POST, problem.fields, problem)
    toast(request, _("Lagret. Det gjelder fra nå, for det som godkjennes og ferdigmeldes heretter."))
    return HttpResponseRedirect(reverse(URL))


def shown(rules: WorkOrderRules) -> dict[str, str]:
    """The rules as the form has them."""
    return {
        **{f"at_approval.{one}": kind for one, kind in rules.at_approval.items()},
        **{f"at_completion.{one}": kind for one, kind in rules.at_completion.items()},
        **{f"performers.{kind}": rules.performer_of(kind).value for kind in catalogue().kinds},
        **{f"steps.{step}": "yes" if needed else "no" for step, needed in rules.steps.items()},
        **{f"mend.{severity}": str(rules.days_to_mend(severity)) for severity in catalogue().severities},
        **{name: str(getattr(rules, name)) for name in ruling.NUMBERS},
        **{f"gate.{what.value}": "yes" for what in rules.gate},
        **({"accept_at_once": "yes"} if rules.accept_at_once else {}),
    }


def _whole(
    request: ActingRequest,
    values: Mapping[str, str] | QueryDict,
    errors: Mapping[str, str],
    problem: AppError | None = None,
) -> HttpResponse:
    held = {name: str(values.get(name) or "") for name in values}
    context = {
        "tabs": tabs(request.actor, URL),
        "faults": faults(errors) if errors else [],
        "problem": problem.message if problem and not errors else "",
        "columns": [
            Column(text=_("Melding")),
            Column(text=_("Når den godkjennes")),
            Column(text=_("Når arbeidet er ferdigmeldt")),
        ],
        "types": _types(held),
        "parts": _parts(held, errors),
        "reason": rule_versions.reason(held, errors),
        "versions": rule_versions.told(request.actor),
    }
    return page(request, "admin/work_orders.html", context, status=problem.status if problem else 200)


def _types(held: Mapping[str, str]) -> list[TypeRow]:
    kinds = [Option(value=one.code, text=one.name) for one in catalogue().kinds.values()]

    def choice(when: str, code: str, name: str, label: str) -> Field:
        path = f"{when}.{code}"
        text = _("%(name)s: %(when)s") % {"name": name, "when": label}
        return Field(
            name=path,
            label=text,
            kind=FieldKind.SELECT,
            options=kinds,
            value=held.get(path, ""),
            placeholder=_("Ingenting"),
        )

    return [
        TypeRow(
            one.name,
            choice("at_approval", code, one.name, _("når meldingen godkjennes")),
            choice("at_completion", code, one.name, _("når arbeidet er ferdigmeldt")),
        )
        for code, one in notice_catalogue().types.items()
    ]


def _parts(held: Mapping[str, str], errors: Mapping[str, str]) -> list[Part]:
    who = [
        Option(value=Performer.GRID_COMPANY, text=_("Oss")),
        Option(value=Performer.CONTRACTOR, text=_("Installatør med instruksjon")),
    ]
    needs = [Option(value="yes", text=_("Må gjøres")), Option(value="no", text=_("Kan utelates"))]
    known = catalogue()
    return [
        Part(_("Hvem utfører"), [
            Field(name=f"performers.{one.code}", label=one.name, kind=FieldKind.SELECT, options=who, width=3,
                  value=held.get(f"performers.{one.code}", Performer.GRID_COMPANY))
            for one in known.kinds.values()
        ]),
        Part(_("Frister"), [
            _text("working_days_to_do", _("Gjøres innen"), held, errors, unit=_("virkedager")),
            _text("offer_days", _("Kunden velger tid innen"), held, errors, unit=_("dager")),
            _text("cancel_hours", _("Installatøren kan avlyse til"), held, errors, unit=_("timer før")),
            *(
                _text(f"mend.{code}", _("%(severity)s avvik rettes innen") % {"severity": name}, held, errors,
                      unit=_("virkedager"))
                for code, name in known.severities.items()
            ),
        ]),
        Part(_("Før anlegget får spenning"), [
            _tick(f"gate.{what}", str(gate.NAMES[what]), held) for what in Gate.What.values
        ]),
        Part(_("Rapporten"), [
            _tick("accept_at_once", _("Godta med én gang når ingenting er galt og alle mål er innenfor grensene"), held),
        ]),
        Part(_("Steg i arbeidet"), [
            Field(name=f"steps.{step.id}", label=f"{step.group}: {step.label}", kind=FieldKind.SELECT, options=needs, width=3,
                  value=held.get(f"steps.{step.id}", ""), error=errors.get(f"steps.{step.id}", ""),
                  placeholder=_("Som vanlig: må gjøres") if step.required else _("Som vanlig: kan utelates"))
            for step in known.steps.values()
        ], closed=True),
    ]  # fmt: skip


def _text(name: str, label: str, held: Mapping[str, str], errors: Mapping[str, str], unit: str) -> Field:
    value, error = held.get(name, ""), errors.get(name, "")
    return Field(name=name, label=label, kind=FieldKind.DIGITS, value=value, error=error, unit=unit, width=2)


def _tick(name: str, label: str, held: Mapping[str, str]) -> Field:
    return Field(name=name, label=label, kind=FieldKind.CHECK, values=["yes"] if held.get(name) else [])


_TICKS = ("accept_at_once", *(f"gate.{what}" for what in Gate.What.values))
