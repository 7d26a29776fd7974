"""Short-circuit values to take along: as text to copy, as CSV for a spreadsheet, as JSON for calculation programs.

What is taken out is written down, and carries name, time and the duty of secrecy. The JSON is described in
`docs/short-circuit-values.md`.
"""

import csv
import io
import json
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.core import clock
from nettmelding.grid import queries
from nettmelding.grid.figures import FIGURES, SYSTEM_NAMES, Figure, number_text
from nettmelding.grid.network import System
from nettmelding.grid.seeing import View
from nettmelding.grid.values import ShortCircuit, ValueSet

FORMAT, VERSION = "nettmelding-short-circuit-values", 1
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_DECIMALS = 4


def as_text(at: ShortCircuit, one: ValueSet) -> str:
    """One set on lines, to be pasted anywhere."""
    lines = [f"{at.title}, {one.terminal}", f"{one.origin.words}, {one.state_name.lower()}"]
    if one.system:
        lines.append(f"{_('Nettsystem')}: {SYSTEM_NAMES[one.system]}")
    lines += [f"{figure.label}: {figure.text(one.figures[figure.name])}" for figure in _figures(one)]
    if one.protection:
        lines.append(f"{_('Foranstående vern')}: {protection_text(one)}")
    lines.append(f"{_('Kartgrunnlag')}: {at.edition_on:%d.%m.%Y}")
    return "\n".join(lines)


def protection_text(one: ValueSet) -> str:
    """Such as `gG 63 A`; empty where it is not known."""
    if one.protection is None:
        return ""
    return f"{one.protection.type} {number_text(one.protection.rated_a, padded=False)} A".strip()


def as_csv(view: View, at: ShortCircuit) -> bytes:
    """A table for a Norwegian spreadsheet: semicolons, decimal commas, a column for each set, UTF-8 with its mark.

    Errors: NotAllowed where the grid company forbids it; TooMany.
    """
    queries.note(view, "downloads", [at.object_id])
    file = io.StringIO()
    rows = csv.writer(file, delimiter=";", lineterminator="\r\n")
    sets = at.sets
    rows.writerow([_harmless(at.title)])
    rows.writerow([_("Kartgrunnlag"), f"{at.edition_on:%d.%m.%Y}"])
    rows.writerow([_("Hentet av"), _harmless(view.actor.name), f"{clock.oslo(clock.now()):%d.%m.%Y kl. %H.%M}"])
    rows.writerow([duty_line()])
    rows.writerow([])
    rows.writerow([_("Størrelse"), _("Enhet"), *(one.origin.words for one in sets)])
    rows.writerow([_("Kobling"), "", *(one.state_name for one in sets)])
    rows.writerow([_("Gjelder"), "", *(_harmless(one.terminal) for one in sets)])
    rows.writerow([_("Nettsystem"), "", *(SYSTEM_NAMES.get(one.system or "", "") for one in sets)])
    for figure in FIGURES:
        if any(figure.name in one.figures for one in sets):
            rows.writerow([str(figure.label), figure.unit, *(_cell(figure, one) for one in sets)])
    rows.writerow([_("Foranstående vern"), "", *(_harmless(protection_text(one)) for one in sets)])
    rows.writerow([_("Forutsetninger"), "", *(_harmless(". ".join(one.assumptions)) for one in sets)])
    rows.writerow([_("Mangler"), "", *(_harmless(". ".join(one.missing)) for one in sets)])
    return file.getvalue().encode("utf-8-sig")


def as_json(view: View, at: ShortCircuit) -> bytes:
    """As `document`, for a file. Errors: NotAllowed where the grid company forbids it; TooMany."""
    queries.note(view, "downloads", [at.object_id])
    told = document(at) | {
        "downloaded_by": view.actor.name,
        "downloaded_at": _moment(clock.now()),
        "duty": duty_line(),
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def document(at: ShortCircuit) -> dict[str, Any]:
    """The values for a calculation program: units in the names, what is not known left out or null."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "object": {"id": str(at.object_id), "kind": at.kind, "name": at.title},
        "edition_on": at.edition_on.isoformat(),
        "voltage_tolerance": at.tolerance,
        "value_sets": [_set(one) for one in at.sets],
    }


def duty_line() -> str:
    """What stands on all that is taken out of the map."""
    return _("Kraftsensitiv informasjon. Taushetsplikt etter energiloven § 9-3 og kraftberedskapsforskriften § 6-2.")


def _set(one: ValueSet) -> dict[str, Any]:
    return {
        "origin": one.origin.value,
        "switching_state": one.state,
        "terminal": one.terminal,
        "network_system": one.system,
        "nominal_voltage_v": System(one.system).nominal_v if one.system else None,
        "standard": one.standard or None,
        "values_on": one.on or None,
        "upstream_protection": {"type": one.protection.type, "rated_current_a": one.protection.rated_a}
        if one.protection
        else None,
        "planned_cable": {"type": one.cable[0], "length_m": one.cable[1]} if one.cable else None,
        "values": {name: round(value, _DECIMALS) for name, value in one.figures.items()},
        "assumptions": list(one.assumptions),
        "missing": list(one.missing),
    }


def _figures(one: ValueSet) -> list[Figure]:
    return [figure for figure in FIGURES if figure.name in one.figures]


def _cell(figure: Figure, one: ValueSet) -> str:
    value = one.figures.get(figure.name)
    return "" if value is None else f"{value:.{figure.decimals + 1}f}".replace(".", ",")


def _harmless(text: str) -> str:
    """No cell is a formula: a spreadsheet runs what begins like one."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _moment(moment: datetime) -> str:
    return clock.oslo(moment).isoformat(timespec="seconds")
