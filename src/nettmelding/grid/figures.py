"""The figures of a short-circuit value set, one table for the panel, files, the API and what stands in a notice.

Names carry the unit; currents are initial symmetrical short-circuit currents (IEC 60909-0:2016).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.grid.network import NORMAL, RESERVE, System

SYSTEM_NAMES: Mapping[str, str] = {
    System.IT_230: "IT 230 V",
    System.TT_230: "TT 230 V",
    System.TN_C_S_400: "TN-C-S 400 V",
    System.TN_S_400: "TN-S 400 V",
}


STATE_NAMES: Mapping[str, str | Promise] = {NORMAL: _("Normal kobling"), RESERVE: _("Reservekobling")}


class Origin(StrEnum):
    """Where values come from."""

    OWN = "own"
    """The grid company's own, as it has handed them in."""
    COMPUTED = "computed"
    PLANNED = "planned"
    """Computed at a cabinet, with a planned cable added."""

    @property
    def words(self) -> str:
        return str(_ORIGINS[self])


_ORIGINS = {
    Origin.OWN: _("Oppgitt av nettselskapet"),
    Origin.COMPUTED: _("Beregnet av nettmelding etter IEC 60909"),
    Origin.PLANNED: _("Beregnet av nettmelding etter IEC 60909, med planlagt kabel"),
}


class Concerns(StrEnum):
    """The network systems a figure is of use in."""

    ALL = "all"
    TN = "tn"
    EARTH_FAULT = "earth_fault"
    """IT and TT, where a fault to earth is not a short circuit."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`in_short`: shown before the rest is asked for."""

    name: str
    label: str | Promise
    unit: str
    decimals: int
    concerns: Concerns = Concerns.ALL
    in_short: bool = True
    most: float = 1_000_000

    def text(self, value: float) -> str:
        """The value with its unit, such as `2,31 kA`."""
        return f"{number_text(value, self.decimals)} {self.unit}".strip()

    def is_of(self, system: str | None) -> bool:
        """Whether it says something in a network of this system; of an unknown one, all do."""
        if system is None or self.concerns is Concerns.ALL:
            return True
        return System(system).is_tn is (self.concerns is Concerns.TN)


# fmt: off
FIGURES: tuple[Figure, ...] = (
    Figure("ik3p_max_ka", _("Ik3p,maks"), "kA", 2, most=1000),
    Figure("ik2p_max_ka", _("Ik2p,maks"), "kA", 2, most=1000),
    Figure("cos_phi_max", _("cos φ ved maks"), "", 2, most=1),
    Figure("ik2p_min_ka", _("Ik2p,min"), "kA", 2, most=1000),
    Figure("ik1p_max_ka", _("Ik1p,maks"), "kA", 2, Concerns.TN, in_short=False, most=1000),
    Figure("ik1p_min_ka", _("Ik1p,min"), "kA", 2, Concerns.TN, most=1000),
    Figure("earth_fault_a", _("Jordfeilstrøm"), "A", 2, Concerns.EARTH_FAULT),
    Figure("substation_earth_ohm", _("Nettstasjonens jordingsmotstand"), "Ω", 1, Concerns.EARTH_FAULT),
    Figure("r_mohm", _("R ved 20 °C"), "mΩ", 1),
    Figure("x_mohm", _("X"), "mΩ", 1),
    Figure("r_warm_mohm", _("R ved sluttemperatur"), "mΩ", 1, in_short=False),
    Figure("x_warm_mohm", _("X ved sluttemperatur"), "mΩ", 1, in_short=False),
    Figure("r0_mohm", _("R0 ved 20 °C"), "mΩ", 1, Concerns.TN),
    Figure("x0_mohm", _("X0"), "mΩ", 1, Concerns.TN),
    Figure("r0_warm_mohm", _("R0 ved sluttemperatur"), "mΩ", 1, Concerns.TN, in_short=False),
    Figure("x0_warm_mohm", _("X0 ved sluttemperatur"), "mΩ", 1, Concerns.TN, in_short=False),
)
"""In the order they are shown."""
# fmt: on
BY_NAME: Mapping[str, Figure] = {figure.name: figure for figure in FIGURES}


def of_system(system: str | None) -> Iterator[Figure]:
    """The figures that say something in a network of this system."""
    return (figure for figure in FIGURES if figure.is_of(system))


def number_text(value: float, decimals: int = 3, *, padded: bool = True) -> str:
    """A number as it is written in Norwegian, `2,30`; `padded` keeps zeros at the end."""
    text = f"{value:,.{decimals}f}"
    if not padded and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate({ord(","): "\u202f", ord("."): ","})


def ohm_text(z_ohm: complex) -> str:
    """An impedance in Ω as `28,4 + j12,9 mΩ`."""
    sign = "−" if z_ohm.imag < 0 else "+"
    return f"{number_text(z_ohm.real * 1000, 1)} {sign} j{number_text(abs(z_ohm.imag) * 1000, 1)} mΩ"
