"""What a rule set is made of: each room hands in the schema of its own section.

The list stands in one file, named by the setting `RULE_SECTIONS`
(`nettmelding.config.rule_sections.SECTIONS`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from nettmelding.core.errors import AppError, Invalid

DEFAULT_LIST = "nettmelding.config.rule_sections.SECTIONS"


@dataclass(frozen=True, slots=True)
class RuleSection:
    """One room's part of a rule set: its name in the content, and the schema that reads and checks it.

    The schema's defaults are what holds for a grid company that has said nothing.
    """

    name: str
    schema: type[BaseModel]


@cache
def registered() -> tuple[RuleSection, ...]:
    """The sections of this installation, in order."""
    sections: tuple[RuleSection, ...] = import_string(getattr(settings, "RULE_SECTIONS", DEFAULT_LIST))
    return sections


def read(content: Mapping[str, object]) -> dict[str, BaseModel]:
    """Every registered section of the content, checked; left-out ones with their defaults.

    Raises `Invalid` whose `fields` has one sentence for each path, such as
    `notices.thresholds.ct_metering_above_a`.
    """
    problems = {name: _("Ukjent del av regelsettet.") for name in content.keys() - {s.name for s in registered()}}
    sections: dict[str, BaseModel] = {}
    for section in registered():
        try:
            sections[section.name] = section.schema.model_validate(content.get(section.name, {}))
        except ValidationError as error:
            problems.update(_sentences(section.name, error))
    if problems:
        raise Invalid("rule_set_invalid", _("Regelsettet har feil som må rettes."), fields=problems)
    return sections


def _sentences(section: str, error: ValidationError) -> dict[str, str]:
    return {
        ".".join([section, *map(str, one["loc"])]): _sentence(one.get("ctx", {}), one["msg"]) for one in error.errors()
    }


def _sentence(context: Mapping[str, object], fallback: str) -> str:
    """The Norwegian sentence of one of our own checks, the library's for what only a program can get
    wrong."""
    cause = context.get("error")
    return cause.message if isinstance(cause, AppError) else fallback
