"""*Endre felter*: an empty notice opens; what is filled in there changes, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nettmelding.core import clock
from nettmelding.core.actor import Actor
from nettmelding.core.errors import AppError, NotFound
from nettmelding.notices import bulk, bulk_fields, bulk_handling
from nettmelding.notices.bulk_fields import COLLEAGUE, WANTED_DATE, Asked
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Kind
from nettmelding.notices.models import BulkChange, Notice
from nettmelding.organisations import texts
from nettmelding.organisations.queries import case_handlers, colleagues, standard_texts
from nettmelding.web import words
from nettmelding.web.components import Field, FieldKind, Option, Phrase, Phrases, faults, field_id
from nettmelding.web.form import values
from nettmelding.web.pages import ActingRequest, acting, page
from nettmelding.web.workdays import calendar_days

EMPTY = "tom"
"""The box that makes a field empty; its value is the field's path."""
FURTHER = "work.further_information"
_YES, _NO = "ja", "nei"
_KINDS: Mapping[Kind, FieldKind] = {
    Kind.LONGTEXT: FieldKind.TEXTAREA,
    Kind.INTEGER: FieldKind.NUMBER,
    Kind.DECIMAL: FieldKind.NUMBER,
    Kind.CHOICE: FieldKind.SELECT,
    Kind.MULTI: FieldKind.CHECKS,
    Kind.DATE: FieldKind.DATE,
    Kind.BOOL: FieldKind.SELECT,
    Kind.METER: FieldKind.DIGITS,
}


@dataclass(frozen=True, slots=True)
class Cell:
    """A field with the box that makes it empty."""

    field: Field
    emptied: bool
    phrases: Phrases | None = None

    @property
    def path(self) -> str:
        return self.field.name

    @property
    def label(self) -> str:
        return self.field.label


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    cells: tuple[Cell, ...]


@require_http_methods(["GET", "POST"])
@acting
def fields(request: ActingRequest, bulk_id: UUID) -> HttpResponse:
    """Fill in what is to change, or say who is to have the cases."""
    change = bulk.get(request.actor, bulk_id)
    if change.done_at is not None:
        return HttpResponseRedirect(reverse("bulk:change", args=[bulk_id]))
    if change.what == BulkChange.What.ASSIGN:
        return _colleague(request, change)
    if change.what != BulkChange.What.FIELDS:
        raise NotFound
    problem: AppError | None = None
    if request.method == "POST":
        sent = request.POST
        try:
            bulk.fill_in(request.actor, bulk_id, _raw(sent), sent.getlist(EMPTY), sent.get("text", ""))
        except AppError as error:
            if error.status != 422:
                raise
            problem = error
        else:
            return HttpResponseRedirect(reverse("bulk:change", args=[bulk_id]))
    notices = bulk.chosen(request.actor, change)
    context = {
        "change": change,
        "count": len(notices),
        "parts": _parts(request, change, notices, problem),
        "faults": faults(problem.fields or {"": problem.message}) if problem else (),
        "chosen": [bulk.named(one) for one in notices],
    }
    return page(request, "bulk/fields.html", context, status=problem.status if problem else 200)


def _colleague(request: ActingRequest, change: BulkChange) -> HttpResponse:
    problem: AppError | None = None
    if request.method == "POST":
        try:
            bulk_handling.give_to(request.actor, change.id, _uuid(request.POST.get("assignee_id", "")))
        except AppError as error:
            if error.status != 422:
                raise
            problem = error
        else:
            return HttpResponseRedirect(reverse("bulk:change", args=[change.id]))
    context = {
        "change": change,
        "count": change.rows.count(),
        "colleagues": [Option(value=str(one.id), text=one.name) for one in case_handlers(request.actor)],
        "value": change.values.get("assignee_id", ""),
        "errors": problem.fields if problem else {},
        "faults": faults(problem.fields) if problem else (),
    }
    return page(request, "bulk/colleague.html", context, status=problem.status if problem else 200)


def _parts(
    request: ActingRequest, change: BulkChange, notices: Sequence[Notice], problem: AppError | None
) -> list[Part]:
    """The fields by section, first the dates, which are what is most often changed. What was typed and not taken stays."""
    asked = bulk_fields.asked(notices)
    first = bulk_fields.earliest(notices) if any(one.field.path == WANTED_DATE for one in asked) else None
    typed = request.POST if problem else None
    by_section: dict[str, list[Cell]] = {}
    for one in asked:
        field = _field(request.actor, one, change, typed, problem, of=len(notices))
        if one.field.kind is Kind.DATE:
            field = _with_calendar(field, first if one.field.path == WANTED_DATE else None)
        emptied = one.field.path in (typed.getlist(EMPTY) if typed is not None else _emptied(change))
        phrases = _phrases(request.actor) if one.field.path == FURTHER else None
        by_section.setdefault(one.field.section, []).append(Cell(field, emptied, phrases))
    known = catalogue()
    dates = known.fields[WANTED_DATE].section
    ordered = sorted(by_section.items(), key=lambda part: part[0] != dates)
    return [Part(_(known.sections[name].title), tuple(cells)) for name, cells in ordered]


def _field(
    actor: Actor, one: Asked, change: BulkChange, typed: QueryDict | None, problem: AppError | None, *, of: int
) -> Field:
    path, field = one.field.path, one.field
    typed_texts = typed.getlist(path) if typed is not None else _texts(change, one)
    kind = FieldKind.SELECT if path == COLLEAGUE else _KINDS.get(field.kind, FieldKind.TEXT)
    value = typed_texts[0] if typed_texts and kind is not FieldKind.CHECKS else ""
    options = _options(actor, one)
    if kind is FieldKind.SELECT and value:
        options = [Option(value="", text=_("Ikke endre")), *options]
    return Field(
        name=path,
        label=_(field.label),
        kind=kind,
        value=value,
        values=typed_texts if kind is FieldKind.CHECKS else (),
        options=options,
        unit=field.unit,
        help=_(field.help) if field.help else "",
        hint="" if one.of == of else _("%(some)s av %(all)s har dette feltet.") % {"some": one.of, "all": of},
        error=problem.fields.get(path, "") if problem else "",
        placeholder=_("Ikke endre") if kind is FieldKind.SELECT else "",
    )


def _with_calendar(field: Field, first: date | None) -> Field:
    hint = field.hint
    if first is not None and first > clock.today():
        said = _("Tidligst %(day)s, etter fristen nettselskapet har.") % {"day": words.day(first)}
        hint = " ".join(filter(None, [hint, said]))
    return replace(field, hint=hint, attrs={**field.attrs, **calendar_days(first)})


def _options(actor: Actor, one: Asked) -> list[Option]:
    if one.field.path == COLLEAGUE:
        return [Option(value=name, text=name) for name in dict.fromkeys(person.name for person in colleagues(actor))]
    if one.field.kind is Kind.BOOL:
        return [Option(value=_YES, text=_("Ja")), Option(value=_NO, text=_("Nei"))]
    return [Option(value=c.code, text=_(c.label), detail=_(c.help) if c.help else "") for c in one.field.choices]


def _texts(change: BulkChange, one: Asked) -> list[str]:
    value = change.values.get(one.field.path)
    if isinstance(value, bool):
        return [_YES if value else _NO]
    return values.texts_of(one.field, value) if value is not None else []


def _emptied(change: BulkChange) -> list[str]:
    return [path for path, value in change.values.items() if value is None]


def _phrases(actor: Actor) -> Phrases:
    """Standard texts as they are written: what is filled in from a notice has no place in many."""
    rows = [one for one in standard_texts(actor)[:50] if not texts.has_placeholders(one.text)]
    items = [Phrase(value=f"text:{one.id}", title=one.title, text=one.text) for one in rows]
    return Phrases(into=field_id(FURTHER), items=items)


def _raw(sent: QueryDict) -> dict[str, Any]:
    known = catalogue().fields
    found: dict[str, Any] = {}
    for name in sent:
        if name in known:
            given = [text for text in sent.getlist(name) if text.strip()]
            found[name] = given if known[name].kind is Kind.MULTI else given[0] if given else ""
    return found


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
