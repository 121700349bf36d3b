"""What differs between two roots, small and in both directions: one undo step without its roots.

Rasters that changed are kept as packed differences, everything else as it was. What would take long to pack is kept
as references to both rasters until `packed` is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from studio.core.geometry import EMPTY_BOX, Box, Size
from studio.doc.model import Cel, CelKey, Frame, Sprite
from studio.doc.pixels import MaskPixels, Pixels, size_of
from studio.doc.xor import ABSENT, Pair, Placed, Raster, compared, pack, place_of, unpack

PACK_AT_ONCE = 2**20
"""Steps whose differences are up to this many bytes are packed when they are made: some milliseconds at most."""
_PART_BYTES = 260
"""What a step with one part takes beyond its payload; measured."""
_VALUES = tuple(field.name for field in fields(Sprite) if field.name not in ("cels", "frames"))
_CEL_VALUES = tuple(field.name for field in fields(Cel))[1:]

Payload: TypeAlias = bytes | Pair | None
"""None: the raster is the very same on both sides."""


@dataclass(frozen=True, slots=True, eq=False)
class _CelPart:
    """A cel before and after, each with a stand-in of its size for the pixels; None where there was no cel."""

    key: CelKey
    before: Cel | None
    after: Cel | None
    payload: Payload


@dataclass(frozen=True, slots=True, eq=False)
class _FramePart:
    """A frame before and after, each with a stand-in for the mask; None where there was no frame."""

    before: Frame | None
    after: Frame | None
    payload: Payload


@dataclass(frozen=True, slots=True, eq=False)
class _OrderPart:
    """The ids of all frames in their order."""

    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _ValuePart:
    """Any other attribute of the root."""

    name: str
    before: Any
    after: Any


_Part: TypeAlias = _CelPart | _FramePart | _OrderPart | _ValuePart
Delta: TypeAlias = tuple[_Part, ...]
"""Opaque outside of this module."""


def delta_between(before: Sprite, after: Sprite, *, within: Box | None = None) -> Delta:
    """How to get from one root to the other and back. `within` promises that rasters differ only inside a box of the
    canvas. Packed when that is quickly done."""
    parts: list[_Part] = [
        _ValuePart(name, getattr(before, name), getattr(after, name))
        for name in _VALUES
        if getattr(before, name) is not getattr(after, name)
    ]
    if before.frames is not after.frames:
        parts += _frame_parts(before, after, within)
    if before.cels is not after.cels:
        parts += _cel_parts(before, after, within)
    delta = tuple(parts)
    return packed(delta) if sum(pair.nbytes for pair in _pairs(delta)) <= PACK_AT_ONCE else delta


def packed(delta: Delta) -> Delta:
    """The same with every difference packed, those that several parts share only once."""
    done: dict[tuple[int, int, Box, Box], bytes] = {}
    parts: list[_Part] = []
    for part in delta:
        pair = _payload(part)
        if isinstance(part, (_CelPart, _FramePart)) and isinstance(pair, Pair):
            key = id(pair.before.raster), id(pair.after.raster), pair.before.box, pair.after.box
            if key not in done:
                done[key] = pack(pair)
            part = replace(part, payload=done[key])
        parts.append(part)
    return tuple(parts)


def is_packed(delta: Delta) -> bool:
    return not any(_pairs(delta))


def bytes_of(delta: Delta) -> int:
    """Memory that the step keeps from being freed, about."""
    payloads = {id(payload): len(payload) for part in delta if isinstance(payload := _payload(part), bytes)}
    rasters = {(id(pair.before.raster), id(pair.after.raster)): pair.held for pair in _pairs(delta)}
    return _PART_BYTES * max(len(delta), 1) + sum(payloads.values()) + sum(rasters.values())


def box_of_delta(delta: Delta) -> Box:
    """Around the cells of cels and masks that differ, on the canvas or beyond; layers and frames are not looked at."""
    box = EMPTY_BOX
    for part in delta:
        if isinstance(part, (_CelPart, _FramePart)):
            box = box.united(_box_of_part(part))
    return box


def forward(root: Sprite, delta: Delta) -> Sprite:
    """The root after the step, from the one before it."""
    return _Walk(root, back=False).over(delta)


def backward(root: Sprite, delta: Delta) -> Sprite:
    """The root before the step, from the one after it."""
    return _Walk(root, back=True).over(delta)


class _Walk:
    """One way over one step."""

    def __init__(self, root: Sprite, *, back: bool) -> None:
        self._root = root
        self._back = back
        self._values: dict[str, Any] = {}
        self._cels = dict(root.cels)
        self._frames = {frame.id: frame for frame in root.frames}
        self._order = tuple(self._frames)
        self._unpacked: dict[tuple[int, int, Box], Raster] = {}

    def over(self, delta: Delta) -> Sprite:
        for part in delta:
            match part:
                case _CelPart():
                    self._cel(part)
                case _FramePart():
                    self._frame(part)
                case _OrderPart():
                    self._order = part.before if self._back else part.after
                case _ValuePart():
                    self._values[part.name] = part.before if self._back else part.after
        kinds = {type(part) for part in delta}
        if _CelPart in kinds:
            self._values["cels"] = MappingProxyType(self._cels)
        if _FramePart in kinds or _OrderPart in kinds:
            self._values["frames"] = tuple(self._frames[frame_id] for frame_id in self._order)
        return replace(self._root, **self._values)

    def _cel(self, part: _CelPart) -> None:
        shell = part.before if self._back else part.after
        if shell is None:
            del self._cels[part.key]
            return
        source = _placed_cel(self._cels.get(part.key))
        pixels = self._raster(source, Placed(shell.pixels, shell.box), part.payload)
        self._cels[part.key] = replace(shell, pixels=pixels)

    def _frame(self, part: _FramePart) -> None:
        shell = part.before if self._back else part.after
        if shell is None:
            return
        old = self._frames.get(shell.id)
        if shell.mask is not None:
            source = _placed_mask(old.mask if old else None)
            mask = self._raster(source, _placed_mask(shell.mask), part.payload)
            shell = replace(shell, mask=mask)
        self._frames[shell.id] = shell

    def _raster(self, source: Placed, target: Placed, payload: Payload) -> Raster:
        """What stands at the other end of a difference; `target` is a stand-in of its place and shape."""
        if payload is None:
            if source.raster is None:
                raise AssertionError("a raster that stayed the same is not there")
            return source.raster
        if isinstance(payload, Pair):
            kept = (payload.before if self._back else payload.after).raster
            if kept is None:
                raise AssertionError("a step leads to a raster it does not hold")
            return kept
        key = id(source.raster), id(payload), target.box
        if key not in self._unpacked:
            tail = () if target.raster is None else target.raster.shape[2:]
            self._unpacked[key] = unpack(source, payload, target=target.box, tail=tail)
        return self._unpacked[key]


def _cel_parts(before: Sprite, after: Sprite, within: Box | None) -> list[_Part]:
    parts: list[_Part] = []
    changed = [key for key, cel in after.cels.items() if before.cels.get(key) is not cel]
    changed += [key for key in before.cels if key not in after.cels]
    for key in changed:
        old, new = before.cels.get(key), after.cels.get(key)
        same = old is not None and new is not None and old.pixels is new.pixels
        payload = None if same else compared(_placed_cel(old), _placed_cel(new), within=within)
        parts.append(_CelPart(key, _bare_cel(old), _bare_cel(new), payload))
    return parts


def _frame_parts(before: Sprite, after: Sprite, within: Box | None) -> list[_Part]:
    parts: list[_Part] = []
    old_frames = {frame.id: frame for frame in before.frames}
    new_frames = {frame.id: frame for frame in after.frames}
    if tuple(old_frames) != tuple(new_frames):
        parts.append(_OrderPart(tuple(old_frames), tuple(new_frames)))
    for frame_id in old_frames | new_frames:
        old, new = old_frames.get(frame_id), new_frames.get(frame_id)
        if old is new:
            continue
        masks = old.mask if old else None, new.mask if new else None
        payload = None
        if masks[0] is not masks[1]:
            payload = compared(_placed_mask(masks[0]), _placed_mask(masks[1]), within=within)
        parts.append(_FramePart(_bare_frame(old), _bare_frame(new), payload))
    return parts


def _pairs(delta: Iterable[_Part]) -> list[Pair]:
    return [payload for part in delta if isinstance(payload := _payload(part), Pair)]


def _box_of_part(part: _CelPart | _FramePart) -> Box:
    payload = part.payload
    if isinstance(part, _CelPart) and part.before is not None and part.after is not None:
        as_drawn = [(shell.opacity, shell.z) for shell in (part.before, part.after)]
        if payload is None or as_drawn[0] != as_drawn[1]:
            return part.before.box.united(part.after.box)
    if isinstance(payload, Pair):
        return payload.where
    return EMPTY_BOX if payload is None else place_of(payload)


def _payload(part: _Part) -> Payload:
    return part.payload if isinstance(part, (_CelPart, _FramePart)) else None


def _placed_cel(cel: Cel | None) -> Placed:
    return ABSENT if cel is None else Placed(cel.pixels, cel.box)


def _placed_mask(mask: MaskPixels | None) -> Placed:
    return ABSENT if mask is None else Placed(mask, Box.of_size(size_of(mask)))


def _bare_cel(cel: Cel | None) -> Cel | None:
    """The cel with a stand-in for its pixels. Strokes on one cel share it: that is most of a step's memory."""
    if cel is None:
        return None
    return _shell(size_of(cel.pixels), tuple(getattr(cel, name) for name in _CEL_VALUES))


@lru_cache(maxsize=256)
def _shell(size: Size, values: tuple[Any, ...]) -> Cel:
    return Cel(_stand_in(size, 4), *values)


def _bare_frame(frame: Frame | None) -> Frame | None:
    if frame is None or frame.mask is None:
        return frame
    return replace(frame, mask=_stand_in(size_of(frame.mask), 0))


@lru_cache(maxsize=1024)
def _stand_in(size: Size, channels: int) -> Pixels:
    """An array of this shape that takes no memory."""
    shape = (size.height, size.width, channels) if channels else (size.height, size.width)
    return np.broadcast_to(np.uint8(0), shape)
