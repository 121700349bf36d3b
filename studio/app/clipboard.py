"""What was copied inside the studio: pixels, cels, frames, a palette or a pose. Shared by all open sprites."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from psygnal import Signal

from studio.doc.model import Sprite
from studio.doc.palette import Palette
from studio.doc.pixels import MaskPixels, Pixels
from studio.doc.skeleton import Pose


class ClipKind(StrEnum):
    """What a clip holds, and so where it can be pasted."""

    PIXELS = "pixels"
    FRAMES = "frames"
    PALETTE = "palette"
    POSE = "pose"
    MASK = "mask"


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """One copied thing. `pixels` hold one raster a frame; `x`, `y` their place on the canvas they came from.

    Whole frames name the sprite they are of, as it was, and their ids: all their layers are pasted.
    """

    kind: ClipKind
    pixels: tuple[Pixels, ...] = ()
    durations: tuple[Fraction, ...] = ()
    x: int = 0
    y: int = 0
    palette: Palette | None = None
    pose: Pose | None = None
    mask: MaskPixels | None = None
    sprite: Sprite | None = None
    frames: tuple[str, ...] = ()


class Clipboard:
    """Holds the last clip. `changed` tells when it is another one."""

    changed = Signal()

    def __init__(self) -> None:
        self._clip: Clip | None = None

    @property
    def clip(self) -> Clip | None:
        return self._clip

    def put(self, clip: Clip) -> None:
        """Replace what was copied before."""
        self._clip = clip
        self.changed.emit()
