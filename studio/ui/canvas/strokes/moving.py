"""Moving content by whole pixels: the cels of the selected frames, or the selected cells of one.

While it is dragged the sprite is not touched: the canvas shows a stand-in for the layer. Nothing that leaves the
canvas is lost when cels move. Selected cells that are moved again leave what was under them as it was.
"""

from __future__ import annotations

from dataclasses import replace

from studio.core.errors import UserError
from studio.core.geometry import EMPTY_BOX, Box, Point
from studio.core.words import _
from studio.doc.cels import shift_cels
from studio.doc.compose import PixelSource
from studio.doc.document import Document, check_paintable
from studio.doc.edits import read_cel
from studio.doc.floating import Floating
from studio.doc.model import Cel, CelKey, Sprite
from studio.doc.pixels import Pixels
from studio.doc.selection import Selection
from studio.ui.canvas.strokes.base import Bench
from studio.ui.canvas.touch import Touch


class Move:
    """Drags the content of the current layer. Shift keeps to one direction."""

    def __init__(self, bench: Bench, touch: Touch) -> None:
        if bench.masks:
            raise UserError(_("Move works on the picture. Switch to Draw to move it."))
        document = bench.document
        check_movable(document.sprite, document.cursor.layer)
        self._bench = bench
        self._start = touch.cell
        self._by = Point(0, 0)
        self._key = CelKey(*document.cursor)
        self._cel = document.sprite.cels.get(self._key)
        if self._cel is None:
            raise UserError(_("There is nothing on this layer in this frame to move."))
        selection = document.selection
        self._floating = None if selection is None else _lifted(document, self._cel, selection)

    def move(self, touch: Touch) -> None:
        cell = touch.cell
        by = Point(cell.x - self._start.x, cell.y - self._start.y)
        if touch.shift:
            by = Point(by.x, 0) if abs(by.x) >= abs(by.y) else Point(0, by.y)
        if by == self._by or self._cel is None:
            return
        before, self._by = self._box, by
        source: PixelSource = _Shifted(self._cel, by) if self._floating is None else self._floating.moved(*by)
        self._bench.stand_in({self._key.layer: source}, before.united(self._box))

    @property
    def by(self) -> Point:
        """How far the content is from its place."""
        return self._by

    @property
    def _box(self) -> Box:
        """The cells that look otherwise now: where the content was and where it is."""
        if self._cel is None:
            return EMPTY_BOX
        box = self._cel.box if self._floating is None else self._floating.box
        return box.united(box.moved(self._by.x, self._by.y))

    def release(self, touch: Touch) -> None:
        self.move(touch)
        self._bench.stand_in({}, self._box)
        if self._by != (0, 0):
            shift_content(self._bench, self._by.x, self._by.y)

    def cancel(self) -> None:
        self._bench.stand_in({}, self._box)


def shift_content(bench: Bench, dx: int, dy: int) -> None:
    """Move the selected cells, or without a selection the cels of the selected frames, as one undo step. UserError
    when the layer cannot be changed."""
    document = bench.document
    layer, frame = document.cursor
    check_movable(document.sprite, layer)
    selection = document.selection
    if selection is None:
        keys = [CelKey(layer, chosen) for chosen in document.selected_frames]
        document.apply(_("Move"), lambda sprite: shift_cels(sprite, keys, dx, dy))
        return
    cel = document.sprite.cel(layer, frame)
    if cel is None:
        raise UserError(_("There is nothing on this layer in this frame to move."))
    document.put_floating(_("Move selection"), _lifted(document, cel, selection).moved(dx, dy))


def check_movable(sprite: Sprite, layer_id: str) -> None:
    """UserError when the content of the layer may not move."""
    if sprite.read_only:
        raise UserError(sprite.read_only)
    check_paintable(sprite, layer_id)


def _lifted(document: Document, cel: Cel, selection: Selection) -> Floating:
    """What is selected, as it floats already or cut out of the cel."""
    return document.floating or Floating.lifted(CelKey(*document.cursor), cel, selection)


class _Shifted:
    """A cel elsewhere."""

    def __init__(self, cel: Cel, by: Point) -> None:
        self._cel = replace(cel, x=cel.x + by.x, y=cel.y + by.y)

    def read(self, box: Box) -> Pixels:
        return read_cel(self._cel, box)
