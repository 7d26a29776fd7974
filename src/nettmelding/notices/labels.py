"""Words for what a notice holds, for mails, timelines and lists."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core import text
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.models import Notice

PARTY_ROLES: dict[str, str | Promise] = {
    "customer": gettext_lazy("Kunde"),
    "owner": gettext_lazy("Eier"),
    "developer": gettext_lazy("Utbygger"),
    "bill_payer": gettext_lazy("Fakturamottaker"),
    "contact": gettext_lazy("Kontaktperson"),
}
THE_PARTY: dict[str, str | Promise] = {
    "customer": gettext_lazy("kunden"),
    "owner": gettext_lazy("eieren"),
    "developer": gettext_lazy("utbyggeren"),
    "bill_payer": gettext_lazy("fakturamottakeren"),
    "contact": gettext_lazy("kontaktpersonen"),
}
"""Within a sentence."""


def type_names(types: Sequence[str]) -> str:
    """The names of the ticked types: "Endring av OV/MV og Ladestasjon for elbil"."""
    names = [catalogue().types[one].name for one in types if one in catalogue().types]
    return _(" og ").join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def address(notice: Notice) -> str:
    """Street address with postcode and place."""
    return ", ".join(filter(None, [notice.address, post(notice)]))


def post(notice: Notice) -> str:
    """`9998 Eksempelvik`."""
    return f"{notice.postcode} {text.place_name(notice.place)}".strip()


def path(path: str) -> str:
    """The label of a field, party or attachment; empty for the notice as a whole."""
    known = catalogue()
    if path.startswith("party."):
        return str(PARTY_ROLES.get(path.split(".")[1], ""))
    if path.startswith("attachment."):
        kind = known.attachments.get(path.split(".", 1)[1])
        return kind.label if kind else _("Vedlegg")
    field = known.fields.get(path)
    return field.label if field else ""
