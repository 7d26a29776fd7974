"""Numbers in cells, as people read them, and those that a spreadsheet has spoilt."""

import re

from django.utils.translation import gettext as _

_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_ZEROS = re.compile(r"0{2,32}")
_EXACT_DIGITS = 15
"""So many digits Excel keeps of a number; the rest become zeros."""


def number_text(value: int | float, number_format: str = "General") -> tuple[str, str]:
    """The number with a decimal comma, with the zeros in front that its format shows; and what is wrong with it.

    A long number is often a meter number or an id that was typed as a number: what Excel has rounded is not guessed.
    """
    if value != value or value in (float("inf"), float("-inf")):
        return "", unreadable()
    if isinstance(value, int) or value.is_integer():
        return _whole(int(value), number_format)
    return f"{value:.15g}".replace(".", ","), ""


def spoilt(text: str) -> str:
    """What is wrong with a text that a spreadsheet made of a long number, such as `4,4E+15`; else empty."""
    return rounded() if _SCIENTIFIC.fullmatch(text) else ""


def rounded() -> str:
    return _("Regnearket har rundet av tallet. Gjør cellen om til tekst, og skriv alle sifrene.")


def unreadable() -> str:
    return _("Verdien kan ikke leses.")


def _whole(value: int, number_format: str) -> tuple[str, str]:
    digits = len(str(abs(value)))
    # An integer of sixteen digits that ends in another figure than 0 has not been rounded to fifteen.
    exact = digits <= _EXACT_DIGITS or (digits == _EXACT_DIGITS + 1 and value % 10 != 0 and abs(value) < 2**53)
    text = str(value).zfill(len(number_format)) if _ZEROS.fullmatch(number_format) else str(value)
    return (text, "") if exact else (f"{value:.5E}".replace(".", ",") if digits > 40 else text, rounded())
