"""Reading rule sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar
from uuid import UUID

from pydantic import BaseModel

from nettmelding.rules import sections
from nettmelding.rules.models import RuleSet, RuleSetStatus

S = TypeVar("S", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class RuleSetContent:
    """A checked rule set. Version 0 means that the grid company has none of its own: the schemas' defaults
    hold."""

    organisation_id: UUID
    version: int
    sections: Mapping[str, BaseModel]

    def section(self, schema: type[S]) -> S:
        """The section with this schema."""
        for section in self.sections.values():
            if isinstance(section, schema):
                return section
        raise LookupError(f"no rule section is read by {schema.__name__}")


def in_force(organisation_id: UUID) -> RuleSetContent:
    """The rules that hold at the grid company now. The content of a version is read and checked once a
    process."""
    version = (
        RuleSet.objects.filter(organisation_id=organisation_id, status=RuleSetStatus.IN_FORCE)
        .values_list("version", flat=True)
        .first()
    )
    return content_of(organisation_id, version or 0)


@lru_cache(maxsize=512)
def content_of(organisation_id: UUID, version: int) -> RuleSetContent:
    """A version that has been in force, which is never changed; version 0 is the defaults."""
    content: dict[str, object] = {}
    if version:
        content = (
            RuleSet.objects.exclude(status=RuleSetStatus.DRAFT)
            .get(organisation_id=organisation_id, version=version)
            .content
        )
    return RuleSetContent(organisation_id, version, sections.read(content))


def history(organisation_id: UUID) -> list[RuleSet]:
    """All versions, the newest first."""
    return list(RuleSet.objects.filter(organisation_id=organisation_id).order_by("-version"))
