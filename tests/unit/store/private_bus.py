"""A session bus and a gnome-keyring of a test's own, in a home of its own. Debian: gnome-keyring and dbus."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
MISSING = [name for name in NEEDED if shutil.which(name) is None]
UNLOCKED = 'printf "\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; '
"""Makes the login collection and opens it, as logging in does."""


def private_environment(folder: Path) -> dict[str, str]:
    """The environment of a person who has just logged in, with everything they own below `folder`."""
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    (folder / "home").mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return {
        **kept,
        "HOME": str(folder / "home"),
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_DATA_HOME": str(folder / "home" / ".local" / "share"),
        "SPRITE_STUDIO_HOME": str(folder / "studio"),
        "PYTHONPATH": str(Path.cwd()),
    }


def in_session(environment: dict[str, str], script: str) -> subprocess.CompletedProcess[str]:
    """Run a shell script on a session bus of its own, which ends with it and takes the keyring with it."""
    return subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
