"""Saying no to several notices at once: how many, and a sentence for each."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from nettmelding.core.errors import AppError, Invalid, NotAllowed, Refused
from nettmelding.notices import labels
from nettmelding.notices.models import Notice


def of(refused: Mapping[Notice, AppError], total: int) -> AppError:
    """One error for all that were refused, of `total` that were meant: `fields` has a sentence by the notice's id."""
    errors = list(refused.values())
    if total == 1 or isinstance(errors[0], NotAllowed):
        return errors[0]
    sentences = {str(notice.id): sentence(notice, error) for notice, error in refused.items()}
    message = _("%(count)s av %(total)s kan ikke være med. %(first)s") % {
        "count": len(refused),
        "total": total,
        "first": next(iter(sentences.values())),
    }
    kind = Invalid if all(isinstance(error, Invalid) for error in errors) else Refused
    return kind(errors[0].code, message, fields=sentences)


def sentence(notice: Notice, error: AppError) -> str:
    """Which notice, and why not: what is missing, named; else the refusal's own words."""
    missing = " ".join(list(error.fields.values())[:3])
    return f"{labels.short(notice)}: {missing or error.message}"
