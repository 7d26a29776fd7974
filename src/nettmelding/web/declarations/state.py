"""Everything a filling-in page shows of one declaration at one moment, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from nettmelding.core.actor import Actor
from nettmelding.declarations import content, drafts, limits, photos, queries, signing
from nettmelding.declarations.catalogue.load import catalogue
from nettmelding.declarations.catalogue.model import Catalogue, Kind, System
from nettmelding.declarations.missing import Missing
from nettmelding.declarations.models import Draft
from nettmelding.declarations.photos import Candidate


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed and not taken: shown again as it was, with the reason."""

    texts: Mapping[str, list[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


NOTHING_TYPED = Typed()


@dataclass(frozen=True)
class State:
    """A draft as somebody works on it. What costs a query is read when it is first asked for."""

    actor: Actor
    draft: Draft
    typed: Typed = NOTHING_TYPED
    show_missing: bool = False
    """Whether what is missing is said beside the fields, as after an attempt to sign."""
    circuits_asked: int = 0
    """Circuits to show at least."""

    @property
    def kind(self) -> Kind:
        return Kind(self.draft.kind)

    @cached_property
    def known(self) -> Catalogue:
        return catalogue()

    @cached_property
    def whole(self) -> dict[str, dict[str, Any]]:
        return drafts.whole(self.draft)

    @cached_property
    def values(self) -> dict[str, Any]:
        return {path: one["value"] for path, one in self.whole.items()}

    @cached_property
    def missing(self) -> list[Missing]:
        return signing.missing_in(self.draft)

    @cached_property
    def missing_by_path(self) -> dict[str, str]:
        sentences: dict[str, str] = {}
        for one in self.missing:
            sentences.setdefault(one.path, one.message)
        return sentences

    @cached_property
    def system(self) -> System | None:
        return limits.system_of(self.values.get("site.network_system"))

    @cached_property
    def circuits(self) -> list[int]:
        """The circuits on the page."""
        said = content.circuits_in(self.values)
        return sorted({*said, *range(1, min(self.circuits_asked, content.MOST_CIRCUITS) + 1)})

    @cached_property
    def photos(self) -> list[Candidate]:
        return photos.candidates(self.draft)

    def error(self, path: str) -> str:
        """What is wrong or missing at a field; empty where nothing is to be said."""
        found = self.typed.errors.get(path, "")
        return found or (self.missing_by_path.get(path, "") if self.show_missing else "")


def read(
    actor: Actor,
    draft_id: UUID,
    typed: Typed = NOTHING_TYPED,
    *,
    show_missing: bool = False,
    circuits_asked: int = 0,
) -> State:
    """The company's own draft, to be worked on. Errors: NotFound."""
    return State(actor, queries.draft(actor, draft_id), typed, show_missing, circuits_asked)
