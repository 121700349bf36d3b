"""Everything a canvas paints of one document, without the widget: display cache below, overlays on top."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from studio.app.toolbox import Mode, ToolBox
from studio.core.geometry import Box, Point
from studio.doc.document import Document
from studio.doc.palette import Colour
from studio.ui import theme
from studio.ui.canvas import overlays
from studio.ui.canvas.contour import Runs, contour
from studio.ui.canvas.display import Backdrop, DisplayCache
from studio.ui.canvas.mask_marks import draw_marks
from studio.ui.canvas.sources import Sources
from studio.ui.canvas.viewport import Rect, Viewport

FRAME_WIDTH: Final = 2
"""Logical pixels of the border in the tint of the mode."""
_CHECKER_ON_SCREEN: Final = 8
_CHECKER_FIXED_FROM: Final = 1024 * 1024
"""Cells from which the checker no longer follows the zoom: composing all of it anew at each step would be felt."""


class Scene:
    """Paints one document as the tool box wants to see it. Told what changed, it composes only that."""

    def __init__(self, document: Document, toolbox: ToolBox) -> None:
        self._document = document
        self._toolbox = toolbox
        self.sources = Sources(document, toolbox)
        self._display = DisplayCache(document.sprite.size, backdrop=_backdrop(document, toolbox, Viewport()))
        self._ants: Runs | None = None
        self.ants_phase = 0
        self.reread()

    @property
    def has_ants(self) -> bool:
        return self._ants is not None

    def reread(self) -> None:
        """Look again at what there is to show: whether there is a mask, ghosts, another theme."""
        tokens = theme.current()
        self.sources.onion_tints = (Colour.parse(tokens.onion_past), Colour.parse(tokens.onion_next))
        self._display.show(
            self.sources.picture,
            ghost=self.sources.ghosts if self.sources.shows_ghosts else None,
            mask=self.sources.mask if self.sources.shows_mask else None,
        )

    def touch(self, box: Box, *, mask_only: bool = False) -> None:
        """Some cells may look different."""
        self._display.touch(box, mask_only=mask_only)

    def touch_all(self) -> None:
        """Every cell may look different."""
        self._display.touch_all()

    def resize(self) -> None:
        """The sprite has another size."""
        self._display = DisplayCache(
            self._document.sprite.size, backdrop=_backdrop(self._document, self._toolbox, Viewport())
        )
        self.reread()

    def follow(self, view: Viewport) -> None:
        """Fit the checker to another zoom or theme."""
        self._display.use(_backdrop(self._document, self._toolbox, view))

    def read_selection(self) -> None:
        """The selection changed: find its border."""
        selection = self._document.selection
        self._ants = None
        if selection is not None:
            box = selection.box
            self._ants = contour(selection.cells[box.slices]) + np.array([box.x, box.y, box.x, box.y], np.int32)

    def paint_sprite(self, painter: QPainter, view: Viewport, rect: QRect) -> None:
        """The sprite with its overlays, and the empty space around it, in device pixels. `rect` is the part of the
        widget to paint, in logical pixels."""
        sprite, tokens = self._document.sprite, theme.current()
        exposed = view.exposed(Rect(rect.x(), rect.y(), rect.width(), rect.height()), sprite.size)
        wanted = device(rect, view)
        inside = overlays.device_rect(view, exposed)
        if not inside.contains(wanted):
            # Where several cells share a pixel, the rim of the sprite may cover a part of one only.
            hole = inside if view.skip == 1 else QRect()
            overlays.fill_around(painter, wanted.adjusted(-1, -1, 1, 1), hole, tokens.window)
            overlays.draw_edge(painter, view, sprite.box, tokens.canvas_frame)
        if exposed.is_empty:
            return
        self._display.prepare(exposed)
        self._draw_image(painter, view, exposed, inside)
        if self._toolbox.grid_shown:
            overlays.draw_grid(painter, view, inside, tokens.grid, smallest=self._toolbox.grid_from)
        if self.sources.shows_mask:
            self._paint_mask(painter, view, exposed, tokens.mask_outline)
        self._paint_axes(painter, view, tokens.accent)

    def paint_ants(self, painter: QPainter, view: Viewport, *, shift: Point) -> None:
        """The border of the selection, if there is one, where it is being moved to."""
        if self._ants is not None:
            ants = self._ants + np.array([*shift, *shift], np.int32) if any(shift) else self._ants
            overlays.draw_ants(painter, view, ants, self.ants_phase)

    def paint_frame(self, painter: QPainter, view: Viewport, whole: QRect, *, focused: bool) -> None:
        """The border of the widget in the tint of the mode, stronger where the keyboard goes."""
        tokens = theme.current()
        tint = {Mode.DRAW: tokens.draw, Mode.MASK: tokens.mask, Mode.POSE: tokens.pose}[self._toolbox.mode]
        width = max(FRAME_WIDTH, round(FRAME_WIDTH * view.ratio))
        overlays.draw_frame(painter, device(whole, view), tint, width=width, strong=focused)

    def _draw_image(self, painter: QPainter, view: Viewport, exposed: Box, place: QRect) -> None:
        if view.skip == 1:
            # Only what is exposed: beyond 32767 device pixels Qt leaves its fast way of scaling.
            painter.drawImage(place, self._display.image, QRect(*exposed))
            return
        painter.save()
        painter.translate(view.left, view.top)
        painter.scale(view.scale, view.scale)
        painter.drawImage(QPoint(0, 0), self._display.image)
        painter.restore()

    def _paint_mask(self, painter: QPainter, view: Viewport, exposed: Box, outline: str) -> None:
        # Before them the cells that tell where lines are; after them those beyond the canvas, which lines lie on.
        canvas = self._document.sprite.box
        right = exposed.right + (exposed.right == canvas.right)
        bottom = exposed.bottom + (exposed.bottom == canvas.bottom)
        around = Box.spanning(exposed.x - 1, exposed.y - 1, right, bottom)
        inside = around.intersected(canvas)
        mask = self.sources.mask(inside)
        if mask is None:
            return
        marked = mask > 0
        if inside != around:
            whole = np.zeros((around.height, around.width), np.bool_)
            whole[inside.moved(-around.x, -around.y).slices] = marked
            marked = whole
        draw_marks(painter, view, marked, around=around, colour=outline)

    def _paint_axes(self, painter: QPainter, view: Viewport, colour: str) -> None:
        across, down = self._toolbox.symmetry_x, self._toolbox.symmetry_y
        if across or down:
            overlays.draw_axes(painter, view, self._document.sprite.box, colour=colour, across=across, down=down)


def device(rect: QRect, view: Viewport) -> QRect:
    """Logical pixels of the widget as device pixels, outwards."""
    if view.ratio == 1.0:
        return rect
    left, top = math.floor(rect.x() * view.ratio), math.floor(rect.y() * view.ratio)
    right = math.ceil((rect.x() + rect.width()) * view.ratio)
    bottom = math.ceil((rect.y() + rect.height()) * view.ratio)
    return QRect(left, top, right - left, bottom - top)


def _backdrop(document: Document, toolbox: ToolBox, view: Viewport) -> Backdrop:
    tokens = theme.current()
    square = _CHECKER_ON_SCREEN
    if document.sprite.size.area <= _CHECKER_FIXED_FROM:
        # Squares of one cell would compete with the grid and with dithering.
        square = max(2, round(_CHECKER_ON_SCREEN / float(view.zoom)))
    return Backdrop(
        Colour.parse(tokens.checker_a),
        Colour.parse(tokens.checker_b),
        square,
        mask=Colour.parse(tokens.mask_overlay),
        mask_percent=toolbox.mask_strength,
    )
