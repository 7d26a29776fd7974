"""What is known of an object in the grid, field by field: one table for files, pages and the API.

A fact has its unit in its name and is kept as JSON: text, number or yes and no. What a grid company does not tell is not there.
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.errors import Invalid
from nettmelding.grid.models import Kind
from nettmelding.installations.fields import NETWORK_SYSTEMS, plain

LONGEST_ID = 64
LONGEST_NAME = 120
_LONGEST_TEXT = 200
_YES = {"1": True, "ja": True, "j": True, "yes": True, "y": True, "true": True, "sann": True}
_NO = {"0": False, "nei": False, "n": False, "no": False, "false": False, "usann": False}
MATERIALS: Mapping[str, str] = {"al": "al", "aluminium": "al", "feal": "al", "cu": "cu", "kobber": "cu", "copper": "cu"}
KIND_WORDS: Mapping[str, Kind] = {
    "nettstasjon": Kind.SUBSTATION, "stasjon": Kind.SUBSTATION, "transformator": Kind.TRANSFORMER, "trafo": Kind.TRANSFORMER,
    "kabelskap": Kind.CABLE_CABINET, "fordelingsskap": Kind.CABLE_CABINET, "tilknytningsskap": Kind.CONNECTION_CABINET,
    "tilkoblingsskap": Kind.CONNECTION_CABINET, "stolpe": Kind.POLE, "mast": Kind.POLE, "kabel": Kind.CABLE,
    "luftlinje": Kind.OVERHEAD_LINE, "luftledning": Kind.OVERHEAD_LINE, "luft": Kind.OVERHEAD_LINE,
    "overhead": Kind.OVERHEAD_LINE, "stikkledning": Kind.SERVICE_LINE, "stikk": Kind.SERVICE_LINE,
    "service": Kind.SERVICE_LINE, "kundepunkt": Kind.CUSTOMER_POINT, "leveringspunkt": Kind.CUSTOMER_POINT,
    **{plain(kind.value): kind for kind in Kind},
}  # fmt: skip
"""What files call the kinds, as `plain` makes the words."""
CIRCUIT = "circuit"
"""Not an object: a row of a cabinet's circuit list, which becomes one of the cabinet's facts."""
CIRCUIT_WORDS = frozenset({"circuit", "circuits", "kurs", "kurser", "kursfortegnelse"})


@dataclass(frozen=True, slots=True)
class Field:
    """One fact. `headings`: what files call it, as `plain` makes them; the name itself is always one."""

    name: str
    label: str | Promise
    read: Callable[[Any], Any]
    """From a cell of a file, text or number. Raises Invalid with a sentence."""
    headings: tuple[str, ...] = ()
    unit: str = ""


def _text(longest: int = _LONGEST_TEXT) -> Callable[[Any], str]:
    def read(cell: Any) -> str:
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        text = str(cell).strip()
        if len(text) > longest:
            raise Invalid("too_long", _("Teksten er på mer enn %(longest)s tegn.") % {"longest": longest})
        return text

    return read


def _number(least: float, most: float) -> Callable[[Any], float]:
    def read(cell: Any) -> float:
        number = cell if isinstance(cell, int | float) else _parsed(str(cell))
        if not math.isfinite(number) or not least <= number <= most:
            raise Invalid(
                "number", _("Tallet må være fra %(least)s til %(most)s.") % {"least": f"{least:g}", "most": f"{most:g}"}
            )
        return float(number)

    return read


def _whole(least: int, most: int) -> Callable[[Any], int]:
    number = _number(least, most)

    def read(cell: Any) -> int:
        value = number(cell)
        if value != int(value):
            raise Invalid("number", _("Skriv et helt tall."))
        return int(value)

    return read


def _parsed(text: str) -> float:
    """A number, Norwegian or English, with a unit after it if it likes."""
    bare = re.sub(r"\s", "", re.sub(r"[A-Za-zΩµ²°%/]+$", "", text.strip()))
    if not re.fullmatch(r"[+-]?\d{1,12}([.,]\d{1,15})?", bare):
        raise Invalid("number", _("«%(cell)s» er ikke et tall.") % {"cell": text[:40]})
    return float(bare.replace(",", "."))


def _choice(words: Mapping[str, Any]) -> Callable[[Any], Any]:
    def read(cell: Any) -> Any:
        found = words.get(plain(str(cell)))
        if found is None:
            raise Invalid("choice", _("«%(cell)s» er ikke et kjent valg.") % {"cell": str(cell)[:40]})
        return found

    return read


def _yes_or_no(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, float | int) and cell in (0, 1):
        return bool(cell)
    return bool(_choice(_YES | _NO)(cell))


_T = gettext_lazy
# fmt: off
_ID = Field("external_id", _T("Id"), _text(LONGEST_ID), ("id", "objektid", "eksternid", "lokalid", "mrid"))
_NAME = Field("name", _T("Nummer eller navn"), _text(LONGEST_NAME), ("navn", "nummer", "merking", "betegnelse", "driftsmerking"))
_SYSTEM = Field("network_system", _T("Nettsystem"), _choice(NETWORK_SYSTEMS), ("nettsystem", "system", "fordelingssystem"))
_VOLTAGE = Field("voltage_v", _T("Spenning"), _number(1, 1000), ("spenning", "spenningv", "driftsspenning"), "V")
_YEAR = Field("year", _T("Byggeår"), _whole(1880, 2100), ("aar", "byggeaar", "anleggsaar", "montert"))
_MAKER = Field("maker", _T("Fabrikat"), _text(80), ("fabrikat", "leverandoer", "produsent"))
_SOURCE = (
    Field("sk_max_mva", _T("Største kortslutningsytelse i overliggende nett"), _number(1, 50_000), ("skmaks", "skmax"), "MVA"),
    Field("sk_min_mva", _T("Minste kortslutningsytelse i overliggende nett"), _number(1, 50_000), ("skmin",), "MVA"),
    Field("sk_max_reserve_mva", _T("Største kortslutningsytelse ved reservekobling"), _number(1, 50_000), (), "MVA"),
    Field("sk_min_reserve_mva", _T("Minste kortslutningsytelse ved reservekobling"), _number(1, 50_000), (), "MVA"),
    Field("source_rx_ratio", _T("R/X i overliggende nett"), _number(0, 10), ("rx", "rxforhold")),
)
_CABINET = (
    _SYSTEM, _VOLTAGE, _YEAR, _MAKER,
    Field("operable", _T("Kan betjenes av elektroinstallatør"), _yes_or_no,
          ("kanbetjenes", "kanbetjenesavelektroinstallatoer", "betjenes")),
    Field("cabinet_type", _T("Type"), _text(80), ("type", "skaptype")),
    Field("free_places", _T("Ledige plasser"), _whole(0, 200), ("ledigeplasser", "ledige")),
    Field("photo", _T("Bilde"), _text(), ("bilde", "foto")),
)
_LINE = (
    _SYSTEM, _VOLTAGE, _YEAR,
    Field("from_id", _T("Fra"), _text(LONGEST_ID), ("fra", "fraid", "franode", "from", "fromnode")),
    Field("to_id", _T("Til"), _text(LONGEST_ID), ("til", "tilid", "tilnode", "to", "tonode")),
    Field("type_name", _T("Type"), _text(80), ("type", "kabeltype", "ledningstype", "linjetype", "typebetegnelse")),
    Field("cross_section_mm2", _T("Tverrsnitt"), _number(0.5, 2000), ("tverrsnitt", "tverrsnittmm2"), "mm²"),
    Field("material", _T("Ledermateriale"), _choice(MATERIALS), ("materiale", "ledermateriale", "leder")),
    Field("length_m", _T("Lengde"), _number(0, 50_000), ("lengde", "lengdem", "meter"), "m"),
    Field("r_ohm_km", _T("Resistans ved 20 °C"), _number(0, 1000), ("r", "rohmkm", "resistans"), "Ω/km"),
    Field("x_ohm_km", _T("Reaktans"), _number(0, 1000), ("x", "xohmkm", "reaktans"), "Ω/km"),
    Field("r0_ohm_km", _T("Nullresistans ved 20 °C"), _number(0, 1000), ("r0", "r0ohmkm"), "Ω/km"),
    Field("x0_ohm_km", _T("Nullreaktans"), _number(0, 1000), ("x0", "x0ohmkm"), "Ω/km"),
    Field("c0_nf_km", _T("Kapasitans til jord"), _number(0, 10_000), (), "nF/km"),
    Field("end_temperature_c", _T("Temperatur ved kortslutningens slutt"), _number(20, 400), ("sluttemperatur",), "°C"),
    Field("is_open", _T("Åpen i normal drift"), _yes_or_no, ("aapen", "normaltaapen", "delepunkt", "open")),
)
FIELDS: Mapping[str, tuple[Field, ...]] = {
    Kind.SUBSTATION: (_SYSTEM, _VOLTAGE, _YEAR, Field("substation_type", _T("Type"), _text(80), ("type", "stasjonstype")),
                      *_SOURCE),
    Kind.TRANSFORMER: (
        Field("substation_id", _T("Nettstasjon"), _text(LONGEST_ID), ("nettstasjon", "nettstasjonid", "stasjon", "substation")),
        _SYSTEM, _YEAR, _MAKER,
        Field("sn_kva", _T("Merkeytelse"), _number(1, 5000), ("kva", "ytelse", "merkeytelse", "sn"), "kVA"),
        Field("uk_percent", _T("Kortslutningsspenning uk"), _number(0.5, 20), ("uk", "uk%", "ukprosent", "ek"), "%"),
        Field("pk_kw", _T("Kortslutningstap Pk"), _number(0, 100), ("pk", "kortslutningstap"), "kW"),
        Field("u1_kv", _T("Primærspenning"), _number(0.2, 50), ("u1", "primaerspenning", "overspenning"), "kV"),
        Field("u2_kv", _T("Sekundærspenning"), _number(0.1, 2), ("u2", "sekundaerspenning", "underspenning"), "kV"),
        Field("vector_group", _T("Koblingsgruppe"), _text(12), ("koblingsgruppe", "kobling")),
        Field("tap", _T("Trinn"), _whole(-20, 20), ("trinn", "trinnstilling")),
        Field("r0_to_r", _T("Nullresistans over kortslutningsresistans"), _number(0, 100), ("r0r",)),
        Field("x0_to_x", _T("Nullreaktans over kortslutningsreaktans"), _number(0, 100), ("x0x",)),
        Field("earth_resistance_ohm", _T("Jordingsmotstand"), _number(0, 10_000), ("jordingsmotstand",), "Ω"),
        *_SOURCE,
    ),
    Kind.CABLE_CABINET: _CABINET,
    Kind.CONNECTION_CABINET: _CABINET,
    Kind.POLE: (_SYSTEM, _VOLTAGE, _YEAR, Field("pole_type", _T("Type"), _text(80), ("type", "stolpetype", "materiale")),
                Field("height_m", _T("Høyde"), _number(1, 60), ("hoeyde", "hoeydem", "lengde"), "m")),
    Kind.CABLE: _LINE,
    Kind.OVERHEAD_LINE: _LINE,
    Kind.SERVICE_LINE: _LINE,
    Kind.CUSTOMER_POINT: (
        _SYSTEM, _VOLTAGE,
        Field("address", _T("Adresse"), _text(), ("adresse",)),
        Field("metering_point_id", _T("Målepunkt-ID"), _text(18), ("maalepunktid", "maalepunkt", "gsrn")),
        Field("upstream_id", _T("Forsynes fra"), _text(LONGEST_ID), ("forsynesfra", "skap", "tilknytning")),
        Field("earth_resistance_ohm", _T("Jordingsmotstand"), _number(0, 10_000), ("jordingsmotstand",), "Ω"),
        Field("terminal", _T("Gjelder på"), _text(80), ("klemme", "gjelder")),
        Field("protection_type", _T("Foranstående vern"), _text(80), ("vern", "verntype", "foranstaaendevern")),
        Field("protection_a", _T("Foranstående vern, merkestrøm"), _number(1, 6300), ("verna", "sikring", "sikringa"), "A"),
        Field("ik3p_max_ka", _T("Ik3p,maks"), _number(0, 200), ("ik3pmaks", "ik3pmax", "ik3max"), "kA"),
        Field("ik2p_max_ka", _T("Ik2p,maks"), _number(0, 200), ("ik2pmaks", "ik2pmax", "ik2max"), "kA"),
        Field("cos_phi_max", _T("cos φ ved maks"), _number(0, 1), ("cosphi", "cosfi")),
        Field("ik2p_min_ka", _T("Ik2p,min"), _number(0, 200), ("ik2pmin", "ik2min"), "kA"),
        Field("ik1p_min_ka", _T("Ik1p,min"), _number(0, 200), ("ik1pmin", "ik1min"), "kA"),
        Field("earth_fault_a", _T("Jordfeilstrøm"), _number(0, 10_000), ("jordfeilstroem", "ij"), "A"),
        Field("r_mohm", _T("R"), _number(0, 100_000), ("rmohm",), "mΩ"),
        Field("x_mohm", _T("X"), _number(0, 100_000), ("xmohm",), "mΩ"),
        Field("r0_mohm", _T("R0"), _number(0, 100_000), (), "mΩ"),
        Field("x0_mohm", _T("X0"), _number(0, 100_000), (), "mΩ"),
        Field("values_on", _T("Verdiene er fra"), _text(10), ("verdidato",)),
    ),
    CIRCUIT: (
        Field("cabinet_id", _T("Skap"), _text(LONGEST_ID), ("skap", "skapid", "kabelskap", "cabinet")),
        Field("fuse_a", _T("Sikring"), _number(1, 6300), ("sikring", "sikringa", "merkestroem", "fuse"), "A"),
        Field("fuse_type", _T("Type sikring"), _text(80), ("sikringstype", "type")),
        Field("feeds_id", _T("Mater"), _text(LONGEST_ID), ("mater", "forsyner", "feeds", "tilid")),
        Field("is_free", _T("Ledig"), _yes_or_no, ("ledig", "free")),
    ),
}
"""By kind, in the order they are shown. Id and name come before them; see `fields_of`."""
# fmt: on


def fields_of(kind: str) -> tuple[Field, ...]:
    """All fields of a kind, with its id and name."""
    return (_ID, _NAME, *FIELDS[kind])


def kind_of(word: str) -> str | None:
    """The kind, or CIRCUIT, that a file's word means; None where it means none."""
    bare = plain(word)
    if bare in CIRCUIT_WORDS:
        return CIRCUIT
    return KIND_WORDS.get(bare) or KIND_WORDS.get(bare.removesuffix("er")) or KIND_WORDS.get(bare.removesuffix("s"))
