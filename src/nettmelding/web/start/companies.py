"""Whose rules the start page goes by, before there is an address."""

from uuid import UUID

from nettmelding.core.actor import Actor
from nettmelding.notices import queries as notices
from nettmelding.organisations.models import Organisation
from nettmelding.organisations.queries import grid_companies, grid_companies_of


def likely(actor: Actor, chosen: str) -> Organisation | None:
    """The grid company that was chosen, else the one written to last, else the first there is access to."""
    everyone = grid_companies()
    if named := _named(chosen):
        return everyone.filter(pk=named).first()
    last = (
        notices.visible_to(actor)
        .exclude(grid_company=None)
        .order_by("-changed_at")
        .values_list("grid_company", flat=True)
    )
    if found := everyone.filter(pk__in=list(last[:1])).first():
        return found
    assert actor.organisation_id is not None
    return grid_companies_of(actor.organisation_id).first()


def _named(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
