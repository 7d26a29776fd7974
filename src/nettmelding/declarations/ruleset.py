"""A grid company's section about declarations: what it wants to have with the completion report."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Wanted(StrEnum):
    """How much of a declaration the grid company asks for."""

    NOTHING = "nothing"
    DECLARATION = "declaration"
    """The declaration alone."""
    ALL = "all"
    """With the documentation it rests on."""


class DeclarationRules(BaseModel):
    """The section `declarations` of a rule set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    installation: Wanted = Wanted.DECLARATION
    """Of the contractor's work: what goes with the completion report."""
    meter: Wanted = Wanted.ALL
    """Of a meter that somebody else has mounted for it."""

    def of(self, kind: str) -> Wanted:
        return self.meter if kind == "meter" else self.installation
