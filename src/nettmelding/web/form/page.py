"""The filling-in page as a whole: its parts, its rail, its foot, what stands beside it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.notices import family, labels, of_installation, places, siblings, timeline, working_copy
from nettmelding.notices.catalogue.display import address_text, text_of
from nettmelding.notices.catalogue.form import FormSection
from nettmelding.notices.catalogue.model import Kind, SectionContent, Stage
from nettmelding.notices.status import Status
from nettmelding.organisations.queries import grid_companies_of
from nettmelding.registers.contacts import show_phone
from nettmelding.web import words
from nettmelding.web.components import Fact, Field, FieldKind, Option, Progress, Step
from nettmelding.web.form import block, fields, files, on_map, people, saving, values
from nettmelding.web.form.state import State
from nettmelding.web.map.tabs import while_filling_in
from nettmelding.web.pages import ActingRequest
from nettmelding.web.phrases import phrases_for

FORM_ID = "notice-form"
FURTHER = "work.further_information"


@dataclass(frozen=True, slots=True)
class Addresses:
    """The page's own addresses, which differ by stage."""

    edit: str
    autosave: str
    upload: str
    send: str


def addresses_of(state: State) -> Addresses:
    names = {
        Stage.NOTICE: ("edit", "autosave", "upload", "send"),
        Stage.COMPLETION: ("completion", "autosave_completion", "upload_completion", "send_completion"),
    }[state.stage]
    return Addresses(*(reverse(f"form:{name}", args=[state.notice.id]) for name in names))


def whole(state: State) -> dict[str, Any]:
    """Everything the page's template needs."""
    notice = state.notice
    return {
        **common(state),
        "title": _("Ferdigmelding") if state.stage is Stage.COMPLETION else labels.type_names(notice.types),
        "sections": _sections(state),
        "tabs": while_filling_in(notice.id, "form") if state.stage is Stage.NOTICE else [],
        "saved_at": f"{clock.oslo(notice.changed_at):%H.%M}" if _today(state) else "",
        "question": question_of(state),
    }


def _sections(state: State) -> list[dict[str, Any]]:
    own = [section(state, one) for one in state.form.shown_sections()]
    return [*own, block.section(state)] if family.is_mother(state.notice) else own


def common(state: State) -> dict[str, Any]:
    """What every part of the page needs."""
    return {
        "state": state,
        "notice": state.notice,
        "form_id": FORM_ID,
        "at": addresses_of(state),
        "is_completion": state.stage is Stage.COMPLETION,
        "missing_count": len(state.missing),
        "steps": rail(state),
        "base": base(state),
        "lead": _lead(state),
        "forecast": forecast(state),
        "facts": _installation(state),
        "installation_href": _installation_href(state),
        "siblings_href": _siblings_href(state),
        "texts": state.rules.texts,
        "control_room": show_phone(state.rules.texts.control_room_phone)
        if state.rules.texts.control_room_phone
        else "",
    }


def section(state: State, one: FormSection) -> dict[str, Any]:
    """One part of the page, by what it holds."""
    parts: dict[str, Any] = {
        "id": one.id,
        "title": _(one.title),
        "help": _(one.section.help) if one.section.help else "",
    }
    if one.section.content is SectionContent.PARTIES:
        return {**parts, "template": "form/_parties.html", "parties": people.cells(state)}
    if one.section.content is SectionContent.ATTACHMENTS:
        return {**parts, "template": "form/_attachments.html", **_papers(state)}
    if any(field.field.kind in on_map.KINDS for field in one.fields):
        return {**parts, "template": "form/_on_map.html", "on_map": on_map.shown(state, one.fields)}
    cells = [fields.cell(state, field) for field in one.fields if field.shown]
    paths = {cell.path for cell in cells}
    more: dict[str, Any] = {"template": "form/_fields.html", "cells": cells}
    if places.ADDRESS in paths:
        more |= _site(state)
    if places.ADDRESS in paths and places.METER not in paths:
        parts["help"] = ""
    if FURTHER in paths:
        more |= {"phrases": phrases_for(state.actor, state.notice, FURTHER, posts=True)}
    return {**parts, **more}


def fragments(request: ActingRequest, state: State, section_ids: list[str]) -> dict[str, str]:
    """HTML by element id: rail and foot always, and the parts that have changed."""
    context = common(state)
    parts: dict[str, str] = {
        "form-rail": render_to_string("form/_rail.html", context, request),
        "form-foot": render_to_string("form/_foot.html", context, request),
        "form-lead": render_to_string("form/_lead.html", context, request),
        "form-aside": render_to_string("form/_aside.html", context, request),
        "form-base": render_to_string("form/_base.html", context, request),
    }
    for one in state.form.sections:
        if one.id in section_ids:
            part = {"id": one.id, "template": ""} if not one.shown else section(state, one)
            parts[f"part-{one.id}"] = render_to_string("form/_section.html", {**context, "section": part}, request)
    return parts


def signatures(state: State) -> dict[str, object]:
    """What a part looks like apart from what is typed in it: where this differs, the part is drawn anew."""
    asks_further = any(f.path == FURTHER and f.shown for f in state.form.fields())
    offered = phrases_for(state.actor, state.notice, FURTHER).items if asks_further else ()
    return {
        one.id: (
            [(f.path, f.need, f.source, [n.text for n in f.notes]) for f in one.fields if f.shown],
            [(a.code, a.need, a.why) for a in one.attachments],
            [(p.role, p.need, p.note) for p in one.parties],
            [phrase.text for phrase in offered if FURTHER in {f.path for f in one.fields}],
        )
        for one in state.form.sections
    }


def base(state: State) -> str:
    """What the page's controls hold as it is made, as JSON by name: what an ordinary post is compared with."""
    held: dict[str, list[str]] = {
        one.path: [text for text in values.texts_of(one.field, one.value) if text]
        for one in state.form.fields()
        if one.shown
    }
    for one in state.form.fields():
        if one.shown and one.field.kind is Kind.ADDRESS:
            held[f"{one.path}.q"] = [text for text in [text_of(one.field, one.value)] if text]
    for path, clash in state.typed.clashes.items():
        held[path] = clash.texts
    asked = {str(one.role) for one in state.form.parties()}
    for role, party in state.parties.items():
        if role in asked and not party.same_as:
            contact: Mapping[str, object] = {what: getattr(party, what) for what in saving.CONTACT}
            for what, value in contact.items():
                shown = show_phone(party.mobile) if what == "mobile" and party.mobile else value
                ticked = ["on"] if value else []
                held[f"party.{role}.{what}"] = ticked if what == "no_email" else [str(shown)] if shown else []
            for what in {"other_contact"} if not party.no_email else {"email"}:
                held.pop(f"party.{role}.{what}")
    for paper in state.attachments:
        held[f"{saving.FILE_KIND}{paper.id}"] = [paper.kind]
    if state.stage is Stage.NOTICE and state.notice.sent_at is None and _companies(state):
        held[saving.GRID_COMPANY] = [str(state.notice.grid_company_id)] if state.notice.grid_company_id else []
    return json.dumps(held, ensure_ascii=False)


def rail(state: State) -> list[Step]:
    """The parts in order with what each lacks, and sending last."""
    lacking: dict[str, int] = {}
    for one in state.missing:
        lacking[one.section] = lacking.get(one.section, 0) + 1
    steps = [
        Step(
            text=_(one.title),
            href=f"#part-{one.id}",
            missing=lacking.get(one.id, 0),
            progress=Progress.TODO if lacking.get(one.id) else Progress.DONE,
        )
        for one in state.form.shown_sections()
    ]
    children = [block.step(state)] if family.is_mother(state.notice) else []
    return [*steps, *children, Step(text=_("Se over og send"), href=addresses_of(state).send)]


def _papers(state: State) -> dict[str, Any]:
    return {
        "kinds": files.kinds(state),
        "rows": files.rows(state),
        "declaration": files.offers_declaration(state.form),
        "file_errors": state.typed.errors.get("file", ""),
    }


def _site(state: State) -> dict[str, Any]:
    """Grid company and access, and addresses to choose between."""
    companies = _companies(state)
    asked = Field(
        name=saving.GRID_COMPANY,
        label=_("Nettselskap"),
        kind=FieldKind.PICK if len(companies) <= 2 else FieldKind.SELECT,
        options=companies,
        value=str(state.notice.grid_company_id or ""),
        error=state.error(saving.GRID_COMPANY) if state.has_access else "",
        hint=_("Stedet ligger der to nettområder møtes.") if len(state.place.companies) > 1 else "",
    )
    return {
        "grid_company": state.notice.grid_company,
        "grid_company_asked": asked if companies and state.notice.sent_at is None else None,
        "no_access": not state.has_access,
        "choices": state.typed.choices.get(places.ADDRESS, []),
    }


def _companies(state: State) -> list[Option]:
    """The grid companies to choose between: those that meet here, or all of the contractor's where none is known."""
    answered = state.notice.address or state.notice.latitude is not None
    if (
        not answered
        or len(state.place.companies) == 1
        or (state.notice.metering_point_id and state.notice.grid_company_id)
    ):
        return []
    found = state.place.companies or tuple(grid_companies_of(state.notice.contractor_id)[:50])
    return [Option(value=str(one.id), text=one.name) for one in found]


def _lead(state: State) -> str:
    """The notice in one line."""
    notice = state.notice
    company = notice.grid_company.name if notice.grid_company else ""
    known = list(filter(None, [labels.address(notice), company]))
    return " · ".join([*known, notice.number or (_("kladd") if known else _("Kladd"))])


def _today(state: State) -> bool:
    return clock.oslo(state.notice.changed_at).date() == clock.today()


def question_of(state: State) -> timeline.Entry | None:
    """What the grid company has asked, while it waits for the answer."""
    if state.notice.state is not Status.AWAITING_INFORMATION:
        return None
    asked = [one for one in timeline.entries(state.actor, state.notice.id) if one.action == "ask"]
    return asked[-1] if asked else None


def _installation_href(state: State) -> str:
    found = of_installation.led_to(state.actor, [state.notice]).get(state.notice.id)
    return reverse("installation:installation", args=[found]) if found else ""


def _siblings_href(state: State) -> str:
    """Where the other metering points of the installation are; empty where it has none."""
    if state.stage is Stage.COMPLETION or not siblings.has_siblings(state.actor, state.notice):
        return ""
    return reverse("siblings:list", args=[state.notice.id])


def _installation(state: State) -> list[Fact]:
    """What is known of the place, for the side of the page."""
    known = state.notice.known
    if state.notice.metering_point_id is None:
        return []
    cable = known.get("metering_point.service_line_cable", "")
    length = known.get("metering_point.service_line_length_m")
    line = ", ".join(filter(None, [cable, f"{length:g} m".replace(".", ",") if length else ""]))
    ov, voltage = known.get("metering_point.ov_a"), known.get("metering_point.voltage_v")
    rows = (
        (_("Måler"), f"…{str(known.get('metering_point.meter_number', ''))[-4:]}"),
        (_("Adresse"), address_text(known.get("metering_point.address", {}))),
        (_("OV"), f"{ov} A" if ov else ""),
        (_("Spenning"), f"{voltage} V" if voltage else ""),
        (_("Stikk"), line),
        (_("Hentet"), words.at(state.notice.known_at)),
    )
    return [Fact(term=term, value=value) for term, value in rows if value]


def forecast(state: State) -> str:
    """When an answer may be expected, before it is sent."""
    if state.stage is Stage.COMPLETION or state.notice.grid_company is None:
        return ""
    if not state.missing and working_copy.automatic_grounds(state.notice):
        return _("Avgjøres med én gang.")
    days = state.form.deadline_working_days
    return _("%(name)s svarer innen %(days)d virkedager.") % {"name": state.notice.grid_company.name, "days": days}
