"""Opening any file a person chose as a sprite; what it is decides the bytes, not the name."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from studio.codec.aseprite import open_aseprite
from studio.codec.aseprite.chunks import is_aseprite
from studio.codec.decoded import Decoded
from studio.codec.images import picture_format, read_file, read_image
from studio.codec.opened import Opened
from studio.codec.palettes import colours_of
from studio.codec.sheet_data import is_sheet_data, open_sheet
from studio.core.words import _
from studio.doc.edits import MAX_DURATION, from_rasters
from studio.doc.palette import Palette

__all__ = ["Opened", "open_bytes", "open_sprite"]

_QUICKLY_COUNTED = 2**22
"""Pixels up to which a picture without a colour table is looked through for its colours."""


def open_sprite(path: Path) -> Opened:
    """The sprite in a file: .aseprite, a picture whose frames become frames with their durations, or the JSON of a
    sheet whose pictures lie beside it.

    UserError when the file cannot be reached, BadFile when it holds no sprite the studio reads. The sprite of a
    picture is a new one: saving it never writes over the picture.
    """
    data = read_file(path)
    if is_sheet_data(data):
        return Opened(open_sheet(path))
    return open_bytes(data, name=path.name)


def open_bytes(data: bytes, *, name: str = "") -> Opened:
    """The sprite in bytes that were dropped, pasted or already read."""
    if is_aseprite(data) and picture_format(data) is None:
        return open_aseprite(data, name=name)
    return _from_picture(read_image(data, name=name))


def _from_picture(picture: Decoded) -> Opened:
    durations = [min(max(duration, Fraction(1)), MAX_DURATION) for duration in picture.durations]
    palette = picture.palette
    if palette is None and picture.size.area * len(picture.frames) <= _QUICKLY_COUNTED:
        palette = colours_of(picture.frames)
    sprite = replace(from_rasters(picture.frames, durations), palette=palette or Palette())
    if durations == list(picture.durations):
        return Opened(sprite)
    notice = _("Some frames show for less than 1 or more than 65535 milliseconds. Their durations were cut.")
    return Opened(sprite, (notice,))
