"""The one place that knows CEL (https://cel.dev), by `cel-expr-python`.

Conditions are written by grid companies' administrators, so they are bounded: at most `MAX_LENGTH`
characters, `MAX_LOOPS` loop (nested ones use up the library's iterations) and no addition together with one
(concatenation grows without end), besides the library's own limit on nesting (32). Every name that may be
used is declared, so that a slip is found when the rule is saved.

A fact that is not known is null. `has(name)` and `name != null` ask whether it is known; a condition that
compares or counts with an unknown fact is false. Numbers are decimals: compare with `40`, count with `40.0`.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

from cel_expr_python import cel
from django.utils.translation import gettext as _

from nettmelding.core.errors import Invalid

MAX_LENGTH = 1000
MAX_LOOPS = 1

Scalar = bool | float | str | None


class FactKind(StrEnum):
    """What a fact is, so that a condition can be tried when it is saved."""

    NUMBER = "number"
    TEXT = "text"
    FLAG = "flag"
    LIST = "list"


Variables = Mapping[str, FactKind]

_SAMPLES: Mapping[FactKind, object] = {
    FactKind.NUMBER: 1.0,
    FactKind.TEXT: "a",
    FactKind.FLAG: True,
    FactKind.LIST: ["a"],
}
_STRING = re.compile(r"'[^'\\\n]*'|\"[^\"\\\n]*\"")
_LOOP = re.compile(r"\.\s*(?:exists|exists_one|all|map|filter)\s*\(")
_HAS = re.compile(r"('[^'\n]*'|\"[^\"\n]*\")|\bhas\(\s*([A-Za-z_][\w.]*)\s*\)")
_UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")


class Facts:
    """What is known about one case, made once and used for many conditions.

    Names that were declared and are not in `values` count as null.
    """

    __slots__ = ("_activation", "_names")

    def __init__(self, values: Mapping[str, object], variables: Variables) -> None:
        self._names = tuple(variables)
        self._activation = _environment(self._names).Activation(
            {name: _plain(values.get(name)) for name in self._names}
        )

    def holds(self, expression: str) -> bool:
        """Whether the condition is true; false where it rests on something unknown. Raises `Invalid` if it
        is no condition."""
        return self._evaluate(expression) is True

    def value(self, expression: str) -> Scalar:
        """What the expression gives; null where it rests on something unknown."""
        return self._evaluate(expression)

    def _evaluate(self, expression: str) -> Scalar:
        result = _run(_compiled(expression, self._names), self._activation, expression)
        if result.type() == cel.Type.ERROR:
            return None
        value = result.value()
        return value if isinstance(value, bool | str) or value is None else _number(value)


def evaluate(expression: str, values: Mapping[str, object], variables: Variables) -> Scalar:
    """The value of one expression over one set of facts; see `Facts` for many."""
    return Facts(values, variables).value(expression)


def check(expression: str, variables: Variables, *, condition: bool = True) -> None:
    """Raise `Invalid` with a sentence for the administrator unless the expression can be used.

    It is compiled and tried once with an example of every fact, so that a text compared with a number is
    found too. A condition must give true or false.
    """
    names = tuple(variables)
    compiled = _compiled(expression, names)
    samples = {name: _SAMPLES[kind] for name, kind in variables.items()}
    result = _run(compiled, _environment(names).Activation(samples), expression)
    if result.type() == cel.Type.ERROR and "divide by zero" not in str(result.value()):
        raise _invalid(_("Vilkåret sammenligner eller regner med ting som ikke passer sammen."), expression)
    if condition and result.type() not in (cel.Type.BOOL, cel.Type.ERROR):
        raise _invalid(_("Vilkåret må gi ja eller nei."), expression)


@lru_cache(maxsize=64)
def _environment(names: tuple[str, ...]) -> cel.Env:
    return cel.NewEnv(variables=dict.fromkeys(names, cel.Type.DYN))


@lru_cache(maxsize=8192)
def _compiled(expression: str, names: tuple[str, ...]) -> cel.Expression:
    _check_bounds(expression)
    asked = _HAS.sub(lambda m: m.group(1) or f"({m.group(2)} != null)", expression)
    try:
        return _environment(names).compile(asked)
    except RuntimeError as error:
        raise _invalid(_explain(str(error)), expression) from error


def _run(compiled: cel.Expression, activation: cel.Activation, expression: str) -> cel.Value:
    """The library's result; it raises where its budget of iterations is used up."""
    try:
        return compiled.eval(activation)
    except RuntimeError as error:
        raise _invalid(_("Vilkåret er for sammensatt."), expression) from error


def _check_bounds(expression: str) -> None:
    if len(expression) > MAX_LENGTH:
        raise _invalid(_("Vilkåret er for langt: høyst %(n)s tegn.") % {"n": MAX_LENGTH}, expression)
    code = _STRING.sub("", expression)
    if re.search(r"['\"\\]|//", code):
        raise _invalid(_("Vilkåret har anførselstegn, skråstrek eller merknad som ikke kan brukes her."), expression)
    loops = len(_LOOP.findall(code))
    if loops > MAX_LOOPS or (loops and "+" in code):
        raise _invalid(_("Vilkåret er for sammensatt."), expression)


def _explain(message: str) -> str:
    unknown = _UNDECLARED.search(message)
    if unknown:
        return _("Vilkåret bruker et navn som ikke finnes: «%(name)s».") % {"name": unknown.group(1)}
    if "found no matching overload" in message:
        return _("Vilkåret sammenligner eller regner med ting som ikke passer sammen.")
    if "recursion" in message:
        return _("Vilkåret er for sammensatt.")
    return _("Vilkåret kan ikke leses.")


def _invalid(message: str, expression: str) -> Invalid:
    return Invalid("condition_invalid", message, fields={"condition": expression[:200]})


def _plain(value: object) -> Any:
    """Facts as CEL takes them: numbers as doubles, lists of plain values, everything else as text."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return str(value)


def _number(value: object) -> float:
    """The scalar an expression gave; lists and maps are no use to anyone who asks."""
    if isinstance(value, int | float):
        return float(value)
    raise _invalid(_("Uttrykket må gi et tall, en tekst eller ja/nei."), str(value))
