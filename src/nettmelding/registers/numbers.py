"""Numbers as people type and paste them: organisation numbers, metering point ids, meter numbers.

Each `parse_…` gives the plain form or raises `Invalid` with the sentence for the person.
"""

import re
import unicodedata

from django.utils.translation import gettext as _
from stdnum.no import orgnr

from nettmelding.core.errors import Invalid

ORGNR_LENGTH = 9
GSRN_LENGTH = 18
GSRN_PREFIX = "7070575"
"""Elhub's range of metering point ids."""
LONGEST_METER_NUMBER = 32

_NOT_DIGIT = re.compile(r"\D")
_ADDRESS = re.compile(r"^(?:https?://)?(?:[\w-]+\.)+(?:no|com)/", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"(?<!\d)\d{9}(?!\d)")
_ORGNR_SIGNS = re.compile(r"^(?:NO|ORG\.?\s*(?:NR|NUMMER)?\.?:?)?[\s\d.,\-–:]*(?:MVA\.?)?$", re.IGNORECASE)
_METER_SIGNS = re.compile(r"^[0-9A-Z]+$")
_GSRN_IDENTIFIER = "8018"
"""What GS1 puts before a GSRN in a bar code: a service relation's recipient."""
_LABEL = re.compile(
    r"^(?:(?:str[øo]m)?m[åa]ler(?:ens)?(?:[\s.\-]*(?:nummer|nr|no|id))?|m[åa]lepunkt(?:[\s.\-]*id)?(?:en)?|meter(?:[\s.\-]*"
    r"(?:number|no|nr|id))?|(?:serie|anleggs)?(?:nummer|nr)|gsrn|s/?n|mpid|id)(?![a-zæøå])[\s.:#\-–—=]*",
    re.IGNORECASE,
)
"""What stands before the number on bills, meters and in lists."""
_DECIMAL = re.compile(r"^\d+[.,]0$")
_ROUNDED = re.compile(r"^\d[.,]\d+\s*E\s*\+\s*\d+$", re.IGNORECASE)
_PUT_IN = re.compile(r"[\s.#'\-\u2010-\u2015\u2212_/]")


def looks_like_orgnr(text: str) -> bool:
    """Whether the text is meant as an organisation number and not as a name."""
    text = _plain(text)
    if _ADDRESS.match(text):
        return True
    digits = _digits(text)
    return len(digits) >= ORGNR_LENGTH - 1 and _ORGNR_SIGNS.match(text) is not None


def parse_orgnr(text: str) -> str:
    """Nine digits from any pasted form: spaces, full stops, non-breaking spaces, `NO … MVA`, or the address
    of the company register's page (virksomhet.brreg.no, data.brreg.no). Check digit: mod 11
    (Brønnøysundregistrene)."""
    plain = _plain(text)
    if _ADDRESS.match(plain):
        found = _IN_ADDRESS.search(plain)
        digits = found.group() if found else ""
    else:
        digits = _digits(plain)
    if len(digits) != ORGNR_LENGTH:
        raise Invalid("orgnr_length", _("Et organisasjonsnummer har ni sifre."))
    if not orgnr.is_valid(digits):
        raise Invalid("orgnr_check", _("Organisasjonsnummeret stemmer ikke. Se etter om to sifre er byttet om."))
    return digits


def show_orgnr(number: str) -> str:
    """`310 000 876`, with non-breaking spaces."""
    return "\u00a0".join((number[:3], number[3:6], number[6:]))


def parse_metering_point_id(text: str) -> str:
    """Eighteen digits (GSRN) that begin 7070575, the last a GS1 mod-10 check digit (Elhub). A label in front and the
    application identifier (8018) of a bar code are left out."""
    digits = _digits(_unwrapped(text))
    if len(digits) == GSRN_LENGTH + len(_GSRN_IDENTIFIER) and digits.startswith(_GSRN_IDENTIFIER):
        digits = digits.removeprefix(_GSRN_IDENTIFIER)
    if len(digits) != GSRN_LENGTH:
        raise Invalid("gsrn_length", _("En målepunkt-ID har 18 sifre."))
    if not digits.startswith(GSRN_PREFIX):
        raise Invalid("gsrn_prefix", _("En målepunkt-ID begynner med 7070575."))
    if gs1_check_digit(digits[:-1]) != digits[-1]:
        raise Invalid("gsrn_check", _("Målepunkt-ID-en stemmer ikke. Se etter om et siffer er feil."))
    return digits


def looks_like_metering_point_id(text: str) -> bool:
    """Whether the text is meant as a metering point id and not as a meter number."""
    plain = _unwrapped(text)
    digits = _digits(plain)
    if _has_word(plain):
        return False
    return len(digits) >= GSRN_LENGTH - 1 and digits.removeprefix(_GSRN_IDENTIFIER).startswith(GSRN_PREFIX)


def gs1_check_digit(body: str) -> str:
    """The check digit of the digits before it: weights 3, 1, 3, … from the right, up to the next ten
    (GS1)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def parse_meter_number(text: str) -> str:
    """A meter number without the spaces, dashes and words people put in. Makers' serials: any length, zeros in front
    count, no check digit. What a spreadsheet has rounded is refused: its last digits are gone."""
    unwrapped = _unwrapped(text)
    if _ROUNDED.match(unwrapped):
        raise Invalid(
            "meter_number_rounded",
            _("Regnearket har rundet av målernummeret. Gjør kolonnen om til tekst, og lim inn på nytt."),
        )
    plain = _PUT_IN.sub("", unwrapped).upper()
    if not plain or not _METER_SIGNS.match(plain) or not any(sign.isdigit() for sign in plain):
        raise Invalid("meter_number", _("Skriv målernummeret slik det står på måleren eller strømregningen."))
    if len(plain) > LONGEST_METER_NUMBER:
        raise Invalid("meter_number_length", _("Målernummeret er for langt."))
    return plain


def looks_like_meter_number(text: str) -> bool:
    """Whether the text is meant as a meter number and not as an address or a name: no word of letters alone in it."""
    plain = _unwrapped(text)
    return bool(_digits(plain)) and not _has_word(plain)


def _plain(text: str) -> str:
    """Trimmed, with every kind of space as a plain one, digits of every script as 0–9, and no invisible signs."""
    text = re.sub(r"[\u00ad\u200b-\u200f\u2060\ufeff]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\s+", " ", text).strip()


def _unwrapped(text: str) -> str:
    """Without what stands around a number: a label (`Målernr.:`), quotes and the signs of a spreadsheet's text (`="0071"`),
    `,0` of a number read as a decimal."""
    plain = _LABEL.sub("", _plain(text).strip("\"'=«»“”’` "))
    plain = _plain(plain).strip("\"'=«»“”’`()[] ")
    return plain[:-2] if _DECIMAL.match(plain) else plain


def _has_word(text: str) -> bool:
    return any(len(word) > 1 or text.strip() == word for word in re.findall(r"(?<!\w)[^\W\d_]+(?!\w)", text))


def _digits(text: str) -> str:
    return _NOT_DIGIT.sub("", text) if text.isascii() else "".join(c for c in text if c in "0123456789")
