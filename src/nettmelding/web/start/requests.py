"""What is no notice: a disconnection for good, and a question to a person at a grid company."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.errors import AppError, Invalid, NotAllowed
from nettmelding.notices import requests, working_copy
from nettmelding.notices.catalogue.dates import read_date
from nettmelding.notices.catalogue.display import address_text
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.models import Request
from nettmelding.organisations import access
from nettmelding.organisations.areas import candidates
from nettmelding.organisations.queries import grid_companies
from nettmelding.registers.contacts import show_phone
from nettmelding.registers.numbers import parse_meter_number
from nettmelding.web.components import Field, FieldKind, Option, faults
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.start import companies

WHAT, CABLE, SAFE = "disconnection.what", "disconnection.cable_left", "disconnection.safe"


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: the address on one line, and the grid company that follows from it."""

    text: str = ""
    value: str = ""
    grid_company: str = ""


@acting
def disconnection(request: ActingRequest) -> HttpResponseBase:
    """Order that something is disconnected for good."""
    _contractor(request)
    typed = request.POST if request.method == "POST" else request.GET
    place = _place(typed.get("address", ""), typed.get("address.q", ""))
    if request.method != "POST":
        return _show_disconnection(request, {"subject": request.GET.get("hva", "")}, place)
    values = {
        name: request.POST.get(name, "").strip()
        for name in ("subject", "grid_company", "meters", "wanted_date", "cable", "safe")
    }
    values["grid_company"] = values["grid_company"] or place.grid_company
    try:
        sent = _send_disconnection(request, values, place)
    except AppError as error:
        if error.status != 422:
            raise
        return _show_disconnection(request, values, place, error)
    return redirect("requests:case", sent.id)


@acting
def enquiry(request: ActingRequest) -> HttpResponseBase:
    """Ask a person at a grid company."""
    _contractor(request)
    values = {name: request.POST.get(name, "").strip() for name in ("grid_company", "text")}
    place = _place(request.POST.get("address", ""), request.POST.get("address.q", ""))
    if request.method != "POST":
        values["grid_company"] = request.GET.get("nett", "")
        values["text"] = request.GET.get("ord", "")
        return _show_enquiry(request, values, place)
    try:
        company = _company_id(values["grid_company"] or place.grid_company)
        sent = requests.send(request.actor, Request.Kind.ENQUIRY, company, address=place.text, text=values["text"])
    except AppError as error:
        if error.status != 422:
            raise
        return _show_enquiry(request, values, place, error)
    return redirect("requests:case", sent.id)


def _send_disconnection(request: ActingRequest, values: dict[str, str], place: Place) -> Request:
    problems: dict[str, str] = {}
    meters: list[str] = []
    for line in values["meters"].replace(",", "\n").split("\n"):
        try:
            meters += [parse_meter_number(line)] if line.strip() else []
        except AppError as error:
            problems["meters"] = error.message
    wanted = _day(values["wanted_date"], problems)
    what = {choice.code for choice in catalogue().fields[WHAT].choices}
    if values["subject"] not in what:
        problems["subject"] = _("Velg hva som skal bort.")
    try:
        company = _company_id(values["grid_company"])
    except Invalid as error:
        problems |= error.fields
    if problems:
        raise Invalid("incomplete", _("Noe mangler. Fyll ut det som er merket."), fields=problems)
    return requests.send(
        request.actor,
        Request.Kind.DISCONNECTION,
        company,
        subject=values["subject"],
        address=place.text,
        meter_numbers=meters,
        wanted_date=wanted,
        text=_words(values),
    )


def _words(values: dict[str, str]) -> str:
    """What the contractor says of the cable and of safety, as lines of text."""
    fields = catalogue().fields
    cable = next((_(one.label) for one in fields[CABLE].choices if one.code == values["cable"]), "")
    lines = [f"{_(fields[CABLE].label)}: {cable}" if cable else "", values["safe"]]
    return "\n".join(filter(None, lines))


def _day(typed: str, problems: dict[str, str]) -> date | None:
    if not typed:
        return None
    day = read_date(typed, clock.today())
    if day is None:
        problems["wanted_date"] = _("Skriv en dato, for eksempel 27.11.2026.")
    return day


def _company_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        sentence = _("Velg nettselskapet.")
        raise Invalid("grid_company", sentence, fields={"grid_company": sentence}) from None


def _place(value: str, typed: str) -> Place:
    """From a picked address, or from what was typed where none was picked."""
    try:
        answer: dict[str, Any] = json.loads(value) if value else {}
    except ValueError:
        answer = {}
    if not isinstance(answer, dict) or not answer:
        return Place(text=typed.strip())
    found = candidates(answer.get("lat"), answer.get("lon"), str(answer.get("postcode") or "")).companies
    return Place(address_text(answer), value, str(found[0].id) if len(found) == 1 else "")


def _contractor(request: ActingRequest) -> None:
    if not access.may_write_notices(request.actor):
        raise NotAllowed("not_yours", _("Bare installatører sender dette."))


def _show_disconnection(
    request: ActingRequest, values: dict[str, str], place: Place, error: AppError | None = None
) -> HttpResponseBase:
    errors = dict(error.fields) if error else {}
    fields = catalogue().fields
    shown = [
        Field(
            name="subject",
            label=_(fields[WHAT].label),
            kind=FieldKind.PICK,
            value=values.get("subject", ""),
            options=[Option(value=one.code, text=_(one.label)) for one in fields[WHAT].choices],
            error=errors.get("subject", ""),
        ),
        _address(place, errors),
        _company(request, values, place, errors),
        Field(
            name="meters",
            label=_("Målernummer"),
            kind=FieldKind.TEXTAREA,
            rows=2,
            width=3,
            optional=True,
            value=values.get("meters", ""),
            hint=_("Ett på hver linje."),
            error=errors.get("meters", ""),
        ),
        Field(
            name="wanted_date",
            label=_("Kobles fra"),
            kind=FieldKind.DATE,
            width=3,
            value=values.get("wanted_date", ""),
            error=errors.get("wanted_date", ""),
        ),
        Field(
            name="cable",
            label=_(fields[CABLE].label),
            kind=FieldKind.SELECT,
            width=3,
            optional=True,
            value=values.get("cable", ""),
            options=[Option(value=one.code, text=_(one.label)) for one in fields[CABLE].choices],
        ),
        Field(
            name="safe",
            label=_(fields[SAFE].label),
            kind=FieldKind.TEXTAREA,
            optional=True,
            value=values.get("safe", ""),
        ),
    ]
    context = {
        "title": _("Bestill frakobling"),
        "lead": _("For det som skal bort for godt. Nettselskapet kobler fra og henter måleren."),
        "fields": shown,
        "button": _("Send bestilling"),
        "faults": faults(errors),
    }
    return page(request, "start/request.html", context, status=422 if error else 200)


def _show_enquiry(
    request: ActingRequest, values: dict[str, str], place: Place, error: AppError | None = None
) -> HttpResponseBase:
    errors = dict(error.fields) if error else {}
    company = companies.likely(request.actor, values.get("grid_company", ""))
    texts = working_copy.rules_at(company.id if company else None).texts
    shown = [
        Field(
            name="text",
            label=_("Hva skal du gjøre?"),
            kind=FieldKind.TEXTAREA,
            rows=5,
            value=values.get("text", ""),
            error=errors.get("text", ""),
        ),
        _address(place, errors, optional=True),
        _company(request, values, place, errors),
    ]
    context = {
        "title": _("Spør nettselskapet"),
        "lead": _("En saksbehandler svarer. Svaret kommer her og på forsiden din."),
        "fields": shown,
        "button": _("Send spørsmål"),
        "faults": faults(errors),
        "contact_name": texts.contact_name,
        "contact_phone": texts.contact_phone,
        "contact_phone_shown": show_phone(texts.contact_phone) if texts.contact_phone else "",
    }
    return page(request, "start/request.html", context, status=422 if error else 200)


def _address(place: Place, errors: dict[str, str], *, optional: bool = False) -> Field:
    return Field(
        name="address",
        label=_("Adresse"),
        kind=FieldKind.SEARCH,
        search_href=reverse("form:addresses"),
        value=place.value,
        shown=place.text,
        optional=optional,
        error=errors.get("address", ""),
        placeholder=_("Gate og nummer, gnr/bnr eller posisjon"),
    )


def _company(request: ActingRequest, values: dict[str, str], place: Place, errors: dict[str, str]) -> Field:
    chosen = values.get("grid_company") or place.grid_company
    return Field(
        name="grid_company",
        label=_("Nettselskap"),
        kind=FieldKind.SELECT,
        width=3,
        value=chosen,
        options=[Option(value=str(one.id), text=one.name) for one in grid_companies()],
        error=errors.get("grid_company", ""),
        placeholder=_("Følger av adressen"),
    )
