"""What a type's name says of a conductor: `TFXP 4x50 Al` is four conductors of 50 mm² aluminium in cross-linked polyethylene.

The table is `line_types.toml`. A name that is not in it gives nothing: the branch keeps what the grid company's data say, and
what lacks is named.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from nettmelding.grid.network import Branch

RETURN_IN_PEN = 4.0
"""Zero over positive sequence, R and X alike, where a fourth conductor equal to the phases is PEN and carries all of the current
back. Each phase has R and the return three times R, so R0 = 4 R; with four conductors placed alike the flux between phases and
return gives X0 = 4 X in the same way. Whatever goes back in the ground makes it less, so it is the careful side for the smallest
current (IEC TR 60909-2 has measured R0 = 4 R and X0 a little below 4 X for four-core cable)."""

_NAME = re.compile(
    r"^\s*(?P<family>[A-ZÆØÅ]{2,8})[\s-]*(?P<cores>[1-5])\s*[x×*]\s*(?P<section>\d{1,3}(?:[.,]\d)?)"
    r"(?:\s*/\s*\d{1,3}(?:[.,]\d)?)?\s*(?:mm[2²])?\s*(?P<material>AL|CU)?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineType:
    """A type of conductor: Ω/km a phase at 20 °C and 50 Hz, mm², °C."""

    name: str
    kind: str
    cores: int
    cross_section_mm2: float
    material: str
    r_ohm_km: float
    x_ohm_km: float
    end_temperature_c: float

    @property
    def has_pen(self) -> bool:
        """Four equal conductors: three phases and PEN."""
        return self.cores == 4


@dataclass(frozen=True, slots=True)
class _Family:
    name: str
    material: str
    kind: str
    end_temperature_c: float
    reactance: tuple[tuple[float, float], ...]

    def x_ohm_km(self, section: float) -> float | None:
        return next((x for up_to, x in self.reactance if section <= up_to), None)


@cache
def _table() -> tuple[Mapping[str, Mapping[float, float]], Mapping[str, _Family]]:
    data = tomllib.loads((files("nettmelding.grid") / "line_types.toml").read_text(encoding="utf-8"))
    resistance = {m: {float(s): float(r) for s, r in rows.items()} for m, rows in data["resistance"].items()}
    families = {
        row["name"]: _Family(
            row["name"],
            row["material"],
            row["kind"],
            float(row["end_temperature_c"]),
            tuple((float(up_to), float(x)) for up_to, x in row["reactance"]),
        )
        for row in data["family"]
    }
    return resistance, families


@cache
def line_type(name: str) -> LineType | None:
    """The type by its name as people write it (`TFXP 4x50 Al`, `tfxp 4X50`, `PFSP 4x10/10 Cu`), or None where it is not known."""
    found = _NAME.match(name)
    if not found:
        return None
    resistance, families = _table()
    family = families.get(found["family"].upper())
    if family is None:
        return None
    cores, section = int(found["cores"]), float(found["section"].replace(",", "."))
    material = (found["material"] or family.material).lower()
    r, x = resistance[material].get(section), family.x_ohm_km(section)
    if r is None or x is None:
        return None
    return LineType(
        name=f"{family.name} {cores}x{section:g} {material.capitalize()}",
        kind=family.kind,
        cores=cores,
        cross_section_mm2=section,
        material=material,
        r_ohm_km=r,
        x_ohm_km=x,
        end_temperature_c=family.end_temperature_c,
    )


def completed(branch: Branch) -> Branch:
    """The branch with what its type's name says where the data say nothing. R and X are taken together or not at all, and so
    are R0 and X0: a pair of which one is measured and the other from a table belongs to no cable."""
    known = line_type(branch.type_name)
    if known is None:
        return branch
    r, x = branch.r_ohm_km, branch.x_ohm_km
    if r is None or x is None:
        r, x = known.r_ohm_km, known.x_ohm_km
    r0, x0 = branch.r0_ohm_km, branch.x0_ohm_km
    if r0 is None or x0 is None:
        r0, x0 = (RETURN_IN_PEN * r, RETURN_IN_PEN * x) if known.has_pen else (None, None)
    return replace(
        branch,
        r_ohm_km=r,
        x_ohm_km=x,
        r0_ohm_km=r0,
        x0_ohm_km=x0,
        cross_section_mm2=known.cross_section_mm2 if branch.cross_section_mm2 is None else branch.cross_section_mm2,
        material=branch.material or known.material,
        end_temperature_c=known.end_temperature_c if branch.end_temperature_c is None else branch.end_temperature_c,
    )
