"""A stage for every test that asks for one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.doc.model import Sprite
from tests.qt.timeline.stage import Stage

Setting = Callable[[Sprite | None], Stage]


@pytest.fixture
def set_stage(tmp_path: Path, qtbot: QtBot) -> Setting:
    """Makes a stage over a sprite."""

    def make(sprite: Sprite | None = None) -> Stage:
        stage = Stage(tmp_path, sprite)
        qtbot.addWidget(stage.panel)
        return stage

    return make


@pytest.fixture
def stage(set_stage: Setting) -> Stage:
    """Six frames, two layers, no tag."""
    return set_stage(None)
