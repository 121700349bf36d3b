"""Whether two sprites say the same, pixel for pixel. The model itself compares by identity."""

from dataclasses import fields

import numpy as np

from studio.doc.model import Cel, Frame, Sprite


def same_sprite(one: Sprite, other: Sprite) -> bool:
    values = (field.name for field in fields(Sprite) if field.name not in ("cels", "frames"))
    return (
        all(getattr(one, name) == getattr(other, name) for name in values)
        and len(one.frames) == len(other.frames)
        and all(_same_frame(*pair) for pair in zip(one.frames, other.frames, strict=True))
        and one.cels.keys() == other.cels.keys()
        and all(_same_cel(one.cels[key], other.cels[key]) for key in one.cels)
    )


def _same_frame(one: Frame, other: Frame) -> bool:
    same = (one.id, one.duration, one.pose) == (other.id, other.duration, other.pose)
    return same and _same_array(one.mask, other.mask)


def _same_cel(one: Cel, other: Cel) -> bool:
    names = (field.name for field in fields(Cel) if field.name != "pixels")
    return all(getattr(one, name) == getattr(other, name) for name in names) and _same_array(one.pixels, other.pixels)


def _same_array(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.shape == other.shape and bool((one == other).all()) and not one.flags.writeable
