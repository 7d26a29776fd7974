"""The grid's files and editions in the words of a screen."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nettmelding.accounts.models import User
from nettmelding.grid.fields import CIRCUIT, fields_of
from nettmelding.grid.importing.report import REFUSED, WORDS
from nettmelding.grid.models import GridImport, Kind
from nettmelding.grid.words import KIND_NAMES, kind_name
from nettmelding.web.components import State, Turn

_T = gettext_lazy
_State = GridImport.State
PROJECTIONS: Mapping[str, str | Promise] = {
    "EPSG:25832": _T("EUREF89 UTM sone 32 (EPSG:25832)"),
    "EPSG:25833": _T("EUREF89 UTM sone 33 (EPSG:25833)"),
    "EPSG:25835": _T("EUREF89 UTM sone 35 (EPSG:25835)"),
    "EPSG:4326": _T("Breddegrad og lengdegrad, WGS 84 (EPSG:4326)"),
    "EPSG:4258": _T("Breddegrad og lengdegrad, EUREF89 (EPSG:4258)"),
}
_STATES: Mapping[str, tuple[Turn, str | Promise]] = {
    _State.UPLOADED: (Turn.THEY, _T("Venter på å bli lest")),
    _State.READING: (Turn.THEY, _T("Leses")),
    _State.TRIED: (Turn.YOU, _T("Venter på deg")),
    _State.MAKING: (Turn.THEY, _T("Lages")),
    _State.READY: (Turn.OK, _T("Utgaven er laget")),
    _State.FAILED: (Turn.NO, _T("Kan ikke leses")),
}
_OF_KIND = frozenset({"broken_geometry", "wrong_geometry", "no_geometry", "out_of_norway", "duplicate_id"})
"""Findings whose detail is the kind of the object."""
_OF_FIELDS = frozenset({"missing_impedance", "missing_transformer_data"})
"""Findings whose detail is the fields that are not there."""


def state(row: GridImport) -> State:
    """How far an import has come."""
    turn, word = _STATES[row.state]
    return State(turn=turn, word=str(word))


def files(row: GridImport) -> str:
    """Names with sizes, such as `nett.gpkg (12,0 MB)`."""
    return ", ".join(f"{one['name']} ({filesizeformat(one['bytes'])})" for one in row.files)


def people(ids: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """Names by id; the command line where there is none."""
    wanted = set(ids)
    names = dict(User.objects.filter(pk__in=[one for one in wanted if one]).values_list("pk", "name"))
    return {one: names.get(one, _("en som har sluttet")) if one else _("kommandolinjen") for one in wanted}


def number(count: int) -> str:
    """`1 234 567`, with spaces that do not break."""
    return f"{count:,}".replace(",", "\N{NO-BREAK SPACE}")


def objects(count: int) -> str:
    """`1 234 objekter`."""
    return ngettext("%(count)s objekt", "%(count)s objekter", count) % {"count": number(count)}


def counts(report: Mapping[str, int]) -> list[tuple[str, str, str]]:
    """Kind, its name and how many, in the order of the legend."""
    return [(kind, str(name), number(report[kind])) for kind, name in KIND_NAMES.items() if report.get(kind)]


def layer_kinds() -> list[tuple[str, str]]:
    """What the rows of a layer can be."""
    return [*((str(kind), str(name)) for kind, name in KIND_NAMES.items()), (CIRCUIT, _("Kurser i skap"))]


def field_label(label: str | Promise, unit: str) -> str:
    """`Lengde (m)`."""
    return f"{label} ({unit})" if unit else str(label)


def detail(finding: Mapping[str, Any]) -> str:
    """What a finding says besides which object it is about."""
    said = str(finding.get("detail") or "")
    if finding["code"] in _OF_KIND and said in Kind.values:
        return kind_name(said)
    if finding["code"] in _OF_FIELDS:
        labels = {one.name: str(one.label) for kind in (Kind.TRANSFORMER, Kind.CABLE) for one in fields_of(kind)}
        return _("Mangler: %(fields)s") % {"fields": ", ".join(labels.get(one, one) for one in said.split(", "))}
    return said


def found(report: Mapping[str, Any], *, refused: bool) -> list[tuple[str, str, str]]:
    """Code, words and how many of each finding, most first: those for which objects are left out, or the others."""
    rows = sorted(report.get("found", {}).items(), key=lambda one: -one[1])
    return [(code, str(WORDS[code]), number(count)) for code, count in rows if (code in REFUSED) is refused]
