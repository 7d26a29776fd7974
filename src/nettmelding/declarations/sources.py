"""Where a value comes from, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from nettmelding.declarations.catalogue.model import Origin, Place

_PUT_TOGETHER = frozenset({"derived:scope", "derived:interface"})


def words(kept: Mapping[str, Any]) -> str:
    """As it stands beside the field and in the PDF. `kept`: as `content` keeps a value."""
    origin = Origin(kept["source"])
    if origin is Origin.ASKED:
        return _("skrevet av %(name)s") % {"name": kept["by"]} if kept.get("by") else _("skrevet inn")
    if origin is Origin.PARTY:
        return _parties().get(kept.get("register", ""), _("fra meldingen"))
    if origin is Origin.COMPANY:
        return _company().get(kept.get("from", ""), _("fra Selskapsinformasjon"))
    if origin is Origin.DERIVED and kept.get("from") in _PUT_TOGETHER:
        return _("satt sammen fra meldingen")
    return _origins()[origin]


def of_place(place: Place) -> str:
    """The same for a place of the catalogue, before a value is known."""
    return words({"source": place.origin.value, "from": str(place)})


def _origins() -> Mapping[Origin, str]:
    return {
        Origin.NOTICE: _("fra meldingen"),
        Origin.COMPLETION: _("fra ferdigmeldingen"),
        Origin.POINT: _("fra nettselskapets kundesystem"),
        Origin.ORDER: _("fra arbeidsordren"),
        Origin.ORDER_IS: _("fra arbeidsordren"),
        Origin.DERIVED: _("fra meldingen"),
        Origin.DEFAULT: _("foreslått av programmet"),
    }


def _parties() -> Mapping[str, str]:
    return {
        "person_register": _("fra Folkeregisteret via meldingen"),
        "company_register": _("fra Enhetsregisteret via meldingen"),
        "customer_system": _("fra nettselskapet via meldingen"),
    }


def _company() -> Mapping[str, str]:
    return {
        "company:name": _("fra Enhetsregisteret"),
        "company:organisation_number": _("fra Enhetsregisteret"),
        "company:address": _("fra Enhetsregisteret"),
        "company:dsb_id": _("fra Elvirksomhetsregisteret"),
    }
