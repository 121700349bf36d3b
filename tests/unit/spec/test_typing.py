"""Type checkers read a declaration as a class with a keyword constructor: wrong calls are found before they run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

CALLS = """\
from studio.providers.local.declarations import Inpaint, ProceduralSprite

ProceduralSprite(seed=3, kind="ship")
ProceduralSprite(seed="three")
ProceduralSprite(sead=3)
Inpaint(seed=4)
ProceduralSprite(seed=3).seed = 4
ProceduralSprite(3)
reveal_type(ProceduralSprite(seed=3).count)
reveal_type(ProceduralSprite(seed=3).palette)
"""


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[int, list[str]]:
    """What mypy --strict says, by line number."""
    folder = tmp_path_factory.mktemp("calls")
    (folder / "calls.py").write_text(CALLS, encoding="utf-8")
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "mypy",
            "--strict",
            "--no-error-summary",
            "--cache-dir",
            str(folder / "cache"),
            "calls.py",
        ],
        cwd=folder,
        env={"MYPYPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.stderr == ""
    found: dict[int, list[str]] = {}
    for line in ended.stdout.splitlines():
        if line.startswith("calls.py:"):
            _file, number, text = line.split(":", 2)
            found.setdefault(int(number), []).append(text)
    return found


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (4, 'Argument "seed" to "ProceduralSprite" has incompatible type "str"'),
        (5, 'Unexpected keyword argument "sead"'),
        (6, 'Missing named argument "image"'),
        (6, 'Missing named argument "mask"'),
        (7, 'Property "seed" defined in "ProceduralSprite" is read-only'),
        (8, "Too many positional arguments"),
        (9, 'Revealed type is "int"'),
        (10, "palette.Palette | None"),
    ],
)
def test_a_type_checker_sees_the_fields(findings: dict[int, list[str]], line: int, words: str) -> None:
    assert any(words in text for text in findings.get(line, [])), findings.get(line)


def test_a_right_call_is_accepted(findings: dict[int, list[str]]) -> None:
    assert 3 not in findings
