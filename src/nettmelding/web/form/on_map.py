"""Answers that are read or drawn on the tab *Kart*: in the form they are shown, and can be taken out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from nettmelding.notices.catalogue import short_circuit
from nettmelding.notices.catalogue.display import text_of
from nettmelding.notices.catalogue.form import FormField
from nettmelding.notices.catalogue.model import Kind
from nettmelding.web.components import Fact, field_id
from nettmelding.web.form.state import State

KINDS = frozenset({Kind.SHORT_CIRCUIT, Kind.MARKS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One answer. `facts` where it is a table, `text` where it is words; both empty where there is none yet."""

    path: str
    id: str
    label: str
    title: str
    text: str
    facts: tuple[Fact, ...]
    href: str
    invites: str
    was: str

    @property
    def answered(self) -> bool:
        return bool(self.text or self.facts)


def shown(state: State, fields: Iterable[FormField]) -> list[Shown]:
    """What stands in a section whose answers come from the map."""
    return [_shown(state, one) for one in fields if one.shown]


def _shown(state: State, one: FormField) -> Shown:
    was = next((change.old for change in state.changes if change.path == one.path), "")
    map_href = reverse("map:map", args=[state.notice.id])
    title, text = "", ""
    facts: tuple[Fact, ...] = ()
    if one.field.kind is Kind.SHORT_CIRCUIT and isinstance(one.value, dict):
        title, text = str(one.value["object_name"]), short_circuit.rests_on(one.value)
        facts = tuple(Fact(term=term, value=value) for term, value in short_circuit.rows(one.value))
        map_href = f"{map_href}?objekt={one.value['object_id']}"
    elif one.answered:
        text = text_of(one.field, one.value)
    return Shown(
        path=one.path,
        id=field_id(one.path),
        label=_(one.label),
        title=title,
        text=text,
        facts=facts,
        href=map_href,
        invites=_("Hent fra kartet") if one.field.kind is Kind.SHORT_CIRCUIT else _("Tegn i kartet"),
        was=was,
    )
