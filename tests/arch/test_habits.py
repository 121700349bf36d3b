"""How the tests themselves are written: few patches, no skip without a reason, no waiting by the clock."""

import ast
import re

from tests.arch.tree import calls, parsed, shown, sources

PATCHES_PER_TEST = 0.1
_PATCH = re.compile(
    r"^(monkeypatch\.(setattr|delattr|setitem)|(unittest\.)?(mock\.)?(patch(\.\w+)?|MagicMock|Mock|AsyncMock))$"
)
_TESTS = sources("tests")


def test_patches_stay_rare() -> None:
    patches = sum(bool(_PATCH.match(name)) for path in _TESTS for _, name in calls(path))
    tests = sum(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
        for path in _TESTS
        for node in ast.walk(parsed(path))
    )
    assert patches <= PATCHES_PER_TEST * tests


def test_every_skip_says_why() -> None:
    silent = [
        f"{shown(path)}:{node.lineno}"
        for path in _TESTS
        for node, name in calls(path)
        if (name == "pytest.skip" and not node.args and not node.keywords)
        or (name in {"pytest.mark.skip", "pytest.mark.skipif"} and not _has_reason(node))
    ]
    assert silent == []


def test_no_test_waits_by_the_clock() -> None:
    waits = [
        f"{shown(path)}:{node.lineno}"
        for path in _TESTS
        for node, name in calls(path)
        if name in {"time.sleep", "qtbot.wait", "QTest.qWait"}
    ]
    assert waits == []


def test_every_test_folder_is_a_package() -> None:
    folders = {path.parent for path in _TESTS}
    assert sorted(shown(folder) for folder in folders if not (folder / "__init__.py").exists()) == []


def _has_reason(node: ast.Call) -> bool:
    return any(keyword.arg == "reason" for keyword in node.keywords)
