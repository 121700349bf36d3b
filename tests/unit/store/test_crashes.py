"""Every operation on files fails or ends the program once; what is left is always old or new, and never half."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
WORKS = ["saving", "settings", "project", "recovery", "restoring", "exporting"]


pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork, which this system does not have")


@pytest.mark.parametrize("mode", ["kill", "torn", "enospc"])
@pytest.mark.parametrize("work", WORKS)
def test_a_fault_at_any_point_leaves_nothing_half(tmp_path: Path, work: str, mode: str) -> None:
    found = _faults(tmp_path, work, mode)
    assert found["bad"] == []
    assert found["points"] >= 4, "open, write, fsync and replace at least"


def test_the_faults_do_reach_what_is_written(tmp_path: Path) -> None:
    assert len(_faults(tmp_path, "careless", "torn")["bad"]) >= 1


def _faults(folder: Path, work: str, mode: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.fakes.faults", mode, f"tests.unit.store.works.{work}", str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert ended.returncode == 0, ended.stderr
    return dict(json.loads(ended.stdout))
