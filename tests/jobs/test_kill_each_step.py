"""A studio that is ended at every single step of buying: whatever had arrived whole is a result at the next start."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FEWEST = 60
"""Steps there are at least; with less, the work does not do what it says."""


@pytest.mark.parametrize("mode", ["kill", "torn"])
def test_ended_at_each_step_no_answer_that_arrived_is_lost(tmp_path: Path, mode: str) -> None:
    command = [sys.executable, "-m", "tests.fakes.faults", mode, "tests.jobs.works.buying", str(tmp_path)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, cwd=ROOT, text=True).stdout)
    assert found["bad"] == []
    assert found["points"] >= FEWEST
