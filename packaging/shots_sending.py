"""Pictures of what goes into a request: the part around a mask on the canvas, key frames on the timeline, Outpaint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget
from shots import Shot, opened, session_of, settled

if TYPE_CHECKING:
    from studio.ui.forms.panel import GeneratePanel
    from studio.ui.window import MainWindow

PROVIDERS = True
_ROWS = 200
"""Height of the timeline with the row of key frames, in logical pixels."""


def _panel(window: MainWindow) -> GeneratePanel:
    from studio.ui.forms.panel import GeneratePanel  # noqa: PLC0415 - a window is made first

    window.show_panel("generate")
    panel = window.panel("generate")
    if not isinstance(panel, GeneratePanel):
        raise TypeError("the Generate panel is not there")
    return panel


async def _sent_part(window: MainWindow) -> QWidget:
    document = session_of(window).workspace.require_active()
    document.move_to(frame=document.sprite.frames[3].id)
    panel = _panel(window)
    panel.choose("pixellab-v2/inpaint")
    reach = panel.findChild(QComboBox, "field-mask-reach")
    if isinstance(reach, QComboBox):
        reach.setCurrentIndex(1)
        reach.activated.emit(1)
    await settled()
    return window


async def _key_frames(window: MainWindow) -> QWidget:
    from studio.app.key_marks import KeyMark  # noqa: PLC0415 - a window is made first

    session = session_of(window)
    document = session.workspace.require_active()
    _panel(window).choose("pixel-engine/keyframes")
    for place, strength in ((4, None), (8, 0.5), (11, None)):
        session.key_marks.put(document, KeyMark(document.sprite.frames[place].id, strength))
    window.resizeDocks([window.docks["timeline"]], [_ROWS], Qt.Orientation.Vertical)
    await settled()
    return window.docks["timeline"]


def _outpaint(window: MainWindow) -> QWidget:
    from studio.doc.compose import flatten  # noqa: PLC0415 - a window is made first
    from studio.ui.dialogs.outpaint import OutpaintDialog  # noqa: PLC0415

    document = session_of(window).workspace.require_active()
    return opened(OutpaintDialog(window, flatten(document.sprite, document.cursor.frame)))


SHOTS: tuple[Shot, ...] = (
    Shot("sent-part", _sent_part),
    Shot("key-frames", _key_frames),
    Shot("outpaint", _outpaint),
)
