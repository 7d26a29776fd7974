"""Customer, owner and the others."""

from enum import StrEnum
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from nettmelding.api.schemas.common import In, Line, Moment
from nettmelding.notices.catalogue.model import PartyRole


class PartyKind(StrEnum):
    PERSON = "person"
    COMPANY = "company"


class Because(StrEnum):
    """Why no register can confirm a name."""

    ESTATE = "estate"
    NOT_FOUNDED = "not_founded"
    FOREIGN = "foreign"
    SEVERAL = "several"
    GUARDIAN = "guardian"
    REGISTER_DOWN = "register_down"


class PartyOut(Schema):
    """A person or firm in one role. Birth dates are not handed out."""

    role: PartyRole
    same_as: str
    kind: str
    name: str
    organisation_number: str
    confirmed: bool = Field(description="A register has confirmed the name.")
    unconfirmed_because: str
    source: str
    email: str
    mobile: str
    no_email: bool
    other_contact: str
    read_at: Moment | None = None
    corrected_at: Moment | None = Field(None, description="Since it was sent, how they are reached has been corrected.")
    unreached: bool = Field(False, description="E-mail to the address did not arrive.")


class ByCompany(In):
    """A firm by its number, in any form people paste it."""

    by: Literal["company"]
    number: Line = Field(examples=["310 000 876"])


class ByPerson(In):
    """A person by name and exact birth date, in any form people type it."""

    by: Literal["person"]
    last_name: Line = Field(examples=["Nordmann"])
    first_name: Line = Field(examples=["Kari"])
    birth_date: Line = Field(examples=["12.03.1985"])
    street: Line = Field("", description="Tells two alike apart.")
    postcode: Line = ""


class BySameAs(In):
    """The same as another party."""

    by: Literal["same_as"]
    role: PartyRole = Field(examples=["customer"])


class ByName(In):
    """A name that no register can confirm; it carries that mark."""

    by: Literal["name"]
    kind: PartyKind
    name: Line
    because: Because


PartyIn = Annotated[ByCompany | ByPerson | BySameAs | ByName, Field(discriminator="by")]


class ContactIn(In):
    """How to reach a party; those that are the same follow."""

    email: Line = Field("", examples=["kari@example.com"])
    mobile: Line = Field("", examples=["900 00 000"])
    no_email: bool = Field(False, strict=True, description="Has no e-mail; then another way is needed.")
    other_contact: Line = ""


class PartyAnswer(Schema):
    """The party as it is now, and what the register had to say."""

    party: PartyOut
    message: str
    confirmed_as: str = Field(description="The name as the register has it, where it was typed otherwise.")
