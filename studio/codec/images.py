"""Pictures in: PNG, APNG, GIF, WebP, JPEG and BMP, told apart by their first bytes, as straight RGBA frames.

Sizes and frame counts are read from the container and checked before Pillow decodes a pixel. Truncated and damaged
files are refused, never half read.
"""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image

from studio.codec import gif, png, stills
from studio.codec.decoded import Decoded, Format
from studio.codec.guard import decoding
from studio.core.errors import BadFile, UserError
from studio.core.files import read_bytes
from studio.core.words import _
from studio.doc.pixels import Pixels

# Sizes are checked before Pillow sees a file; should one slip through, it must not pass with a line on stderr.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)

_READERS = {
    Format.PNG: png.read_frames,
    Format.GIF: gif.read_frames,
    Format.WEBP: stills.read_webp,
    Format.JPEG: stills.read_jpeg,
    Format.BMP: stills.read_bmp,
}


def read_image(source: Path | bytes, *, name: str = "") -> Decoded:
    """All frames of a picture. `name` stands in the sentences about bytes that came without a path.

    BadFile when it is no picture of these formats, damaged, cut short or too large; UserError when the file cannot
    be reached.
    """
    if isinstance(source, Path):
        name = name or source.name
        source = read_file(source)
    name = name or _("The picture")
    found = picture_format(source)
    if found is None:
        raise not_a_picture(name, source)
    with decoding(name):
        return _READERS[found](source, name)


def read_png(data: bytes, *, name: str = "") -> Pixels:
    """The pixels of a PNG, the first frame of an animated one. BadFile for anything else."""
    name = name or _("The picture")
    if picture_format(data) is not Format.PNG:
        raise BadFile(_("{name} is not a PNG picture.").format(name=name))
    with decoding(name):
        return png.read_frames(data, name).frames[0]


def write_png(pixels: Pixels) -> bytes:
    """A lossless RGBA PNG without metadata; colour under alpha 0 is kept."""
    return png.write(pixels)


def picture_format(data: bytes) -> Format | None:
    """The format by magic number, None when it is none the studio reads."""
    if data.startswith(png.SIGNATURE):
        return Format.PNG
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return Format.GIF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Format.WEBP
    if data.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if data.startswith(b"BM") and len(data) >= stills.BMP_SMALLEST:
        return Format.BMP
    return None


def read_file(path: Path) -> bytes:
    """The bytes of a file somebody chose; UserError for a folder, a missing or an unreadable one."""
    if path.is_dir():
        raise UserError(_("{path} is a folder. Choose a file inside it.").format(path=path))
    return read_bytes(path)


def not_a_picture(name: str, data: bytes) -> BadFile:
    """The sentence for bytes of another kind."""
    if not data:
        return BadFile(_("{name} is empty.").format(name=name))
    return BadFile(
        _("{name} is not a picture the studio reads. It reads PNG, GIF, WebP, JPEG, BMP and .aseprite files.").format(
            name=name
        )
    )
