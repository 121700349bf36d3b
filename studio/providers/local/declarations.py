"""What this computer can do by itself: free, offline, the same seed giving the same bytes.

Declarations only: importing them loads neither numpy nor the algorithms.
"""

from __future__ import annotations

from studio.providers.local.making import AnimateWithSkeleton, EstimateSkeleton, Inpaint, ProceduralSprite, TerrainTile
from studio.providers.local.mending import Align, Outline, Pixelate, Quantise, RemoveBackground, Resize, Rotate
from studio.spec.operation import Operation

OPERATIONS: tuple[type[Operation], ...] = (
    ProceduralSprite,
    TerrainTile,
    Inpaint,
    EstimateSkeleton,
    AnimateWithSkeleton,
    Pixelate,
    Quantise,
    RemoveBackground,
    Rotate,
    Resize,
    Outline,
    Align,
)
"""In the order in which they are shown."""

__all__ = [
    "OPERATIONS",
    "Align",
    "AnimateWithSkeleton",
    "EstimateSkeleton",
    "Inpaint",
    "Outline",
    "Pixelate",
    "ProceduralSprite",
    "Quantise",
    "RemoveBackground",
    "Resize",
    "Rotate",
    "TerrainTile",
]
