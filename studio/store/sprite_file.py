"""A sprite and its file. Saving replaces the file whole, and only bytes that were read back count as saved."""

from __future__ import annotations

from pathlib import Path

from studio.codec.aseprite import write_aseprite
from studio.codec.load import Opened, open_sprite
from studio.core.errors import ReadOnly, UserError
from studio.core.files import cannot_write, write_atomic
from studio.core.words import _
from studio.doc.model import Sprite

ENDING = ".aseprite"


def load_sprite(path: Path) -> Opened:
    """The sprite in any file the studio reads, with what is to be said about it. UserError or BadFile else."""
    return open_sprite(path)


def save_sprite(path: Path, sprite: Sprite) -> None:
    """Write the sprite as .aseprite. On any error (UserError) the file at `path` is what it was before."""
    if sprite.read_only:
        raise ReadOnly(sprite.read_only)
    data = write_aseprite(sprite)
    if path.is_dir():
        raise UserError(_("{path} is a folder. Choose a file name inside it.").format(path=path))
    write_atomic(path, data)
    _check_back(path, data)


def _check_back(path: Path, data: bytes) -> None:
    try:
        same = path.read_bytes() == data
    except OSError as error:
        raise cannot_write(path, error) from error
    if not same:
        raise UserError(
            _("{path} does not hold what was saved. The disk may be failing; save a copy to another one.").format(
                path=path
            )
        )
