"""What keeps a declaration from being signed: pure, over its values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.declarations import content, limits
from nettmelding.declarations.catalogue.load import catalogue
from nettmelding.declarations.catalogue.model import Kind
from nettmelding.declarations.content import PointState
from nettmelding.declarations.limits import Judged, Verdict


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing: where, in which section, and the sentence."""

    path: str
    section: str
    message: str


def missing(kind: Kind, values: Mapping[str, Any], *, split: bool) -> list[Missing]:
    """Everything that is lacking, in the order of the form. `split`: several firms share the work."""
    found = [*_fields(kind, values, split)]
    if kind is Kind.INSTALLATION:
        found += [*_points(values), *_circuits(values)]
    order = [one.id for one in catalogue().sections_of(kind)]
    return sorted(found, key=lambda one: order.index(one.section))


def _fields(kind: Kind, values: Mapping[str, Any], split: bool) -> Iterator[Missing]:
    for one in catalogue().fields.values():
        needed = kind in one.needed or (one.needed_when_split and split and kind in one.kinds)
        if needed and not _said(values, one.path):
            yield Missing(one.path, one.asked.section, _("%(label)s mangler.") % {"label": one.asked.label})


def _points(values: Mapping[str, Any]) -> Iterator[Missing]:
    for point in catalogue().points.values():
        path = f"point.{point.code}"
        if not _said(values, path):
            yield Missing(path, "points", _("%(label)s: ikke svart.") % {"label": point.label})
        elif values[path] == PointState.DEVIATION and not _said(values, path + content.NOTE):
            yield Missing(path + content.NOTE, "points", _("%(label)s: beskriv avviket.") % {"label": point.label})


def _circuits(values: Mapping[str, Any]) -> Iterator[Missing]:
    known, system = catalogue(), limits.system_of(values.get("site.network_system"))
    for number in content.circuits_in(path for path in values if _said(values, path)):
        circuit = content.circuit(values, number)
        name = circuit.get("name") or _("Kurs %(number)s") % {"number": number}
        for measured in known.measurements_at(system):
            path = f"circuit.{number}.{measured.code}"
            judged = limits.judge(known, measured, circuit)
            what = {"circuit": name, "label": measured.asked.label, "limit": judged.limit}
            if judged.verdict is Verdict.NOT_MEASURED and measured.is_needed(system, number):
                yield Missing(path, "measured", _("%(circuit)s: %(label)s mangler.") % what)
            elif (why := _why(judged)) and not _said(values, path + content.NOTE):
                yield Missing(path + content.NOTE, "measured", why % what)


def _why(judged: Judged) -> str:
    """The sentence that asks for a note, where a verdict needs one."""
    if judged.verdict is Verdict.NOT_RELEVANT:
        return _("%(circuit)s: %(label)s er ikke aktuelt. Skriv hvorfor.")
    if judged.verdict is not Verdict.OUTSIDE:
        return ""
    if judged.limit:
        return _("%(circuit)s: %(label)s er utenfor grensen (%(limit)s). Skriv hvorfor det likevel er i orden.")
    return _("%(circuit)s: %(label)s er ikke i orden. Skriv hvorfor.")


def _said(values: Mapping[str, Any], path: str) -> bool:
    return values.get(path) not in (None, "", [])
