"""A question of the catalogue as a field on the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.notices import places, places_near
from nettmelding.notices.catalogue import display
from nettmelding.notices.catalogue.form import FormField
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import Kind, Way
from nettmelding.notices.catalogue.notes import FormNote
from nettmelding.organisations.queries import colleagues
from nettmelding.web.components import Field, FieldKind, Option, field_id
from nettmelding.web.form import addresses, sources, values
from nettmelding.web.form.state import State

COLLEAGUE = "who.responsible_colleague"
FEW_CHOICES = 3
"""Up to as many are shown as cards, where the field has the whole width."""
_KINDS: Mapping[Kind, FieldKind] = {
    Kind.TEXT: FieldKind.TEXT,
    Kind.LONGTEXT: FieldKind.TEXTAREA,
    Kind.INTEGER: FieldKind.NUMBER,
    Kind.DECIMAL: FieldKind.NUMBER,
    Kind.CHOICE: FieldKind.SELECT,
    Kind.MULTI: FieldKind.CHECKS,
    Kind.DATE: FieldKind.DATE,
    Kind.DATETIME: FieldKind.TEXT,
    Kind.BOOL: FieldKind.CHECK,
    Kind.ADDRESS: FieldKind.SEARCH,
    Kind.METER: FieldKind.DIGITS,
    Kind.METERS: FieldKind.TEXTAREA,
}
_PLACEHOLDERS = {Kind.DATETIME: "23.11.2026 kl. 14.30"}


@dataclass(frozen=True, slots=True)
class WayOut:
    """One way out of what a note says: a value to set in a field, or a place to go."""

    text: str
    href: str
    name: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class NoteCell:
    text: str
    blocks: bool
    ways: tuple[WayOut, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A field with what stands right below it."""

    field: Field
    notes: tuple[NoteCell, ...] = ()

    @property
    def path(self) -> str:
        return self.field.name


def cell(state: State, one: FormField) -> Cell:
    """The field, with what was typed and not taken, errors, the grid company's remark, and notes."""
    return Cell(_field(state, one), tuple(_note(note) for note in one.notes))


def _field(state: State, one: FormField) -> Field:
    field, path = one.field, one.path
    texts = state.typed.texts.get(path)
    if texts is None:
        texts = values.texts_of(field, one.value)
    kind = _kind(one)
    clash = state.typed.clashes.get(path)
    error = state.error(path)
    return Field(
        name=path,
        label=_(field.label),
        kind=kind,
        value=texts[0]
        if texts and kind is not FieldKind.CHECKS
        else (values.TICKED if kind is FieldKind.CHECK else ""),
        values=texts if kind in {FieldKind.CHECKS, FieldKind.CHECK} else (),
        options=_options(state, one, texts),
        unit=field.unit,
        help=_help(one),
        source="" if path in state.typed.texts else sources.of_field(one, state.notice),
        error=_clash_sentence(clash.by, clash.value) if clash else error,
        hint=_hint(state, one),
        remark=state.remarks.get(path, ""),
        was=_was(state, path),
        optional=not one.required and kind is not FieldKind.CHECK,
        width=field.width,
        rows=2 if field.kind is Kind.METERS else 3,
        placeholder=_PLACEHOLDERS.get(
            field.kind, _("Gate og nummer, gnr/bnr eller posisjon") if field.kind is Kind.ADDRESS else ""
        ),
        search_href=reverse("form:addresses") if field.kind is Kind.ADDRESS else "",
        shown=_shown(state, one),
        attrs={"data-save-on": "change"} if field.kind in {Kind.METER, Kind.METERS} else {},
    )


def _shown(state: State, one: FormField) -> str:
    """The text in a search field: what was typed and not found, else what stands for the answer."""
    if one.field.kind is not Kind.ADDRESS:
        return ""
    return "".join(state.typed.texts.get(f"{one.path}.q", [])) or display.text_of(one.field, one.value)


def _kind(one: FormField) -> FieldKind:
    if one.path == COLLEAGUE:
        return FieldKind.SELECT
    if one.field.kind is Kind.CHOICE and one.field.width == 6 and len(one.field.choices) <= FEW_CHOICES:
        return FieldKind.PICK
    return _KINDS[one.field.kind]


def _options(state: State, one: FormField, texts: list[str]) -> list[Option]:
    if one.path != COLLEAGUE:
        return [Option(value=c.code, text=_(c.label), detail=_(c.help) if c.help else "") for c in one.field.choices]
    names = [person.name for person in colleagues(state.actor)]
    return [Option(value=name, text=name) for name in dict.fromkeys([*texts, *names]) if name]


def _help(one: FormField) -> str:
    rule = _("Kreves av %(rule)s.") % {"rule": one.field.rule} if one.field.rule and one.required else ""
    return " ".join(filter(None, [_(one.field.help) if one.field.help else "", rule]))


def _hint(state: State, one: FormField) -> str:
    """What the program has to say about an answer that it could not look up."""
    if (
        one.path == places.METER
        and one.answered
        and state.notice.metering_point_id is None
        and state.notice.sent_at is None
    ):
        near = places_near.meters_near(state.actor, str(one.value), state.notice.id)
        if near:
            return _("Vi kjenner ikke én måler med dette nummeret. Mente du %(near)s?") % {"near": near[0]}
        return _("Vi kjenner ikke én måler med dette nummeret. Se over sifrene, eller fyll ut resten selv.")
    if addresses.is_unconfirmed(one.value):
        return _("Ikke bekreftet: adresseregisteret svarte ikke. Velg adressen på nytt når du kan.")
    return ""


def _was(state: State, path: str) -> str:
    return next((one.old for one in state.changes if one.path == path), "")


def _clash_sentence(by: str, value: str) -> str:
    return _("%(by)s skrev «%(value)s» i mellomtiden. Lagre igjen for å bruke ditt.") % {"by": by, "value": value}


def _note(note: FormNote) -> NoteCell:
    return NoteCell(note.text, note.blocks, tuple(_way(way) for way in note.ways))


def _way(way: Way) -> WayOut:
    if way.value is None:
        return WayOut(way.label, f"#{field_id(way.path)}")
    return WayOut(
        way.label, f"#{field_id(way.path)}", way.path, values.text_of(catalogue().fields[way.path], way.value)
    )
