"""A timeline on the screen over a sprite whose frames are told apart by their times: 10, 20, 30 ... ms."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from studio.app.session import Session
from studio.core.geometry import Size
from studio.doc import tags
from studio.doc.document import Document
from studio.doc.edits import new_sprite, put_raster
from studio.doc.frames import set_durations
from studio.doc.layers import add_layer
from studio.doc.model import Sprite, Tag
from studio.store.settings import Settings
from studio.ui.timeline.grid import TimelineGrid
from studio.ui.timeline.panel import TimelinePanel

LEFT = Qt.MouseButton.LeftButton
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


def strip(frames: int = 6, *, ink: int = 200) -> Sprite:
    """4 x 4, two layers; "ink" is drawn on in the first half of the frames, "top" is empty."""
    sprite = new_sprite(Size(4, 4), frames=frames, layer_name="ink")
    raster = np.zeros((4, 4, 4), np.uint8)
    raster[1, 1] = (ink, 0, 0, 255)
    for index, frame in enumerate(sprite.frames):
        sprite = set_durations(sprite, [frame.id], Fraction(10 * (index + 1)))
        if index < frames / 2:
            sprite = put_raster(sprite, sprite.layers[0].id, frame.id, raster)
    return add_layer(sprite, "top")


def tagged(sprite: Sprite, name: str, first: int, last: int) -> Sprite:
    """With a tag over frame indices."""
    return tags.add_tag(sprite, name, sprite.frames[first].id, sprite.frames[last].id)


class Stage:
    """`order` and `chosen` speak of frames by their first number: 10 ms is frame 1."""

    def __init__(self, folder: Path, sprite: Sprite | None = None) -> None:
        self.session = Session(Settings.load(folder / "settings.json"))
        self.document: Document = self.session.workspace.add(sprite or strip(), title="strip")
        self.panel = TimelinePanel(self.session)
        self.panel.resize(900, 260)
        self.panel.show()

    @property
    def grid(self) -> TimelineGrid:
        return self.panel.grid

    @property
    def order(self) -> list[int]:
        return [int(frame.duration) // 10 for frame in self.document.sprite.frames]

    @property
    def chosen(self) -> list[int]:
        sprite = self.document.sprite
        return [int(sprite.frame(frame).duration) // 10 for frame in self.document.selected_frames]

    @property
    def here(self) -> int:
        return self.document.sprite.frame_index(self.document.cursor.frame)

    @property
    def spans(self) -> dict[str, tuple[int, int]]:
        """Tags with their first and last frame index."""
        sprite = self.document.sprite
        return {tag.name: (sprite.tag_range(tag).start, sprite.tag_range(tag).stop - 1) for tag in sprite.tags}

    def tag(self, name: str) -> Tag:
        return next(tag for tag in self.document.sprite.tags if tag.name == name)

    def number(self, frame: int) -> QPoint:
        """The middle of a frame's number."""
        layout = self.grid.layout_now()
        return QPoint(layout.frame_x(frame) + layout.measures.cell // 2, layout.header - layout.measures.numbers // 2)

    def edge(self, frame: int) -> QPoint:
        """Just right of the gap in front of a frame, on the numbers."""
        layout = self.grid.layout_now()
        return QPoint(layout.frame_x(frame) + 2, layout.header - layout.measures.numbers // 2)

    def half(self, frame: int, *, right: bool) -> QPoint:
        """A half of a frame's number, near its edge."""
        layout = self.grid.layout_now()
        x = layout.frame_x(frame) + (layout.measures.cell - 4 if right else 4)
        return QPoint(x, layout.header - layout.measures.numbers // 2)

    def cell(self, row: int, frame: int) -> QPoint:
        """The middle of a cell; row 0 is the top layer."""
        rect = self.grid.layout_now().cell_rect(row, frame)
        return QPoint(rect.x + rect.width // 2, rect.y + rect.height // 2)

    def bar(self, name: str, share: float = 0.5) -> QPoint:
        """A point on a tag's bar: 0 its left end, 1 its right."""
        rect = self.grid.layout_now().tag_rect(self.tag(name))
        return QPoint(rect.x + min(rect.width - 1, int(share * rect.width)), rect.y + rect.height // 2)

    def click(self, point: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.mouseClick(self.grid.viewport(), LEFT, modifiers, point)

    def drag(self, *points: QPoint, copying: bool = False) -> None:
        """Press at the first, go through the others, let go at the last."""
        view = self.grid.viewport()
        QTest.mousePress(view, LEFT, NONE, points[0])
        for point in points[1:]:
            QTest.mouseMove(view, point)
        QTest.mouseRelease(view, LEFT, CONTROL if copying else NONE, points[-1])

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.grid, key, modifiers)
