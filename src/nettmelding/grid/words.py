"""What objects of the grid are called on a screen."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nettmelding.grid.models import GridObject, Kind

KIND_NAMES: Mapping[str, str | Promise] = {
    Kind.SUBSTATION: _("Nettstasjon"),
    Kind.TRANSFORMER: _("Transformator"),
    Kind.CABLE_CABINET: _("Kabelskap"),
    Kind.CONNECTION_CABINET: _("Tilknytningsskap"),
    Kind.POLE: _("Stolpe"),
    Kind.CABLE: _("Kabel"),
    Kind.OVERHEAD_LINE: _("Luftlinje"),
    Kind.SERVICE_LINE: _("Stikkledning"),
    Kind.CUSTOMER_POINT: _("Kundepunkt"),
}
"""In the order of a list of kinds: from the transformer outwards."""


def kind_name(kind: str) -> str:
    """What a kind is called."""
    return str(KIND_NAMES[kind])


def title(found: GridObject) -> str:
    """An object by kind and number, such as `Kabelskap KS-1012`."""
    return f"{kind_name(found.kind)} {found.name or found.external_id}"
