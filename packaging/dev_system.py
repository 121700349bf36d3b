"""What the operating system must bring: Qt's libraries, the venv module, the tools of the end-to-end tests.

A shared library is looked for by loading it, because that is what Qt will do. On a Debian-like system root may install
what is missing; everybody else gets the one line to paste.
"""

import ctypes
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from dev_say import Stop, say


class Need(NamedTuple):
    """A shared library (by soname) or a program (by name), and the Debian package that brings it."""

    name: str
    package: str


# Qt without a screen (tests, pictures of the manual).
QT_LIBRARIES = (
    Need("libGL.so.1", "libgl1"),
    Need("libEGL.so.1", "libegl1"),
    Need("libxkbcommon.so.0", "libxkbcommon0"),
    Need("libfontconfig.so.1", "libfontconfig1"),
    Need("libdbus-1.so.3", "libdbus-1-3"),
    Need("libglib-2.0.so.0", "libglib2.0-0"),
)
# Qt's xcb and Wayland plugins; the packages pull the rest of libxcb.
SCREEN_LIBRARIES = (
    Need("libxcb-cursor.so.0", "libxcb-cursor0"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Need("libxcb-shape.so.0", "libxcb-shape0"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Need("libwayland-cursor.so.0", "libwayland-cursor0"),
    Need("libwayland-egl.so.1", "libwayland-egl1"),
)
# What the end-to-end tests start: a virtual screen, a window manager, a hand for mouse and keyboard.
TEST_TOOLS = (
    Need("Xvfb", "xvfb"),
    Need("xauth", "xauth"),
    Need("openbox", "openbox"),
    Need("xdotool", "xdotool"),
)

# A keyring of its own for the tests of tokens, on a session bus of its own.
KEYRING_TOOLS = (
    Need("gnome-keyring-daemon", "gnome-keyring"),
    Need("dbus-run-session", "dbus"),
)


def has_screen() -> bool:
    """Whether a window can be opened here. Windows and macOS always have a screen for the person who asks."""
    if not sys.platform.startswith("linux"):
        return True
    return _x_answers(os.environ.get("DISPLAY", "")) or _wayland_answers(os.environ.get("WAYLAND_DISPLAY", ""))


def provide_qt(*, with_screen: bool) -> None:
    """Make Qt's system libraries loadable. Raises Stop with the line to paste where that is not ours to do."""
    if not sys.platform.startswith("linux"):
        return
    wanted = QT_LIBRARIES + (SCREEN_LIBRARIES if with_screen else ())
    missing = _install(_missing_libraries(wanted), why="Qt needs these system libraries")
    if _missing_libraries(missing):
        names = " ".join(need.name for need in missing)
        raise Stop(f"Qt cannot start without these system libraries: {names}\n{_advice(missing)}")


def provide_test_tools() -> None:
    """Install the programs that some tests start where we may; without them those tests say that they are skipped."""
    if not sys.platform.startswith("linux"):
        return
    _provide_tools(TEST_TOOLS, why="The end-to-end tests need a virtual screen", tests="The end-to-end tests")
    _provide_tools(KEYRING_TOOLS, why="The tests of tokens need a keyring", tests="The tests with a real keyring")


def _provide_tools(tools: Sequence[Need], *, why: str, tests: str) -> None:
    missing = _install(_missing_programs(tools), why=why)
    if _missing_programs(missing):
        names = " ".join(need.name for need in missing)
        say(f"{tests} will be skipped, because these programs are missing: {names}")
        say(_advice(missing))


def provide_venv_module() -> None:
    """Make `python -m venv` work; Debian keeps ensurepip in a package of its own."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    missing = _install([Need("ensurepip", package)], why="Python's venv module is missing")
    importlib.invalidate_caches()
    if importlib.util.find_spec("ensurepip") is None:
        raise Stop(f"Python's venv module is missing.\n{_advice(missing)}")


def _x_answers(display: str) -> bool:
    """Whether somebody listens at a local display `:N` or `:N.S`; a display elsewhere is taken at its word."""
    if not display.startswith((":", "unix:")):
        return bool(display)
    number = display.partition(":")[2].partition(".")[0]
    path = f"/tmp/.X11-unix/X{number}"
    return _listens(path) or _listens("\0" + path)


def _wayland_answers(display: str) -> bool:
    return bool(display) and _listens(str(Path(os.environ.get("XDG_RUNTIME_DIR", "/")) / display))


def _listens(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(address) == 0


def _missing_libraries(needs: Iterable[Need]) -> list[Need]:
    return [need for need in needs if not _loads(need.name)]


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def _missing_programs(needs: Iterable[Need]) -> list[Need]:
    return [need for need in needs if shutil.which(need.name) is None]


def _install(missing: Sequence[Need], *, why: str) -> Sequence[Need]:
    """Install by apt-get where that is possible without asking; returns `missing` for the caller to look again."""
    if not missing or not _may_install():
        return missing
    packages = [need.package for need in missing]
    say(f"{why}; installing {' '.join(packages)} with apt-get.")
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if _apt(install).returncode != 0:
        # A new machine has no package lists, an old one has stale ones.
        _apt(["apt-get", "update"])
        answer = _apt(install)
        if answer.returncode != 0:
            say(f"apt-get did not manage it:\n{answer.stdout.strip()[-2000:]}")
    return missing


def _apt(command: list[str]) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(
        command,
        check=False,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _may_install() -> bool:
    return _is_debian_like() and hasattr(os, "geteuid") and os.geteuid() == 0


def _is_debian_like() -> bool:
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def _advice(missing: Iterable[Need]) -> str:
    packages = " ".join(need.package for need in missing)
    if _is_debian_like():
        return f"Paste this line, then run again:\n  sudo apt-get install -y {packages}"
    return f"Install them with your package manager, then run again. Debian calls them: {packages}"
