"""The eyedropper: takes the colour that is seen under the pointer."""

from __future__ import annotations

from studio.core.geometry import Box
from studio.core.words import _
from studio.doc.palette import Colour
from studio.ui.canvas.strokes.base import Bench
from studio.ui.canvas.touch import Button, Touch


class Pick:
    """Follows the pointer; the right button picks the second colour."""

    def __init__(self, bench: Bench, touch: Touch) -> None:
        self._bench = bench
        self._button = touch.button
        self._before = (bench.toolbox.colour, bench.toolbox.secondary)
        self.move(touch)

    def move(self, touch: Touch) -> None:
        document, toolbox = self._bench.document, self._bench.toolbox
        cell = touch.cell
        if not document.sprite.box.contains(*cell):
            return
        pixel = document.composed(document.cursor.frame, Box(cell.x, cell.y, 1, 1))[0, 0]
        colour = Colour(*(int(channel) for channel in pixel))
        if colour.a == 0:
            self._bench.say(_("There is no colour here: the cell is transparent."))
            return
        if self._button is Button.RIGHT:
            toolbox.secondary = colour
        else:
            toolbox.colour = colour
        self._bench.say(_("Picked {colour}").format(colour=colour.hex))

    def release(self, touch: Touch) -> None:
        self.move(touch)

    def cancel(self) -> None:
        self._bench.toolbox.colour, self._bench.toolbox.secondary = self._before
