"""What the technical values of an installation were before."""

from django.db.models import Q

from nettmelding.core.actor import Actor
from nettmelding.installations.models import Installation, PastValue
from nettmelding.organisations import access

MOST = 500


def history_of(actor: Actor, installation: Installation) -> list[PastValue]:
    """What changed, newest first, at most 500: for its own grid company, and for a contractor to whom a case has opened it.

    The caller has made sure that the installation is visible; who may not know the past gets none.
    """
    visible = Q(installation=installation)
    if actor.is_grid_company:
        visible &= Q(installation__grid_company_id=actor.organisation)
    elif not Installation.objects.filter(access.granted(actor, "installation"), pk=installation.pk).exists():
        return []
    return list(PastValue.objects.filter(visible).select_related("metering_point").order_by("-since", "-id")[:MOST])
