"""The sprite as it is beside the take as it would be: which pixels change, and which colours become which.

Two fully clear pixels look alike whatever their colours are. Pictures of a pair have one size. Pairs are made when they
are asked for; the whole comparison is counted by `summary`, which is for a worker thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from studio.app import place
from studio.app.accepting import Fitted, fits
from studio.app.takes import Take
from studio.core.geometry import Size
from studio.doc.compose import flatten
from studio.doc.model import Sprite
from studio.doc.palette import Colour
from studio.doc.pixels import Bools, Pixels, frozen

MOST_CHANGES = 500
"""Rows of the list of colours; what is rarer than those is only counted."""

Keys = npt.NDArray[np.uint32]
"""Pixels as numbers, all clear ones 0."""


class Pair(NamedTuple):
    """(h, w, 4) each, of one size, only to be read."""

    before: Pixels
    after: Pixels


class ColourChange(NamedTuple):
    """So many pixels go from one colour to another; a clear one is TRANSPARENT."""

    old: Colour
    new: Colour
    pixels: int


class Summary(NamedTuple):
    """What all frames together tell. `gone` and `fresh` are colours of only one side, the most frequent first."""

    counts: tuple[int, ...]
    """Pixels that change, by frame."""
    changes: tuple[ColourChange, ...]
    """The most frequent first."""
    gone: tuple[Colour, ...]
    fresh: tuple[Colour, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


class Comparison:
    """One take against one sprite, both as they were when this was made."""

    def __init__(self, sprite: Sprite, fitted: Fitted, frame: str) -> None:
        self.take = fitted.take
        self._sprite = fitted.prepared(sprite)
        self._frames = frames_beside(sprite, self.take, frame)
        self._kept: dict[str, Pixels] = {}

    @property
    def size(self) -> Size:
        """Of the pictures of each pair: the canvas, or as much as both need where the take does not fit."""
        own, canvas = self.take.size, self._sprite.size
        return Size(max(own.width, canvas.width), max(own.height, canvas.height))

    def __len__(self) -> int:
        return len(self.take.frames)

    def pair(self, index: int) -> Pair:
        """The pictures of one frame of the take and of the frame of the sprite beside it."""
        before = self._before(self._frames[index])
        if not fits(self.take, self._sprite.size):
            return Pair(_middle(before, self.size), _middle(self.take.frames[index], self.size))
        part = place.sent_part(self.take, self._sprite.size)
        if part is None:
            return Pair(before, place.on_canvas(self.take, index, self._sprite.size))
        after = before.copy()
        after[part.slices] = self.take.frames[index]
        return Pair(before, frozen(after))

    def summary(self) -> Summary:
        """All frames counted."""
        counts: list[int] = []
        pairs: list[npt.NDArray[np.uint64]] = []
        colours: tuple[list[Keys], list[Keys]] = ([], [])
        for index in range(len(self)):
            keys = [_keys(side) for side in self.pair(index)]
            differs = keys[0] != keys[1]
            counts.append(int(np.count_nonzero(differs)))
            pairs.append(keys[0][differs].astype(np.uint64) << np.uint64(32) | keys[1][differs])
            for side, found in zip(colours, keys, strict=True):
                side.append(found.ravel())
        old, new = _ranked(colours[0]), _ranked(colours[1])
        return Summary(
            tuple(counts),
            tuple(_change(int(key), count) for key, count in _counted(pairs)[:MOST_CHANGES]),
            tuple(_colour(key) for key in old if key and key not in new),
            tuple(_colour(key) for key in new if key and key not in old),
        )

    def _before(self, frame: str) -> Pixels:
        known = self._kept.get(frame)
        if known is None:
            known = self._kept[frame] = flatten(self._sprite, frame)
        return known


def changed(pair: Pair) -> Bools:
    """(h, w): which pixels look different."""
    before, after = pair
    visible = (before[..., 3] > 0) | (after[..., 3] > 0)
    differs: Bools = (before.view(np.uint32)[..., 0] != after.view(np.uint32)[..., 0]) & visible
    return differs


def cells_of(pair: Pair, change: ColourChange) -> Bools:
    """(h, w): which pixels go from the one colour to the other."""
    old, new = _keys(pair.before), _keys(pair.after)
    cells: Bools = (old == _key(change.old)) & (new == _key(change.new))
    return cells


def frames_beside(sprite: Sprite, take: Take, frame: str) -> tuple[str, ...]:
    """For each frame of the take the frame of the sprite it is compared with.

    Those it was made from; else those it would be put in place of, where there are as many without leaving the tag
    around the current one; else the current one.
    """
    count = len(take.frames)
    known = {one.id for one in sprite.frames}
    sent = take.origin.frames if take.origin is not None else ()
    if count > 1 and len(sent) == count and known.issuperset(sent):
        return tuple(sent)
    start = sprite.frame_index(frame)
    end = min((sprite.tag_range(tag).stop for tag in sprite.tags_at(start)), default=len(sprite.frames))
    following = tuple(one.id for one in sprite.frames[start : min(start + count, end)])
    return following if len(following) == count else (frame,) * count


def _middle(pixels: Pixels, size: Size) -> Pixels:
    result = np.zeros((size.height, size.width, 4), np.uint8)
    y, x = (size.height - pixels.shape[0]) // 2, (size.width - pixels.shape[1]) // 2
    result[y : y + pixels.shape[0], x : x + pixels.shape[1]] = pixels
    return frozen(result)


def _keys(pixels: Pixels) -> Keys:
    keys: Keys = np.ascontiguousarray(pixels).view("<u4")[..., 0]
    return np.where(pixels[..., 3] > 0, keys, np.uint32(0))


def _counted(parts: Sequence[npt.NDArray[np.uint64]] | Sequence[Keys]) -> list[tuple[int, int]]:
    """Each value with how often it comes, the most frequent first."""
    values, counts = np.unique(np.concatenate(parts), return_counts=True)
    order = np.argsort(-counts, kind="stable")
    return list(zip(values[order].tolist(), counts[order].tolist(), strict=True))


def _ranked(parts: Sequence[Keys]) -> dict[int, None]:
    return dict.fromkeys(key for key, _count in _counted(parts))


def _change(key: int, count: int) -> ColourChange:
    return ColourChange(_colour(key >> 32), _colour(key & 0xFFFFFFFF), count)


def _key(colour: Colour) -> np.uint32:
    return np.uint32(int.from_bytes(bytes(colour), "little") if colour.a else 0)


def _colour(key: int) -> Colour:
    return Colour(*key.to_bytes(4, "little"))
