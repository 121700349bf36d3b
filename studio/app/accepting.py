"""A take made to fit the sprite it is accepted into: its colours, its edges, its place, and its size.

Everything here is a pure function on pixels. What a mask or a part of the canvas bounds is never moved, and outside of
a mask no pixel is touched. Pixels are never smoothed: a picture that is too large is brought down cell by cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from studio.app import place
from studio.app.place import Edit, Placement
from studio.app.switches import AlignWay, PaletteWay, Switches
from studio.app.takes import Take
from studio.core.errors import UserError
from studio.core.geometry import EMPTY_BOX, Box, Point, Size
from studio.core.words import _, ngettext
from studio.doc import edits
from studio.doc.canvas_size import resize_canvas
from studio.doc.compose import flatten
from studio.doc.document import Cursor
from studio.doc.model import ColourMode, Sprite
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import Pixels, frozen, opaque_box, size_of
from studio.doc.skeleton import Pose
from studio.local.align import stance_of
from studio.local.arrays import opaque
from studio.local.palette import Alpha, map_to_palette, palette_of
from studio.local.pixelate import detect_grid, grid_for_size, pixelate_frames

MOST_COLOURS = 256
"""Entries of a palette that colours of a take may fill up."""
_BY_FIGURE = frozenset({AlignWay.FEET, AlignWay.CENTRE})
_SURE = 0.6
"""Confidence from which on a grid that was found is believed; as where pixel art is made of pictures."""


class SizeWay(StrEnum):
    """What is done with a take that is larger than the sprite."""

    GROW = "grow"
    CROP = "crop"
    PIXELS = "pixels"


class CanvasChange(NamedTuple):
    """The canvas a take asks for; what is on the sprite moves by dx, dy."""

    size: Size
    dx: int
    dy: int


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A take as it will be put down."""

    take: Take
    """For the canvas of the sprite."""
    own: Take
    """For a sprite of its own: with its colours and edges, in its own size."""
    canvas: CanvasChange | None = None
    added: tuple[Colour, ...] = ()
    """Colours the palette of the sprite gets."""
    palette: Palette | None = None
    """What a sprite of its own is given; None for the take's own colours."""
    notes: tuple[str, ...] = ()
    problem: str = ""
    """Why it could not be made to fit, as a sentence; nothing is to be accepted then."""

    def prepared(self, sprite: Sprite) -> Sprite:
        """The sprite with the canvas and the palette that the take asks for, before it is put down."""
        if self.canvas is not None:
            sprite = resize_canvas(sprite, self.canvas.size, self.canvas.dx, self.canvas.dy)
        if self.added:
            palette = sprite.palette
            names = (*palette.names, *("" for _colour in self.added)) if palette.names else ()
            sprite = edits.set_palette(sprite, replace(palette, colours=(*palette.colours, *self.added), names=names))
        return sprite

    def edit(self, placement: Placement, cursor: Cursor) -> Edit:
        """All of it as one edit."""
        put = place.edit_for(self.take, placement, cursor)
        return lambda sprite: put(self.prepared(sprite))

    def sprite(self) -> Sprite:
        """A sprite of its own."""
        made = place.as_sprite(self.own)
        return made if self.palette is None else edits.set_palette(made, self.palette)


def fits(take: Take, size: Size) -> bool:
    """Whether a canvas of that size can hold it."""
    return take.size.width <= size.width and take.size.height <= size.height


def is_bound(take: Take, canvas: Size) -> bool:
    """Whether it has its place on the canvas already, by its mask or by the part that was sent."""
    return take.mask is not None or place.sent_part(take, canvas) is not None


def palette_way(sprite: Sprite | None, switches: Switches) -> PaletteWay:
    """What is done with colours: a sprite of indexed colours never just takes new ones in."""
    indexed = sprite is not None and sprite.mode is ColourMode.INDEXED
    return PaletteWay.MAP if indexed and switches.palette is PaletteWay.KEEP else switches.palette


def is_as_it_came(take: Take, sprite: Sprite | None, switches: Switches, size_way: SizeWay | None) -> bool:
    """Whether nothing at all has to be done, so that it can be shown at once."""
    moved = sprite is not None and switches.align is not AlignWay.PLACED and not is_bound(take, sprite.size)
    colours = palette_way(sprite, switches) is not PaletteWay.KEEP or switches.edges is not None
    return not (moved or colours or size_way is not None)


def fit(
    take: Take, sprite: Sprite | None, frame: str, *, switches: Switches, size_way: SizeWay | None = None
) -> Fitted:
    """The take as these switches want it. `frame` is the one of the sprite whose figure it is aligned with.

    UserError where the sprite has no colours to map to. Numpy work: for a large take call it in a worker thread.
    """
    notes: list[str] = []
    if not take.frames:
        return Fitted(take, take)
    if size_way is SizeWay.PIXELS and sprite is not None:
        take, sentence = as_pixel_art(take, sprite.size)
        notes.append(sentence)
    palette = sprite.palette if sprite is not None else Palette()
    way = palette_way(sprite, switches) if sprite is not None else PaletteWay.KEEP
    own = _coloured(take, palette if way is PaletteWay.MAP else None, switches.edges)
    added: tuple[Colour, ...] = ()
    if way is PaletteWay.ADD:
        added, sentence = new_colours(own, palette)
        notes += [sentence] if sentence else []
    fitted = Fitted(own, own, added=added, palette=_palette_of_own(way, palette, added))
    if sprite is not None:
        fitted = _placed(fitted, sprite, frame, align=switches.align, size_way=size_way)
    return replace(fitted, notes=(*notes, *fitted.notes))


def as_pixel_art(take: Take, room: Size) -> tuple[Take, str]:
    """The take with one pixel for each of its cells, at most as large as `room`, and a sentence on what was found.

    The grid is detected; where none can be seen, or its result is larger than the room, the cells are made to fit it.
    """
    frames = [np.asarray(frame) for frame in take.frames]
    grid = max((detect_grid(frame) for frame in frames), key=lambda found: found.confidence)
    own = take.size
    found = grid.confidence >= _SURE
    seen = Size(round(own.width / grid.cell_w), round(own.height / grid.cell_h))
    if not found or seen.width > room.width or seen.height > room.height:
        share = min(room.width / own.width, room.height / own.height, 1.0)
        target = Size(max(1, int(own.width * share)), max(1, int(own.height * share)))
        grid = grid_for_size(frames[0], target)
    small = pixelate_frames(frames, grid=grid).frames
    size = size_of(small[0])
    if found and size == seen:
        sentence = _("Pixels {cell} wide were found: it is {size} now.").format(cell=f"{grid.cell_w:.3g}", size=size)
    else:
        sentence = _("No grid of larger pixels was found: brought down to {size}.").format(size=size)
    poses = tuple(_scaled(pose, size.width / own.width, size.height / own.height) for pose in take.poses)
    return replace(take, frames=tuple(frozen(one) for one in small), poses=poses, origin=None, mask=None), sentence


def new_colours(take: Take, palette: Palette) -> tuple[tuple[Colour, ...], str]:
    """The opaque colours of a take that the palette lacks, the most frequent first, as many as there is room for.

    The sentence says how many found none; empty when all did.
    """
    known = set(palette.colours)
    whole = np.concatenate([_inside(take, frame) for frame in take.frames])[None]
    if whole.size == 0:
        return (), ""  # a mask that marks nothing
    missing = [colour for row in palette_of(whole) if (colour := Colour(*map(int, row))) not in known]
    room = max(0, MOST_COLOURS - len(palette))
    left = len(missing) - room
    if left <= 0:
        return tuple(missing), ""
    sentence = ngettext(
        "{count} colour of the take has no room in the palette.",
        "{count} colours of the take have no room in the palette.",
        left,
    ).format(count=left)
    return tuple(missing[:room]), sentence


def offset_of(take: Take, sprite: Sprite, frame: str, align: AlignWay) -> Point:
    """Where the top left corner of the take lies on the canvas; may lie outside of it.

    An animation moves as one, by its first frame that shows something. Without a figure on either side the take lies
    as it was sent, else in the middle.
    """
    usual = place.box_on(take, sprite.size)
    if align is AlignWay.TOP_LEFT:
        return Point(0, 0)
    figures = _figures(take, flatten(sprite, frame)) if align in _BY_FIGURE else None
    if figures is None:
        return Point(usual.x, usual.y)
    look, figure = figures
    if align is AlignWay.FEET:
        here, there = stance_of(look), stance_of(figure)
        return Point(int(np.floor(here.x - there.x + 0.5)), int(here.y - there.y))
    mine, its = opaque_box(look), opaque_box(figure)
    return Point((mine.x + mine.right - its.x - its.right) // 2, (mine.y + mine.bottom - its.y - its.bottom) // 2)


def _figures(take: Take, look: Pixels) -> tuple[Pixels, Pixels] | None:
    """What is there and the first frame of the take that shows something; None where either is empty."""
    figure = next((one for one in take.frames if opaque(one).any()), None)
    return None if figure is None or not opaque(look).any() else (look, figure)


def grown(sprite: Box, take: Box, drawn: Box) -> Box:
    """The smallest sensible canvas around the sprite for a take that lies at `take` and is drawn on in `drawn`.

    As large as the larger of the two in each direction; larger only where both would not fit in otherwise.
    """
    left, right = _grown_side((sprite.x, sprite.right), (take.x, take.right), (drawn.x, drawn.right), drawn.is_empty)
    top, bottom = _grown_side((sprite.y, sprite.bottom), (take.y, take.bottom), (drawn.y, drawn.bottom), drawn.is_empty)
    return Box.spanning(left, top, right, bottom)


def _grown_side(
    sprite: tuple[int, int],
    take: tuple[int, int],
    drawn: tuple[int, int],
    nothing: bool,  # noqa: FBT001 - the fourth of four facts about one side
) -> tuple[int, int]:
    start = sprite[0] if nothing else min(sprite[0], drawn[0])
    end = sprite[1] if nothing else max(sprite[1], drawn[1])
    length = max(sprite[1] - sprite[0], take[1] - take[0], end - start)
    at = min(max(take[0], end - length), start)
    return at, at + length


def _placed(fitted: Fitted, sprite: Sprite, frame: str, *, align: AlignWay, size_way: SizeWay | None) -> Fitted:
    """With frames as large as the canvas, where they have to be moved, cut, or given room."""
    take, canvas = fitted.take, sprite.box
    fits_in = fits(take, sprite.size)
    if (fits_in and is_bound(take, sprite.size)) or len({size_of(one) for one in take.frames}) > 1:
        return fitted
    if (fits_in and align is AlignWay.PLACED) or (not fits_in and size_way is None):
        return fitted
    at = offset_of(take, sprite, frame, align)
    change: CanvasChange | None = None
    if not fits_in and size_way is SizeWay.GROW:
        drawn = EMPTY_BOX
        for one in take.frames:
            drawn = drawn.united(opaque_box(one))
        canvas = grown(canvas, Box(at.x, at.y, *take.size), drawn.moved(at.x, at.y))
        change = CanvasChange(canvas.size, -canvas.x, -canvas.y)
    moved = [_cut_to(one, canvas.moved(-at.x, -at.y)) for one in take.frames]
    poses = tuple(replace(pose.shifted(at.x - canvas.x, at.y - canvas.y), key=pose.key) for pose in take.poses)
    notes = _notes(take.frames, moved, sprite.size, change)
    if align in _BY_FIGURE and _figures(take, flatten(sprite, frame)) is None:
        notes = (_("There is no figure on both sides to align by."), *notes)
    put = replace(take, frames=tuple(moved), poses=poses, origin=None, mask=None)
    return replace(fitted, take=put, canvas=change, notes=notes)


def _notes(
    before: Sequence[Pixels], after: Sequence[Pixels], size: Size, change: CanvasChange | None
) -> tuple[str, ...]:
    notes = []
    if change is not None and change.size != size:
        notes.append(_("The canvas grows from {old} to {new}.").format(old=size, new=change.size))
    lost = sum(int((one[..., 3] > 0).sum()) for one in before) - sum(int((one[..., 3] > 0).sum()) for one in after)
    if lost > 0:
        notes.append(
            ngettext(
                "{count} pixel outside the canvas is left out.",
                "{count} pixels outside the canvas are left out.",
                lost,
            ).format(count=lost)
        )
    return tuple(notes)


def _cut_to(pixels: Pixels, box: Box) -> Pixels:
    """The cells of a box that may reach beyond the picture, clear there."""
    result = np.zeros((box.height, box.width, 4), np.uint8)
    common = box.intersected(Box.of_size(size_of(pixels)))
    if not common.is_empty:
        result[common.moved(-box.x, -box.y).slices] = pixels[common.slices]
    return frozen(result)


def _coloured(take: Take, palette: Palette | None, edges: int | None) -> Take:
    """With hard edges and in the colours of a palette, where that is asked for; outside of a mask as it is."""
    if palette is None and edges is None:
        return take
    colours = None if palette is None else _opaque(palette)
    frames = tuple(_recoloured(frame, colours, edges) for frame in take.frames)
    if take.mask is not None and size_of(take.mask) == take.size:
        inside = (take.mask > 0)[..., None]
        frames = tuple(np.where(inside, new, old) for new, old in zip(frames, take.frames, strict=True))
    return replace(take, frames=tuple(frozen(frame) for frame in frames))


def _recoloured(pixels: Pixels, colours: Pixels | None, edges: int | None) -> Pixels:
    result = pixels
    if edges is not None:
        solid = pixels[..., 3] >= edges
        result = np.where(solid[..., None], pixels, 0).astype(np.uint8)
        result[..., 3] = np.where(solid, 255, 0)
    return result if colours is None else map_to_palette(result, colours, alpha=Alpha.KEEP)


def _opaque(palette: Palette) -> Pixels:
    """Its colours that cover, (n, 4). UserError when it has none."""
    entries = palette.array()
    solid: Pixels = entries[entries[:, 3] == 255]
    if len(solid) == 0:
        raise UserError(_("The palette of the sprite is empty. Add colours to it, or keep the take’s own."))
    return solid


def _palette_of_own(way: PaletteWay, palette: Palette, added: tuple[Colour, ...]) -> Palette | None:
    if way is PaletteWay.MAP:
        return palette
    if way is PaletteWay.ADD and len(palette):
        return Palette((*palette.colours, *added), title=palette.title)
    return None


def _inside(take: Take, frame: Pixels) -> Pixels:
    """(n, 4) pixels that the take puts down: those inside its mask."""
    if take.mask is not None and take.mask.shape == frame.shape[:2]:
        return np.asarray(frame[take.mask > 0])
    return frame.reshape(-1, 4)


def _scaled(pose: Pose, across: float, down: float) -> Pose:
    points = {label: point._replace(x=point.x * across, y=point.y * down) for label, point in pose.points.items()}
    return Pose.of(points, key=pose.key)
