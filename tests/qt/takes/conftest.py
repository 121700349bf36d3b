"""The session of the tests of takes, on a Qt loop since takes are made to fit and compared in worker threads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from qasync import QEventLoop

from studio.app.session import Session
from tests.qt.export.stage import loop
from tests.qt.tools.desk import session_with

__all__ = ["loop", "session"]


@pytest.fixture
def session(loop: QEventLoop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """A sprite of 4 x 2 with three frames is in front; nothing was ever generated."""
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    made = session_with("rgb.", "k..k", folder=tmp_path, frames=3)[0]
    yield made
    loop.run_until_complete(made.close())
