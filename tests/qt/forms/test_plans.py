"""Several directions from the form, with a sprite of a size that the service does not take."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from studio.codec.base64image import decode_image
from studio.core.geometry import Size
from studio.providers.pixellab_v1.declarations import Rotate
from studio.ui.forms.panel import GeneratePanel
from tests.qt.forms.test_remote_run import at_work
from tests.servers.pixellab_drawing import drawn
from tests.servers.pixellab_v1 import PixelLabV1Server


async def test_four_directions_are_asked_for_with_one_click_and_their_price(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with PixelLabV1Server() as server:
        async with at_work(tmp_path, "pixellab-v1", server, monkeypatch) as session:
            panel = GeneratePanel(session)
            qtbot.addWidget(panel)
            panel.show_request(Rotate(image=drawn(20, 30), seed=5))
            form = panel.form
            assert form is not None
            assert form.is_sound
            assert [problem.message for problem in form.problems] == [
                "20 x 30 pixels are not possible here: it is sent as 32 x 32, with nothing around it, and cut back."
            ]
            button = panel.findChild(QToolButton, "generate-each")
            assert button is not None
            assert not button.isHidden()
            menu = button.menu()
            assert isinstance(menu, QMenu)
            menu.aboutToShow.emit()
            titles = [action.text() for action in menu.actions()]
            assert titles == [
                "Four directions  ·  Price not known (4 requests)",
                "Eight directions  ·  Price not known (8 requests)",
            ]
            ended = asyncio.Event()
            session.takes.changed.connect(lambda: ended.set() if len(session.takes.takes[0].frames) == 4 else None)
            menu.actions()[0].trigger()
            await asyncio.wait_for(ended.wait(), 20)
            (take,) = session.takes.takes
            assert take.names == ("south", "west", "north", "east")
            assert take.size == Size(20, 30)
        asked = server.seen("pixellab-v1/rotate")
        assert sorted(one.json["to_direction"] for one in asked) == ["east", "north", "south", "west"]
        assert decode_image(asked[0].json["from_image"]).shape == (32, 32, 4)
        assert server.complaints == []
