"""What a person sees of dev.py, on a small checkout with an environment already made and a stand-in for the program."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_PACKAGING = Path(__file__).resolve().parents[3] / "packaging"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for the program is a shell script")

# Answers with what it was given, so that a test sees what arrived, and with exit code 3.
_STAND_IN = '#!/bin/sh\necho "started with: $*"\nexit 3\n'
_WRITE_STAMP = "import dev_setup, json; dev_setup.STAMP.write_text(json.dumps(dev_setup.wanted_stamp()))"


class Checkout:
    """A copy of packaging/ beside a project file, with an environment that looks complete."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(_PACKAGING, root / "packaging", ignore=shutil.ignore_patterns("__pycache__"))
        (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
        scripts = root / ".venv" / "bin"
        scripts.mkdir(parents=True)
        (scripts / "python").symlink_to(sys.executable)
        self.command = scripts / "sprite-studio"
        self.command.write_text(_STAND_IN, encoding="utf-8")
        self.command.chmod(0o755)
        subprocess.run([sys.executable, "-c", _WRITE_STAMP], check=True, cwd=root / "packaging")

    def dev(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run dev.py with nothing in the environment but PATH and what is given."""
        return subprocess.run(
            [sys.executable, "packaging/dev.py", *arguments],
            check=False,
            cwd=self.root,
            env={"PATH": os.environ["PATH"], **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_run_passes_arguments_and_the_exit_code_on(checkout: Checkout) -> None:
    answer = checkout.dev("run", "--", "info", "hero.aseprite", "--json")
    assert answer.stdout.splitlines() == [
        "started with: info hero.aseprite --json",
        f"The command is {checkout.command}",
    ]
    assert answer.returncode == 3


def test_run_leaves_relative_paths_where_the_person_stands(checkout: Checkout, tmp_path: Path) -> None:
    checkout.command.write_text("#!/bin/sh\npwd -P\n", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    script = checkout.root / "packaging" / "dev.py"
    answer = subprocess.run(
        [sys.executable, str(script), "run", "--", "info", "hero.aseprite"],
        check=True,
        cwd=elsewhere,
        capture_output=True,
        text=True,
    )
    assert answer.stdout.splitlines()[0] == str(elsewhere.resolve())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":64999"}, {"WAYLAND_DISPLAY": "wayland-64999"}])
def test_run_without_a_screen_says_so_and_does_the_demo(checkout: Checkout, environment: dict[str, str]) -> None:
    answer = checkout.dev("run", **environment)
    assert answer.stdout.splitlines() == [
        "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY leads to one), so no window can be opened.",
        "Doing the same job without one: sprite-studio demo.",
        f"started with: demo {checkout.root / 'build' / 'demo'}",
        f"The command is {checkout.command}",
    ]


def test_a_complete_environment_is_left_alone(checkout: Checkout) -> None:
    # Nothing could be installed here: the stand-in environment has neither pip nor a network.
    first = checkout.dev("run", "--", "--version", PIP_INDEX_URL="http://127.0.0.1:9/")
    assert "Installing" not in first.stdout
    assert first.stderr == ""


def test_a_changed_lock_is_noticed(checkout: Checkout) -> None:
    with (checkout.root / "packaging" / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    code = "import dev_setup; print(dev_setup.held_stamp() == dev_setup.wanted_stamp())"
    answer = subprocess.run(
        [sys.executable, "-c", code], check=True, cwd=checkout.root / "packaging", capture_output=True, text=True
    )
    assert answer.stdout == "False\n"


def test_a_program_that_is_told_to_end_ends_in_its_own_way(checkout: Checkout) -> None:
    checkout.command.write_text(
        f"#!{sys.executable}\n"
        "import os, signal, sys\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit('saved everything'))\n"
        "os.kill(os.getppid(), signal.SIGTERM)\n"
        "signal.pause()\n",
        encoding="utf-8",
    )
    answer = checkout.dev("run", "--", "info")
    assert answer.stderr == "saved everything\n"
    assert answer.stdout == f"The command is {checkout.command}\n"


def test_bundle_says_that_it_comes_later(checkout: Checkout) -> None:
    answer = checkout.dev("bundle")
    assert answer.returncode == 1
    assert "come later" in answer.stderr


@pytest.mark.parametrize("arguments", [(), ("fly",), ("lint", "--", "-x")])
def test_wrong_use_is_exit_code_2(checkout: Checkout, arguments: tuple[str, ...]) -> None:
    assert checkout.dev(*arguments).returncode == 2


def test_help_names_every_verb(checkout: Checkout) -> None:
    text = checkout.dev("--help").stdout
    for verb in ("run", "test", "lint", "format", "bench", "docs", "setup", "bundle"):
        assert f"\n    {verb} " in text
    assert "Windows and macOS are untested" in text


def test_a_missing_library_gives_one_line_to_paste() -> None:
    code = (
        "import dev_system as system\n"
        "system.QT_LIBRARIES = (system.Need('libnowhere.so.9', 'libnowhere9'),)\n"
        "system._may_install = lambda: False\n"
        "system.provide_qt(with_screen=False)\n"
    )
    answer = subprocess.run([sys.executable, "-c", code], check=False, cwd=_PACKAGING, capture_output=True, text=True)
    assert answer.returncode == 1
    assert "libnowhere.so.9" in answer.stderr
    assert "libnowhere9" in answer.stderr.splitlines()[-1]
