"""A grid company's section about notices: what it offers, asks for, decides at once, and its own texts.

Everything has a default, so that a company without a rule set of its own is served too.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from nettmelding.core.errors import Invalid
from nettmelding.notices.catalogue.load import catalogue, variables
from nettmelding.notices.catalogue.model import Need, PartyRole, Stage
from nettmelding.notices.catalogue.thresholds import Thresholds
from nettmelding.rules import cel


class CatalogueMismatch(Invalid, ValueError):
    """A rule set names something that the catalogue lacks. A `ValueError`, so that pydantic gives it its
    place."""


class ConditionMismatch(CatalogueMismatch):
    """A condition that cannot be used."""


def _mismatch(message: str) -> CatalogueMismatch:
    return CatalogueMismatch("rule_set_mismatch", message)


def _known(names: Callable[[], Iterable[str]], message: Callable[[str], str]) -> AfterValidator:
    def must_exist(name: str) -> str:
        if name not in names():
            raise _mismatch(message(name))
        return name

    return AfterValidator(must_exist)


def _condition(expression: str) -> str:
    try:
        if expression:
            cel.check(expression, variables())
    except Invalid as error:
        raise ConditionMismatch(error.code, error.message) from error
    return expression


def _paths_of(stage: Stage) -> Callable[[], Iterable[str]]:
    def paths() -> Iterable[str]:
        known = catalogue()
        return {path for path, field in known.fields.items() if known.sections[field.section].stage is stage}

    return paths


TypeId = Annotated[
    str, _known(lambda: catalogue().types, lambda n: _("Ukjent meldingstype: «%(name)s».") % {"name": n})
]
NoticePath = Annotated[str, _known(_paths_of(Stage.NOTICE), lambda n: _("Ukjent felt: «%(name)s».") % {"name": n})]
CompletionPath = Annotated[
    str, _known(_paths_of(Stage.COMPLETION), lambda n: _("Ukjent felt: «%(name)s».") % {"name": n})
]
AttachmentCode = Annotated[
    str, _known(lambda: catalogue().attachments, lambda n: _("Ukjent vedlegg: «%(name)s».") % {"name": n})
]
CelCondition = Annotated[str, AfterValidator(_condition)]


class Part(BaseModel):
    """A part of the section: unknown names are slips, and nothing changes once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldRule(Part):
    """What is different about a field of a type here; what is left out stays as in the catalogue."""

    need: Need | None = None
    shown_when: CelCondition | None = None
    needed_when: CelCondition | None = None
    default: Any = None


class AttachmentRule(Part):
    need: Need | None = None
    needed_when: CelCondition | None = None
    why: str | None = None


class TypeRules(Part):
    """What is different about a type here."""

    fields: Mapping[NoticePath, FieldRule] = Field(default_factory=dict)
    attachments: Mapping[AttachmentCode, AttachmentRule] = Field(default_factory=dict)
    completion_fields: Mapping[CompletionPath, FieldRule] = Field(default_factory=dict)
    completion_attachments: Mapping[AttachmentCode, AttachmentRule] = Field(default_factory=dict)
    parties: Mapping[PartyRole, Need] = Field(default_factory=dict)


class AutomaticDecision(Part):
    """When a notice of a type is approved at once, and the sentence that says why to the contractor."""

    when: CelCondition
    because: str


class Texts(Part):
    """The company's own words."""

    cable_ownership: str = "Nettselskapet eier stikkledningen fram til tilknytningspunktet."
    access: str = (
        "Søk om tilgang under Admin, Ny søknad. Er du godkjent hos et annet nettselskap, får du svar med én gang."
    )
    owner_not_kept: str = "Nettselskapet holder ikke eieren oppdatert, så den må slås opp på nytt."
    contact_name: str = "Kundeservice"
    contact_phone: str = ""
    contact_email: str = ""
    control_room_phone: str = ""


class NoticeRules(Part):
    """The section `notices` of a rule set."""

    offered: tuple[TypeId, ...] | None = None
    """Types offered here; left out: all."""
    help: Mapping[TypeId, str] = Field(default_factory=dict)
    """The company's own text about when to use a type."""
    field_help: Mapping[NoticePath, str] = Field(default_factory=dict)
    defaults: Mapping[NoticePath, Any] = Field(default_factory=dict)
    """Answers that are common here, filled in where nothing better is known."""
    types: Mapping[TypeId, TypeRules] = Field(default_factory=dict)
    thresholds: Thresholds = Thresholds()
    texts: Texts = Texts()
    inspectorate_types: tuple[TypeId, ...] | None = None
    """Types addressed to the inspectorate; left out: all that the law has (FEL § 14)."""
    automatic_decision: Mapping[TypeId, AutomaticDecision] = Field(default_factory=dict)
    deadlines: Mapping[TypeId, Annotated[int, Field(ge=0, le=250)]] = Field(default_factory=dict)
    """Working days to the decision; left out: the catalogue's."""
    lapse_months: int = Field(default=12, ge=1, le=60)
    lapse_warning_days: tuple[int, ...] = (60, 14)
    """Days before lapsing at which the contractor is warned."""
    person_lookups_by_key: bool = False
    """Whether programs may look persons up on the company's right, by API key."""
    owner_data_kept: bool = True
    """Whether the company keeps the owner of a metering point up to date; if not, it is never carried
    over."""

    def offers(self, type_id: str) -> bool:
        """Whether the type is offered here."""
        return self.offered is None or type_id in self.offered


DEFAULT_RULES = NoticeRules()
"""What holds at a company that has said nothing."""
