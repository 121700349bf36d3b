"""Calls and clauses that stand in their one home or nowhere, found in the syntax tree."""

import ast
from pathlib import Path

import pytest

from tests.arch.tree import ROOT, calls, parsed, shown, sources

# Where a broad except may stand, and why it must.
BROAD_EXCEPTS = {
    "studio/core/tasks.py": "TaskOwner is the edge of every coroutine",
    "studio/jobs/run.py": "a job ends in a state, never in silence",
    "studio/core/logs.py": "the process's excepthook",
    "studio/store/secrets.py": "keyring backends raise foreign errors",
    "studio/codec/guard.py": "Pillow raises seven kinds of error, all of which mean a bad file",
    "studio/ui/bridge/guard.py": "a listener that raises must not silence the ones after it",
}
TASK_HOME = "studio/core/tasks.py"
# `exec` starts a nested event loop on everything but these.
EXEC_RECEIVERS = frozenset({"app", "drag"})

_STUDIO = sources("studio")


def _is_broad(handler: ast.ExceptHandler) -> bool:
    """Catches everything and keeps it; a handler that cleans up and raises again hides nothing."""
    if any(isinstance(node, ast.Raise) and node.exc is None for node in handler.body):
        return False
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or ast.unparse(kind) in {"Exception", "BaseException"} for kind in kinds)


def _broad_excepts(path: Path) -> list[int]:
    return [node.lineno for node in ast.walk(parsed(path)) if isinstance(node, ast.ExceptHandler) and _is_broad(node)]


def test_a_broad_except_stands_in_its_six_places_only() -> None:
    found = {shown(path) for path in sources("studio", "packaging") if _broad_excepts(path)}
    assert found <= set(BROAD_EXCEPTS)


def test_there_are_six_places_for_a_broad_except() -> None:
    assert len(BROAD_EXCEPTS) == 6


def test_no_call_lets_go_of_a_task_or_of_the_loop() -> None:
    # loop.run_until_complete and its kind belong to the two entry points, which use asyncio.run and app.exec instead.
    banned = {"create_task", "ensure_future", "processEvents", "asyncSlot", "QThread", "run_until_complete"}
    found = [
        f"{shown(path)}:{node.lineno} {name}"
        for path in _STUDIO
        for node, name in calls(path)
        if name.rpartition(".")[2] in banned and shown(path) != TASK_HOME
    ]
    assert found == []


def test_no_nested_event_loop() -> None:
    found = [
        f"{shown(path)}:{node.lineno} {name}"
        for path in _STUDIO
        for node, name in calls(path)
        if name.endswith(".exec") and name.split(".")[-2].lstrip("_") not in EXEC_RECEIVERS
    ]
    assert found == []


def test_only_the_task_home_and_its_reason_switch_a_ban_off() -> None:
    silenced = [
        f"{shown(path)}:{number}"
        for path in _STUDIO
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "noqa" in line and any(rule in line for rule in ("BLE001", "TID251"))
    ]
    assert silenced == []


@pytest.mark.parametrize("folder", ["packaging", "resources"])
def test_scripts_and_resources_are_no_packages(folder: str) -> None:
    # An __init__.py here would shadow the PyPI package `packaging` for everything run from the root.
    assert list((ROOT / folder).rglob("__init__.py")) == []
