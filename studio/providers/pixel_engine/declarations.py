"""Everything Pixel Engine can be asked for, in the order in which it is shown.

Importing these loads neither numpy nor the network.
"""

from __future__ import annotations

from studio.providers.pixel_engine.account import CancelJob, ShowBalance, ShowBilling, ShowJob
from studio.providers.pixel_engine.animating import Animate, Keyframes
from studio.providers.pixel_engine.stills import EnhancePrompt, GenerateImage, Pixelate, RemoveBackground
from studio.spec.operation import Operation

OPERATIONS: tuple[type[Operation], ...] = (
    Animate,
    Keyframes,
    GenerateImage,
    Pixelate,
    RemoveBackground,
    EnhancePrompt,
    ShowJob,
    CancelJob,
    ShowBalance,
    ShowBilling,
)

__all__ = [
    "OPERATIONS",
    "Animate",
    "CancelJob",
    "EnhancePrompt",
    "GenerateImage",
    "Keyframes",
    "Pixelate",
    "RemoveBackground",
    "ShowBalance",
    "ShowBilling",
    "ShowJob",
]
