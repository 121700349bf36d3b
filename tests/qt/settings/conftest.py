"""The session of the tests of settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.app.session import Session
from tests.qt.tools.desk import session_with


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """A sprite of 4 x 2 with three frames is in front; addresses are the providers' own until a test sets another."""
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    return session_with("rgb.", "k..k", folder=tmp_path, frames=3)[0]
