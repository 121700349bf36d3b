"""Keys of the canvas: frames, zoom, joints, holding the view, and drawing without a pointer.

Ctrl+arrows walk a cell cursor (with Shift eight cells at a time), full stop presses the tool there once, Shift+full
stop holds it down until the next full stop. Everything a drag can do can so be done by keys.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from studio.app.toolbox import Mode, Tool, ToolBox
from studio.core.geometry import Point
from studio.doc.document import Document
from studio.ui.canvas.desk import ToolDesk
from studio.ui.canvas.navigator import Navigator
from studio.ui.canvas.touch import Button, Touch
from studio.ui.skeleton.editor import PoseEditor

_ZOOMS: Final = {
    Qt.Key.Key_1: Fraction(1),
    Qt.Key.Key_2: Fraction(2),
    Qt.Key.Key_3: Fraction(4),
    Qt.Key.Key_4: Fraction(8),
    Qt.Key.Key_5: Fraction(16),
    Qt.Key.Key_6: Fraction(32),
}
_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENDS: Final = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
_JOINTS: Final = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_STOPS: Final = frozenset({Qt.Key.Key_Period, Qt.Key.Key_Greater, Qt.Key.Key_Colon})
"""Full stop, and what Shift makes of it on common keyboards."""
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_LEAP: Final = 8


class CanvasKeys(QObject):
    """`walked` gives the cell cursor (a Point), `held` comes when the view is taken hold of or let go, `cancelled`
    when the person wants out of what is under way."""

    walked = Signal(object)
    held = Signal()
    cancelled = Signal()

    def __init__(
        self,
        canvas: QWidget,
        document: Document,
        toolbox: ToolBox,
        *,
        desk: ToolDesk,
        pose: PoseEditor,
        navigator: Navigator,
    ) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._around: QWidget | None = None
        self._document = document
        self._toolbox = toolbox
        self._desk = desk
        self._pose = pose
        self._navigator = navigator
        self._cell: Point | None = None
        self.holds_view = False

    def come_first(self, around: QWidget | None) -> None:
        """Before the shortcuts of the window while the canvas has the keyboard. Qt asks its parent `around` when the
        canvas itself says nothing; to be asked itself, it would have to be called for every event, each move and each
        paint included, which costs a tenth of a stroke."""
        if around is self._around:
            return
        if self._around is not None:
            self._around.removeEventFilter(self)
        self._around = around
        if around is not None:
            around.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if not self._canvas.hasFocus() or not self.wants(event):
            return False
        event.accept()
        return True

    def wants(self, event: QKeyEvent) -> bool:
        """Whether the key is the canvas's own, whatever shortcut the window gave it."""
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key == Qt.Key.Key_Escape:
            return self._desk.is_busy or self._pose.is_busy or self._document.selection is not None
        if key in _ARROWS:
            return not modifiers or bool(modifiers & _CONTROL) or (self._poses and modifiers == _SHIFT)
        if key in _ENDS:
            return not modifiers
        if key in _STOPS:
            return not modifiers & ~_SHIFT
        if key in _JOINTS:
            return self._poses
        return not modifiers and (key in _ZOOMS or key == Qt.Key.Key_Space)

    def press(self, event: QKeyEvent) -> None:
        """Do what a key that is wanted stands for."""
        key, modifiers = Qt.Key(event.key()), event.modifiers()
        if key == Qt.Key.Key_Escape:
            self._escape()
        elif key == Qt.Key.Key_Space:
            self._hold(on=True, again=event.isAutoRepeat())
        elif key in _ZOOMS:
            self._navigator.zoom_to(_ZOOMS[key])
        elif key in _ENDS:
            self._document.move_to(frame=self._document.sprite.frames[_ENDS[key]].id)
        elif key in _JOINTS:
            self._pose.choose_next(_JOINTS[key])
        elif key in _STOPS:
            self._stop(hold=bool(modifiers & _SHIFT))
        elif modifiers & _CONTROL:
            self._walk(*_ARROWS[key], leap=bool(modifiers & _SHIFT))
        else:
            self._arrow(*_ARROWS[key], large=bool(modifiers & _SHIFT))

    def release(self, event: QKeyEvent) -> bool:
        """Whether the key meant something when it was let go."""
        if event.key() != Qt.Key.Key_Space:
            return False
        self._hold(on=False, again=event.isAutoRepeat())
        return True

    def forget(self) -> None:
        """The keyboard goes elsewhere, and so does the release of what is held."""
        self._hold(on=False, again=False)
        self._cell = None

    def follow(self, cell: Point | None) -> None:
        """The pointer is at a cell: the cell cursor starts from there."""
        self._cell = cell

    @property
    def _poses(self) -> bool:
        return self._toolbox.mode is Mode.POSE and self._toolbox.tool not in (Tool.HAND, Tool.ZOOM)

    def _escape(self) -> None:
        if self._desk.is_busy or self._pose.is_busy:
            self.cancelled.emit()
        else:
            self._document.select(None)

    def _hold(self, *, on: bool, again: bool) -> None:
        if not again and on != self.holds_view:
            self.holds_view = on
            self.held.emit()

    def _arrow(self, dx: int, dy: int, *, large: bool) -> None:
        if self._poses and self._pose.nudge(dx, dy, large=large):
            return
        if self._toolbox.mode is Mode.DRAW and self._toolbox.tool is Tool.MOVE:
            self._desk.nudge(dx, dy)
            return
        sprite = self._document.sprite
        index = sprite.frame_index(self._document.cursor.frame)
        if dx:
            self._document.move_to(frame=sprite.frames[(index + dx) % len(sprite.frames)].id)

    def _walk(self, dx: int, dy: int, *, leap: bool) -> None:
        width, height = self._document.sprite.size
        start = self._cell or Point(width // 2, height // 2)
        reach = _LEAP if leap else 1
        self._cell = Point(min(max(start.x + dx * reach, 0), width - 1), min(max(start.y + dy * reach, 0), height - 1))
        self.walked.emit(self._cell)
        if self._desk.is_busy:
            self._desk.move(_touch(self._cell))

    def _stop(self, *, hold: bool) -> None:
        if self._poses or self._cell is None:
            return
        if self._desk.is_busy:
            self._desk.release(_touch(self._cell))
            return
        if self._toolbox.tool in (Tool.HAND, Tool.ZOOM):
            return
        self._desk.press(_touch(self._cell))
        if not hold:
            self._desk.release(_touch(self._cell))


def _touch(cell: Point) -> Touch:
    return Touch(cell.x + 0.5, cell.y + 0.5, Button.LEFT)
