"""What is known of a work order and what was done, as the components show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.load import catalogue as notice_catalogue
from nettmelding.notices.catalogue.notes import number_text
from nettmelding.web import words
from nettmelding.web.components import Attachment, Fact, Tone
from nettmelding.web.workorders import rows
from nettmelding.web.workorders.head import Order, place
from nettmelding.workorders import contacts, queries, steps
from nettmelding.workorders.catalogue.model import Step, StepKind
from nettmelding.workorders.models import Operation, Photo
from nettmelding.workorders.operations import left_over
from nettmelding.workorders.steps import Asked

_FACTS: tuple[tuple[str, str], ...] = (
    ("network_system", "supply.network_system"),
    ("metering_kind", "metering.kind"),
)
"""Facts that are codes, with the field of the notice's catalogue that has their words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One step with its answer. `bad` is not as it should be, `missing` needed and not done."""

    label: str
    text: str
    by: str
    limits: str
    bad: bool
    missing: bool
    photos: Sequence[Attachment] = ()


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two answers to one step."""

    label: str
    theirs: str
    theirs_by: str
    mine: str
    mine_by: str


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Something that was handed in and changed nothing."""

    what: str
    text: str
    by: str
    why: str


def facts(order: Order) -> list[Fact]:
    """Where, what and who."""
    row, known = order.row, order.row.facts
    reserved = row.reserved_meters.first()
    found = (
        (_("Adresse"), ", ".join(filter(None, [queries.title(row), place(row)]))),
        (_("Arbeid"), rows.kind_name(row)),
        (_("Tid"), words.span(row.planned_from, row.planned_until)),
        (_("Ønsket"), _wanted(order)),
        (_("Frist"), words.day_of(row.deadline)),
        (_("Montør"), rows.fitter(row)),
        (_("Utføres av"), row.performer.name),
        (_("Nettselskap"), row.grid_company.name),
        (_("Bestilt av"), ", ".join(filter(None, [row.created_by_name, row.orderer.name if row.orderer else ""]))),
        (_("Målepunkt"), row.metering_point.metering_point_id if row.metering_point else ""),
        (_("Måler i dag"), str(known.get("old_number") or "")),
        (_("Måler holdt av"), reserved.number if reserved else ""),
        *((_label(path), _words_of(path, known.get(name))) for name, path in _FACTS),
        (_("Faser"), str(known.get("phases") or "")),
        (_("Strømtrafo"), str(known.get("ct_ratio") or "")),
        (_("OV"), f"{number_text(known['ov_a'])} A" if known.get("ov_a") else ""),
        (_("Kabelskap"), str(known.get("cabinet") or "")),
        (_("Kurs"), str(known.get("circuit") or "")),
        (_("Adkomst"), row.access_note),
        (_("Beskjed"), row.note),
    )
    return [Fact(term=term, value=value) for term, value in found if value]


def people(order: Order) -> list[Fact]:
    """Whom the fitter meets, for those who need to know."""
    if not contacts.may_see(order.actor, order.row):
        return []
    return [
        Fact(term=one.role, value=", ".join(filter(None, [one.name, words.phone(one.mobile), one.email])))
        for one in contacts.contacts(order.row)
    ]


def groups(order: Order) -> list[Group]:
    """The steps by heading, each with its answer and pictures."""
    found: dict[str, list[Line]] = {}
    for one in order.asked:
        found.setdefault(one.step.group, []).append(_line(order, one))
    return [Group(title, lines) for title, lines in found.items()]


def loose_photos(order: Order) -> list[Attachment]:
    """Pictures that belong to no step that is asked, such as those of deviations."""
    asked = {one.step.id for one in order.asked}
    return [photo(one) for one in order.photos if one.step not in asked]


def photo(one: Photo, name: str = "") -> Attachment:
    """A picture, small, with the way to it whole."""
    here = one.state == Photo.State.HERE and one.document is not None
    told = _("tatt %(when)s av %(who)s") % {"when": words.at(one.taken_at), "who": one.taken_by_name}
    return Attachment(
        name=name or one.name or _("Bilde"),
        href=reverse("workorders:photo", args=[one.order_id, one.id]) if here else "",
        detail=told,
        thumb=reverse("workorders:thumb", args=[one.order_id, one.id]) if here else "",
        problem=one.problem,
        mark=_("på vei") if one.state == Photo.State.COMING else "",
        mark_tone=Tone.WARN,
    )


def conflicts(order: Order) -> list[Conflict]:
    """Where two have answered differently."""
    known = {one.step.id: one.step for one in order.asked}
    return [
        Conflict(
            known[one["step"]].label,
            steps.text_of(known[one["step"]], one["theirs"]["value"]),
            _by(one["theirs"]),
            steps.text_of(known[one["step"]], one["mine"]["value"]),
            _by(one["mine"]),
        )
        for one in order.row.conflicts
        if one["step"] in known
    ]


def left(order: Order) -> list[LeftOver]:
    """What was handed in and changed nothing, for the performing firm's planner."""
    known = {one.step.id: one.step for one in order.asked}
    return [
        LeftOver(
            what=str(_KINDS.get(one.kind, one.kind)),
            text=_told(known, one),
            by=f"{one.by_name}, {words.at(one.happened_at)}",
            why=one.message,
        )
        for one in left_over(order.actor, order.row)
    ]


def report(order: Order) -> dict[str, Any]:
    """What went with the report: words, who signed, and the strokes as the path of a drawing."""
    kept = order.row.report
    if not kept:
        return {}
    strokes = [stroke for stroke in kept.get("strokes") or [] if stroke]
    xs, ys = [x for stroke in strokes for x, _y in stroke], [y for stroke in strokes for _x, y in stroke]
    return {
        "text": kept.get("text", ""),
        "by": _("%(who)s, %(when)s") % {"who": kept.get("by", ""), "when": words.at(order.row.reported_at)},
        "name": kept.get("name", ""),
        "path": " ".join("M" + " L".join(f"{x:g},{y:g}" for x, y in stroke) for stroke in strokes),
        "box": f"{min(xs) - 3:g} {min(ys) - 3:g} {max(xs) - min(xs) + 6:g} {max(ys) - min(ys) + 6:g}" if xs else "",
    }


_KINDS = {
    "start": gettext_lazy("Begynt"),
    "answer": gettext_lazy("Svar"),
    "photo": gettext_lazy("Bilde"),
    "remove_photo": gettext_lazy("Bilde fjernet"),
    "deviation": gettext_lazy("Avvik"),
    "remove_deviation": gettext_lazy("Avvik trukket"),
    "missed": gettext_lazy("Bomtur"),
    "report": gettext_lazy("Rapport"),
}


def _told(known: dict[str, Step], row: Operation) -> str:
    """What an operation says, as far as it can be read."""
    given = row.data.get("answers")
    if row.kind == "answer" and isinstance(given, dict):
        return "; ".join(_answered(known, name, one) for name, one in given.items() if isinstance(one, dict))
    step = known.get(str(row.data.get("step", "")))
    return step.label if step else str(row.data.get("text", ""))[:200]


def _answered(known: dict[str, Step], name: str, given: dict[str, Any]) -> str:
    step = known.get(name)
    if step is None:
        return name
    try:
        return f"{step.label}: {steps.text_of(step, steps.parse(step, given.get('value')))}"
    except ValueError:
        return f"{step.label}: {given.get('value')}"


def _line(order: Order, asked: Asked) -> Line:
    step, kept = asked.step, order.row.answers.get(asked.step.id)
    pictures = [photo(one, step.label) for one in order.photos if one.step == step.id]
    return Line(
        label=step.label,
        text=steps.text_of(step, kept["value"]) if kept else "",
        by=_by(kept) if kept else "",
        limits=_limits(step) if step.kind in {StepKind.NUMBER, StepKind.VOLTAGES} else "",
        bad=step.id in order.outside,
        missing=step.id in order.lacking,
        photos=pictures,
    )


def _limits(step: Step) -> str:
    """`skal være 207–253 V`; the bounds of what can be typed at all are none to speak of."""
    if step.minimum is None or step.maximum is None or step.kind is not StepKind.VOLTAGES:
        return ""
    bounds = {"low": number_text(step.minimum), "high": number_text(step.maximum), "unit": step.unit}
    return _("skal være %(low)s–%(high)s %(unit)s") % bounds


def _by(kept: dict[str, Any]) -> str:
    when = words.at(datetime.fromisoformat(kept["at"])) if kept.get("at") else ""
    return ", ".join(filter(None, [kept.get("by", ""), when]))


def _wanted(order: Order) -> str:
    row = order.row
    if row.wanted_from is None:
        return ""
    return words.at(row.wanted_from) if row.hour_matters else words.day_of(row.wanted_from)


def _label(path: str) -> str:
    return _(notice_catalogue().fields[path].label)


def _words_of(path: str, code: Any) -> str:
    return text_of(notice_catalogue().fields[path], code) if code else ""
