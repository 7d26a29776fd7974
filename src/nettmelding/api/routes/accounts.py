"""Who one is, and what one's company has."""

from ninja import Router

from nettmelding.api import companies, lists
from nettmelding.api.lists import Cursor, Limit
from nettmelding.api.schemas.accounts import GridCompanyOut, Me, StandardTextOut
from nettmelding.api.schemas.common import ListOf
from nettmelding.api.sign_in import ActingRequest
from nettmelding.organisations import queries
from nettmelding.organisations.models import StandardText

router = Router()


@router.get("/me", response=Me, summary="Read who you are")
def read_me(request: ActingRequest) -> Me:
    """Who the key or the session belongs to, and for which company it acts."""
    actor = request.auth
    return Me(
        kind=actor.kind,
        name=actor.name,
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        organisation_name=actor.organisation_name,
        organisation_kind=actor.organisation_kind,
        roles=sorted(actor.roles),
    )


@router.get("/grid-companies", response=ListOf[GridCompanyOut], summary="List grid companies")
def list_grid_companies(request: ActingRequest, cursor: Cursor = None, limit: Limit = 50) -> ListOf[GridCompanyOut]:
    """All of them, with whether you have access."""
    reach, states = companies.within_reach(request.auth), companies.access_states(request.auth)
    return lists.paged(
        queries.grid_companies(),
        "name",
        cursor,
        limit,
        lambda row: GridCompanyOut(
            id=row.id,
            slug=row.slug,
            name=row.name,
            organisation_number=row.organisation_number,
            access=row.id in reach,
            access_state=states.get(row.id),
        ),
    )


@router.get("/standard-texts", response=ListOf[StandardTextOut], summary="List standard texts")
def list_standard_texts(request: ActingRequest, cursor: Cursor = None, limit: Limit = 50) -> ListOf[StandardTextOut]:
    """Your company's ready-made texts and your own, in their order."""
    return lists.paged(queries.standard_texts(request.auth), "position", cursor, limit, _standard_text)


def _standard_text(row: StandardText) -> StandardTextOut:
    return StandardTextOut(id=row.id, title=row.title, text=row.text, shared=row.owner_id is None)
