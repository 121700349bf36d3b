"""Sums typed into a number field: `64/2`, `3 * (8 + 4)`, `1,5`. Only numbers, + - * / ( ) and ** up to 2**64."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping

_LONGEST = 80
_LARGEST_POWER = 64

_BINARY: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def evaluate(text: str, *, unit: str = "") -> float | None:
    """The number a person meant; None when it is no number. `unit` may stand behind it."""
    words = text.strip()
    if unit and words.endswith(unit):
        words = words[: -len(unit)].strip()
    if not words or len(words) > _LONGEST:
        return None
    try:
        tree = ast.parse(words.replace(",", ".").replace("×", "*").replace("−", "-"), mode="eval")
        value = _value(tree.body)
    except (SyntaxError, ValueError, ArithmeticError, RecursionError, MemoryError):
        return None
    return value if math.isfinite(value) else None


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(value=bool()):
            raise ValueError(node)
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return _value(operand)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            power = _value(right)
            if abs(power) > _LARGEST_POWER:
                raise ValueError(node)
            return float(_value(left) ** power)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _BINARY[type(op)](_value(left), _value(right))
        case _:
            raise ValueError(node)
