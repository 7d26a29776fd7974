"""Which types can be one notice, and in which forms."""

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core.errors import Invalid
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import FormKind

_FORM_ORDER = (FormKind.SIMPLIFIED, FormKind.SINGLE, FormKind.SEVERAL)
FORM_LABELS: dict[FormKind, str | Promise] = {
    FormKind.SIMPLIFIED: gettext_lazy("Forenklet"),
    FormKind.SINGLE: gettext_lazy("Ett måleranlegg"),
    FormKind.SEVERAL: gettext_lazy("Flere måleranlegg"),
    FormKind.METERING_POINT: gettext_lazy("Måleranlegg"),
}


def forms_offered(types: Iterable[str]) -> tuple[FormKind, ...]:
    """The forms in which these types can be sent together, the simplest first.

    A type that adds to others follows their forms, and the simplified form is for one type alone. Where no
    form is common, the widest one is used: a block notice can hold one metering point too.
    """
    picked = [catalogue().types[type_id] for type_id in types]
    deciding = [one for one in picked if not one.takes_forms_of_others] or picked
    if not deciding:
        return ()
    offers = [set(one.forms) for one in deciding]
    common = set.intersection(*offers)
    if len(picked) > 1 and common - {FormKind.SIMPLIFIED}:
        common.discard(FormKind.SIMPLIFIED)
    widest = max(set.union(*offers), key=_FORM_ORDER.index)
    return tuple(form for form in _FORM_ORDER if form in (common or {widest}))


def why_not_together(one: str, other: str) -> str | None:
    """The sentence that says why two types cannot be sent together; None where they can."""
    types = catalogue().types
    if one == other or other in types[one].goes_with:
        return None
    mine, theirs = types[one].not_with, types[other].not_with
    return mine.get(other) or theirs.get(one) or mine["*"]


def refused_together(types: Iterable[str]) -> str | None:
    """The first reason why these types cannot be one notice; None where they can."""
    picked = list(types)
    pairs = ((a, b) for at, a in enumerate(picked) for b in picked[at + 1 :])
    return next((why for a, b in pairs if (why := why_not_together(a, b))), None)


def check(types: Sequence[str], form: str) -> None:
    """Raise `Invalid` unless there is such a notice: known types that go together, in a form they are
    offered in.

    The form of a metering point in a block notice is accepted for the types that have block notices.
    """
    known = catalogue().types
    if not types or any(one not in known for one in types) or len(set(types)) != len(types):
        raise _invalid("unknown_type", "types", _("Velg hva du skal gjøre."))
    if any(known[one].request_only for one in types):
        raise _invalid("request_only", "types", _("Dette er ingen melding. Be om frakobling i stedet."))
    refused = refused_together(types)
    if refused:
        raise _invalid("types_apart", "types", _(refused))
    offered = {str(one) for one in forms_offered(types)}
    if FormKind.SEVERAL in offered:
        offered.add(FormKind.METERING_POINT)
    if form not in offered:
        raise _invalid("form_not_offered", "form", _("Denne typen kan ikke meldes slik. Velg en annen form."))


def _invalid(code: str, path: str, sentence: str) -> Invalid:
    return Invalid(code, sentence, fields={path: sentence})
