"""tests/conftest.py fails what it promises to fail, seen in runs of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.arch.tree import ROOT

_NOISY = """
import asyncio
import logging

import pytest


def test_quiet():
    logging.getLogger("quiet").info("nothing to see")


def test_unannounced_warning():
    logging.getLogger("loud").warning("the cel is gone")


@pytest.mark.expect_log("the cel is gone")
def test_announced_warning():
    logging.getLogger("loud").warning("the cel is gone")


@pytest.mark.expect_log("the cel is gone")
def test_announced_another_warning():
    logging.getLogger("loud").warning("the layer is gone")


async def test_awaited(tmp_path):
    await asyncio.sleep(0)


async def test_task_left_behind():
    asyncio.get_running_loop().create_task(asyncio.Event().wait(), name="forgotten")


async def test_fails_as_any_other():
    assert 1 == 2


def test_warning_of_python():
    import warnings
    warnings.warn("old ways")
"""
_NOISY_QT = """
from PySide6.QtCore import qWarning


def test_message_of_qt():
    qWarning("a widget complains")
"""


def _outcomes(folder: Path, source: str, **environment: str) -> tuple[set[str], str]:
    """Names of the tests that failed, and the whole report."""
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "conftest.py")
    (folder / "test_noisy.py").write_text(source, encoding="utf-8")
    answer = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-c",
            ROOT / "pyproject.toml",
            "--rootdir",
            folder,
            folder,
            "-p",
            "no:cacheprovider",
        ],
        check=False,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    failed = {line.split("::")[1].split(" ")[0] for line in answer.stdout.splitlines() if line.startswith("FAILED ")}
    return failed, answer.stdout + answer.stderr


def test_noise_fails_a_test(tmp_path: Path) -> None:
    failed, report = _outcomes(tmp_path, _NOISY)
    assert failed == {
        "test_unannounced_warning",
        "test_announced_another_warning",
        "test_task_left_behind",
        "test_fails_as_any_other",
        "test_warning_of_python",
    }, report


def test_a_message_of_qt_fails_a_test(tmp_path: Path) -> None:
    pytest.importorskip("PySide6.QtWidgets", reason="Qt cannot be imported here", exc_type=ImportError)
    failed, report = _outcomes(tmp_path, _NOISY_QT)
    assert failed == {"test_message_of_qt"}, report


def test_the_person_s_folders_are_out_of_reach(tmp_path: Path) -> None:
    source = "import pathlib\n\ndef test_home():\n    assert str(pathlib.Path.home()).startswith('/nowhere')\n"
    _, report = _outcomes(tmp_path, source, HOME="/nowhere/at/all")
    assert "sprite-studio-tests-" in report


def test_every_layer_but_qt_and_e2e_is_collected_where_qt_cannot_be_imported() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider"],
        check=False,
        cwd=ROOT,
        env={**os.environ, "SPRITE_STUDIO_TESTS_WITHOUT_QT": "1"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert answer.returncode == 0, answer.stdout[-3000:] + answer.stderr[-3000:]
    layers = {line.split("/")[1] for line in answer.stdout.splitlines() if line.startswith("tests/")}
    assert "unit" in layers
    assert not layers & {"qt", "e2e"}
