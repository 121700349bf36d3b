"""Words of providers and files are never read as markup: labels are plain, and so are tool tips of data."""

from __future__ import annotations

import ast

from tests.arch.tree import calls, parsed, shown, sources

_UI = [path for path in sources("studio") if "ui" in path.parts and path.name != "labels.py"]
_OF_DATA = frozenset({"text", "error", "prompt", "name", "note", "path", "folder"})
"""Attributes that hold words of others."""


def test_a_label_is_a_plain_label() -> None:
    labels = [f"{shown(path)}:{node.lineno}" for path in _UI for node, name in calls(path) if name == "QLabel"]
    labels += [
        f"{shown(path)}:{node.lineno}"
        for path in _UI
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and any(isinstance(b, ast.Name) and b.id == "QLabel" for b in node.bases)
    ]
    assert labels == []


def test_a_tool_tip_of_words_of_others_is_plain() -> None:
    tips = [
        f"{shown(path)}:{node.lineno}"
        for path in _UI
        for node, name in calls(path)
        if name.endswith((".setToolTip", ".setTabToolTip")) and _holds_words_of_others(node.args[-1])
    ]
    assert tips == []


def _holds_words_of_others(argument: ast.expr) -> bool:
    """Whether an attribute such as `thing.name` is shown without `plain_tip` around it."""
    if isinstance(argument, ast.Call) and isinstance(argument.func, ast.Name) and argument.func.id == "plain_tip":
        return False
    if isinstance(argument, ast.Attribute) and argument.attr in _OF_DATA:
        return True
    return any(_holds_words_of_others(child) for child in ast.iter_child_nodes(argument) if isinstance(child, ast.expr))
