"""A hand with tools on a small document, and pictures as rows of letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from studio.app.toolbox import Mode, Tool, ToolBox
from studio.core.geometry import Box, Size
from studio.doc.compose import compose
from studio.doc.document import Document
from studio.doc.edits import new_sprite, put_raster, set_mask
from studio.doc.model import Sprite
from studio.doc.palette import Colour
from studio.ui.canvas.desk import ToolDesk
from studio.ui.canvas.touch import Button, Touch

INK = {
    ".": Colour(0, 0, 0, 0),
    "k": Colour(0, 0, 0),
    "r": Colour(200, 50, 50),
    "g": Colour(40, 160, 60),
    "b": Colour(50, 60, 200),
}
_LETTERS = {colour: letter for letter, colour in INK.items()}


def raster(rows: Sequence[str]) -> np.ndarray:
    """(h, w, 4) of rows of letters."""
    return np.array([[INK[letter] for letter in row] for row in rows], np.uint8)


def sprite_of(*rows: str, frames: int = 1) -> Sprite:
    """A sprite with one layer whose first frame shows the rows."""
    sprite = new_sprite(Size(len(rows[0]), len(rows)), frames=frames)
    return put_raster(sprite, sprite.layers[0].id, sprite.frames[0].id, raster(rows))


def letters(pixels: np.ndarray) -> list[str]:
    """Pixels as rows of letters, `?` for a colour that has none."""
    return ["".join(_LETTERS.get(Colour(*map(int, pixel)), "?") for pixel in row) for row in pixels]


class Hand:
    """Tools at work: `drag` is a press, moves and a release, in cells."""

    def __init__(self, *rows: str, tool: Tool = Tool.PENCIL, mode: Mode = Mode.DRAW, frames: int = 1) -> None:
        self.document = Document(sprite_of(*rows, frames=frames))
        self.toolbox = ToolBox()
        self.toolbox.mode = mode
        self.toolbox.tool = tool
        self.toolbox.colour = INK["r"]
        self.toolbox.secondary = INK["b"]
        self.said: list[str] = []
        self.shown: list[Box] = []
        self.desk = ToolDesk(self.document, self.toolbox, say=self.said.append, stand_in=self._on_stand_in)

    def drag(self, *cells: tuple[int, int], button: Button = Button.LEFT, **modifiers: bool) -> None:
        """Press at the first cell, go through the others, release at the last."""
        self.start(*cells, button=button, **modifiers)
        self.desk.release(_touch(cells[-1], button, modifiers))

    def start(self, *cells: tuple[int, int], button: Button = Button.LEFT, **modifiers: bool) -> None:
        """Press and go, without a release."""
        self.desk.press(_touch(cells[0], button, modifiers))
        for cell in cells[1:]:
            self.desk.move(_touch(cell, button, modifiers))

    def picture(self) -> list[str]:
        """What the frame shows, as letters."""
        frame = self.document.cursor.frame
        replace = self.desk.stand_ins or self.document.scratches(frame)
        return letters(compose(self.document.sprite, frame, replace=replace))

    def mask(self) -> list[str]:
        """The mask, `#` for what is to be redone."""
        mask = self.document.mask(self.document.cursor.frame)
        size = self.document.sprite.size
        if mask is None:
            return ["." * size.width] * size.height
        return ["".join("#" if value else "." for value in row) for row in mask]

    def put_mask(self, *rows: str) -> None:
        """Give the frame a mask."""
        values = np.array([[255 if letter == "#" else 0 for letter in row] for row in rows], np.uint8)
        frame = self.document.cursor.frame
        self.document.apply("mask", lambda sprite: set_mask(sprite, frame, values))

    def _on_stand_in(self, box: Box) -> None:
        self.shown.append(box)


def _touch(cell: tuple[int, int], button: Button, modifiers: Mapping[str, bool]) -> Touch:
    return Touch(cell[0] + 0.5, cell[1] + 0.5, button, **modifiers)
