"""Who acts: a person, an API key, a customer with a link, a rule or the system itself, for exactly one organisation."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    PERSON = "person"
    API_KEY = "api_key"
    CUSTOMER = "customer"
    RULE = "rule"
    SYSTEM = "system"


class OrganisationKind(StrEnum):
    CONTRACTOR = "contractor"
    GRID_COMPANY = "grid_company"
    PLATFORM = "platform"


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    CASE_HANDLER = "case_handler"
    PLANNER = "planner"
    FITTER = "fitter"
    READER = "reader"
    """The local electrical inspectorate (DLE): reads what is addressed to it."""
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Actor:
    """One who acts, in one request, for one organisation."""

    kind: ActorKind
    name: str
    user_id: UUID | None = None
    organisation_id: UUID | None = None
    organisation_kind: OrganisationKind | None = None
    organisation_name: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)

    @property
    def organisation(self) -> UUID:
        """The organisation acted for. Errors: ValueError for one who acts for none, such as the system."""
        if self.organisation_id is None:
            raise ValueError(f"{self.kind} acts for no organisation")
        return self.organisation_id

    @property
    def is_contractor(self) -> bool:
        return self.organisation_kind is OrganisationKind.CONTRACTOR

    @property
    def is_grid_company(self) -> bool:
        return self.organisation_kind is OrganisationKind.GRID_COMPANY

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds one of the roles."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(kind=ActorKind.SYSTEM, name="nettmelding")
"""The program itself: reminders, lapsing, sealing."""


def rule(organisation_id: UUID, organisation_name: str) -> Actor:
    """A grid company's own rule, acting for it."""
    return Actor(
        kind=ActorKind.RULE,
        name=organisation_name,
        organisation_id=organisation_id,
        organisation_kind=OrganisationKind.GRID_COMPANY,
        organisation_name=organisation_name,
    )
