"""Where a filled-in value comes from, in words beside the field."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.notices.catalogue.form import FormField, Source
from nettmelding.notices.catalogue.model import Kind
from nettmelding.notices.models import Notice, Party
from nettmelding.web import words

_WORDS: dict[Source, str | Promise] = {
    Source.METERING_POINT: gettext_lazy("fra anlegget"),
    Source.INSTALLATION: gettext_lazy("fra anlegget"),
    Source.CONTRACTOR: gettext_lazy("fra firmaet deres"),
    Source.GRID: gettext_lazy("fra nettet"),
    Source.MAP: gettext_lazy("fra kartet"),
    Source.LAST_NOTICE: gettext_lazy("fra forrige melding"),
    Source.APPROVED: gettext_lazy("som godkjent"),
    Source.MOTHER: gettext_lazy("fra hovedmeldingen"),
    Source.DEFAULT: gettext_lazy("vanlig her"),
}
_FROM_SYSTEM = frozenset({Source.METERING_POINT, Source.INSTALLATION})
"""Read from the grid company's customer system."""
_PARTY_WORDS: dict[str, str | Promise] = {
    "person_register": gettext_lazy("Folkeregisteret"),
    "company_register": gettext_lazy("Enhetsregisteret"),
    "customer_system": gettext_lazy("fra nettselskapet"),
    "typed": gettext_lazy("skrevet inn"),
}


def of_field(one: FormField, notice: Notice) -> str:
    """Such as „fra Eksempelnett AS i dag kl. 12.01”; empty for what a person typed, and for a box nobody has ticked."""
    if not one.answered or (one.field.kind is Kind.BOOL and one.source is Source.DEFAULT):
        return ""
    if one.source in _FROM_SYSTEM and notice.grid_company is not None:
        return _("fra %(company)s %(when)s") % {"company": notice.grid_company.name, "when": words.at(notice.known_at)}
    if one.source is Source.REGISTER:
        read_at = notice.answers.get(one.path, {}).get("read_at")
        return (
            _("fra Kartverket %(when)s") % {"when": words.at(datetime.fromisoformat(read_at))}
            if read_at
            else _("fra Kartverket")
        )
    return str(_WORDS.get(one.source, ""))


def of_party(party: Party) -> str:
    """Such as „Folkeregisteret i dag kl. 12.01”."""
    return " ".join(filter(None, [str(_PARTY_WORDS.get(party.source, "")), words.at(party.read_at)]))
