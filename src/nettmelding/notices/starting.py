"""The next notice about an installation that one is looking at, begun with what is known."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Case, When
from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.core.db import write
from nettmelding.core.errors import Invalid, NotFound
from nettmelding.installations.models import Installation, MeteringPoint
from nettmelding.notices import drafts, of_installation, places, working_copy
from nettmelding.notices.catalogue.load import catalogue
from nettmelding.notices.catalogue.model import FormKind, NoticeType
from nettmelding.notices.catalogue.selection import forms_offered
from nettmelding.notices.models import Notice
from nettmelding.notices.of_installation import Place
from nettmelding.organisations import access

_NOT_HERE = frozenset({"new_installation", "temporary_installation"})
"""What has a service line of its own begins elsewhere."""


def types_here(installation: Installation) -> list[NoticeType]:
    """What can be notified about an installation that exists, as its grid company offers it, the commonest first."""
    return list(_offered(installation))


def from_installation(actor: Actor, installation_id: UUID, type_id: str, point_id: UUID | None) -> Notice:
    """A draft of one type about a metering point, or the first in use.

    Errors: NotFound, Invalid for a type that is not offered; those of `drafts.create`.
    """
    place = of_installation.get(actor, installation_id)
    if not access.may_write_notices(actor):
        raise NotFound
    if type_id not in {one.id for one in _offered(place.installation)}:
        raise Invalid("unknown_type", _("Velg hva du skal gjøre."), fields={"type": _("Velg hva du skal gjøre.")})
    point = _point(place, point_id)
    with write():
        notice = drafts.create(actor, [type_id], _form(type_id))
        return places.use_metering_point(actor, notice.id, point)


def _offered(installation: Installation) -> Iterator[NoticeType]:
    rules = working_copy.rules_at(installation.grid_company_id)
    for one in catalogue().types.values():
        if one.id not in _NOT_HERE and not one.request_only and rules.offers(one.id):
            yield one


def _form(type_id: str) -> str:
    """For one metering point where the type has such a form."""
    offered = forms_offered([type_id])
    return (FormKind.SINGLE if FormKind.SINGLE in offered else offered[0]).value


def _point(place: Place, wanted: UUID | None) -> MeteringPoint:
    """Among those that the actor sees: all of an installation that is open to it, else those of its own notices."""
    rows = place.installation.metering_points.select_related("installation")
    if not place.opened:
        rows = rows.filter(pk__in={one.metering_point_id for one in place.notices if one.metering_point_id})
    if wanted is not None:
        rows = rows.filter(pk=wanted)
    in_use_first = Case(When(state=MeteringPoint.State.ACTIVE, then=0), default=1)
    found = rows.order_by(in_use_first, "unit", "id").first()
    if found is None:
        raise NotFound
    return found
