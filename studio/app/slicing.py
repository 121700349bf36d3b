"""A sheet that was opened as one picture becomes a sprite with a frame a cell."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from pathlib import Path

from studio.app.workspace import Workspace
from studio.codec.sheet import Grid, guess_grid, slice_grid
from studio.core.geometry import Point, Size
from studio.doc import edits
from studio.doc.compose import flatten
from studio.doc.document import Document
from studio.doc.pixels import Pixels

_SMALLEST_TILE = 8


def sheet_of(document: Document) -> Pixels:
    """The picture to cut: the frame in front, as it is composed."""
    return flatten(document.sprite, document.cursor.frame)


def first_guess(sheet: Pixels) -> Grid:
    """The cells the picture seems to have. Where they touch, as tiles do, the largest square that fills it without a
    rest; a quarter of it where even that tells nothing."""
    found = guess_grid(sheet)
    height, width = sheet.shape[:2]
    side = gcd(width, height)
    if found is None and _SMALLEST_TILE <= side < max(width, height):
        return Grid(Size(side, side), Point(0, 0))
    return found or Grid(Size(max(1, width // 2), max(1, height // 2)), Point(0, 0))


def cut(workspace: Workspace, document: Document, grid: Grid, *, skip_empty: bool, duration: Fraction) -> Document:
    """A sprite of the cells in a tab of its own, not saved anywhere yet. UserError when the grid gives no frame."""
    frames = slice_grid(sheet_of(document), grid, skip_empty=skip_empty)
    sprite = edits.from_rasters(frames, [duration] * len(frames))
    sprite = edits.set_palette(sprite, document.sprite.palette)
    made = workspace.add(sprite, title=Path(document.title).stem)
    made.mark_unsaved()
    return made
