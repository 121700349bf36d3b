"""The program called by words, and a small picture to give it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.cli.main import main
from studio.codec.images import write_png
from studio.doc.pixels import frozen

INK, PAPER = (20, 20, 40, 255), (240, 240, 220, 255)


@dataclass
class Ended:
    """What a command left on the terminal."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def command(*argv: object) -> Ended:
        status = main([str(word) for word in argv])
        captured = capsys.readouterr()
        return Ended(status, captured.out, captured.err)

    return command


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    pixels = np.full((6, 8, 4), PAPER, np.uint8)
    pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1] = INK, INK, INK, INK
    path = tmp_path / "box.png"
    path.write_bytes(write_png(frozen(pixels)))
    return path
