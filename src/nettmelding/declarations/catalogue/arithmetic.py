"""Arithmetic over named values, as the limits are written: `touch_voltage_v / (rcd_rated_ma / 1000)`, `rated_a <= 63`."""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Value = float | str

_NUMBERS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_COMPARED: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.LtE: operator.le,
    ast.Lt: operator.lt,
    ast.GtE: operator.ge,
    ast.Gt: operator.gt,
    ast.Eq: operator.eq,
}


class NotArithmetic(ValueError):
    """The text is not what it should be: a slip in the data."""


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression. A name that no value is known for makes the outcome unknown, as does a division by nothing."""

    text: str
    names: frozenset[str]
    words: frozenset[str] = field(default_factory=frozenset)
    """Names on the right of `==`: answers, not values."""
    _tree: ast.expr = field(compare=False, repr=False, default_factory=lambda: ast.Constant(0))

    def number(self, values: Mapping[str, Value]) -> float | None:
        """The number it comes to; None where it is not known."""
        try:
            found = float(_number(self._tree, values))
        except (KeyError, ZeroDivisionError, TypeError, OverflowError):
            return None
        return found if math.isfinite(found) else None

    def holds(self, values: Mapping[str, Value]) -> bool:
        """Whether a comparison holds; one over what is not known does not."""
        assert isinstance(self._tree, ast.Compare)
        left, right = self._tree.left, self._tree.comparators[0]
        compare = _COMPARED[type(self._tree.ops[0])]
        try:
            if self.words:
                return compare(values[_name(left)], _name(right))
            return compare(_number(left, values), _number(right, values))
        except (KeyError, ZeroDivisionError, TypeError, OverflowError):
            return False


def read(text: str, *, comparison: bool = False) -> Expression:
    """An expression from its text. Raises NotArithmetic."""
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError as error:
        raise NotArithmetic(text) from error
    if not comparison:
        return Expression(text, frozenset(_names(tree, text)), frozenset(), tree)
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1 or type(tree.ops[0]) not in _COMPARED:
        raise NotArithmetic(text)
    word = isinstance(tree.ops[0], ast.Eq) and isinstance(tree.comparators[0], ast.Name)
    sides = [tree.left] if word else [tree.left, tree.comparators[0]]
    names = {name for side in sides for name in _names(side, text)}
    words = frozenset({_name(tree.comparators[0])}) if word else frozenset[str]()
    return Expression(text, frozenset(names), words, tree)


def _names(tree: ast.expr, text: str) -> set[str]:
    if isinstance(tree, ast.Constant) and isinstance(tree.value, int | float) and not isinstance(tree.value, bool):
        return set()
    if isinstance(tree, ast.Name):
        return {tree.id}
    if isinstance(tree, ast.BinOp) and type(tree.op) in _NUMBERS:
        return _names(tree.left, text) | _names(tree.right, text)
    raise NotArithmetic(text)


def _number(tree: ast.expr, values: Mapping[str, Value]) -> float:
    if isinstance(tree, ast.Constant):
        return float(tree.value)  # type: ignore[arg-type]
    if isinstance(tree, ast.Name):
        value = values[tree.id]
        if isinstance(value, str):
            raise TypeError(tree.id)
        return value
    assert isinstance(tree, ast.BinOp)
    return _NUMBERS[type(tree.op)](_number(tree.left, values), _number(tree.right, values))


def _name(tree: ast.expr) -> str:
    assert isinstance(tree, ast.Name)
    return tree.id
