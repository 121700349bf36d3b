"""What is wrong with pixels, as a report: it changes nothing. Findings are ordered by frame, then by kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from studio.local.arrays import Flags, Palette, Rgba, checked, rgba_palette, to_keys
from studio.local.regions import EIGHT, connected_parts, shifted


class Fault(StrEnum):
    """Kinds of findings."""

    OFF_PALETTE = "off palette"
    HALF_TRANSPARENT = "half transparent"
    ORPHAN_PIXEL = "orphan pixel"
    DETACHED_PART = "detached part"
    DUPLICATE_FRAME = "duplicate frame"
    EMPTY_FRAME = "empty frame"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in one frame. `pixels` are (x, y) in reading order; `other` is the frame a duplicate repeats."""

    frame: int
    fault: Fault
    pixels: tuple[tuple[int, int], ...] = ()
    other: int | None = None


def inspected(frames: Sequence[Rgba], *, palette: Palette | None = None) -> list[Finding]:
    """All findings in the frames; without a palette no colour is off it."""
    findings: list[Finding] = []
    seen: dict[tuple[tuple[int, ...], bytes], int] = {}
    for index, frame in enumerate(frames):
        picture = checked(frame)
        if not picture[..., 3].any():
            findings.append(Finding(index, Fault.EMPTY_FRAME))
            continue
        findings += _in_frame(index, picture, palette)
        visible = np.where(picture[..., 3:] > 0, picture, 0).astype(np.uint8)
        first = seen.setdefault((picture.shape, visible.tobytes()), index)
        if first != index:
            findings.append(Finding(index, Fault.DUPLICATE_FRAME, other=first))
    return findings


def off_palette(rgba: Rgba, palette: Palette) -> Flags:
    """Visible pixels whose colour, alpha aside, is not in the palette."""
    picture = checked(rgba)
    allowed = _packed(rgba_palette(palette)[None])[0]
    stray: Flags = (picture[..., 3] > 0) & ~np.isin(_packed(picture), allowed)
    return stray


def half_transparent(rgba: Rgba) -> Flags:
    """Pixels that are neither fully clear nor fully opaque."""
    alpha = checked(rgba)[..., 3]
    half: Flags = (alpha > 0) & (alpha < 255)
    return half


def orphan_pixels(rgba: Rgba) -> Flags:
    """Single visible pixels unlike all eight neighbours, where most of those agree with each other.

    An eye's highlight on a two-pixel eye or a dither dot among others is left alone.
    """
    picture = checked(rgba)
    keys = np.where(picture[..., 3] > 0, to_keys(picture), 0).astype(np.uint32)
    around = np.stack([shifted(keys, *step) for step in EIGHT])
    lonely = (keys != 0) & ~(around == keys).any(axis=0)
    agreeing = np.stack([(around == one).sum(axis=0) for one in around]).max(axis=0)
    flags: Flags = lonely & (agreeing >= 7)
    return flags


def detached_parts(rgba: Rgba) -> Flags:
    """Visible pixels that are not connected, not even by a corner, to the largest part of the frame."""
    visible = checked(rgba)[..., 3] > 0
    parts = connected_parts(visible, diagonals=True)
    if parts.total < 2:
        return np.zeros(visible.shape, np.bool_)
    sizes = parts.sizes()
    sizes[0] = 0
    flags: Flags = visible & (parts.labels != int(sizes.argmax()))
    return flags


def _in_frame(index: int, picture: Rgba, palette: Palette | None) -> list[Finding]:
    checks = [(Fault.HALF_TRANSPARENT, half_transparent(picture)), (Fault.ORPHAN_PIXEL, orphan_pixels(picture))]
    checks.append((Fault.DETACHED_PART, detached_parts(picture)))
    if palette is not None:
        checks.insert(0, (Fault.OFF_PALETTE, off_palette(picture, palette)))
    return [Finding(index, fault, _places(flags)) for fault, flags in checks if flags.any()]


def _places(flags: Flags) -> tuple[tuple[int, int], ...]:
    rows, columns = np.nonzero(flags)
    return tuple((int(x), int(y)) for y, x in zip(rows, columns, strict=True))


def _packed(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
    wide = pixels.astype(np.uint32)
    packed: npt.NDArray[np.uint32] = (wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]).astype(np.uint32)
    return packed
