"""The canvas of one document: shows it, and hands pointer and keys to the tools.

Paints from a display cache at sprite size, scaled by whole device pixels and clipped to what is exposed; a dab costs
the same on every size of sprite. Gestures end without a trace on Esc, focus loss and a change of tool.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.app.toolbox import Mode, Tool, ToolBox
from studio.core.geometry import Box, Point
from studio.core.words import _
from studio.doc.change import Change
from studio.doc.document import Document
from studio.doc.gesture import MaskTarget
from studio.doc.paint import Brush
from studio.ui import theme
from studio.ui.bridge import connect
from studio.ui.canvas import overlays
from studio.ui.canvas.cursors import cursor_for
from studio.ui.canvas.desk import ToolDesk
from studio.ui.canvas.keys import CanvasKeys
from studio.ui.canvas.navigator import Navigator
from studio.ui.canvas.pointer import touch_of
from studio.ui.canvas.scene import FRAME_WIDTH, Scene
from studio.ui.canvas.viewport import Viewport
from studio.ui.skeleton.editor import PoseEditor
from studio.ui.skeleton.focus import joint_focus

_ANTS_EVERY: Final = 120
"""Milliseconds between two steps of the marching ants."""
_LOOKS: Final = frozenset({"mode", "mask_shown", "onion_shown", "onion_before", "onion_after"})
"""Settings of the tool box that change what is composed."""


class CanvasView(QWidget):
    """`pointer_moved` gives the cell under the pointer (Point, or None outside the sprite), `said` a sentence for the
    status bar, `zoom_changed` comes after any change of the zoom."""

    pointer_moved = Signal(object)
    zoom_changed = Signal()
    said = Signal(str)

    def __init__(self, document: Document, toolbox: ToolBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._toolbox = toolbox
        self._scene = Scene(document, toolbox)
        self._desk = ToolDesk(document, toolbox, say=self._say, stand_in=self._show_stand_ins)
        self._pose = PoseEditor(document, self, say=self._say)
        self._navigator = Navigator(self, document)
        self._hover: Point | None = None
        self._walking = False
        self._cursor_shape = Qt.CursorShape.ArrowCursor
        self._shown_brush: tuple[Brush, Box] | None = None
        self._brush_rect = QRect()
        self._inside_frame = QRect()
        self._keys = CanvasKeys(self, document, toolbox, desk=self._desk, pose=self._pose, navigator=self._navigator)
        self._build()
        self._bind()

    # --- what others ask of it

    @property
    def viewport(self) -> Viewport:
        return self._navigator.viewport

    @property
    def zoom(self) -> Fraction:
        """Logical pixels a cell."""
        return self.viewport.zoom

    def zoom_in(self) -> None:
        """One step nearer, about the pointer or the middle."""
        self._navigator.step(1)

    def zoom_out(self) -> None:
        """One step farther, about the pointer or the middle."""
        self._navigator.step(-1)

    def zoom_to(self, zoom: Fraction) -> None:
        """So many logical pixels a cell, about the pointer or the middle."""
        self._navigator.zoom_to(zoom)

    def fit(self) -> None:
        """Show the whole sprite in the middle as large as whole steps allow, also when the widget's size changes."""
        self._navigator.fit()

    def look(self, viewport: Viewport) -> None:
        """Show this part of the sprite; moved back when nothing of it would be in sight."""
        self._navigator.look(viewport)

    def hold(self, *, held: bool) -> None:
        """While held, the sprite stays where it lies when the canvas is given another height."""
        self._navigator.is_held = held

    def update_cells(self, box: Box, *, margin: int = 1) -> None:
        """Repaint some cells and a margin of logical pixels."""
        self.update(QRect(*self.viewport.rect_of(box, margin=margin)))

    def cancel(self) -> None:
        """Drop the gesture under way, whatever it is."""
        self._desk.cancel()
        self._pose.cancel()
        self._navigator.end_pan()
        self._show_brush()
        self._show_cursor()

    def sizeHint(self) -> QSize:
        return QSize(640, 480)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 90)

    # --- construction

    def _build(self) -> None:
        self.setObjectName("canvas")
        self._name()
        self.setAccessibleDescription(
            _(
                "Draw with the pointer, or walk with Ctrl and the arrow keys and press full stop. "
                "The arrow keys alone change the frame."
            )
        )
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._show_cursor()
        self._ants_timer = QTimer(self)
        self._ants_timer.setInterval(_ANTS_EVERY)

    def _name(self) -> None:
        self.setAccessibleName(_("Canvas of {title}").format(title=self.document.title))

    def _bind(self) -> None:
        document = self.document
        connect(self, document.changed, self._on_changed)
        connect(self, document.cursor_moved, self._on_cursor_moved)
        connect(self, document.selection_changed, self._on_selection_changed)
        connect(self, document.painted, self._on_painted)
        connect(self, document.preview_changed, self._show_all)
        connect(self, document.saved, self._name)
        connect(self, self._toolbox.changed, self._on_toolbox_changed)
        connect(self, joint_focus(document).changed, self._on_joint_chosen)
        self._navigator.moved.connect(self._on_looked)
        self._navigator.zoomed.connect(self.zoom_changed)
        self._keys.walked.connect(self._on_walked)
        self._keys.held.connect(self._on_held)
        self._keys.cancelled.connect(self.cancel)
        self._ants_timer.timeout.connect(self._march)
        theme.theme_changed.connect(self._show_all)

    # --- what changed

    def _on_changed(self, change: Change) -> None:
        if change.size:
            self._scene.resize()
            self.fit()
            self._show_all()
            return
        if change.poses:
            self._pose.cancel()  # what was being dragged is no longer what the frame has
        frame = self.document.cursor.frame
        if change.structure or change.layers or self._scene.sources.shows_ghosts:
            self._show_all()
        elif frame in change.masks:
            self._scene.reread()
            self._show_cells(change.box)
        elif any(key.frame == frame for key in change.cels):
            self._show_cells(change.box)
        if change.poses:
            self.update()

    def _on_cursor_moved(self) -> None:
        self._desk.cancel()
        self._pose.cancel()
        self._show_all()

    def _on_painted(self, box: Box) -> None:
        gesture = self.document.gesture
        self._show_cells(box, mask_only=gesture is not None and isinstance(gesture.target, MaskTarget))

    def _on_selection_changed(self) -> None:
        self._scene.read_selection()
        self._run_ants()
        self.update()

    def _on_toolbox_changed(self, name: str) -> None:
        if name in {"mode", "tool"}:
            self.cancel()
        if name == "mask_strength":
            self._scene.follow(self.viewport)
        if name in _LOOKS:
            self._show_all()
        elif name not in {"brush_size", "brush_shape"}:
            self.update()
        self._show_brush()
        self._show_cursor()

    def _on_joint_chosen(self) -> None:
        self.update()

    def _show_stand_ins(self, box: Box) -> None:
        """The desk shows a layer otherwise than it is in some cells, or no longer does."""
        self._scene.sources.stand_ins = self._desk.stand_ins
        self._show_cells(box)

    def _show_cells(self, box: Box, *, mask_only: bool = False) -> None:
        self._scene.touch(box, mask_only=mask_only)
        self.update_cells(box)

    def _show_all(self) -> None:
        self._scene.reread()
        self._scene.follow(self.viewport)
        self._scene.touch_all()
        self.update()

    def _say(self, sentence: str) -> None:
        self.said.emit(sentence)

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.devicePixelRatioF() != self.viewport.ratio:
            self._navigator.follow_screen()
        painter = QPainter(self)
        rect, view = event.rect(), self.viewport
        overlays.snap_to_device(painter, view.ratio)
        self._scene.paint_sprite(painter, view, rect)
        if self._toolbox.mode is Mode.POSE:
            self._pose.paint(painter, view)
        else:
            self._scene.paint_ants(painter, view, shift=self._desk.shift)
            overlays.draw_path(painter, view, self._desk.path)
        if self._shown_brush is not None:
            overlays.draw_brush(painter, view, *self._shown_brush, ink=self._desk.ink_at_hand)
        if not self._inside_frame.contains(rect):
            self._scene.paint_frame(painter, view, self.rect(), focused=self.hasFocus())
        painter.end()

    def _march(self) -> None:
        self._scene.ants_phase += 1
        selection = self.document.selection
        if selection is not None:
            box = selection.box
            self.update_cells(box.united(box.moved(*self._desk.shift)), margin=2)

    def _run_ants(self) -> None:
        if self._scene.has_ants and self.isVisible():
            self._ants_timer.start()
        else:
            self._ants_timer.stop()

    def _brush(self) -> tuple[Brush, Box] | None:
        if self._hover is None or self._navigator.is_panning or self._keys.holds_view:
            return None
        return self._desk.brush_at(self._hover, scale=self.viewport.cell, walking=self._walking)

    def _show_brush(self) -> None:
        """Paint the brush where it is now, and what was beneath it where it was. Nothing else decides what a paint
        event draws of it: a brush that was painted is always known, and so taken away again."""
        self._shown_brush = self._brush()
        brush = self._shown_brush
        rect = QRect() if brush is None else QRect(*self.viewport.rect_of(brush[1], margin=2))
        before, self._brush_rect = self._brush_rect, rect
        if rect.intersects(before):
            self.update(rect.united(before))  # one rectangle is painted faster than two that overlap
        else:
            self.update(before)
            self.update(rect)

    def _show_cursor(self) -> None:
        moves = self._hover is not None and self._desk.would_move(self._hover)
        shape = cursor_for(self._toolbox, hand=self._pans, panning=self._navigator.is_panning, moves=moves)
        if shape != self._cursor_shape:
            self._cursor_shape = shape
            self.setCursor(shape)

    # --- pointer

    @property
    def _poses(self) -> bool:
        """Pointer and keys go to the skeleton."""
        return self._toolbox.mode is Mode.POSE and self._toolbox.tool not in (Tool.HAND, Tool.ZOOM)

    @property
    def _pans(self) -> bool:
        """A press takes hold of the view."""
        return self._keys.holds_view or self._toolbox.tool is Tool.HAND

    def _on_looked(self) -> None:
        self._scene.follow(self.viewport)
        self._show_brush()
        self.update()

    def _hover_at(self, cell: Point | None) -> None:
        if cell != self._hover:
            self._walking = False
            self._keys.follow(cell)
            self._hover_over(cell)
            if not self._desk.is_busy:
                self._show_cursor()

    def _on_walked(self, cell: Point) -> None:
        self._walking = True
        self._navigator.show_cell(cell)
        self._hover_over(cell)

    def _hover_over(self, cell: Point | None) -> None:
        self._hover = cell
        inside = cell is not None and self.document.sprite.box.contains(*cell)
        self.pointer_moved.emit(cell if inside else None)
        self._show_brush()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        position = event.position()
        if event.button() == Qt.MouseButton.MiddleButton or self._pans:
            self._navigator.start_pan(position)
            self._show_cursor()
        elif self._poses:
            self._pose.press(touch_of(event, self.viewport), self.viewport)
        elif self._toolbox.tool is Tool.ZOOM:
            away = event.button() == Qt.MouseButton.RightButton or event.modifiers() & Qt.KeyboardModifier.AltModifier
            self._navigator.step(-1 if away else 1, position)
        else:
            self._desk.press(touch_of(event, self.viewport))
        self._show_brush()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        touch = touch_of(event, self.viewport)
        self._hover_at(touch.cell)
        if self._navigator.is_panning:
            self._navigator.pan(event.position())
        elif self._poses:
            self._pose.move(touch, self.viewport)
        elif self._desk.is_busy:
            self._desk.move(touch)
            if self._desk.path:
                self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._navigator.is_panning:
            self._navigator.end_pan()
            self._show_cursor()
        elif self._poses:
            self._pose.release(touch_of(event, self.viewport), self.viewport)
        elif self._desk.is_busy:
            self._desk.release(touch_of(event, self.viewport))
        self._show_brush()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._navigator.wheel(event, zooms=self._toolbox.wheel_zooms)
        self._hover_at(self._cell_under(event.position()))
        event.accept()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover_at(self._cell_under(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover_at(None)

    def _cell_under(self, position: QPointF) -> Point:
        return self.viewport.cell_at(position.x(), position.y())

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._keys.wants(event):
            self._keys.press(event)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not self._keys.release(event):
            super().keyReleaseEvent(event)

    def _on_held(self) -> None:
        self._show_brush()
        self._show_cursor()

    # --- the widget itself

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._keys.forget()
        self.cancel()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._inside_frame = self.rect().adjusted(FRAME_WIDTH, FRAME_WIDTH, -FRAME_WIDTH, -FRAME_WIDTH)
        self._navigator.resize(event.oldSize(), event.size())

    def showEvent(self, event: QShowEvent) -> None:
        self._keys.come_first(self.parentWidget())
        self._run_ants()

    def hideEvent(self, event: QHideEvent) -> None:
        self.cancel()
        self._ants_timer.stop()
