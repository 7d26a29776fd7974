"""E-mail addresses and mobile numbers: form, placeholders that are refused kindly, common slips offered as
corrections."""

import re
from dataclasses import dataclass

import phonenumbers
from django.utils.translation import gettext as _
from email_validator import EmailNotValidError, EmailUndeliverableError, validate_email
from rapidfuzz.distance import OSA

from nettmelding.core import settings
from nettmelding.core.db import forbid_in_transaction
from nettmelding.core.errors import Invalid

DNS_SECONDS = 3

COMMON_DOMAINS = (
    "gmail.com", "hotmail.com", "hotmail.no", "outlook.com", "outlook.no", "live.no", "live.com", "msn.com",
    "icloud.com", "me.com", "mac.com", "yahoo.com", "yahoo.no", "online.no", "getmail.no", "broadpark.no",
    "altibox.no", "lyse.net", "ntebb.no", "haugnett.no", "start.no", "frisurf.no", "c2i.net", "tele2.no",
    "ebnett.no", "sfjbb.net", "enivest.net", "bbnett.no", "epost.no", "proton.me", "protonmail.com",
)  # fmt: skip
"""Domains private customers in Norway commonly have: what slips are measured against."""

_COMMON_ENDINGS = {
    "mo": "no", "ni": "no", "np": "no", "on": "no", "noo": "no", "nno": "no", "bo": "no",
    "con": "com", "cmo": "com", "ocm": "com", "comm": "com", "vom": "com", "xom": "com", "co": "com",
}  # fmt: skip
"""Endings that are slips; an address with one is offered a correction, never refused for it."""

_PLACEHOLDER_NAMES = frozenset({
    "harikke", "ikke", "ingen", "ingenting", "ukjent", "mangler", "asdf", "qwerty", "xxx", "xxxx",
    "noemail", "nomail", "harikkeepost", "ikkeepost", "ingenepost", "harikkemail", "ingenmail",
    "ingenadresse", "testing",
})  # fmt: skip
_EMPTY_WORDS = frozenset({
    "test", "tom", "x", "xx", "a", "aa", "aaa", "abc", "na", "nei", "none", "123", "1234", "mail",
    "epost", "e", "ikke", "ingen",
})  # fmt: skip
"""Refused where both sides of the @ are such a word: each alone may be somebody's."""
_PLACEHOLDER_PHONES = frozenset({"12345678", "87654321", "23456789", "12341234"})
_MOBILE_STARTS = ("4", "9")
"""Norwegian mobile numbers begin so (Nkom's numbering plan)."""
_NORWAY = 47


@dataclass(frozen=True, slots=True)
class EmailCheck:
    """What is to be said of an address while it is typed."""

    address: str
    """As it will be used: trimmed, the domain in small letters."""
    problem: str = ""
    """Why it cannot be used; empty when it can."""
    suggestion: str = ""
    """What was probably meant; empty when nothing nearer is known. The address may still be right."""
    placeholder: bool = False
    """Typed to get past the field: "har ikke e-post" is to be offered."""

    @property
    def ok(self) -> bool:
        return not self.problem


def check_email(text: str) -> EmailCheck:
    """Form, placeholders, slips; whether the domain takes mail where the operator has switched that on."""
    plain = re.sub(r"[\u200b-\u200f\u2060\ufeff\s]", "", text).strip("<>,;").removeprefix("mailto:")
    try:
        address = validate_email(plain, check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        return EmailCheck(plain, problem=_("Dette er ikke en e-postadresse. Den skal se slik ut: navn@domene.no."))
    if _is_placeholder_email(address):
        return EmailCheck(
            address,
            problem=_("Denne adressen ser ut til å være fylt ut for syns skyld. Velg «Har ikke e-post» i stedet."),
            placeholder=True,
        )
    if settings.env.check_mail_domains and not _takes_mail(address):
        return EmailCheck(
            address,
            problem=_("Domenet etter @ kan ikke ta imot e-post. Se etter skrivefeil."),
            suggestion=_nearer(address),
        )
    return EmailCheck(address, suggestion=_nearer(address))


def parse_email(text: str) -> str:
    """The address, or `Invalid` with the sentence for the person."""
    check = check_email(text)
    if not check.ok:
        raise Invalid("email_placeholder" if check.placeholder else "email", check.problem)
    return check.address


def parse_mobile(text: str) -> str:
    """A mobile number as E.164 (`+4791234567`). Without a country code it is Norwegian. Raises `Invalid`."""
    digits = re.sub(r"\D", "", text)
    national = digits.removeprefix("00").removeprefix("47") if len(digits) > 8 else digits
    if _is_placeholder_phone(national):
        raise Invalid(
            "mobile_placeholder",
            _("Dette nummeret ser ut til å være fylt ut for syns skyld. Velg «Har ikke mobil» i stedet."),
        )
    try:
        number = phonenumbers.parse(text, "NO")
    except phonenumbers.NumberParseException:
        raise Invalid("mobile", _("Dette er ikke et telefonnummer."))
    if number.country_code == _NORWAY:
        own = str(number.national_number)
        if len(own) != 8 or not own.startswith(_MOBILE_STARTS):
            raise Invalid("mobile", _("Et norsk mobilnummer har åtte sifre og begynner med 4 eller 9."))
    elif not phonenumbers.is_possible_number(number):
        raise Invalid("mobile", _("Dette er ikke et telefonnummer."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def parse_phone(text: str) -> str:
    """Any telephone number as E.164, a switchboard too. Without a country code it is Norwegian. Raises `Invalid`."""
    try:
        number = phonenumbers.parse(text, "NO")
    except phonenumbers.NumberParseException:
        raise Invalid("phone", _("Dette er ikke et telefonnummer."))
    short = number.country_code == _NORWAY and len(str(number.national_number)) == 5
    if _is_placeholder_phone(str(number.national_number)) or not (short or phonenumbers.is_possible_number(number)):
        raise Invalid("phone", _("Dette er ikke et telefonnummer."))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def show_phone(number: str) -> str:
    """`912 34 567` and `73 12 34 56` for Norwegian numbers, `+46 70 123 45 67` for another; else as it is."""
    try:
        parsed = phonenumbers.parse(number, "NO")
    except phonenumbers.NumberParseException:
        return number
    own = parsed.country_code == _NORWAY
    digits = str(parsed.national_number)
    if own and len(digits) == 8 and digits.startswith(_MOBILE_STARTS):
        return f"{digits[:3]} {digits[3:5]} {digits[5:]}"
    form = phonenumbers.PhoneNumberFormat.NATIONAL if own else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, form)


def _is_placeholder_email(address: str) -> bool:
    name, _at, domain = address.casefold().rpartition("@")
    name = re.sub(r"[._\-+]", "", name)
    return name in _PLACEHOLDER_NAMES or {name, domain.split(".")[0]} <= _EMPTY_WORDS


def _is_placeholder_phone(national: str) -> bool:
    return national in _PLACEHOLDER_PHONES or (len(national) >= 6 and len(set(national)) == 1)


def _nearer(address: str) -> str:
    """The address with the domain that was probably meant, or nothing."""
    name, _at, domain = address.rpartition("@")
    domain = domain.casefold()
    if domain in COMMON_DOMAINS:
        return ""
    host, _dot, ending = domain.rpartition(".")
    if ending in _COMMON_ENDINGS and f"{host}.{_COMMON_ENDINGS[ending]}" in COMMON_DOMAINS:
        return f"{name}@{host}.{_COMMON_ENDINGS[ending]}"
    distance, nearest = min((OSA.distance(domain, common), common) for common in COMMON_DOMAINS)
    if distance <= (1 if len(nearest) < 8 else 2):
        return f"{name}@{nearest}"
    return f"{name}@{host}.{_COMMON_ENDINGS[ending]}" if ending in _COMMON_ENDINGS else ""


def _takes_mail(address: str) -> bool:
    """Whether the domain has somewhere to send mail to, by DNS; True where DNS does not answer."""
    forbid_in_transaction("DNS")
    try:
        validate_email(address, check_deliverability=True, timeout=DNS_SECONDS)
    except EmailUndeliverableError:
        return False
    except EmailNotValidError:
        return True
    return True
