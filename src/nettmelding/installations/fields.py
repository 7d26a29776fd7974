"""What is known of an installation and a metering point, field by field: one table for files, the customer system and history.

A cell or a JSON value becomes the column's value by the field's `read`, which raises `Invalid` with a sentence.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.errors import AppError, Invalid
from nettmelding.core.text import fold
from nettmelding.installations.models import MeteringPoint
from nettmelding.registers import numbers

LARGEST_CURRENT_A = 6300
LARGEST_VOLTAGE_V = 1000
_SCIENTIFIC = re.compile(r"\d[,.]\d+E\+\d+", re.IGNORECASE)

NETWORK_SYSTEMS: Mapping[str, str] = {
    "it": "it_230", "it230": "it_230", "it230v": "it_230", "tt": "tt_230", "tt230": "tt_230", "tt230v": "tt_230",
    "tn": "tn_c_s_400", "tn400": "tn_c_s_400", "tn400v": "tn_c_s_400", "tncs": "tn_c_s_400", "tncs400": "tn_c_s_400",
    "tncs400v": "tn_c_s_400", "tns": "tn_s_400", "tns400": "tn_s_400", "tns400v": "tn_s_400",
}  # fmt: skip
STATES: Mapping[str, str] = {
    "active": "active", "aktiv": "active", "aktivt": "active", "ibruk": "active", "tilkoblet": "active",
    "notinuse": "not_in_use", "ikkeibruk": "not_in_use", "inaktiv": "not_in_use", "inaktivt": "not_in_use",
    "nedlagt": "not_in_use", "avsluttet": "not_in_use", "disconnected": "disconnected", "frakoblet": "disconnected",
    "stengt": "disconnected", "utkoblet": "disconnected",
}  # fmt: skip
METERING_KINDS: Mapping[str, str] = {
    "direct": "direct", "direkte": "direct", "direktemaalt": "direct", "direktemaaling": "direct",
    "currenttransformer": "current_transformer", "stroemtrafo": "current_transformer",
    "trafomaalt": "current_transformer", "trafo": "current_transformer", "indirekte": "current_transformer",
}  # fmt: skip
PARTY_KINDS: Mapping[str, str] = {
    "person": "person", "privat": "person", "privatkunde": "person", "company": "company", "firma": "company",
    "bedrift": "company", "naering": "company", "bedriftskunde": "company",
}  # fmt: skip
METER_PLACES: Mapping[str, str] = {
    "outdoorcabinet": "outdoor_cabinet", "utvendigskap": "outdoor_cabinet", "utvendigmaalerskap": "outdoor_cabinet",
    "hallway": "hallway", "gang": "hallway", "bod": "hallway", "stairwell": "stairwell", "trappeoppgang": "stairwell",
    "oppgang": "stairwell", "commonroom": "common_room", "fellesrom": "common_room",
    "fellesmaalerrom": "common_room", "basement": "basement", "kjeller": "basement", "kjellerbod": "basement",
    "technicalroom": "technical_room", "tekniskrom": "technical_room", "hovedtavlerom": "technical_room",
}  # fmt: skip
BUILDING_KINDS: Mapping[str, str] = {
    "onefamilyhouse": "one_family_house", "enebolig": "one_family_house", "rowhouse": "row_house", "rekkehus": "row_house",
    "tomannsbolig": "row_house", "flat": "flat", "leilighet": "flat", "studioflat": "studio_flat", "hybel": "studio_flat",
    "apartmentblock": "apartment_block", "boligblokk": "apartment_block", "blokk": "apartment_block",
    "holidayhome": "holiday_home", "hytte": "holiday_home", "fritidsbolig": "holiday_home", "garage": "garage",
    "garasje": "garage", "uthus": "garage", "farm": "farm", "landbruk": "farm", "gardsbruk": "farm", "shop": "shop",
    "butikk": "shop", "kontor": "shop", "industry": "industry", "industri": "industry", "verksted": "industry",
    "public": "public", "offentligbygg": "public", "commonsupply": "common_supply", "fellesanlegg": "common_supply",
    "streetlighting": "street_lighting", "gatelys": "street_lighting", "veilys": "street_lighting",
    "chargingstation": "charging_station", "ladestasjon": "charging_station", "buildingsite": "building_site",
    "byggeplass": "building_site",
}  # fmt: skip
"""By the codes of the catalogue's `building.kind`."""
INTAKES: Mapping[str, str] = {
    "outdoorcabinet": "outdoor_cabinet", "utvendigskap": "outdoor_cabinet", "utvendigskappavegg": "outdoor_cabinet",
    "freestandingcabinet": "free_standing_cabinet", "frittstaaendeskap": "free_standing_cabinet", "indoor": "indoor",
    "innendors": "indoor", "innendoers": "indoor", "inneibygget": "indoor", "basement": "basement", "kjeller": "basement",
    "technicalroom": "technical_room", "tekniskrom": "technical_room",
}  # fmt: skip
"""By the codes of the catalogue's `service_line.intake_place`."""
_PHASES: Mapping[str, int] = {"1": 1, "1fase": 1, "enfase": 1, "3": 3, "3fase": 3, "trefase": 3}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of the table. `headings`: what files call it, folded, without anything but letters and digits."""

    name: str
    label: str | Promise
    headings: tuple[str, ...]
    read: Callable[[str], Any]
    of_installation: bool = False
    is_technical: bool = False
    """Its old values are kept."""
    unit: str = ""
    column: str = ""
    """The model's column where it is called otherwise."""

    @property
    def attribute(self) -> str:
        return self.column or self.name


def plain(text: str) -> str:
    """A heading or a word of a list as it is compared: a–z and digits alone."""
    return re.sub(r"[^a-z0-9]", "", fold(text))


def _text(longest: int) -> Callable[[str], str]:
    def read(cell: str) -> str:
        if len(cell) > longest:
            raise Invalid(
                "too_long", _("Teksten er for lang. Den kan være på høyst %(longest)s tegn.") % {"longest": longest}
            )
        return cell

    return read


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(cell: str) -> int:
        number = _number(cell)
        if number != int(number) or not least <= number <= most:
            raise Invalid(
                "number", _("Skriv et helt tall fra %(least)s til %(most)s.") % {"least": least, "most": most}
            )
        return int(number)

    return read


def _decimal(least: float, most: float) -> Callable[[str], float]:
    def read(cell: str) -> float:
        number = _number(cell)
        if not least <= number <= most:
            raise Invalid("number", _("Skriv et tall fra %(least)s til %(most)s.") % {"least": least, "most": most})
        return number

    return read


def _number(cell: str) -> float:
    """A Norwegian or an English number, with a unit after it if it likes: `63 A`, `1 250,5`, `63.0`."""
    bare = re.sub(r"\s", "", re.sub(r"[A-Za-z²³ ]+$", "", cell.strip()))
    if not re.fullmatch(r"[+-]?\d{1,12}([.,]\d{1,9})?", bare):
        raise Invalid("number", _("«%(cell)s» er ikke et tall.") % {"cell": cell[:40]})
    return float(bare.replace(",", "."))


def _choice(words: Mapping[str, Any]) -> Callable[[str], Any]:
    def read(cell: str) -> Any:
        found = words.get(plain(cell))
        if found is None:
            raise Invalid("choice", _("«%(cell)s» er ikke et kjent valg.") % {"cell": cell[:40]})
        return found

    return read


def _date(cell: str) -> date:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d.%m.%y", "%Y%m%d"):
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Invalid("date", _("«%(cell)s» er ikke en dato. Skriv den som 31.12.2026.") % {"cell": cell[:40]})


def _unspoilt(read: Callable[[str], str]) -> Callable[[str], str]:
    """Numbers that a spreadsheet has made into 7,07E+17 have lost their last digits, and nothing brings them back."""

    def careful(cell: str) -> str:
        if _SCIENTIFIC.fullmatch(cell):
            raise Invalid(
                "spoilt",
                _(
                    "Regnearket har rundet av nummeret, så sifrene er borte. Gjør kolonnen om til tekst, og hent den på nytt."
                ),
            )
        return read(cell)

    return careful


def _digits(length: int, sentence: Promise) -> Callable[[str], str]:
    def read(cell: str) -> str:
        bare = cell.replace(" ", "").rjust(length, "0")
        if not (bare.isascii() and bare.isdigit() and len(bare) == length):
            raise Invalid("digits", str(sentence))
        return bare

    return read


_T = gettext_lazy
# fmt: off
FIELDS: tuple[Field, ...] = (
    Field("metering_point_id", _T("Målepunkt-ID"),
          ("malepunktid", "maalepunktid", "malepunkt", "maalepunkt", "gsrn", "mpid", "meteringpointid"),
          _unspoilt(numbers.parse_metering_point_id)),
    Field("meter_number", _T("Målernummer"), ("malernummer", "maalernummer", "malernr", "maalernr", "maaler", "meternumber"),
          _unspoilt(numbers.parse_meter_number), is_technical=True),
    Field("unit", _T("Bruksenhet"), ("bruksenhetsnummer", "bruksenhet", "bruksenhetsnr", "leilighet", "leilighetsnummer", "unit"),
          _text(20)),
    Field("entrance", _T("Inngang"), ("inngang", "oppgang", "entrance"), _text(8)),
    Field("state", _T("Tilstand"), ("tilstand", "status", "state"), _choice(STATES), is_technical=True),
    Field("disconnected_on", _T("Frakoblet"), ("frakoblet", "frakobletdato", "frakobletsiden", "disconnectedon"), _date,
          is_technical=True),
    Field("taken_down_on", _T("Måler tatt ned"), ("malertattned", "maalertattned", "malernedtatt", "takendownon"), _date,
          is_technical=True),
    Field("phases", _T("Faser"), ("faser", "antallfaser", "fase", "phases"), _choice(_PHASES), is_technical=True),
    Field("mv_a", _T("MV"), ("mv", "malervern", "maalervern", "mva"), _whole(1, LARGEST_CURRENT_A), is_technical=True, unit="A"),
    Field("metering_kind", _T("Måling"), ("maling", "maaling", "malemetode", "maalemetode", "meteringkind"),
          _choice(METERING_KINDS), is_technical=True),
    Field("ct_ratio", _T("Omsetning på strømtrafo"), ("omsetning", "stroemtrafo", "trafoomsetning", "ctratio"), _text(12),
          is_technical=True),
    Field("meter_place", _T("Måleren står"), ("malerplassering", "maalerplassering", "malersted", "maalersted", "meterplace"),
          _choice(METER_PLACES), is_technical=True),
    Field("production_kw", _T("Største innmating"), ("innmating", "storsteinnmating", "stoersteinnmating", "produksjon",
          "produksjonkw", "innmatingkw", "productionkw"), _decimal(0, 100_000), is_technical=True, unit="kW"),
    Field("customer_kind", _T("Kundetype"), ("kundetype", "typekunde", "customerkind"), _choice(PARTY_KINDS)),
    Field("customer_name", _T("Kunde"), ("kunde", "kundenavn", "anleggskunde", "customername"), _text(200)),
    Field("customer_number", _T("Kundens organisasjonsnummer"), ("organisasjonsnummer", "orgnr", "kundeorgnr",
          "kundensorganisasjonsnummer", "customernumber"), numbers.parse_orgnr),
    Field("owner_kind", _T("Eiertype"), ("eiertype", "ownerkind"), _choice(PARTY_KINDS)),
    Field("owner_name", _T("Eier"), ("eier", "eiernavn", "ownername"), _text(200)),
    Field("owner_number", _T("Eiers organisasjonsnummer"), ("eierorgnr", "eiersorganisasjonsnummer", "ownernumber"),
          numbers.parse_orgnr),
    Field("installation_id", _T("Installasjon"), ("installasjon", "installasjonsid", "installasjonsnummer", "anleggsid",
          "anleggid", "installationid"), _text(64), of_installation=True, column="external_id"),
    Field("address", _T("Adresse"), ("adresse", "anleggsadresse", "gateadresse", "veiadresse", "address"), _text(120),
          of_installation=True),
    Field("postcode", _T("Postnummer"), ("postnummer", "postnr", "postcode"),
          _digits(4, _T("Et postnummer har fire sifre.")), of_installation=True),
    Field("place", _T("Poststed"), ("poststed", "sted", "place"), _text(80), of_installation=True),
    Field("municipality_number", _T("Kommunenummer"), ("kommunenummer", "kommunenr", "knr", "municipalitynumber"),
          _digits(4, _T("Et kommunenummer har fire sifre.")), of_installation=True),
    Field("gnr", _T("Gårdsnummer"), ("gardsnummer", "gaardsnummer", "gnr"), _whole(0, 99_999), of_installation=True),
    Field("bnr", _T("Bruksnummer"), ("bruksnummer", "bnr"), _whole(0, 99_999), of_installation=True),
    Field("fnr", _T("Festenummer"), ("festenummer", "fnr"), _whole(0, 99_999), of_installation=True),
    Field("latitude", _T("Breddegrad"), ("breddegrad", "latitude", "lat"), _decimal(50, 85), of_installation=True),
    Field("longitude", _T("Lengdegrad"), ("lengdegrad", "longitude", "lon"), _decimal(-20, 45), of_installation=True),
    Field("network_system", _T("Nettsystem"), ("nettsystem", "systemtype", "networksystem"), _choice(NETWORK_SYSTEMS),
          of_installation=True, is_technical=True),
    Field("voltage_v", _T("Spenning"), ("spenning", "spenningv", "voltagev"), _whole(100, LARGEST_VOLTAGE_V),
          of_installation=True, is_technical=True, unit="V"),
    Field("kv_a", _T("KV"), ("kv", "kortslutningsvern", "kva"), _whole(1, LARGEST_CURRENT_A), of_installation=True,
          is_technical=True, unit="A"),
    Field("ov_a", _T("OV"), ("ov", "overbelastningsvern", "hovedsikring", "ova"), _whole(1, LARGEST_CURRENT_A),
          of_installation=True, is_technical=True, unit="A"),
    Field("building_kind", _T("Bygg og bruk"), ("byggogbruk", "bygningstype", "byggtype", "anleggstype", "buildingkind"),
          _choice(BUILDING_KINDS), of_installation=True, is_technical=True),
    Field("area_m2", _T("Areal"), ("areal", "arealm2", "aream2"), _decimal(1, 1_000_000), of_installation=True,
          is_technical=True, unit="m²"),
    Field("intake", _T("Inntak"), ("inntak", "inntaksplass", "inntakssted", "intake"), _choice(INTAKES), of_installation=True,
          is_technical=True),
    Field("service_line_cable", _T("Stikkledning"), ("stikkledning", "kabeltype", "stikkledningstype", "servicelinecable"),
          _text(80), of_installation=True, is_technical=True),
    Field("service_line_length_m", _T("Lengde på stikkledningen"), ("stikkledningslengde", "lengde", "servicelinelengthm"),
          _decimal(0, 20_000), of_installation=True, is_technical=True, unit="m"),
)
# fmt: on
BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}
TECHNICAL = frozenset(field.attribute for field in FIELDS if field.is_technical)
OF_INSTALLATION = frozenset(field.attribute for field in FIELDS if field.of_installation)
NEEDED = ("metering_point_id", "address")
STATE_WORDS = {
    MeteringPoint.State.ACTIVE: gettext_lazy("i bruk"),
    MeteringPoint.State.NOT_IN_USE: gettext_lazy("ikke i bruk"),
    MeteringPoint.State.DISCONNECTED: gettext_lazy("frakoblet"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one cell."""

    name: str
    cell: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Record:
    """One metering point with its installation, as somebody has handed it in, by the models' columns.

    What is not there was not told, and changes nothing; None takes away what was known.
    """

    metering_point_id: str
    installation: Mapping[str, Any]
    point: Mapping[str, Any]


def read(cells: Mapping[str, str], words: Mapping[str, Mapping[str, str]] | None = None) -> Record | list[Fault]:
    """A record from cells by field name, or all that is wrong. `words`: a file's own words for the codes, by field.

    An empty cell takes away what was known: a customer who has moved out is an empty cell.
    """
    found: dict[bool, dict[str, Any]] = {True: {}, False: {}}
    faults: list[Fault] = []
    for name, cell in cells.items():
        field = BY_NAME[name]
        cell = cell.strip()
        cell = (words or {}).get(name, {}).get(cell, cell)
        if not cell:
            if name in NEEDED:
                faults.append(Fault(name, "", _("Feltet er tomt.")))
            found[field.of_installation][field.attribute] = emptied(field)
            continue
        try:
            found[field.of_installation][field.attribute] = field.read(cell)
        except AppError as problem:
            faults.append(Fault(name, cell, problem.message))
    if faults:
        return faults
    point = found[False]
    if point.get("customer_name") and not point.get("customer_kind"):
        point["customer_kind"] = "company" if point.get("customer_number") else "person"
    if "customer_name" in point and not point["customer_name"]:
        point |= {"customer_kind": "", "customer_number": ""}
    return Record(point.pop("metering_point_id"), found[True], point)


def emptied(field: Field) -> Any:
    """What a column holds when nothing is known."""
    model = MeteringPoint._meta.get_field("installation").related_model if field.of_installation else MeteringPoint
    column = model._meta.get_field(field.attribute)
    if field.name == "state":
        return MeteringPoint.State.ACTIVE.value
    return None if column.null else ""


def shown(name: str, value: Any) -> str:
    """A value as text to be compared and kept in history: `63`, `it_230`, `2026-11-24`; empty for none."""
    if value is None or value == "":
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return (value.isoformat() if isinstance(value, date) else str(value))[:80]
