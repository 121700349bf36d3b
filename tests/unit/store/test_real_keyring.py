"""Tokens in a real keyring: gnome-keyring in a private session bus, in a home of its own; nothing is patched.

Needs the Debian packages gnome-keyring and dbus; without them the tests are skipped and say so.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.unit.store.private_bus import MISSING, UNLOCKED, in_session, private_environment

CANARY = "canary-real-5e0c1f"

pytestmark = pytest.mark.skipif(
    bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (Debian packages gnome-keyring and dbus)"
)


@pytest.fixture
def private(tmp_path: Path) -> dict[str, str]:
    """The environment of a person who has just logged in."""
    return private_environment(tmp_path)


def studio(*argv: str) -> str:
    return f"{sys.executable} -m studio {' '.join(argv)}"


def test_a_token_is_kept_found_by_the_next_program_and_forgotten(private: dict[str, str], tmp_path: Path) -> None:
    ended = in_session(
        private,
        UNLOCKED
        + f"printf '  {CANARY}\\n' | {studio('token', 'set', 'pixelapi')} && "
        + f"{studio('token', 'where', 'pixelapi')} && {studio('token', 'forget', 'pixelapi')}; "
        + f"{studio('token', 'where', 'pixelapi')}; echo status $?",
    )
    assert ended.stdout.splitlines() == [
        "The token of PixelAPI is kept in the keyring.",
        "The token of PixelAPI is kept in the keyring (SecretService).",
        "The token of PixelAPI is forgotten.",
        "status 1",
    ]
    assert "There is no token for PixelAPI." in ended.stderr
    assert CANARY not in ended.stdout + ended.stderr
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if CANARY.encode() in path.read_bytes()]


def test_an_env_file_is_read_into_the_keyring_and_left_alone(private: dict[str, str], tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(f"# mine\nexport PIXELLAB_SECRET='{CANARY}'\nOTHER=1\n")
    ended = in_session(
        private,
        UNLOCKED
        + f"{studio('token', 'set', '--from-env-file', str(env_file))} && "
        + f"{studio('token', 'where', 'pixellab-v1')} && {studio('token', 'where', 'pixellab-v2')}",
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.count("in the keyring (SecretService)") == 2
    assert CANARY not in ended.stdout + ended.stderr
    assert env_file.read_text() == f"# mine\nexport PIXELLAB_SECRET='{CANARY}'\nOTHER=1\n"


def test_without_a_keyring_nothing_is_kept_and_the_variable_is_named(private: dict[str, str], tmp_path: Path) -> None:
    ended = in_session(private, f"printf {CANARY} | {studio('token', 'set', 'pixelapi')}; echo status $?")
    assert ended.stdout == "status 1\n"
    assert "was not kept" in ended.stderr
    assert "STUDIO_PIXELAPI_TOKEN" in ended.stderr
    assert CANARY not in ended.stderr
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]
