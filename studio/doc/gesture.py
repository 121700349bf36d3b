"""One press..release on a private copy: nothing of the sprite changes before `commit`, which makes one undo step.

The scratch holds only the 256 x 256 tiles that were written to, so a dab costs the same on every canvas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from studio.core.geometry import EMPTY_BOX, Box, Size
from studio.doc.edits import Patch, put_patches, read_cel, set_mask
from studio.doc.model import Cel, CelKey, Sprite
from studio.doc.selection import Selection

TILE = 256
"""Side of a scratch tile, in pixels."""

Raster: TypeAlias = npt.NDArray[np.uint8]
Place: TypeAlias = tuple[int, int]
"""Column and row of a tile."""
ReadBase = Callable[[Box], Raster]


@dataclass(frozen=True, slots=True)
class CelTarget:
    """Paint on a layer in a frame."""

    layer: str
    frame: str


@dataclass(frozen=True, slots=True)
class MaskTarget:
    """Paint on the mask of a frame."""

    frame: str


GestureTarget: TypeAlias = CelTarget | MaskTarget


class Scratch:
    """A canvas-sized raster to paint on, (h, w, 4) or (h, w) uint8, that copies a tile when it is first written to.

    `read_base` gives a writable copy of what was there before, for any box inside the canvas.
    """

    def __init__(self, size: Size, read_base: ReadBase, *, channels: tuple[int, ...] = ()) -> None:
        self.size = size
        self._box = Box.of_size(size)
        self._read_base = read_base
        self._channels = channels
        self._tiles: dict[Place, Raster] = {}
        self._touched = EMPTY_BOX

    @property
    def box(self) -> Box:
        """The whole canvas."""
        return self._box

    @property
    def touched(self) -> Box:
        """Around every cell that was written to; restored cells still count."""
        return self._touched

    def read(self, box: Box) -> Raster:
        """The pixels of a box inside the canvas; maybe a view, so only to be read."""
        only = self._only_place(box)
        if only in self._tiles:
            return self._view(only, box)
        result = self._read_base(box)
        for place in self._places(box):
            if place in self._tiles:
                common = box.intersected(self._tile_box(place))
                result[common.moved(-box.x, -box.y).slices] = self._view(place, common)
        return result

    def base(self, box: Box) -> Raster:
        """The pixels of a box as they were before the gesture; a copy."""
        return self._read_base(box)

    def write(self, box: Box, pixels: Raster) -> None:
        """Put pixels into a box; what lies outside the canvas is left out."""
        inside = box.intersected(self._box)
        pixels = pixels[inside.moved(-box.x, -box.y).slices] if inside != box else pixels
        for place in self._places(inside):
            common = inside.intersected(self._tile_box(place))
            self._open_tile(place)
            self._view(place, common)[...] = pixels[common.moved(-inside.x, -inside.y).slices]
        self._touched = self._touched.united(inside)

    def edit(self, box: Box) -> ScratchEdit:
        """The pixels of `box`, cut to the canvas, as an array that may be painted on within the `with` block."""
        inside = box.intersected(self._box)
        if inside.is_empty:
            return ScratchEdit(np.zeros((0, 0, *self._channels), np.uint8))
        self._touched = self._touched.united(inside)
        place = self._only_place(inside)
        if place is None:
            return ScratchEdit(self.read(inside), partial(self.write, inside))
        self._open_tile(place)
        return ScratchEdit(self._view(place, inside))

    def restore(self, box: Box | None = None, *, cells: npt.NDArray[np.bool_] | None = None) -> Box:
        """Bring a box back to what was there before, or only its `cells` (bool of the box). Gives the box that may
        look different. Without a box everything comes back."""
        if box is None:
            touched, self._touched = self._touched, EMPTY_BOX
            self._tiles.clear()
            return touched
        inside = box.intersected(self._touched)
        if inside.is_empty:
            return inside
        before = self._read_base(inside)
        if cells is not None:
            chosen = cells[inside.moved(-box.x, -box.y).slices]
            before = np.where(chosen[..., None] if self._channels else chosen, before, self.read(inside))
        self.write(inside, before)
        return inside

    def patches(self) -> Iterator[tuple[Box, Raster]]:
        """Every tile that was written to, with its box."""
        for place, tile in self._tiles.items():
            box = self._tile_box(place).intersected(self._touched)
            if not box.is_empty:
                yield box, tile[box.moved(-place[0] * TILE, -place[1] * TILE).slices]

    def _only_place(self, box: Box) -> Place | None:
        """The one tile under a box; None when there are several, or none."""
        x, y, width, height = box
        column, row = x // TILE, y // TILE
        inside = 0 < width <= (column + 1) * TILE - x and 0 < height <= (row + 1) * TILE - y
        return (column, row) if inside else None

    def _places(self, box: Box) -> Iterator[Place]:
        """Columns and rows of the tiles under a box."""
        if box.is_empty:
            return
        for row in range(box.y // TILE, (box.bottom - 1) // TILE + 1):
            for column in range(box.x // TILE, (box.right - 1) // TILE + 1):
                yield column, row

    def _tile_box(self, place: Place) -> Box:
        return Box(place[0] * TILE, place[1] * TILE, TILE, TILE).intersected(self._box)

    def _open_tile(self, place: Place) -> None:
        if place not in self._tiles:
            self._tiles[place] = self._read_base(self._tile_box(place))

    def _view(self, place: Place, box: Box) -> Raster:
        x, y = box.x - place[0] * TILE, box.y - place[1] * TILE
        return self._tiles[place][y : y + box.height, x : x + box.width]


class ScratchEdit:
    """Pixels to paint on within a `with` block; `put` writes them back at its end where they are a copy."""

    __slots__ = ("_pixels", "_put")

    def __init__(self, pixels: Raster, put: Callable[[Raster], None] | None = None) -> None:
        self._pixels = pixels
        self._put = put

    def __enter__(self) -> Raster:
        return self._pixels

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if self._put is not None and kind is None:
            self._put(self._pixels)


class Gesture:
    """An open stroke, shape or fill. Made by `Document.begin`; ends by `commit` or `cancel`, once.

    `clip` keeps every cell outside of it as it was.
    """

    def __init__(
        self,
        target: GestureTarget,
        scratch: Scratch,
        *,
        clip: Selection | None,
        on_touch: Callable[[Box], None],
        on_commit: Callable[[Gesture], None],
        on_cancel: Callable[[Gesture], None],
    ) -> None:
        self.target = target
        self.scratch = scratch
        self.clip = clip
        self._on_touch = on_touch
        self._on_commit = on_commit
        self._on_cancel = on_cancel
        self._open = True

    @property
    def is_open(self) -> bool:
        return self._open

    def touch(self, box: Box) -> None:
        """Say that cells of `box` were painted: keeps to the clip and announces what to redraw."""
        box = box.intersected(self.scratch.box)
        if box.is_empty or not self._open:
            return
        if self.clip is not None:
            self.scratch.restore(box, cells=~self.clip.cells[box.slices])
        self._on_touch(box)

    def restart(self) -> None:
        """Take back everything painted so far and go on: for shapes that follow the pointer."""
        box = self.scratch.restore()
        if self._open and not box.is_empty:
            self._on_touch(box)

    def commit(self) -> None:
        """Make what was painted one undo step; none when nothing is different. A second call does nothing."""
        if self._open:
            self._open = False
            self._on_commit(self)

    def cancel(self) -> None:
        """Leave the sprite as it was. After the end this does nothing."""
        if self._open:
            self._open = False
            self._on_cancel(self)

    def result(self, sprite: Sprite) -> Sprite:
        """The sprite with what was painted; the very same when nothing is different."""
        if isinstance(self.target, MaskTarget):
            return self._mask_result(sprite, self.target)
        patches: list[Patch] = list(self.scratch.patches())
        return put_patches(sprite, CelKey(self.target.layer, self.target.frame), patches)

    def _mask_result(self, sprite: Sprite, target: MaskTarget) -> Sprite:
        old = sprite.frame(target.frame).mask
        shape = (sprite.size.height, sprite.size.width)
        patches = [(box, pixels) for box, pixels in self.scratch.patches()]
        if all(np.array_equal(pixels, self.scratch.base(box)) for box, pixels in patches):
            return sprite
        mask = np.zeros(shape, np.uint8) if old is None else old.copy()
        for box, pixels in patches:
            mask[box.slices] = pixels
        return set_mask(sprite, target.frame, mask)


def scratch_for(sprite: Sprite, target: GestureTarget) -> Scratch:
    """A scratch over what the target shows now. KeyError for a frame or layer the sprite lacks."""
    if isinstance(target, CelTarget):
        cel = sprite.cel(target.layer, target.frame)
        return Scratch(sprite.size, _cel_reader(cel), channels=(4,))
    return Scratch(sprite.size, _mask_reader(sprite.frame(target.frame).mask))


def _cel_reader(cel: Cel | None) -> ReadBase:
    return lambda box: read_cel(cel, box)


def _mask_reader(mask: Raster | None) -> ReadBase:
    if mask is None:
        return lambda box: np.zeros((box.height, box.width), np.uint8)
    return lambda box: mask[box.slices].copy()
