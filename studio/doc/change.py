"""What differs between two roots of one document, found by identity.

Whoever shows the sprite redraws from this, never from the name of an action: undo, redo and edits look the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from studio.core.geometry import EMPTY_BOX, Box
from studio.doc.model import CelKey, Frame, Sprite


@dataclass(frozen=True, slots=True)
class Change:
    """Everything that may look or read different. An empty change is falsy."""

    cels: frozenset[CelKey] = frozenset()
    """Cels that were put in, taken out or replaced."""
    frames: frozenset[str] = frozenset()
    """Frames that came, went, or have another duration, mask or pose."""
    masks: frozenset[str] = frozenset()
    poses: frozenset[str] = frozenset()
    layers: bool = False
    """Some layer's name, opacity, blend mode, visibility ... or the list of layers."""
    structure: bool = False
    """The number or order of layers or frames."""
    tags: bool = False
    palette: bool = False
    size: bool = False
    box: Box = EMPTY_BOX
    """Canvas cells that may look different in some frame, in the coordinates of the new sprite."""

    def __bool__(self) -> bool:
        return self != _NOTHING


_NOTHING = Change()


def diff(old: Sprite, new: Sprite, *, within: Box | None = None) -> Change:
    """What changed from `old` to `new`. `within` bounds the changed cells when the caller knows better."""
    if old is new:
        return _NOTHING
    cels = _changed_cels(old, new)
    masks, poses, frames = _changed_frames(old, new)
    layers = old.layers is not new.layers and old.layers != new.layers
    structure = _order(old) != _order(new)
    size = old.size != new.size
    mode = old.mode != new.mode
    if size or structure or layers or mode:
        box = new.box.united(old.box)
    elif within is not None:
        box = within.intersected(new.box)
    elif masks:
        box = new.box
    else:
        box = _cel_box(old, new, cels)
    return Change(
        cels=cels,
        frames=frames,
        masks=masks,
        poses=poses,
        layers=layers,
        structure=structure,
        tags=old.tags is not new.tags and old.tags != new.tags,
        palette=old.palette is not new.palette and old.palette != new.palette,
        size=size,
        box=EMPTY_BOX if box.is_empty else box,
    )


def _changed_cels(old: Sprite, new: Sprite) -> frozenset[CelKey]:
    if old.cels is new.cels:
        return frozenset()
    before, after = old.cels, new.cels
    changed = {key for key, cel in after.items() if before.get(key) is not cel}
    changed.update(key for key in before if key not in after)
    return frozenset(changed)


def _changed_frames(old: Sprite, new: Sprite) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Ids of frames with another mask, with another pose, and with any difference."""
    nothing: frozenset[str] = frozenset()
    if old.frames is new.frames:
        return nothing, nothing, nothing
    before = {frame.id: frame for frame in old.frames}
    after = {frame.id: frame for frame in new.frames}
    both = before.keys() | after.keys()
    changed = frozenset(key for key in both if before.get(key) is not after.get(key))

    def mask_of(frame: Frame | None) -> object:
        return frame.mask if frame else None

    def pose_of(frame: Frame | None) -> object:
        return frame.pose if frame else None

    masks = frozenset(key for key in changed if mask_of(before.get(key)) is not mask_of(after.get(key)))
    poses = frozenset(key for key in changed if pose_of(before.get(key)) is not pose_of(after.get(key)))
    return masks, poses, changed


def _order(sprite: Sprite) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(layer.id for layer in sprite.layers), tuple(frame.id for frame in sprite.frames)


def _cel_box(old: Sprite, new: Sprite, keys: frozenset[CelKey]) -> Box:
    box = EMPTY_BOX
    for key in keys:
        for cel in (old.cels.get(key), new.cels.get(key)):
            if cel is not None:
                box = box.united(cel.box)
    return box.intersected(new.box)
