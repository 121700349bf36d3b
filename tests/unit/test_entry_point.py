"""`sprite-studio` decides between window and command line before it loads either."""

import subprocess
import sys

import pytest

from studio import __version__

_RUN = """
import sys
from studio.__main__ import main
code = main(sys.argv[1:])
print("PySide6" in sys.modules)
sys.exit(code)
"""
_WITHOUT_QT = (
    "import sys; sys.modules['PySide6'] = None; from studio.__main__ import main; sys.exit(main(sys.argv[1:]))"
)
_WITH_A_BROKEN_QT = """
import sys
from importlib.abc import MetaPathFinder
from studio.__main__ import main

class Broken(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] == "PySide6":
            raise ImportError("its libraries are of another version")

sys.meta_path.insert(0, Broken())
sys.exit(main(sys.argv[1:]))
"""


def _python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], check=False, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("arguments", [("--help",), ("open", "--help"), ("info", "--help")])
def test_help_is_the_command_line_s_and_loads_no_qt(arguments: tuple[str, ...]) -> None:
    answer = _python(_RUN, *arguments)
    assert answer.stdout.startswith("Usage: sprite-studio")
    assert answer.stdout.endswith("False\n")
    assert answer.returncode == 0


def test_version() -> None:
    assert _python(_RUN, "--version").stdout == f"sprite-studio {__version__}\nFalse\n"


def test_an_unknown_command_is_wrong_use() -> None:
    assert _python(_RUN, "fly").returncode == 2


@pytest.mark.parametrize("arguments", [(), ("open", "hero.aseprite")])
@pytest.mark.parametrize("code", [_WITHOUT_QT, _WITH_A_BROKEN_QT], ids=["missing", "broken"])
def test_without_qt_the_window_says_what_is_missing(code: str, arguments: tuple[str, ...]) -> None:
    answer = _python(code, *arguments)
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert answer.stderr.startswith("The window needs Qt, which cannot be loaded here")
