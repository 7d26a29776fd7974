"""`/notice-types`: which notice the work needs."""

from typing import Annotated

from ninja import Query, Router

from nettmelding.api import companies
from nettmelding.api.schemas.catalogue import NoticeTypeOut
from nettmelding.api.schemas.common import ListOf
from nettmelding.api.sign_in import ActingRequest
from nettmelding.notices import working_copy
from nettmelding.notices.catalogue.effective import effective_type, offered_types
from nettmelding.notices.catalogue.finder import Hit, find
from nettmelding.notices.catalogue.model import NoticeType
from nettmelding.notices.catalogue.ruleset import NoticeRules

router = Router()


@router.get("/notice-types", response=ListOf[NoticeTypeOut], summary="Find notice types")
def list_notice_types(
    request: ActingRequest,
    q: Annotated[str, Query("", max_length=200, description="What is to be done, in any words.")] = "",
    grid_company: Annotated[str | None, Query(None, max_length=50, description="Id or slug: as it is there.")] = None,
) -> ListOf[NoticeTypeOut]:
    """With `q` those that fit, best first; answers that are no notice are among them. Without, all that are offered."""
    rules = working_copy.rules_at(companies.named(grid_company).id if grid_company else None)
    items = [_hit(one, rules) for one in find(q, rules)] if q.strip() else [_type(one) for one in offered_types(rules)]
    return ListOf(items=items, next=None)


def _hit(hit: Hit, rules: NoticeRules) -> NoticeTypeOut:
    if hit.type_id:
        return _type(effective_type(hit.type_id, rules))
    return NoticeTypeOut(
        id=hit.answer, name=hit.name, when=hit.why, help="", forms=[], goes_with=[], request_only=False, is_notice=False
    )


def _type(one: NoticeType) -> NoticeTypeOut:
    return NoticeTypeOut(
        id=one.id,
        name=one.name,
        when=one.when,
        help=one.help,
        forms=list(one.forms),
        goes_with=sorted(one.goes_with),
        request_only=one.request_only,
        is_notice=not one.request_only,
    )
