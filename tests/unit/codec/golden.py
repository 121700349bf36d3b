"""The golden files and how they are compared."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
SPRITES = sorted((GOLDEN / "aseprite" / "files").glob("*.aseprite"))
SLIME = GOLDEN / "slime"
SLIME_SPRITE = SLIME / "aseprite" / "aseprite" / "slime.aseprite"
SLIME_DURATIONS = [300, 120, 60, 90, 60, 150, 200, 500]


def truth_of(sprite: Path) -> tuple[dict[str, Any], list[np.ndarray]]:
    """What Aseprite says of one of SPRITES: truth.json and its frames."""
    return _truth(GOLDEN / "aseprite" / "expected" / sprite.stem)


def slime_frames() -> list[np.ndarray]:
    return _truth(SLIME / "frames-and-times")[1]


def visible(pixels: np.ndarray) -> np.ndarray:
    """Pixels with the colour under alpha 0 taken away; it does not count."""
    return np.where(pixels[..., 3:] == 0, np.uint8(0), pixels)


def _truth(folder: Path) -> tuple[dict[str, Any], list[np.ndarray]]:
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    frames = [np.array(Image.open(folder / frame["file"]).convert("RGBA")) for frame in truth["frames"]]
    return truth, frames
