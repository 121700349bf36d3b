"""Change a sprite's size without a single new colour: whole factors, Scale2x and Scale3x, nearest, and the canvas."""

from __future__ import annotations

from enum import Enum, StrEnum

import numpy as np

from studio.core.words import _
from studio.local.arrays import BadPixels, Ints, Keys, Rgba, checked, from_keys, to_keys
from studio.local.scale import scale2x, scale3x

LARGEST_SIDE = 8192


class Down(StrEnum):
    """Which pixel of a block is kept when a sprite is made smaller."""

    NEAREST = "nearest"
    MAJORITY = "majority"


class Smooth(Enum):
    """The enlargements that round diagonal steps."""

    SCALE2X = 2
    SCALE3X = 3


class Anchor(Enum):
    """Where the old canvas sits in the new one, as shares (x, y) of the space that is gained or lost."""

    TOP_LEFT = (0, 0)
    TOP = (1, 0)
    TOP_RIGHT = (2, 0)
    LEFT = (0, 1)
    CENTRE = (1, 1)
    RIGHT = (2, 1)
    BOTTOM_LEFT = (0, 2)
    BOTTOM = (1, 2)
    BOTTOM_RIGHT = (2, 2)


def enlarged(rgba: Rgba, factor: int) -> Rgba:
    """Each pixel as a block of `factor` by `factor`."""
    picture = checked(rgba)
    if factor < 1:
        raise BadPixels(_("A sprite grows by a whole factor of 1 or more; choose such a factor."))
    _check_size(picture.shape[1] * factor, picture.shape[0] * factor)
    return np.repeat(np.repeat(picture, factor, axis=0), factor, axis=1)


def smoothed_up(rgba: Rgba, rule: Smooth) -> Rgba:
    """Two or three times the size with diagonal steps rounded (Scale2x, Scale3x)."""
    picture = checked(rgba)
    _check_size(picture.shape[1] * rule.value, picture.shape[0] * rule.value)
    keys = to_keys(picture)
    return from_keys(scale2x(keys) if rule == Smooth.SCALE2X else scale3x(keys)).copy()


def reduced(rgba: Rgba, factor: int, *, how: Down = Down.MAJORITY) -> Rgba:
    """One pixel for each block of `factor` by `factor`: its middle one, or its most frequent colour.

    Undoes `enlarged` exactly. BadPixels when a side is not a multiple of the factor.
    """
    picture = checked(rgba)
    height, width = picture.shape[:2]
    if factor < 1 or height % factor or width % factor:
        message = _("{width} x {height} does not divide by {factor}; choose a factor of both, or a target size.")
        raise BadPixels(message.format(width=width, height=height, factor=factor))
    if how == Down.NEAREST:
        return picture[factor // 2 :: factor, factor // 2 :: factor].copy()
    keys = to_keys(picture).reshape(height // factor, factor, width // factor, factor)
    blocks = keys.transpose(0, 2, 1, 3).reshape(height // factor, width // factor, factor * factor)
    return from_keys(np.take_along_axis(blocks, _most_frequent(blocks)[..., None], axis=2)[..., 0]).copy()


def resized(rgba: Rgba, size: tuple[int, int]) -> Rgba:
    """The picture at (width, height) by the nearest pixel; sides need not divide evenly."""
    picture = checked(rgba)
    width, height = size
    _check_size(width, height)
    return picture[_nearest_positions(picture.shape[0], height)][:, _nearest_positions(picture.shape[1], width)]


def with_canvas(rgba: Rgba, size: tuple[int, int], *, anchor: Anchor = Anchor.CENTRE) -> Rgba:
    """The same pixels on a canvas of (width, height); what does not fit is cut, what is new is clear."""
    picture = checked(rgba)
    width, height = size
    _check_size(width, height)
    x = _offset(width - picture.shape[1], anchor.value[0])
    y = _offset(height - picture.shape[0], anchor.value[1])
    canvas = np.zeros((height, width, 4), np.uint8)
    top, left = max(y, 0), max(x, 0)
    bottom, right = min(y + picture.shape[0], height), min(x + picture.shape[1], width)
    if top < bottom and left < right:
        canvas[top:bottom, left:right] = picture[top - y : bottom - y, left - x : right - x]
    return canvas


def _check_size(width: int, height: int) -> None:
    if not (1 <= width <= LARGEST_SIDE and 1 <= height <= LARGEST_SIDE):
        message = _("{width} x {height} is not between 1 and {most} pixels a side; choose another size.")
        raise BadPixels(message.format(width=width, height=height, most=LARGEST_SIDE))


def _nearest_positions(old: int, new: int) -> Ints:
    """For each new pixel the old one its centre falls on, in whole numbers: floor((2i + 1) * old / (2 * new))."""
    return (2 * np.arange(new) + 1) * old // (2 * new)


def _most_frequent(blocks: Keys) -> Ints:
    """The position in each block of its most frequent value; of equal ones the one seen first."""
    counts = np.zeros(blocks.shape, np.intp)
    for position in range(blocks.shape[2]):
        counts += blocks == blocks[..., position : position + 1]
    first: Ints = counts.argmax(axis=2)
    return first


def _offset(gained: int, share: int) -> int:
    """Half the space, rounded down, for the middle anchors."""
    return (gained * share) // 2
