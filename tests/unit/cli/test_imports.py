"""What the command line loads: nothing heavy for help, never Qt."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("numpy", "PIL", "httpx", "PySide6", "psygnal", "msgspec", "jinja2", "keyring", "rich", "asyncio", "sqlite3")

LOADED = """\
import contextlib, io, sys
from studio.__main__ import main
with contextlib.redirect_stdout(io.StringIO()) as said:
    status = main({argv!r})
print(status, bool(said.getvalue()), sorted(set(sys.modules) & set({heavy!r})))
"""

NO_QT = """\
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split('.')[0] in ('PySide6', 'shiboken6', 'qasync'):
            raise ImportError(name + ' is not installed')
sys.meta_path.insert(0, Blocked())
from studio.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def python(code: str, *argv: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code, *map(str, argv)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "argv",
    [
        ["--help"],
        ["--version"],
        ["run", "--help"],
        ["run", "local/inpaint", "--help"],
        ["info", "--help"],
        ["export", "--help"],
    ],
)
def test_help_loads_nothing_heavy(argv: list[str]) -> None:
    ended = python(LOADED.format(argv=argv, heavy=HEAVY))
    assert (ended.stdout, ended.stderr) == ("0 True []\n", "")


def test_the_overview_does_not_load_declarations() -> None:
    ended = python(LOADED.format(argv=["--help"], heavy=("studio.spec", "studio.providers", "dataclasses_json")))
    assert ended.stdout == "0 True []\n"


def test_everything_but_the_window_works_without_qt(tmp_path: Path) -> None:
    demo = python(NO_QT, "demo", tmp_path / "demo")
    assert (demo.returncode, demo.stderr) == (0, "")
    sprite = tmp_path / "demo" / "hero.aseprite"
    for argv in (
        ["providers", "--json"],
        ["info", sprite, "--json"],
        ["export", sprite, "--out", tmp_path / "sheet"],
        ["run", "local/rotate", "--image", tmp_path / "demo" / "hero-1-sprite.png", "--out", tmp_path / "turned"],
    ):
        ended = python(NO_QT, *argv)
        assert (ended.returncode, ended.stderr) == (0, ""), argv
