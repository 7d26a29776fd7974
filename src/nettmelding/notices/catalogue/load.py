"""Reads the catalogue's TOML files, once a process. Every reference is resolved and every condition
compiled: a slip in the data stops the program at its start (and the tests before that) with a
`CatalogueError` that names file and place."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from django.utils.translation import get_language

from nettmelding.core.errors import Invalid
from nettmelding.notices.catalogue import check, languages
from nettmelding.notices.catalogue.facts import variables_of
from nettmelding.notices.catalogue.model import (
    AttachmentKind,
    AttachmentUse,
    Catalogue,
    Choice,
    Condition,
    Field,
    FieldUse,
    FixedAnswer,
    FormKind,
    Kind,
    Level,
    Need,
    Note,
    NoticeType,
    Option,
    PartyRole,
    Question,
    Reason,
    Section,
    SectionContent,
    Stage,
    StageUse,
    Way,
)
from nettmelding.rules.cel import FactKind

Table = Mapping[str, Any]


class CatalogueError(Exception):
    """The catalogue's own data does not hold."""


def catalogue() -> Catalogue:
    """The catalogue in the language of the one who reads."""
    language = get_language() or languages.WRITTEN
    return written() if language == languages.WRITTEN else _in_language(language)


@cache
def written() -> Catalogue:
    """The catalogue as its files are written, in bokmål: for what is kept and read by others later."""
    return read(files("nettmelding.notices.catalogue"))


@cache
def _in_language(language: str) -> Catalogue:
    return languages.translated(written(), language)


@cache
def variables() -> Mapping[str, FactKind]:
    """Every name a condition over a notice may use."""
    return variables_of(written().fields.values())


def read(folder: Traversable) -> Catalogue:
    """The catalogue in a folder. Raises `CatalogueError` where something refers to what is not there."""
    common = _toml(folder / "common.toml")
    types = [_type(_toml(path), common) for path in _types(folder / "types")]
    read_catalogue = Catalogue(
        sections={one["id"]: _section(one) for one in _toml(folder / "sections.toml")["section"]},
        fields={path: _field(path, table) for path, table in _toml(folder / "fields.toml").items()},
        types={one.id: one for one in types},
        attachments={code: _attachment(code, table) for code, table in _toml(folder / "attachments.toml").items()},
        notes=tuple(_note(name, table) for name, table in _toml(folder / "notes.toml").items()),
        reasons={code: _reason(code, table) for code, table in _toml(folder / "reasons.toml").items()},
        conditions={code: _condition(code, table) for code, table in _toml(folder / "conditions.toml").items()},
        answers={name: _answer(name, table) for name, table in _toml(folder / "answers.toml").items()},
        questions={name: _question(name, table) for name, table in _toml(folder / "questions.toml").items()},
    )
    try:
        problems = list(check.problems(read_catalogue, variables_of(read_catalogue.fields.values())))
    except Invalid as error:
        problems = [f"{error.message} {error.fields}"]
    if problems:
        raise CatalogueError("\n".join(problems))
    return read_catalogue


ORDER = (
    "new_installation", "new_metering_point", "protection_change", "metering_point_work", "ev_charging",
    "production", "demanding_load", "service_line_change", "merging", "temporary_installation",
    "reconnection", "change_of_use", "demolition",
)  # fmt: skip
"""The boxes' order on the page: the commonest first, what is no notice last."""


def _types(folder: Traversable) -> Iterator[Traversable]:
    """The types' files, in the order of the boxes."""
    found = {path.name.removesuffix(".toml"): path for path in folder.iterdir() if path.name.endswith(".toml")}
    if found.keys() != set(ORDER):
        raise CatalogueError(f"types without a place in the order, or the other way round: {found.keys() ^ set(ORDER)}")
    return (found[name] for name in ORDER)


def _toml(path: Traversable) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _section(table: Table) -> Section:
    return Section(
        id=table["id"],
        title=table["title"],
        stage=Stage(table.get("stage", "notice")),
        content=SectionContent(table.get("content", "fields")),
        help=table.get("help", ""),
    )


def _field(path: str, table: Table) -> Field:
    read_differently = {"kind", "level", "choices"}
    return Field(
        path=path,
        kind=Kind(table["kind"]),
        level=Level(table.get("level", "installation")),
        choices=tuple(Choice(*one) for one in table.get("choices", [])),
        **{key: value for key, value in table.items() if key not in read_differently},
    )


def _field_use(value: str | Table) -> FieldUse:
    if isinstance(value, str):
        return FieldUse(Need(value))
    return FieldUse(**{**value, "need": Need(value.get("need", "optional"))})


def _attachment_use(value: str | Table) -> AttachmentUse:
    if isinstance(value, str):
        return AttachmentUse(Need(value))
    return AttachmentUse(**{**value, "need": Need(value.get("need", "optional"))})


def _stage_use(common: Table, own: Table) -> StageUse:
    fields = {**common.get("fields", {}), **own.get("fields", {})}
    attachments = {**common.get("attachments", {}), **own.get("attachments", {})}
    return StageUse(
        fields={path: _field_use(value) for path, value in fields.items()},
        attachments={code: _attachment_use(value) for code, value in attachments.items()},
    )


def _type(table: Table, common: Table) -> NoticeType:
    parties = {**common["parties"], **table.get("parties", {})}
    flags = ("icon", "takes_forms_of_others", "request_only", "automatic_possible", "to_inspectorate")
    return NoticeType(
        id=table["id"],
        name=table["name"],
        when=table["when"],
        help=table["help"],
        guide=tuple(table["guide"]),
        words=tuple(table["words"]),
        forms=tuple(FormKind(form) for form in table["forms"]),
        goes_with=frozenset(table["goes_with"]),
        not_with=table["not_with"],
        notice=_stage_use(common["notice"], table["notice"]),
        completion=_stage_use(common["completion"], table.get("completion", {})),
        parties={PartyRole(role): Need(need) for role, need in parties.items()},
        simplified_without=frozenset(table.get("simplified_without", [])),
        new_decision=frozenset(table["new_decision"]),
        as_wanted=frozenset(table.get("as_wanted", [])),
        deadline_working_days=table["deadline_working_days"],
        **{flag: table[flag] for flag in flags if flag in table},
    )


def _attachment(code: str, table: Table) -> AttachmentKind:
    stages = tuple(Stage(stage) for stage in table.get("stages", ["notice"]))
    return AttachmentKind(code, table["label"], table["help"], table.get("template", ""), stages)


def _note(name: str, table: Table) -> Note:
    return Note(
        id=name,
        path=table["path"],
        when=table["when"],
        text=table["text"],
        ways=tuple(Way(**way) for way in table.get("ways", [])),
        blocks=table.get("blocks", False),
    )


def _reason(code: str, table: Table) -> Reason:
    return Reason(code, table["label"], table["text"], table.get("path", ""), Stage(table.get("stage", "notice")))


def _condition(code: str, table: Table) -> Condition:
    return Condition(code, table["label"], table["text"], tuple(table.get("types", [])))


def _answer(name: str, table: Table) -> FixedAnswer:
    return FixedAnswer(name, table["name"], table["text"], tuple(table.get("words", [])), table.get("goes_to", ""))


def _question(name: str, table: Table) -> Question:
    return Question(
        id=name,
        text=table["text"],
        options=tuple(_option(option) for option in table["options"]),
        help=table.get("help", ""),
        asked_for=tuple(table.get("asked_for", [])),
        words=tuple(table.get("words", [])),
    )


def _option(table: Table) -> Option:
    form, refused = (FormKind(table[name]) if name in table else None for name in ("form", "refused_form"))
    return Option(**{**table, "form": form, "refused_form": refused, "types": tuple(table.get("types", []))})
