"""Words for what a notice holds, for mails, timelines and lists."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nettmelding.core import text
from nettmelding.notices.catalogue.display import text_of
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

_NAMED = 12
"""Metering points that a message names."""


def type_names(types: Sequence[str]) -> str:
    """The names of the ticked types: "Endring av OV/MV og Ladestasjon for elbil"."""
    names = [catalogue().types[one].name for one in types if one in catalogue().types]
    return _(" og ").join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def short(notice: Notice) -> str:
    """A child of a block notice by its flat or what it is for; any other notice by its number or address."""
    if notice.mother_id is None:
        return notice.number or notice.address or _("Kladd")
    own = notice.values()
    use = text_of(catalogue().fields["building.kind"], own.get("building.kind"))
    named = " ".join(filter(None, [own.get("site.entrance"), own.get("site.unit")]))
    return named or use or _("Anlegg %(number)s") % {"number": notice.position}


def several(children: Sequence[Notice]) -> str:
    """Metering points of a block notice in their order: `H0101, H0102 og 9 til`."""
    named = [short(one) for one in sorted(children, key=lambda one: one.position or 0)]
    if len(named) <= _NAMED:
        return ", ".join(named)
    return _("%(first)s og %(count)s til") % {"first": ", ".join(named[:_NAMED]), "count": len(named) - _NAMED}


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
