"""What a grid company calls its layers and columns, said once in TOML and kept.

    projection = "EPSG:25833"          where the file does not say
    swap_axes = false

    [layers.NETT_SKAP]
    kind = "cable_cabinet"             or the column that says it: kind_column = "OBJTYPE"
    [layers.NETT_SKAP.columns]
    external_id = "SKAP_NR"
    [layers.NETT_KABEL]
    ignored = ["TYPE"]                 columns that are not what their heading says
    [layers.INTERNT]
    skip = true

    [words.kind]
    "KS" = "cable_cabinet"
    [words.material]
    "A" = "al"

Columns with the usual headings need no mention.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid
from nettmelding.grid.fields import CIRCUIT, FIELDS, fields_of
from nettmelding.grid.models import FileMapping

PROJECTIONS = ("EPSG:25832", "EPSG:25833", "EPSG:25835", "EPSG:4326", "EPSG:4258")
_NAMES = frozenset(one.name for kind in FIELDS for one in fields_of(kind)) | {"kind"}
_PLACES = frozenset({"x", "y", "wkt"})


@dataclass(frozen=True, slots=True)
class Layer:
    """How one layer is read. `columns`: the file's heading by our field, or by `x`, `y`, `wkt` where the place is in columns.

    `ignored`: headings that would be read as something, and are not to be.
    """

    kind: str = ""
    kind_column: str = ""
    skip: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FileWords:
    """A whole mapping; one that says nothing where there is none. `content` is what it was made of, as JSON keeps it."""

    content: Mapping[str, Any] = field(default_factory=dict)
    projection: str = ""
    swap_axes: bool = False
    layers: Mapping[str, Layer] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def layer(self, name: str) -> Layer:
        return self.layers.get(name, _USUAL)


_USUAL = Layer()


def read(path: Path) -> FileWords:
    """A mapping from a file. Errors: Invalid, which names what is wrong."""
    try:
        return of(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise Invalid("mapping", _("%(name)s kan ikke leses: %(problem)s") % {"name": path.name, "problem": problem})


def of(content: Mapping[str, Any]) -> FileWords:
    """A mapping from its content. Errors: Invalid, which names what is wrong."""
    _known("", content, {"projection", "swap_axes", "layers", "words"})
    projection = str(content.get("projection", ""))
    if projection and projection not in PROJECTIONS:
        raise Invalid(
            "mapping",
            _("Projeksjonen %(projection)s kan ikke leses. Bruk en av %(known)s.")
            % {"projection": projection, "known": ", ".join(PROJECTIONS)},
        )
    layers = {
        name: _layer(name, _table(name, one)) for name, one in _table("layers", content.get("layers", {})).items()
    }
    words = {name: _table(name, one) for name, one in _table("words", content.get("words", {})).items()}
    _known("words", words, _NAMES)
    spelled = {name: {str(k).strip(): str(v) for k, v in one.items()} for name, one in words.items()}
    return FileWords(dict(content), projection, bool(content.get("swap_axes")), layers, spelled)


def _layer(name: str, content: Mapping[str, Any]) -> Layer:
    _known(name, content, {"kind", "kind_column", "skip", "columns", "ignored"})
    columns = _table(name, content.get("columns", {}))
    kind = str(content.get("kind", ""))
    if kind:
        _known(name, {kind: None}, {*FIELDS, CIRCUIT})
    _known(name, columns, ({one.name for one in fields_of(kind)} if kind else _NAMES) | _PLACES)
    return Layer(
        kind,
        str(content.get("kind_column", "")),
        bool(content.get("skip")),
        {k: str(v) for k, v in columns.items()},
        frozenset(_list(name, content.get("ignored", []))),
    )


def _table(name: str, content: Any) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise Invalid("mapping", _("«%(name)s» i tilordningen skal være en tabell.") % {"name": name})
    return content


def _list(name: str, content: Any) -> list[str]:
    if not isinstance(content, list):
        raise Invalid("mapping", _("«%(name)s» i tilordningen skal ha en liste med kolonner.") % {"name": name})
    return [str(one) for one in content]


def _known(where: str, content: Mapping[str, Any], known: set[str] | frozenset[str]) -> None:
    unknown = sorted(set(content) - known)
    if unknown:
        raise Invalid(
            "mapping",
            _("Ukjent i tilordningen %(where)s: %(unknown)s. Kjent er %(known)s.")
            % {"where": where, "unknown": ", ".join(unknown), "known": ", ".join(sorted(known))},
        )


def kept(grid_company_id: UUID) -> FileWords:
    """The mapping the company has said before."""
    row = FileMapping.objects.filter(pk=grid_company_id).first()
    return of(row.content) if row else FileWords()


def keep(grid_company_id: UUID, mapping: FileWords) -> None:
    """Keep a mapping for the next file."""
    with write():
        FileMapping.objects.update_or_create(
            pk=grid_company_id, defaults={"content": dict(mapping.content), "changed_at": clock.now()}
        )
