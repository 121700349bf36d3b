"""A palette: named, ordered colours of a sprite or project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from studio.doc.pixels import Pixels


class Colour(NamedTuple):
    """Straight RGBA, each 0..255."""

    r: int
    g: int
    b: int
    a: int = 255

    @classmethod
    def parse(cls, text: str) -> Colour:
        """`#rgb`, `#rrggbb` or `#rrggbbaa`, with or without the sign; ValueError otherwise."""
        digits = text.strip().removeprefix("#")
        if len(digits) == 3:
            digits = "".join(digit * 2 for digit in digits)
        if len(digits) not in (6, 8):
            raise ValueError(text)
        values = bytes.fromhex(digits)
        return cls(*values)

    @property
    def hex(self) -> str:
        """`#rrggbb`, with `aa` only when not opaque."""
        text = f"#{self.r:02x}{self.g:02x}{self.b:02x}"
        return text if self.a == 255 else f"{text}{self.a:02x}"


TRANSPARENT = Colour(0, 0, 0, 0)
BLACK = Colour(0, 0, 0)
WHITE = Colour(255, 255, 255)


@dataclass(frozen=True, slots=True)
class Palette:
    """Ordered colours; `names` is empty or as long as `colours`."""

    colours: tuple[Colour, ...] = ()
    names: tuple[str, ...] = ()
    title: str = ""

    def __len__(self) -> int:
        return len(self.colours)

    def array(self) -> Pixels:
        """(n, 4) uint8."""
        return np.array(self.colours, np.uint8).reshape(-1, 4)
