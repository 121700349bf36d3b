"""Results out of the studio: as pictures, as lossless animations, as sprites, or as text that holds the picture."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from studio.app.place import as_sprite
from studio.app.takes import Take
from studio.codec.animated import Written, write_apng, write_gif, write_webp
from studio.codec.base64image import encode_data_url
from studio.codec.images import write_png
from studio.core.errors import UserError
from studio.core.files import write_atomic
from studio.core.words import _
from studio.doc.compose import flatten
from studio.doc.pixels import Pixels
from studio.export.names import clean_name
from studio.store.sprite_file import save_sprite


class Format(StrEnum):
    """What a result can be saved as; the value is the ending of the file."""

    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    APNG = "apng"
    ASEPRITE = "aseprite"


STILLS = (Format.PNG, Format.ASEPRITE)
"""What a single picture is saved as."""


class Saved(NamedTuple):
    """What was written, in order, and what the format could not hold, as sentences."""

    files: tuple[Path, ...]
    warnings: tuple[str, ...] = ()


def format_title(form: Format) -> str:
    """As it stands in a menu."""
    return {
        Format.PNG: _("PNG, one file a frame"),
        Format.WEBP: _("Animated WebP, lossless"),
        Format.GIF: _("Animated GIF"),
        Format.APNG: _("Animated PNG"),
        Format.ASEPRITE: _("Sprite (.aseprite)"),
    }[form]


def save(take: Take, path: Path, form: Format) -> Saved:
    """Write the result as `path`, or as numbered files beside it: `walk-01.png` ... UserError: the disk is full, or
    the result has no picture; files that were written whole stay."""
    if not take.frames:
        raise UserError(_("“{title}” has no picture that could be saved.").format(title=take.title))
    if form is Format.ASEPRITE:
        save_sprite(path, as_sprite(take))
        return Saved((path,))
    if form is Format.PNG:
        paths = frame_paths(path, len(take.frames))
        for name, pixels in zip(paths, take.frames, strict=True):
            write_atomic(name, write_png(pixels))
        return Saved(tuple(paths))
    written = _animation(take, form)
    write_atomic(path, written.data)
    return Saved((path,), written.warnings)


def save_all(takes: Sequence[Take], folder: Path, form: Format) -> Saved:
    """Write several results into a folder under names of their own; nothing that is there is written over."""
    files: list[Path] = []
    warnings: dict[str, None] = {}
    for take in takes:
        saved = save(take, _free_path(folder, take, form), form)
        files += saved.files
        warnings |= dict.fromkeys(saved.warnings)
    return Saved(tuple(files), tuple(warnings))


def file_name(take: Take, form: Format) -> str:
    """A name from the words of the title."""
    words = "-".join(clean_name(take.title, fallback="result").lower().replace(",", " ").split())
    return f"{words}.{form.value}"


def frame_paths(path: Path, count: int) -> list[Path]:
    """The file of a single frame, or one file a frame beside it."""
    if count == 1:
        return [path]
    digits = max(2, len(str(count)))
    return [path.with_name(f"{path.stem}-{number:0{digits}d}{path.suffix}") for number in range(1, count + 1)]


def data_url(take: Take) -> str:
    """A still as PNG, an animation as lossless WebP with every frame, as text for pasting. UserError without frames."""
    if not take.frames:
        raise UserError(_("“{title}” has no picture that could be copied.").format(title=take.title))
    if len(take.frames) == 1:
        return encode_data_url(take.frames[0])
    return "data:image/webp;base64," + base64.b64encode(_animation(take, Format.WEBP).data).decode("ascii")


def _animation(take: Take, form: Format) -> Written:
    writers = {Format.WEBP: write_webp, Format.GIF: write_gif, Format.APNG: write_apng}
    return writers[form](_even_frames(take), _durations(take))


def _even_frames(take: Take) -> tuple[Pixels, ...]:
    """Frames of one size: smaller ones stand in the middle of the largest."""
    if len({frame.shape for frame in take.frames}) == 1:
        return take.frames
    sprite = as_sprite(take)
    return tuple(flatten(sprite, frame.id) for frame in sprite.frames)


def _durations(take: Take) -> tuple[Fraction, ...]:
    return tuple(take.duration(index) for index in range(len(take.frames)))


def _free_path(folder: Path, take: Take, form: Format) -> Path:
    wanted = folder / file_name(take, form)
    count = len(take.frames) if form is Format.PNG else 1
    number = 1
    path = wanted
    while any(name.exists() for name in (path, *frame_paths(path, count))):
        number += 1
        path = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    return path
