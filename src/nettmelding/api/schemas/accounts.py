"""Who one is, colleagues, grid companies, ready-made texts and messages."""

from uuid import UUID

from ninja import Schema
from pydantic import Field

from nettmelding.api.schemas.common import Company, Moment
from nettmelding.core.actor import ActorKind, OrganisationKind, Role
from nettmelding.organisations.models import GridAccess


class Me(Schema):
    """Who the caller is, and for whom they act."""

    kind: ActorKind
    name: str
    user_id: UUID | None
    organisation_id: UUID | None
    organisation_name: str
    organisation_kind: OrganisationKind | None
    roles: list[Role]


class GridCompanyOut(Company):
    access: bool = Field(description="Whether the caller's company may send notices to it.")
    access_state: GridAccess.State | None = Field(
        description="Where a contractor's application for access stands; null where there is none."
    )


class StandardTextOut(Schema):
    id: UUID
    title: str
    text: str = Field(description="May hold words in curly brackets that the pages fill in, such as `{adresse}`.")
    shared: bool = Field(description="Whether it is the company's; else it is the caller's own.")


class MessageOut(Schema):
    """What was sent to the caller's company about a case."""

    id: UUID
    kind: str
    to_address: str
    subject: str
    text: str
    status: str
    created_at: Moment
    sent_at: Moment | None
    tries: int
