"""A sprite and its file. Saving replaces the file whole, and only bytes that were read back count as saved."""

from __future__ import annotations

from pathlib import Path

from studio.codec.aseprite import write_aseprite
from studio.core.errors import ReadOnly, UserError
from studio.core.files import check_back, write_atomic
from studio.core.words import _
from studio.doc.model import Sprite


def save_sprite(path: Path, sprite: Sprite) -> None:
    """Write the sprite as .aseprite. On any error (UserError) the file at `path` is what it was before.

    Where the person keeps a link, the file it leads to is written.
    """
    if sprite.read_only:
        raise ReadOnly(sprite.read_only)
    data = write_aseprite(sprite)
    path = path.resolve() if path.is_symlink() else path
    if path.is_dir():
        raise UserError(_("{path} is a folder. Choose a file name inside it.").format(path=path))
    write_atomic(path, data)
    check_back(path, data)
