"""The mapping as a form: each layer is of a kind, each column is a fact, each word of a column means something.

Only what somebody has said otherwise than it was guessed goes into the mapping, so that the next file is guessed anew.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nettmelding.grid.fields import CIRCUIT, FIELDS, fields_of
from nettmelding.grid.importing.inspecting import MOST_WORDS
from nettmelding.grid.importing.mapping import PROJECTIONS
from nettmelding.grid.models import GridImport
from nettmelding.grid.words import KIND_NAMES
from nettmelding.web.admin import grid_import_words as say
from nettmelding.web.components import Field, FieldKind, Option

NOT_USED, SKIP, COLUMN = "-", "skip", "column:"
_SHOWN = 4
"""Values of a column that are shown as examples."""
_PLACES: Mapping[str, str | Promise] = {
    "x": gettext_lazy("Øst eller lengdegrad"),
    "y": gettext_lazy("Nord eller breddegrad"),
    "wkt": gettext_lazy("Geometri (WKT)"),
}
_YES_NO: Mapping[str, str | Promise] = {"ja": gettext_lazy("Ja"), "nei": gettext_lazy("Nei")}
_MEANINGS: Mapping[str, Mapping[str, str | Promise]] = {
    "kind": {**{str(kind): name for kind, name in KIND_NAMES.items()}, CIRCUIT: gettext_lazy("Kurser i skap")},
    "network_system": {
        "it_230": gettext_lazy("IT 230 V"),
        "tt_230": gettext_lazy("TT 230 V"),
        "tn_c_s_400": gettext_lazy("TN-C-S 400 V"),
        "tn_s_400": gettext_lazy("TN-S 400 V"),
    },
    "material": {"al": gettext_lazy("Aluminium"), "cu": gettext_lazy("Kobber")},
    "operable": _YES_NO,
    "is_open": _YES_NO,
    "is_free": _YES_NO,
}
"""What the words of a column can mean, by field."""


@dataclass(frozen=True, slots=True)
class LayerForm:
    """One layer: what its rows are, and what its columns hold."""

    name: str
    file: str
    kind: Field
    columns: Sequence[Field]
    open: bool
    """Something in it is not known yet."""


@dataclass(frozen=True, slots=True)
class WordForm:
    """The words of one field that somebody has to explain."""

    title: str
    words: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form as it stands."""

    projection: Field
    swapped: bool
    layers: Sequence[LayerForm]
    words: Sequence[WordForm]
    seen: str
    """Of what it was made: files that were read again meanwhile are another form."""


@dataclass(slots=True)
class Posted:
    """What was answered: a mapping, or what is wrong with it by field."""

    words: dict[str, Any]
    errors: dict[str, str] = field(default_factory=dict)


def seen(row: GridImport) -> str:
    """Changes when the layers, their columns or the words that are asked about do."""
    said = json.dumps([row.layers, row.words], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def form(row: GridImport, given: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None) -> Form:
    """The form of an import; with `given`, as somebody has filled it in."""
    wrong = errors or {}

    def chosen(name: str, standing: str) -> str:
        return standing if given is None else given.get(name, standing)

    layers = []
    for number, layer in enumerate(row.layers):
        kind_name = f"l{number}.kind"
        standing = _kind_of(row, layer)
        kind = chosen(kind_name, standing)
        asks_place = not layer["has_places"] or bool(_PLACES.keys() & _said(row, layer).get("columns", {}).keys())
        columns = [
            Field(
                name=f"l{number}.c{place}",
                label=column["heading"],
                kind=FieldKind.SELECT,
                value=chosen(f"l{number}.c{place}", column["field"] or NOT_USED),
                options=_column_options(kind, asks_place=asks_place),
                hint=_examples(column["values"]),
                error=wrong.get(f"l{number}.c{place}", ""),
                width=2,
            )
            for place, column in enumerate(_columns(row, layer))
            if column["field"] != "kind"
        ]
        layers.append(
            LayerForm(
                layer["name"],
                layer["file"],
                Field(
                    name=kind_name,
                    label=_("Hva radene er"),
                    kind=FieldKind.SELECT,
                    value=kind,
                    options=_kind_options(layer),
                    error=wrong.get(kind_name, ""),
                    width=4,
                ),
                columns,
                open=not kind
                or any(one.error for one in columns)
                or (kind not in {SKIP, CIRCUIT} and not any(one.value == "external_id" for one in columns)),
            )
        )
    guess = str(row.projection_guess)
    return Form(
        Field(
            name="projection",
            label=_("Projeksjon"),
            kind=FieldKind.SELECT,
            value=chosen("projection", str(row.words.get("projection", "")) or NOT_USED),
            options=[
                Option(value=NOT_USED, text=_("Den filene sier selv")),
                *(
                    Option(value=code, text=str(say.PROJECTIONS[code]), detail=_("foreslått") if code == guess else "")
                    for code in PROJECTIONS
                ),
            ],
            width=4,
        ),
        bool(given.get("swapped")) if given is not None else bool(row.words.get("swap_axes")),
        layers,
        _word_forms(row, given),
        seen(row),
    )


def read(row: GridImport, given: Mapping[str, str]) -> Posted:
    """The mapping that was answered, on top of what was said of other files before."""
    posted = Posted(dict(row.words))
    projection = given.get("projection", NOT_USED)
    posted.words["projection"] = projection if projection in PROJECTIONS else ""
    posted.words["swap_axes"] = bool(given.get("swapped"))
    layers = dict(row.words.get("layers", {}))
    for number, layer in enumerate(row.layers):
        said = _read_layer(row, layer, number, given, posted.errors)
        layers.pop(layer["name"], None)
        if said:
            layers[layer["name"]] = said
    posted.words["layers"] = layers
    posted.words["words"] = _read_words(row, given)
    return posted


def _read_layer(
    row: GridImport, layer: Mapping[str, Any], number: int, given: Mapping[str, str], errors: dict[str, str]
) -> dict[str, Any]:
    standing, said = _kind_of(row, layer), dict(_said(row, layer))
    kind = given.get(f"l{number}.kind", standing)
    if kind == SKIP:
        return {**said, "skip": True}
    said.pop("skip", None)
    if kind != standing:
        said.pop("kind", None)
        said.pop("kind_column", None)
        if kind.startswith(COLUMN):
            said["kind_column"] = kind.removeprefix(COLUMN)
        elif kind:
            said["kind"] = kind
    columns, ignored, used = {}, set(said.get("ignored", ())), dict[str, int]()
    named = dict(_said(row, layer).get("columns", {}))
    for place, column in enumerate(_columns(row, layer)):
        name, heading, was = f"l{number}.c{place}", column["heading"], column["field"]
        value = given.get(name, was or NOT_USED)
        if was == "kind" or f"{COLUMN}{heading}" == kind:
            ignored.discard(heading)
            continue
        is_new = value != (was or NOT_USED)
        if value == NOT_USED:
            if is_new:
                ignored.add(heading)
            continue
        ignored.discard(heading)
        if is_new or named.get(value) == heading:
            problem = _problem(value, kind)
            if problem:
                errors[name] = problem
                continue
            columns[value] = heading
        if value in used and (is_new or value in columns):
            errors[name] = _("To kolonner er satt til det samme. Velg «Brukes ikke» for den ene.")
        used[value] = place
    return {
        **{name: one for name, one in said.items() if name in {"kind", "kind_column"}},
        **({"columns": columns} if columns else {}),
        **({"ignored": sorted(ignored)} if ignored else {}),
    }


def _problem(value: str, kind: str) -> str:
    """Why rows of a kind cannot have such a fact; empty where they can."""
    if value in _PLACES or kind not in FIELDS or value in {one.name for one in fields_of(kind)}:
        return ""
    return _("Det er ikke noe %(kind)s har. Velg noe annet.") % {"kind": str(_MEANINGS["kind"][kind]).lower()}


def _read_words(row: GridImport, given: Mapping[str, str]) -> dict[str, dict[str, str]]:
    found = {name: dict(one) for name, one in row.words.get("words", {}).items()}
    for name, words in _asked(row).items():
        for place, word in enumerate(words):
            value = given.get(f"w.{name}.{place}")
            if value in _MEANINGS[name]:
                found.setdefault(name, {})[word] = value
            elif value is not None:
                found.get(name, {}).pop(word, None)
    return {name: one for name, one in found.items() if one}


def _kind_of(row: GridImport, layer: Mapping[str, Any]) -> str:
    if _said(row, layer).get("skip"):
        return SKIP
    if layer["kind_column"]:
        return f"{COLUMN}{layer['kind_column']}"
    return str(layer["kind"])


def _said(row: GridImport, layer: Mapping[str, Any]) -> Mapping[str, Any]:
    said: Mapping[str, Any] = row.words.get("layers", {}).get(layer["name"], {})
    return said


def _columns(row: GridImport, layer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The columns that were found, as what was said of them also where no row could be read yet, and those that hold the place,
    which are none any more."""
    said = {heading: name for name, heading in _said(row, layer).get("columns", {}).items()}
    found = [{**column, "field": column["field"] or said.get(column["heading"], "")} for column in layer["columns"]]
    there = {column["heading"] for column in found}
    places = [
        {"heading": heading, "field": name, "values": []}
        for heading, name in said.items()
        if name in _PLACES and heading not in there
    ]
    return [*found, *places]


def _kind_options(layer: Mapping[str, Any]) -> list[Option]:
    few = [column["heading"] for column in layer["columns"] if 0 < len(column["values"]) <= MOST_WORDS]
    return [
        *(Option(value=kind, text=name) for kind, name in say.layer_kinds()),
        *(
            Option(value=f"{COLUMN}{heading}", text=_("Kolonnen «%(heading)s» sier det") % {"heading": heading})
            for heading in few
        ),
        Option(value=SKIP, text=_("Les ikke dette kartlaget")),
    ]


def _column_options(kind: str, *, asks_place: bool) -> Sequence[Option]:
    return _options(kind if kind in FIELDS else "", asks_place, get_language() or "")


@lru_cache(maxsize=64)
def _options(kind: str, asks_place: bool, language: str) -> tuple[Option, ...]:
    """What a column can hold. Where the kind is not one, all that any kind has; what is called alike says of which kind it is."""
    kinds = [kind] if kind else list(FIELDS)
    first: dict[str, tuple[str, str]] = {}
    for one in kinds:
        for fact in fields_of(one):
            first.setdefault(fact.name, (say.field_label(fact.label, fact.unit), str(one)))
    labels = [label for label, _kind in first.values()]
    options = [Option(value=NOT_USED, text=_("Brukes ikke"))]
    for name, (label, of) in first.items():
        alike = labels.count(label) > 1
        options.append(Option(value=name, text=label, detail=str(_MEANINGS["kind"][of]) if alike else ""))
    if asks_place:
        options += [Option(value=name, text=str(label)) for name, label in _PLACES.items()]
    return tuple(options)


def _examples(values: Sequence[str]) -> str:
    shown = ", ".join(values[:_SHOWN])
    return f"{shown} …" if len(values) > _SHOWN else shown


def _asked(row: GridImport) -> dict[str, list[str]]:
    """The words to be explained, by field: those nobody knows, and those explained before."""
    asked: dict[str, dict[str, None]] = {}
    for layer in row.layers:
        for column in layer["columns"]:
            name = column["field"]
            if name in _MEANINGS:
                explained = [word for word in row.words.get("words", {}).get(name, {}) if word in column["values"]]
                asked.setdefault(name, {}).update(dict.fromkeys([*column["unread"], *explained]))
    return {name: list(words) for name, words in asked.items() if words}


def _word_forms(row: GridImport, given: Mapping[str, str] | None) -> list[WordForm]:
    labels = {fact.name: str(fact.label) for kind in FIELDS for fact in fields_of(kind)}
    labels["kind"] = _("Slag")
    forms = []
    for name, words in _asked(row).items():
        standing = row.words.get("words", {}).get(name, {})
        fields = []
        for place, word in enumerate(words):
            value = standing.get(word, NOT_USED)
            fields.append(
                Field(
                    name=f"w.{name}.{place}",
                    label=f"«{word}»",
                    kind=FieldKind.SELECT,
                    value=value if given is None else given.get(f"w.{name}.{place}", value),
                    options=[
                        Option(value=NOT_USED, text=_("Ukjent")),
                        *(Option(value=one, text=str(text)) for one, text in _MEANINGS[name].items()),
                    ],
                    width=2,
                )
            )
        forms.append(WordForm(labels[name], fields))
    return forms
