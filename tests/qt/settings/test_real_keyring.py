"""The accounts page with a real keyring: typed once, found by the next program, in no file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.unit.store.private_bus import MISSING, UNLOCKED, in_session, private_environment

TOKEN = "pk_live_real-hand-08"


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (Debian: gnome-keyring, dbus)")
def test_a_token_typed_into_the_page_is_there_in_the_next_session(tmp_path: Path) -> None:
    script = UNLOCKED + f"{sys.executable} -m tests.qt.settings.by_hand {tmp_path} {TOKEN}"
    ended = in_session({**private_environment(tmp_path), "QT_QPA_PLATFORM": "offscreen"}, script)
    lines = ended.stdout.splitlines()
    assert lines[:1] == ["The token is kept in the keyring (SecretService)."], ended.stderr
    assert lines[1].startswith("Left: 100 credits, plan starter.")
    assert lines[2:] == ["done"]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 3
    assert not [path for path in files if TOKEN.encode() in path.read_bytes()]
