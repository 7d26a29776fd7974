"""Where a notice is: address, metering point, and the grid company that follows."""

from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from nettmelding.api import addresses, headers, present
from nettmelding.api.schemas.common import Company
from nettmelding.api.schemas.notices import Notice
from nettmelding.api.schemas.registers import AddressIn, MeterNumberIn
from nettmelding.api.sign_in import ActingRequest
from nettmelding.notices import places, queries
from nettmelding.notices.catalogue.form import Source

router = Router()


class Placed(Schema):
    """The notice with its place."""

    candidates: list[Company] = Field(description="Grid companies at the place; of several, choose by PATCH.")
    notice: Notice


class Metered(Schema):
    """The notice filled in from its metering point."""

    found: int = Field(description="Metering points with the number; only where it is one, what is known fills in.")
    problem: str = Field(description="Why the customer system could not be asked, and how old the copy is; else empty.")
    notice: Notice


@router.put("/notices/{uuid:notice_id}/address", response=Placed, summary="Set the address")
def set_address(request: ActingRequest, response: HttpResponse, notice_id: UUID, body: AddressIn) -> Placed:
    """The grid company follows from the position, else from the postcode."""
    placed = places.set_address(request.auth, notice_id, addresses.answer_of(body), Source.USER)
    headers.tag(response, placed.notice.revision)
    return Placed(
        candidates=[present.company(one) for one in placed.candidates.companies],
        notice=present.whole(request.auth, placed.notice),
    )


@router.put("/notices/{uuid:notice_id}/metering-point", response=Metered, summary="Set the meter number")
def set_metering_point(request: ActingRequest, response: HttpResponse, notice_id: UUID, body: MeterNumberIn) -> Metered:
    """Customer, address and technical data come from the metering point, each marked with where it is from."""
    found = places.use_meter_number(request.auth, notice_id, body.meter_number)
    notice = queries.get(request.auth, notice_id)
    headers.tag(response, notice.revision)
    return Metered(found=len(found.points), problem=found.problem, notice=present.whole(request.auth, notice))
