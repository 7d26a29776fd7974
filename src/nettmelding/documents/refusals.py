"""Why a file is not taken in: always a sentence about this file, with the way out where there is one."""

from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid
from nettmelding.documents.kinds import BY_EXTENSION, IN_WORDS, Kind

LARGEST = 25 * 1024 * 1024
"""Bytes."""


def too_large() -> Invalid:
    return Invalid("file_too_large", _("Filen er for stor. Den kan være på høyst 25 MB."))


def empty() -> Invalid:
    return Invalid("file_empty", _("Filen er tom."))


def unknown(extension: str, found: str) -> Invalid:
    """`extension` is what the name says, `found` what the content is, as `kinds.stranger` calls it."""
    if extension in BY_EXTENSION:
        says = _("Filen heter .%(named)s, men innholdet er %(found)s.") % {
            "named": extension,
            "found": found or _("noe annet, eller ødelagt"),
        }
    elif found:
        says = _("Filen er %(found)s, og slike tas ikke imot.") % {"found": found}
    else:
        says = _("Denne filtypen tas ikke imot.")
    return Invalid("file_kind", says + " " + _("Send %(kinds)s.") % {"kinds": IN_WORDS})


def misnamed(extension: str, kind: Kind) -> Invalid:
    return Invalid(
        "file_misnamed",
        _("Filen heter .%(named)s, men innholdet er %(kind)s. Gi den endelsen .%(right)s og prøv igjen.")
        % {"named": extension, "kind": kind.name, "right": kind.extension},
    )


def broken() -> Invalid:
    return Invalid("file_broken", _("Filen er ødelagt og kan ikke åpnes. Lagre den på nytt og prøv igjen."))


def locked() -> Invalid:
    return Invalid("file_locked", _("Filen er låst med passord. Lagre den uten passord og prøv igjen."))


def macros() -> Invalid:
    return Invalid("file_macros", _("Filen inneholder makroer. Lagre den uten makroer eller som PDF."))


def bomb() -> Invalid:
    return Invalid("file_bomb", _("Filen blir for stor når den pakkes ut."))


def too_many_pixels(megapixels: int) -> Invalid:
    return Invalid(
        "image_too_large",
        _("Bildet har for mange bildepunkter. Det kan ha høyst %(limit)d millioner.") % {"limit": megapixels},
    )


def infected(virus: str) -> Invalid:
    return Invalid("file_infected", _("Filen inneholder et virus (%(virus)s) og er ikke lagret.") % {"virus": virus})
