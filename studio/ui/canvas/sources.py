"""What a canvas has to show of a document now: picture, ghosts, mask, and which cells a change touches. No Qt."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from studio.app.toolbox import Mode, ToolBox
from studio.core.geometry import Box
from studio.doc.compose import PixelSource, compose, onion
from studio.doc.document import Document
from studio.doc.palette import Colour
from studio.doc.pixels import MaskPixels, Pixels


class Sources:
    """Reads one document through the settings of the tool box. `stand_ins` shows layers otherwise than they are
    (content that is being moved)."""

    def __init__(self, document: Document, toolbox: ToolBox) -> None:
        self._document = document
        self._toolbox = toolbox
        self.stand_ins: Mapping[str, PixelSource] = {}
        self.onion_tints = (Colour(0x5B, 0x8C, 0xFF), Colour(0xFF, 0x6A, 0x5E))

    @property
    def shows_mask(self) -> bool:
        """A mask is there, or being painted, and wanted on the screen."""
        if self._document.preview is not None:
            return False
        if self._toolbox.mode is Mode.MASK:
            return True
        frame = self._document.sprite.frame(self._document.cursor.frame)
        return self._toolbox.mask_shown and frame.mask is not None

    @property
    def shows_ghosts(self) -> bool:
        box = self._toolbox
        return box.onion_shown and (box.onion_before > 0 or box.onion_after > 0) and self._document.preview is None

    def picture(self, box: Box) -> Pixels:
        """Straight RGBA of the cells: the previewed take, else the frame with what a gesture has painted."""
        preview = self._document.preview
        if preview is not None:
            return _placed(preview.pixels, box.moved(-preview.x, -preview.y))
        frame = self._document.cursor.frame
        if self.stand_ins:
            return compose(self._document.sprite, frame, box, replace=self.stand_ins)
        return self._document.look(frame, box)

    def ghosts(self, box: Box) -> Pixels:
        """The frames before and after, tinted."""
        before, after = self.onion_tints
        return onion(
            self._document.sprite,
            self._document.cursor.frame,
            box,
            before=self._toolbox.onion_before,
            after=self._toolbox.onion_after,
            before_tint=before,
            after_tint=after,
        )

    def mask(self, box: Box) -> MaskPixels | None:
        """The mask of the cells; None when nothing is marked."""
        return self._document.mask(self._document.cursor.frame, box)


def _placed(pixels: Pixels, box: Box) -> Pixels:
    """The cells of a box that may reach beyond the picture, transparent there."""
    height, width = pixels.shape[:2]
    common = box.intersected(Box(0, 0, width, height))
    if common == box:
        return pixels[box.slices]
    result = np.zeros((box.height, box.width, 4), np.uint8)
    if not common.is_empty:
        result[common.moved(-box.x, -box.y).slices] = pixels[common.slices]
    return result
