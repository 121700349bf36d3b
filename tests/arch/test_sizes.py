"""Ratchets: nothing grows past the size at which it can still be read in one go."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.arch.tree import parsed, shown, sources

MODULE_LINES = 450
FUNCTION_LINES = 60
# Names that say where code was put and not what it is.
EMPTY_NAMES = frozenset({"common", "helper", "helpers", "misc", "tools", "util", "utils"})

_OURS = sources("studio", "packaging")


def test_a_module_can_be_read_in_one_go() -> None:
    lengths = {
        shown(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in sources("studio", "packaging", "tests")
    }
    assert {name: lines for name, lines in lengths.items() if lines > MODULE_LINES} == {}


def test_a_function_fits_on_a_screen() -> None:
    lengths = {f"{shown(path)}:{node.name}": _lines(node) for path in _OURS for node in _functions(path)}
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}


def test_a_module_says_what_it_is_for() -> None:
    assert [shown(path) for path in _OURS if not ast.get_docstring(parsed(path))] == []


def test_no_module_is_a_drawer() -> None:
    assert [shown(path) for path in _OURS if path.stem in EMPTY_NAMES] == []


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1
