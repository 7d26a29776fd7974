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
    APPRENTICE = "apprentice"
    """Fills in, signs nothing."""
    READER = "reader"
    """The local electrical inspectorate (DLE): reads what is addressed to it."""
    OPERATOR = "operator"


class Right(StrEnum):
    """What one may do; which roles hold it stands in `organisations/access.py`."""

    SEE_CASES = "see_cases"
    SEE_INSPECTORATE = "see_inspectorate"
    SEE_GRID = "see_grid"
    FILL_IN = "fill_in"
    SEND = "send"
    REPORT = "report"
    HANDLE = "handle"
    DECIDE = "decide"
    PLAN_WORK = "plan_work"
    DO_WORK = "do_work"
    DECLARE = "declare"
    NOTE = "note"
    USE_TEXTS = "use_texts"
    SHARE_TEXTS = "share_texts"
    MANAGE_COMPANY = "manage_company"
    MANAGE_PEOPLE = "manage_people"
    MANAGE_KEYS = "manage_keys"
    APPLY = "apply"
    ADMIT = "admit"
    CONFIRM_PAPERS = "confirm_papers"
    SCREEN = "screen"
    TRANSFER = "transfer"
    OPERATE = "operate"


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
    rights: frozenset[Right] = field(default_factory=frozenset)
    """What the roles give at this company; a key's scopes narrow it."""

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

    def may(self, *rights: Right) -> bool:
        """Whether the actor holds one of the rights."""
        return not self.rights.isdisjoint(rights)


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
