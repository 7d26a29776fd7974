"""What a value rests on, and what of it is missing: never a guess in its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.grid.network import Branch, Source, System, Transformer


class Hinders(StrEnum):
    """Which values cannot be had: the largest currents, the smallest, or those to earth."""

    MAX = "max"
    MIN = "min"
    EARTH = "earth"


class Lack(StrEnum):
    """What the data do not say, or say so that it cannot be."""

    WAY = "way"
    SYSTEM = "system"
    SYSTEM_AND_VOLTAGE = "system_and_voltage"
    SK_MAX = "sk_max_mva"
    SK_MIN = "sk_min_mva"
    RX_RATIO = "rx_ratio"
    RATING = "sn_kva"
    SHORT_CIRCUIT_VOLTAGE = "uk_percent"
    LOSSES = "pk_kw"
    LOSSES_FIT = "pk_kw_fits_uk_percent"
    ZERO_SEQUENCE = "zero_sequence"
    LENGTH = "length_m"
    IMPEDANCE = "r_x_ohm_km"
    END_TEMPERATURE = "end_temperature_c"
    CAPACITANCE = "c0_nf_km"
    SUBSTATION_EARTH = "substation_earth_ohm"
    INSTALLATION_EARTH = "installation_earth_ohm"

    @property
    def words(self) -> Promise:
        """Said to a person, after the object's name."""
        return _WORDS[self]


_WORDS = {
    Lack.WAY: _("ingen vei til en transformator i denne koblingen"),
    Lack.SYSTEM: _("nettsystemet er ikke oppgitt"),
    Lack.SYSTEM_AND_VOLTAGE: _("nettsystemet passer ikke med transformatorens spenning"),
    Lack.SK_MAX: _("største kortslutningsytelse i overliggende nett er ikke oppgitt"),
    Lack.SK_MIN: _("minste kortslutningsytelse i overliggende nett er ikke oppgitt"),
    Lack.RX_RATIO: _("R/X i overliggende nett er ikke oppgitt"),
    Lack.RATING: _("transformatorens ytelse er ikke oppgitt"),
    Lack.SHORT_CIRCUIT_VOLTAGE: _("transformatorens kortslutningsspenning er ikke oppgitt"),
    Lack.LOSSES: _("transformatorens belastningstap er ikke oppgitt"),
    Lack.LOSSES_FIT: _("transformatorens tap og kortslutningsspenning passer ikke sammen"),
    Lack.ZERO_SEQUENCE: _("nullimpedansen er ikke oppgitt"),
    Lack.LENGTH: _("lengden er ikke oppgitt"),
    Lack.IMPEDANCE: _("resistans og reaktans er ikke oppgitt"),
    Lack.END_TEMPERATURE: _("ledernes sluttemperatur er ikke oppgitt"),
    Lack.CAPACITANCE: _("kapasitansen mot jord er ikke oppgitt for alle ledninger"),
    Lack.SUBSTATION_EARTH: _("nettstasjonens jordingsmotstand er ikke oppgitt"),
    Lack.INSTALLATION_EARTH: _("installasjonens jordingsmotstand er ikke oppgitt"),
}


class ObjectKind(StrEnum):
    SOURCE = "source"
    TRANSFORMER = "transformer"
    BRANCH = "branch"
    CUSTOMER_POINT = "customer_point"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that the data do not say: of which object (the grid company's id), and which values it hinders."""

    kind: ObjectKind
    id: str
    what: Lack
    hinders: frozenset[Hinders]


ALL = frozenset(Hinders)
MAX_ONLY = frozenset({Hinders.MAX})
MIN_ONLY = frozenset({Hinders.MIN, Hinders.EARTH})
EARTH_ONLY = frozenset({Hinders.EARTH})


def of_source(source: Source) -> tuple[Missing, ...]:
    """What a source lacks. R/X and Sk must be above nought."""
    lacks = [
        (Lack.SK_MAX, MAX_ONLY, not _above_nought(source.sk_max_mva)),
        (Lack.SK_MIN, MIN_ONLY, not _above_nought(source.sk_min_mva)),
        (Lack.RX_RATIO, ALL, source.rx_ratio is None or source.rx_ratio < 0),
    ]
    return _named(ObjectKind.SOURCE, source.id, lacks)


def of_transformer(transformer: Transformer) -> tuple[Missing, ...]:
    """What a transformer lacks. The zero sequence concerns TN only, and follows from the vector group Dyn; with another one the
    maker's values are needed."""
    sn, uk, pk = transformer.sn_kva, transformer.uk_percent, transformer.pk_kw
    fits = not (sn and uk and pk is not None) or 0 <= pk < uk / 100 * sn
    lacks = [
        (Lack.RATING, ALL, not _above_nought(sn)),
        (Lack.SHORT_CIRCUIT_VOLTAGE, ALL, not _above_nought(uk)),
        (Lack.LOSSES, ALL, pk is None),
        (Lack.LOSSES_FIT, ALL, not fits),
    ]
    system = transformer.system
    if system is None or system.is_tn:
        lacks.append((Lack.ZERO_SEQUENCE, EARTH_ONLY, zero_sequence_of(transformer) is None))
    return _named(ObjectKind.TRANSFORMER, transformer.id, lacks)


def of_branch(branch: Branch, system: System | None) -> tuple[Missing, ...]:
    """What a branch lacks, in a network of this system: the zero sequence concerns TN only."""
    lacks = [
        (Lack.LENGTH, ALL, branch.length_m is None or branch.length_m < 0),
        (Lack.IMPEDANCE, ALL, _not_there(branch.r_ohm_km) or _not_there(branch.x_ohm_km)),
        (Lack.END_TEMPERATURE, MIN_ONLY, branch.end_temperature_c is None),
    ]
    if system is None or system.is_tn:
        lacks.append((Lack.ZERO_SEQUENCE, EARTH_ONLY, _not_there(branch.r0_ohm_km) or _not_there(branch.x0_ohm_km)))
    return _named(ObjectKind.BRANCH, branch.id, lacks)


def zero_sequence_of(transformer: Transformer) -> tuple[float, float] | None:
    """R0/R and X0/X seen from the low-voltage side: the maker's, or 1 and 1 for a Dyn transformer, whose delta closes the
    zero-sequence way (IEC TR 60909-2 has X0 = 0.95 X for three limbs; 1 is the careful side). None where neither is known."""
    if transformer.r0_to_r is not None and transformer.x0_to_x is not None and transformer.x0_to_x > 0:
        return transformer.r0_to_r, transformer.x0_to_x
    group = (transformer.vector_group or "").replace(" ", "").lower()
    return (1.0, 1.0) if group.startswith("dyn") else None


def hindered(missing: Iterable[Missing], what: Hinders) -> bool:
    return any(what in lack.hinders for lack in missing)


def _above_nought(value: float | None) -> bool:
    return value is not None and value > 0


def _not_there(value: float | None) -> bool:
    return value is None or value < 0


def _named(kind: ObjectKind, id: str, lacks: Iterable[tuple[Lack, frozenset[Hinders], bool]]) -> tuple[Missing, ...]:
    return tuple(Missing(kind, id, what, hinders) for what, hinders, lacking in lacks if lacking)


class Assumption(StrEnum):
    """What a computed value rests on beside the data, said with it."""

    NO_MOTORS = "no_motors"
    TWENTY_DEGREES = "twenty_degrees"
    END_TEMPERATURE = "end_temperature"
    MAIN_TAPPING = "main_tapping"
    TOLERANCE_SIX = "tolerance_six"
    TOLERANCE_TEN = "tolerance_ten"
    DYN_ZERO_SEQUENCE = "dyn_zero_sequence"
    IT_CAPACITIVE = "it_capacitive"
    TT_ELECTRODES = "tt_electrodes"
    PLANNED_CABLE = "planned_cable"

    @property
    def words(self) -> Promise:
        """Said to a person."""
        return _ASSUMED[self]


_ASSUMED = {
    Assumption.NO_MOTORS: _("uten bidrag fra motorer og produksjon"),
    Assumption.TWENTY_DEGREES: _("største strøm: ledere ved 20 °C"),
    Assumption.END_TEMPERATURE: _("minste strøm: ledere ved sluttemperatur"),
    Assumption.MAIN_TAPPING: _("transformatoren i hovedtrinn"),
    Assumption.TOLERANCE_SIX: _("spenningsfaktor 1,05 og 0,95 (+6 %)"),
    Assumption.TOLERANCE_TEN: _("spenningsfaktor 1,10 og 0,90 (+10 %)"),
    Assumption.DYN_ZERO_SEQUENCE: _("transformatorens nullimpedans lik plussimpedansen (Dyn)"),
    Assumption.IT_CAPACITIVE: _("jordfeilstrøm: første feil, nettets kapasitans mot jord"),
    Assumption.TT_ELECTRODES: _("jordfeilstrøm: nettstasjonens og installasjonens jordelektrode i serie"),
    Assumption.PLANNED_CABLE: _("med planlagt kabel lagt til"),
}
