"""Grid companies as programs name them: by id or by slug."""

from uuid import UUID

from django.utils.translation import gettext as _

from nettmelding.core.actor import Actor
from nettmelding.core.errors import Invalid
from nettmelding.organisations.models import GridAccess, Organisation
from nettmelding.organisations.queries import grid_companies, grid_companies_of


def named(text: str) -> Organisation:
    """The grid company with the id or slug. Errors: Invalid."""
    found = grid_companies().filter(**_by(text)).first()
    if found is None:
        sentence = _("Dette nettselskapet finnes ikke.")
        raise Invalid("grid_company", sentence, fields={"grid_company": sentence})
    return found


def within_reach(actor: Actor) -> dict[UUID, Organisation]:
    """The grid companies an actor deals with, by id: its own, or those a contractor has access to."""
    if actor.organisation_id is None:
        return {}
    if actor.is_contractor:
        return {one.id: one for one in grid_companies_of(actor.organisation_id)}
    return {one.id: one for one in grid_companies().filter(pk=actor.organisation_id)}


def access_states(actor: Actor) -> dict[UUID, GridAccess.State]:
    """Where the contractor that is acted for stands at each grid company, by its id; nothing for others."""
    if not actor.is_contractor:
        return {}
    rows = GridAccess.objects.filter(contractor_id=actor.organisation).values_list("grid_company_id", "state")
    return {company_id: GridAccess.State(state) for company_id, state in rows}


def _by(text: str) -> dict[str, str | UUID]:
    try:
        return {"pk": UUID(text)}
    except ValueError:
        return {"slug": text}
