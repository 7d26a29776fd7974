"""The parts of the filling-in page: sections, fields, points, circuits, rail."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.declarations import content, limits, printing, sources
from nettmelding.declarations.catalogue.model import Content, Measurement, Origin, Section
from nettmelding.declarations.content import NOTE, UNMEASURED, PointState
from nettmelding.declarations.limits import Verdict
from nettmelding.notices.catalogue.model import Field as Asked
from nettmelding.notices.catalogue.model import Kind as Answer
from nettmelding.web.components import Fact, Field, FieldKind, Option, Progress, Step, field_id
from nettmelding.web.declarations import listing
from nettmelding.web.declarations.state import State
from nettmelding.web.form import values as texts

FORM_ID = "declaration-form"
_KINDS: Mapping[Answer, FieldKind] = {
    Answer.TEXT: FieldKind.TEXT,
    Answer.LONGTEXT: FieldKind.TEXTAREA,
    Answer.INTEGER: FieldKind.NUMBER,
    Answer.DECIMAL: FieldKind.NUMBER,
    Answer.CHOICE: FieldKind.SELECT,
    Answer.MULTI: FieldKind.CHECKS,
    Answer.DATE: FieldKind.DATE,
    Answer.BOOL: FieldKind.CHECK,
    Answer.METER: FieldKind.DIGITS,
}
_WIDTHS: Mapping[Answer, int] = {Answer.LONGTEXT: 6, Answer.MULTI: 6, Answer.BOOL: 6}
_TALL = 6


@dataclass(frozen=True, slots=True)
class PointCell:
    """A point of the visual inspection: three answers, and a note for a deviation."""

    path: str
    id: str
    label: str
    clause: str
    options: tuple[tuple[str, str, bool], ...]
    """Value, words, chosen."""
    note: Field
    error: str
    deviates: bool


@dataclass(frozen=True, slots=True)
class ValueCell:
    """A measured value with what it is held against, told at once."""

    field: Field
    verdict_id: str
    limit: str
    clause: str
    word: str
    verdict: str
    unmeasured: Field | None
    """Whether it is not relevant: asked for where it is needed and nothing is written."""
    note: Field | None
    """Asked for where the value is outside or not relevant."""


@dataclass(frozen=True, slots=True)
class CircuitCell:
    """One circuit."""

    number: int
    name: str
    about: tuple[Field, ...]
    values: tuple[ValueCell, ...]


def whole(state: State) -> dict[str, Any]:
    """Everything the page's template needs."""
    return {**common(state), "sections": [section(state, one) for one in state.known.sections_of(state.kind)]}


def common(state: State) -> dict[str, Any]:
    """What every part of the page needs."""
    draft = state.draft
    args = [draft.id]
    return {
        "state": state,
        "draft": draft,
        "form_id": FORM_ID,
        "title": title(state),
        "lead": lead(state),
        "edit_href": reverse("declarations:edit", args=args),
        "autosave_href": reverse("declarations:autosave", args=args),
        "sign_href": reverse("declarations:sign", args=args),
        "missing_count": len(state.missing),
        "steps": rail(state),
        "base": base(state),
        "saved_at": _saved_at(state),
        "others_href": reverse("declarations:of-notice", args=[draft.notice_id]) if draft.notice_id else "",
        "case_href": reverse("case:case", args=[draft.notice_id]) if _sees_case(state) else "",
    }


def title(state: State) -> str:
    return _("Samsvarserklæring for måleren") if state.draft.kind == "meter" else _("Samsvarserklæring")


def lead(state: State) -> str:
    """Which notice, where, what it corrects, and who asks for it."""
    draft = state.draft
    corrects = (
        _("retter %(number)s, versjon %(version)d")
        % {"number": draft.replaces.number, "version": draft.replaces.version}
        if draft.replaces
        else ""
    )
    place = str(state.values.get("site.address", ""))
    return " · ".join(filter(None, [listing.number_of(draft), place, corrects, listing.asked_by(draft)]))


def rail(state: State) -> list[Step]:
    """The parts in order with what each lacks, and signing last."""
    lacking: dict[str, int] = {}
    for one in state.missing:
        lacking[one.section] = lacking.get(one.section, 0) + 1
    steps = [
        Step(
            text=one.short or one.title,
            href=f"#part-{one.id}",
            missing=lacking.get(one.id, 0),
            progress=Progress.TODO if lacking.get(one.id) else Progress.DONE,
        )
        for one in _shown(state)
    ]
    return [*steps, Step(text=_("Se over og signer"), href=reverse("declarations:sign", args=[state.draft.id]))]


def _shown(state: State) -> list[Section]:
    return [one for one in state.known.sections_of(state.kind) if one.content is not Content.PHOTOS or state.photos]


def section(state: State, one: Section) -> dict[str, Any]:
    """One part of the page, by what it holds."""
    own: dict[str, Any] = {"id": one.id, "title": one.title, "help": one.help}
    if one.content is Content.POINTS:
        return {**own, "template": "declarations/_points.html", "points": points(state)}
    if one.content is Content.MEASUREMENTS:
        return {**own, "template": "declarations/_circuits.html", **circuits(state)}
    if one.content is Content.PHOTOS:
        return {**own, "template": "declarations/_photos.html" if state.photos else "", "photos": photo_cells(state)}
    asked = state.known.fields_in(one.id, state.kind)
    facts = [
        Fact(
            term=each.asked.label,
            value=printing.said(each.asked, state.values[each.path]),
            source=_source(state, each.path),
        )
        for each in asked
        if not each.is_asked and state.values.get(each.path)
    ]
    cells = [field(state, each.asked) for each in asked if each.is_asked]
    more = {"measures": risk_measures(state)} if one.content is Content.RISKS else {}
    return {**own, **more, "template": "declarations/_fields.html", "facts": facts, "cells": cells}


def field(state: State, asked: Asked, *, path: str = "", width: int = 0, label: str = "", hint: str = "") -> Field:
    """A question with what stands, what was typed and not taken, and where it is from."""
    path = path or asked.path
    typed = state.typed.texts.get(path)
    shown = typed if typed is not None else texts_of(asked, state.values.get(path))
    kind = _KINDS[asked.kind]
    return Field(
        name=path,
        label=label or asked.label,
        kind=kind,
        value=shown[0] if shown and kind is not FieldKind.CHECKS else (texts.TICKED if kind is FieldKind.CHECK else ""),
        values=shown if kind in {FieldKind.CHECKS, FieldKind.CHECK} else (),
        options=[Option(value=one.code, text=one.label) for one in asked.choices],
        unit=asked.unit,
        help=asked.help,
        hint=hint,
        source="" if typed is not None else _source(state, path),
        error=state.error(path),
        width=width or _WIDTHS.get(asked.kind, 3),
        rows=_TALL if path == "work.scope" else 3,
    )


def texts_of(asked: Asked, value: Any) -> list[str]:
    """What the control posts while nobody touches it."""
    if isinstance(value, str) and value.startswith(limits.OVER):
        return [value.replace(".", ",")]
    return texts.texts_of(asked, value)


def points(state: State) -> list[PointCell]:
    words = content.point_words()
    cells = []
    for one in state.known.points.values():
        path = f"point.{one.code}"
        typed = state.typed.texts.get(path)
        chosen = "".join(typed) if typed is not None else str(state.values.get(path, ""))
        note = content.asked(path + NOTE, state.kind)
        assert note is not None
        cells.append(
            PointCell(
                path=path,
                id=field_id(path),
                label=one.label,
                clause=one.clause,
                options=tuple((code.value, said, code == chosen) for code, said in words.items()),
                note=field(state, note, width=6, label=_("Beskriv avviket, og hva som er gjort med det")),
                error=state.error(path),
                deviates=chosen == PointState.DEVIATION,
            )
        )
    return cells


def circuits(state: State) -> dict[str, Any]:
    """The circuits, and what follows from the network system."""
    return {
        "circuits": [circuit(state, number) for number in state.circuits],
        "system_known": state.system is not None,
        "next_circuit": max(state.circuits) + 1 if max(state.circuits) < content.MOST_CIRCUITS else 0,
    }


def circuit(state: State, number: int) -> CircuitCell:
    asked = state.known.measurements_at(state.system)
    about = tuple(
        field(state, one.asked, path=f"circuit.{number}.{one.code}", width=6 if one.code == "name" else 3)
        for one in asked
        if one.about
    )
    name = str(content.circuit(state.values, number).get("name") or _("Kurs %(number)s") % {"number": number})
    return CircuitCell(number, name, about, tuple(value_cell(state, number, one) for one in asked if not one.about))


def value_cell(state: State, number: int, measured: Measurement) -> ValueCell:
    path = f"circuit.{number}.{measured.code}"
    judged = limits.judge(state.known, measured, content.circuit(state.values, number))
    note = content.asked(path + NOTE, state.kind)
    assert note is not None
    why = _WHY.get(judged.verdict)
    box = content.asked(path + UNMEASURED, state.kind) if _may_be_unmeasured(state, number, measured) else None
    return ValueCell(
        field=field(state, measured.asked, path=path, width=2),
        verdict_id=f"verdict-{path.replace('.', '-')}",
        limit=judged.limit,
        clause=judged.clause,
        word=printing.verdict_word(judged.verdict) if judged.verdict is not Verdict.NOT_MEASURED else "",
        verdict=judged.verdict.value,
        unmeasured=field(state, box, width=6) if box else None,
        note=field(state, note, width=6, label=gettext(why)) if why else None,
    )


_WHY: Mapping[Verdict, str] = {
    Verdict.OUTSIDE: gettext_noop("Hvorfor er det likevel i orden?"),
    Verdict.NOT_RELEVANT: gettext_noop("Hvorfor er det ikke aktuelt?"),
}


def _may_be_unmeasured(state: State, number: int, measured: Measurement) -> bool:
    path = f"circuit.{number}.{measured.code}"
    return measured.is_needed(state.system, number) and state.values.get(path) in (None, "")


def photo_cells(state: State) -> list[dict[str, Any]]:
    return [
        {
            "name": one.path,
            "id": field_id(one.path),
            "caption": one.caption,
            "chosen": not one.left_out,
            "src": reverse("declarations:photo", args=[state.draft.id, one.document.id]),
        }
        for one in state.photos
    ]


def risk_measures(state: State) -> list[dict[str, str]]:
    """What the chosen templates say was done."""
    chosen = state.values.get("basis.risks") or []
    found = [state.known.risks[code] for code in chosen if code in state.known.risks]
    return [{"hazard": one.hazard, "measure": one.measure} for one in found]


def base(state: State) -> str:
    """What the page's controls hold as it is made, as JSON by name: what a post is compared with."""
    held: dict[str, list[str]] = {}
    for path in on_page(state):
        asked = content.asked(path, state.kind)
        if asked is not None:
            value = state.values.get(path)
            if path.startswith("photo."):
                held[path] = [] if value is False else [texts.TICKED]
            else:
                held[path] = [one for one in texts_of(asked, value) if one]
    return json.dumps(held, ensure_ascii=False)


def on_page(state: State) -> list[str]:
    """The names of all controls."""
    names = [one.path for one in state.known.fields.values() if one.is_asked and state.kind in one.kinds]
    names += [one.path for one in state.photos]
    if state.kind == "installation":
        names += [path for code in state.known.points for path in (f"point.{code}", f"point.{code}{NOTE}")]
        for number in state.circuits:
            for one in state.known.measurements_at(state.system):
                path = f"circuit.{number}.{one.code}"
                names += [path, path + NOTE, *([path + UNMEASURED] if _may_be_unmeasured(state, number, one) else [])]
    return names


def source_of(state: State, path: str) -> str:
    return _source(state, path)


def _source(state: State, path: str) -> str:
    """A field somebody has typed in comes from nobody but them."""
    kept = state.whole.get(path)
    return sources.words(kept) if kept and kept["source"] != Origin.ASKED else ""


def _saved_at(state: State) -> str:
    moment = clock.oslo(state.draft.changed_at)
    return f"{moment:%H.%M}" if moment.date() == clock.today() else ""


def _sees_case(state: State) -> bool:
    notice = state.draft.notice
    return notice is not None and state.actor.organisation_id in {notice.contractor_id, notice.grid_company_id}
