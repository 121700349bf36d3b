"""In-betweens from the marks of the timeline to the sprite: each frame in its place, the ends as they were drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from studio.app.key_marks import KeyMark
from studio.app.place import Placement
from studio.doc import edits
from studio.doc.compose import flatten
from studio.doc.model import Sprite
from studio.doc.pixels import Pixels, frozen
from studio.providers.registry import operation
from studio.ui.forms.form import OperationForm
from tests.qt.forms.test_remote_run import at_work, landed
from tests.servers.pixel_engine import PixelEngineServer


def drawn_at(place: int) -> Pixels:
    """16 x 16, transparent but for a bar that moves to the right."""
    cells = np.zeros((16, 16, 4), np.uint8)
    cells[2:14, place : place + 2] = (200, 60, 40, 255)
    return frozen(cells)


def walk() -> Sprite:
    """Two rough frames stand between the key frames."""
    return edits.from_rasters([drawn_at(place) for place in (0, 1, 12, 9, 4, 5)], [100] * 6)


async def test_marked_frames_are_filled_in_between_and_the_ends_keep_their_cels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    with PixelEngineServer() as server:
        async with at_work(tmp_path, "pixel-engine", server, monkeypatch) as session:
            document = session.workspace.add(walk(), title="walk")
            before, frames = document.sprite, document.sprite.frames
            form = OperationForm(operation("pixel-engine/keyframes"), session)
            qtbot.addWidget(form)
            form.show()
            session.key_marks.put(document, KeyMark(frames[1].id))
            session.key_marks.put(document, KeyMark(frames[4].id, 0.8))
            prompt = form.row("prompt").editor.findChild(QPlainTextEdit)
            assert isinstance(prompt, QPlainTextEdit)
            prompt.setPlainText("walks on")
            form.settle()
            assert form.is_sound, [problem.message for problem in form.problems]
            job = session.generate(form.request(), box=form.sent_box, frames=form.sent_frames)
            document.move_to(frame=frames[5].id)
            take = await landed(session, job)
            sent = server.seen("pixel-engine/keyframes")[0].json
            assert sent["total_frames"] == 4
            assert [(one["index"], one.get("strength")) for one in sent["frames"]] == [(0, None), (3, 0.8)]
            assert take.facts["fill"] == sent["matte_color"]
            assert session.commands.enabled("take.fill") is False, "no take is chosen yet"
            session.accept(take, Placement.REPLACE)
            layer = before.layers[0].id
            kept = [document.sprite.cel(layer, one.id) is before.cel(layer, one.id) for one in frames]
            assert kept == [True, True, False, False, True, True]
            for place in (2, 3):
                assert np.array_equal(flatten(document.sprite, frames[place].id), take.frames[place - 1])
            document.undo()
            shown = [flatten(document.sprite, one.id) for one in frames]
            assert all(np.array_equal(new, flatten(before, one.id)) for new, one in zip(shown, frames, strict=True))
