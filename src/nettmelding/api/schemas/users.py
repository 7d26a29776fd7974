"""The people of a company as its administrators see them."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nettmelding.api.schemas.common import In, Line, Moment
from nettmelding.core.actor import Role

Roles = Annotated[list[Role], Field(min_length=1, max_length=len(Role))]


class UserOut(Schema):
    """Somebody who is a user of the caller's company."""

    id: UUID
    name: str
    email: str | None
    mobile: str = Field(description="E.164, or empty.")
    username: str | None = Field(description="Only where the company gives its people user names.")
    roles: list[Role]
    since: Moment = Field(description="When they became a user of the company.")
    last_seen_at: Moment | None = Field(description="To the hour; null: never signed in.")


class NewUser(In):
    """Somebody to be invited; an e-mail address or a mobile number will do."""

    name: Line = Field(examples=["Nina Nyansatt"])
    email: Line = Field("", examples=["nina@eksempelelektro.example"])
    mobile: Line = Field("", description="Used where there is no e-mail address and SMS can be sent.")
    roles: Roles


class InvitationOut(Schema):
    """One who has been sent a link, and is no user before it has been opened."""

    id: UUID = Field(description="The invitation's: the user gets an id of their own.")
    name: str
    email: str
    mobile: str
    roles: list[Role]
    sent_at: Moment
    expires_at: Moment = Field(description="How long the link, or the temporary password, holds.")


class UserPatch(In):
    roles: Roles
