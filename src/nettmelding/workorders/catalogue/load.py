"""Reads the catalogue of work orders, once a process. A slip in the data stops the program at its start and names its place."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils.translation import get_language, gettext, override

from nettmelding.core.errors import Invalid
from nettmelding.organisations.models import Paper
from nettmelding.rules import cel
from nettmelding.rules.cel import FactKind
from nettmelding.workorders.catalogue.model import (
    Catalogue,
    Choice,
    DeviationKind,
    OrderKind,
    Severity,
    Step,
    StepKind,
    StepUse,
    Voltages,
)

WRITTEN = "nb"
VARIABLES: Mapping[str, FactKind] = {
    "metering_kind": FactKind.TEXT,
    "network_system": FactKind.TEXT,
    "phases": FactKind.NUMBER,
    "shared": FactKind.FLAG,
}
"""The facts that a condition over an order may use. `shared`: there are other meters in the installation."""
DEFAULTS = frozenset({"reserved_number", "ct_ratio", "cabinet", "circuit"})
"""The facts that can be filled in."""


class CatalogueError(Exception):
    """The catalogue's own data does not hold."""


def catalogue() -> Catalogue:
    """The catalogue in the language of the one who reads."""
    language = get_language() or WRITTEN
    return written() if language == WRITTEN else _in_language(language)


@cache
def written() -> Catalogue:
    """The catalogue as its files are written, in bokmål."""
    folder = files("nettmelding.workorders.catalogue")
    kinds, steps, lists = (
        tomllib.loads((folder / f"{name}.toml").read_text("utf-8")) for name in ("kinds", "steps", "lists")
    )
    read = Catalogue(
        kinds={code: _kind(code, table) for code, table in kinds.items()},
        steps={name: _step(name, table) for name, table in steps.items()},
        deviations={
            code: DeviationKind(code, row["name"], Severity(row["severity"]))
            for code, row in lists["deviations"].items()
        },
        missed=lists["missed"],
        severities=lists["severities"],
        voltages=tuple(
            Voltages(tuple(row["systems"]), row["phases"], tuple(row["between"]), row["minimum"], row["maximum"])
            for row in lists["voltages"]
        ),
    )
    problems = list(_problems(read))
    if problems:
        raise CatalogueError("\n".join(problems))
    return read


def texts() -> Iterator[str]:
    """Every text that is shown to people, as written; some come twice."""
    known = written()
    for kind in known.kinds.values():
        yield from (kind.name, kind.does)
    for step in known.steps.values():
        yield from filter(None, (step.label, step.help, step.group))
        yield from (choice.text for choice in step.choices)
    yield from (one.name for one in known.deviations.values())
    yield from known.missed.values()
    yield from known.severities.values()


@cache
def _in_language(language: str) -> Catalogue:
    known = written()
    with override(language):
        return replace(
            known,
            kinds={
                code: replace(kind, name=gettext(kind.name), does=gettext(kind.does))
                for code, kind in known.kinds.items()
            },
            steps={name: _said(step) for name, step in known.steps.items()},
            deviations={code: replace(one, name=gettext(one.name)) for code, one in known.deviations.items()},
            missed={code: gettext(text) for code, text in known.missed.items()},
            severities={code: gettext(text) for code, text in known.severities.items()},
        )


def _said(step: Step) -> Step:
    return replace(
        step,
        label=gettext(step.label),
        help=gettext(step.help) if step.help else "",
        group=gettext(step.group),
        choices=tuple(Choice(choice.value, gettext(choice.text)) for choice in step.choices),
    )


def _kind(code: str, table: Mapping[str, Any]) -> OrderKind:
    return OrderKind(
        code=code,
        steps=tuple(StepUse(*one) for one in table["steps"]),
        needs=tuple(table.get("needs", [])),
        **{name: value for name, value in table.items() if name not in {"steps", "needs"}},
    )


def _step(name: str, table: Mapping[str, Any]) -> Step:
    return Step(
        id=name,
        kind=StepKind(table["kind"]),
        required=table.get("need", "required") == "required",
        choices=tuple(Choice(*one) for one in table.get("choices", [])),
        **{key: value for key, value in table.items() if key not in {"kind", "need", "choices"}},
    )


def _problems(read: Catalogue) -> Iterator[str]:
    for kind in read.kinds.values():
        yield from (f"{kind.code}: no step {use.step}" for use in kind.steps if use.step not in read.steps)
        yield from (f"{kind.code}: no paper {need}" for need in kind.needs if need not in Paper.Kind.values)
        for use in kind.steps:
            try:
                if use.when:
                    cel.check(use.when, VARIABLES)
            except Invalid as problem:
                yield f"{kind.code}.{use.step}: {problem.message}"
    for step in read.steps.values():
        if step.fault and step.fault not in read.deviations:
            yield f"{step.id}: no deviation {step.fault}"
        if step.default and not step.default.startswith("=") and step.default not in DEFAULTS:
            yield f"{step.id}: no fact {step.default}"
