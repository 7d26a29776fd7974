"""Declarations of conformity."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nettmelding.api.schemas.common import in_place
from nettmelding.core.actor import OrganisationKind
from nettmelding.declarations.catalogue.model import Kind


class IssuerOut(Schema):
    """Whoever did the work and answers for it."""

    id: UUID
    name: str
    organisation_number: str
    kind: OrganisationKind


class AnswerOut(Schema):
    """One value with where it is from."""

    path: str = Field(examples=["site.owner"])
    value: Any
    source: str = Field(examples=["party"], description="company, notice, completion, party, point, order, order_is, derived, "
                                                        "default or asked.")  # fmt: skip
    read_at: str = Field(description="When it was read there, ISO 8601; empty where that does not matter.")


class DeclarationLine(Schema):
    """A declaration in a list: begun, signed, or replaced by a newer version."""

    id: UUID
    state: str = Field(examples=["signed"], description="draft, signed or replaced.")
    kind: Annotated[Kind, in_place(Kind)]
    number: str = Field(description="Empty while it is not signed.")
    version: int
    replaces_id: UUID | None
    notice_id: UUID | None
    work_order_id: UUID | None
    issuer: IssuerOut
    address: str
    signed_at: datetime | None
    signed_by: str
    pdf_ready: bool


class DeclarationOut(DeclarationLine):
    """With what it says, as far as it is yours to read."""

    revision: int | None = Field(description="Of a draft: the ETag.")
    answers: list[AnswerOut]
    missing: list[str] = Field(description="Of a draft: what keeps it from being signed, in words.")
    sha256: str = Field(description="Of the PDF that you may download; empty while it is being made.")


class DeclarationPatch(Schema):
    """Values by path. null empties a field."""

    answers: dict[str, Any]


class SignatureIn(Schema):
    """Drawn, or confirmed by name. The key's person signs."""

    name: str = Field("", max_length=120)
    strokes: list[list[list[float]]] = Field(default_factory=list, description="[x, y] in a frame 1000 wide.")
    confirmed: bool = False
