"""The import contracts of pyproject.toml hold, and each of them would notice a breach."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.arch.tree import ROOT

_CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
_NAMES = {contract["id"]: contract["name"] for contract in _CONTRACTS}

# One breach for each contract: where it is planted, and the line.
_BREACHES = {
    "levels": ("studio/core/planted.py", "import studio.doc"),
    "qt": ("studio/app/planted.py", "from PySide6.QtCore import QPoint"),
    "network": ("studio/jobs/planted.py", "import httpx"),
    "keyring": ("studio/store/planted.py", "import keyring"),
    "click": ("studio/app/planted.py", "import click"),
    "pillow": ("studio/local/planted.py", "from PIL import Image"),
    "core-is-small": ("studio/core/planted.py", "import msgspec"),
    "providers-apart": ("studio/providers/planted/__init__.py", "import studio.providers.local"),
    "jobs-and-providers": ("studio/jobs/planted.py", "import studio.providers.local"),
}


def _lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache", "--no-logo"], check=False, cwd=root, capture_output=True, text=True, timeout=120
    )


def test_the_tree_keeps_every_contract() -> None:
    answer = _lint_imports(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.fixture(scope="module")
def verdicts_on_breaches(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What import-linter says about a copy of the tree in which every contract is broken once."""
    root = tmp_path_factory.mktemp("planted")
    shutil.copytree(ROOT / "studio", root / "studio", ignore=shutil.ignore_patterns("__pycache__"))
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (root / "pyproject.toml").write_text(
        settings.replace(
            'modules = ["studio.providers.local"', 'modules = ["studio.providers.planted", "studio.providers.local"'
        ),
        encoding="utf-8",
    )
    for where, line in _BREACHES.values():
        path = root / where
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    answer = _lint_imports(root)
    assert answer.returncode == 1, answer.stdout + answer.stderr
    return answer.stdout


@pytest.mark.parametrize("contract", sorted(_NAMES))
def test_a_planted_breach_is_noticed(contract: str, verdicts_on_breaches: str) -> None:
    assert re.search(rf"^{re.escape(_NAMES[contract])} BROKEN( \(.*\))?$", verdicts_on_breaches, re.MULTILINE), (
        verdicts_on_breaches
    )


def test_every_contract_has_a_breach_to_notice() -> None:
    assert sorted(_BREACHES) == sorted(_NAMES)


def test_every_provider_stands_in_the_contract_that_keeps_providers_apart() -> None:
    (contract,) = (contract for contract in _CONTRACTS if contract["id"] == "providers-apart")
    packages = {f"studio.providers.{path.parent.name}" for path in (ROOT / "studio/providers").glob("*/__init__.py")}
    assert set(contract["modules"]) == packages


def test_the_entry_point_costs_nothing_before_it_has_decided() -> None:
    names = (
        "import sys, os; before = set(sys.modules); import studio.__main__; print(*sorted(set(sys.modules) - before))"
    )
    answer = subprocess.run([sys.executable, "-c", names], check=True, cwd=ROOT, capture_output=True, text=True)
    assert answer.stdout.split() == ["studio", "studio.__main__"]
