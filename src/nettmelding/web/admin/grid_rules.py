"""*Kart*: what the grid company lets others see of its grid, and which firms it has let in or shut out by name."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nettmelding.core.errors import AppError
from nettmelding.grid import ruling
from nettmelding.grid.models import MapRules
from nettmelding.organisations.models import Organisation
from nettmelding.registers.contacts import show_phone
from nettmelding.web.admin.sections import section, tabs
from nettmelding.web.components import Field, FieldKind, Option, faults
from nettmelding.web.pages import ActingRequest, page
from nettmelding.web.shell.toasts import toast

URL = "admin:grid-rules"
NUMBERS = tuple(ruling.BOUNDS)


@require_http_methods(["GET", "POST"])
@section(URL)
def rules(request: ActingRequest) -> HttpResponse:
    """The rules; a post saves them all."""
    problem: AppError | None = None
    if request.method == "POST":
        try:
            ruling.save(request.actor, _read(request.POST))
        except AppError as error:
            problem = error
        else:
            toast(request, _("Lagret. Det gjelder fra nå."))
            return HttpResponseRedirect(reverse(URL))
    return _whole(request, request.POST if problem else None, problem)


@require_POST
@section(URL)
def name_firm(request: ActingRequest) -> HttpResponse:
    """Let a firm in, or shut it out."""
    try:
        row = ruling.name_firm(
            request.actor, _id(request.POST.get("firm", "")), may=request.POST.get("may") == "yes",
            why=request.POST.get("why", ""),
        )  # fmt: skip
    except AppError as error:
        return _whole(request, None, error)
    name = row.contractor.name
    toast(request, (_("%(firm)s ser kartet.") if row.may else _("%(firm)s ser ikke kartet.")) % {"firm": name})
    return HttpResponseRedirect(reverse(URL) + "#firms")


@require_POST
@section(URL)
def forget_firm(request: ActingRequest, map_firm_id: UUID) -> HttpResponse:
    """Let the firm be as all others."""
    ruling.forget_firm(request.actor, map_firm_id)
    toast(request, _("Firmaet er som alle andre igjen."))
    return HttpResponseRedirect(reverse(URL) + "#firms")


def _whole(request: ActingRequest, typed: QueryDict | None, problem: AppError | None) -> HttpResponse:
    errors = problem.fields if problem else {}
    choices = ruling.choices(request.actor)
    context = {
        "tabs": tabs(request.actor, URL),
        "faults": faults(errors) if errors else [],
        "problem": problem.message if problem and not errors else "",
        "parts": _parts(_shown(ruling.of(request.actor), typed), errors),
        "firms": ruling.firms(request.actor),
        "firm_fields": _firm_fields(choices, request.POST, errors) if choices else [],
    }
    return page(request, "admin/grid_rules.html", context, status=problem.status if problem else 200)


def _shown(row: MapRules, typed: QueryDict | None) -> dict[str, str]:
    if typed is not None:
        return {
            name: typed.get(name, "") for name in (*NUMBERS, *ruling.CHOICES, *ruling.SWITCHES, "control_room_phone")
        }
    kept = {name: str(getattr(row, name)) for name in (*NUMBERS, *ruling.CHOICES)}
    switches = {name: "yes" if getattr(row, name) else "" for name in ruling.SWITCHES}
    return {
        **kept,
        **switches,
        "control_room_phone": show_phone(row.control_room_phone) if row.control_room_phone else "",
    }


def _parts(shown: Mapping[str, str], errors: Mapping[str, str]) -> list[tuple[str, list[Field]]]:
    def field(name: str, label: str, kind: FieldKind, **more: object) -> Field:
        ticked = [shown[name]] if kind is FieldKind.CHECK and shown[name] else []
        value = "" if kind is FieldKind.CHECK else shown[name]
        return Field(
            name=name, label=label, kind=kind, value=value, values=ticked, error=errors.get(name, ""), **more  # type: ignore[arg-type]
        )  # fmt: skip

    return [
        (_("Hvem ser nettet"), [
            field("open_to", _("Installatører"), FieldKind.PICK, options=[
                Option(value="everyone", text=_("Alle med tilgang"), detail=_("Uten dem som er stengt ute under.")),
                Option(value="named", text=_("Bare navngitte firmaer"), detail=_("De som er sluppet inn under.")),
                Option(value="nobody", text=_("Ingen"), detail=_("Kartet viser bare bakgrunnen.")),
            ]),
            field("radius_m", _("Hvor langt rundt en sendt sak"), FieldKind.DIGITS, unit="m", width=3,
                  hint=_("Hele ruter på kartet rundt adressen, så lenge saken er åpen.")),
            field("draft_objects", _("Objekter før saken er sendt"), FieldKind.DIGITS, width=3,
                  hint=_("Så mange av de nærmeste vises i kladd og forhåndssjekk.")),
            field("daily_quota", _("Kladder og forhåndssjekker om dagen"), FieldKind.DIGITS, width=3,
                  hint=_("Så mange steder én person kan se på før noe er sendt.")),
        ]),
        (_("Ut av systemet"), [
            field("prints", _("Kartet kan skrives ut"), FieldKind.CHECK, width=3),
            field("downloads", _("Verdier kan lastes ned"), FieldKind.CHECK, width=3),
        ]),
        (_("Beregning og betjening"), [
            field("tolerance", _("Toleranse på lavspenningen"), FieldKind.SELECT, width=3, options=[
                Option(value="six", text="+6 %"), Option(value="ten", text="+10 %"),
            ], hint=_("Gir spenningsfaktorene i IEC 60909.")),
            field("operable", _("Sikringer i kabelskap"), FieldKind.PICK, options=[
                Option(value="never", text=_("Betjenes bare av oss")),
                Option(value="instructed", text=_("Også av elektroinstallatører med gyldig instruksjon"),
                       detail=_("I de skapene kartgrunnlaget sier.")),
            ]),
            field("control_room_phone", _("Telefon til driftssentralen"), FieldKind.PHONE, width=3,
                  hint=_("Vises på kabelskap.")),
        ]),
    ]  # fmt: skip


def _firm_fields(choices: list[Organisation], typed: QueryDict, errors: Mapping[str, str]) -> list[Field]:
    options = [Option(value=str(one.id), text=one.name) for one in choices]
    return [
        Field(name="firm", label=_("Firma"), kind=FieldKind.SELECT, options=options, value=typed.get("firm", ""), width=3),
        Field(name="may", label=_("Ser kartet"), kind=FieldKind.SELECT, width=3, value=typed.get("may", "no"), options=[
            Option(value="no", text=_("Nei, stengt ute")), Option(value="yes", text=_("Ja, sluppet inn")),
        ]),
        Field(name="why", label=_("Hvorfor"), value=typed.get("why", ""), error=errors.get("why", "")),
    ]  # fmt: skip


def _read(sent: QueryDict) -> dict[str, object]:
    texts = {name: sent.get(name, "") for name in (*NUMBERS, *ruling.CHOICES, "control_room_phone")}
    return {**texts, **{name: name in sent for name in ruling.SWITCHES}}


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
