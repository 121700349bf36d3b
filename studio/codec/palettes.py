"""Palettes in: GIMP .gpl, JASC and RIFF .pal, .hex, .act, Paint.NET .txt, Adobe .ase, sprites, pictures; out: .gpl.

What a file is is told by its first bytes where it has some of its own; .act has none and is told by its length.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from studio.codec.aseprite import read_aseprite
from studio.codec.aseprite.chunks import is_aseprite
from studio.codec.guard import decoding
from studio.codec.images import picture_format, read_file, read_image
from studio.core.errors import BadFile, UserError
from studio.core.words import _
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import Pixels

MOST_COLOURS = 256
"""Colours a palette takes from a picture or file."""

_ACT_COLOURS = 256
_HEX_LINE = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{8})")


def read_palette(source: Path | bytes, *, name: str = "") -> Palette:
    """The palette in a palette file, a sprite or a picture (its colour table, else its colours as they first appear).

    BadFile when there is none; UserError when the file cannot be reached.
    """
    if isinstance(source, Path):
        name = name or source.name
        source = read_file(source)
    name = name or _("The palette")
    with decoding(name):
        palette = _read(source, name)
    if not palette.colours:
        raise BadFile(_("{name} holds no colours.").format(name=name))
    return palette


def write_gpl(palette: Palette) -> bytes:
    """A GIMP palette. Alpha, which the format does not hold, is left out."""
    lines = ["GIMP Palette", f"Name: {_one_line(palette.title)}", "Columns: 16", "#"]
    names = palette.names or ("",) * len(palette)
    for colour, name in zip(palette.colours, names, strict=True):
        lines.append(f"{colour.r:3d} {colour.g:3d} {colour.b:3d}\t{_one_line(name) or colour.hex[:7]}")
    return ("\n".join(lines) + "\n").encode()


def colours_of(frames: Sequence[Pixels]) -> Palette | None:
    """The visible colours of pictures in the order they first appear, row by row; None beyond 256 of them."""
    order: dict[int, None] = {}
    for frame in frames:
        visible = np.ascontiguousarray(frame[frame[..., 3] > 0]).view("<u4")[:, 0]
        values, first = np.unique(visible, return_index=True)
        order.update(dict.fromkeys(values[np.argsort(first)].tolist()))
        if len(order) > MOST_COLOURS:
            return None
    return Palette(tuple(Colour(*value.to_bytes(4, "little")) for value in order))


def _read(data: bytes, name: str) -> Palette:
    if picture_format(data) is not None:
        return _from_picture(data, name)
    if is_aseprite(data):
        return read_aseprite(data, name=name).palette
    if data.startswith(b"ASEF"):
        return _read_adobe(data)
    if data.startswith(b"RIFF") and data[8:12] == b"PAL ":
        return _read_riff(data)
    lines = _lines(data)
    if lines and lines[0] == "GIMP Palette":
        return _read_gpl(lines[1:])
    if lines and lines[0] == "JASC-PAL":
        return _read_jasc(lines)
    if len(data) in (3 * _ACT_COLOURS, 3 * _ACT_COLOURS + 4):
        return _read_act(data)
    return _read_hex(lines, name)


def _lines(data: bytes) -> list[str]:
    text = data.decode("utf-8-sig", "replace")
    return [line.strip() for line in text.splitlines()]


def _read_gpl(lines: list[str]) -> Palette:
    colours: list[Colour] = []
    names: list[str] = []
    title = ""
    for line in lines:
        if line.startswith("Name:"):
            title = line.removeprefix("Name:").strip()
        elif line and line[0].isdigit():
            red, green, blue, *rest = line.split(maxsplit=3)
            colours.append(_colour(red, green, blue))
            names.append(rest[0].strip() if rest else "")
    return Palette(tuple(colours), tuple(names) if any(names) else (), title)


def _read_jasc(lines: list[str]) -> Palette:
    """Version and count, then a colour a line, in newer files with alpha."""
    count = int(lines[2])
    entries = [line.split() for line in lines[3:] if line][:count]
    return Palette(tuple(_colour(*entry[:4]) for entry in entries))


def _read_act(data: bytes) -> Palette:
    """256 RGB colours; Photoshop adds how many count and which is transparent (0xFFFF for none)."""
    count, transparent = _ACT_COLOURS, None
    if len(data) > 3 * _ACT_COLOURS:
        stated, clear = struct.unpack_from(">HH", data, 3 * _ACT_COLOURS)
        count = stated if 0 < stated <= _ACT_COLOURS else count
        transparent = clear if clear < count else None
    entries = enumerate(struct.iter_unpack("3B", data[: 3 * count]))
    return Palette(tuple(Colour(r, g, b, 0 if index == transparent else 255) for index, (r, g, b) in entries))


def _read_riff(data: bytes) -> Palette:
    at = data.index(b"data") + 8
    _version, count = struct.unpack_from("<HH", data, at)
    entries = struct.iter_unpack("<4B", data[at + 4 : at + 4 + 4 * count])
    return Palette(tuple(Colour(red, green, blue) for red, green, blue, _flags in entries))


def _read_adobe(data: bytes) -> Palette:
    """Blocks of type, length and body; a colour is a UTF-16 name, a four letter model and floats, big endian."""
    (blocks,) = struct.unpack_from(">I", data, 8)
    colours: list[Colour] = []
    names: list[str] = []
    at = 12
    for _block in range(min(blocks, len(data) // 6)):
        kind, length = struct.unpack_from(">HI", data, at)
        at += 6
        if kind == 1:
            (letters,) = struct.unpack_from(">H", data, at)
            names.append(data[at + 2 : at + 2 + 2 * letters].decode("utf-16-be", "replace").rstrip("\0"))
            colours.append(_adobe_colour(data, at + 2 + 2 * letters))
        at += length
    return Palette(tuple(colours), tuple(names) if any(names) else ())


def _adobe_colour(data: bytes, at: int) -> Colour:
    model = data[at : at + 4]
    if model == b"RGB ":
        red, green, blue = struct.unpack_from(">3f", data, at + 4)
    elif model == b"Gray":
        red = green = blue = struct.unpack_from(">f", data, at + 4)[0]
    elif model == b"CMYK":
        cyan, magenta, yellow, black = struct.unpack_from(">4f", data, at + 4)
        red, green, blue = ((1 - ink) * (1 - black) for ink in (cyan, magenta, yellow))
    else:
        raise UserError(_("The palette uses Lab colours, which the studio does not read. Save it with RGB colours."))
    return Colour(*(round(255 * min(max(value, 0.0), 1.0)) for value in (red, green, blue)))


def _read_hex(lines: list[str], name: str) -> Palette:
    """A colour a line: rrggbb (.hex), or aarrggbb after comments with `;` (Paint.NET). Or in one line, with commas."""
    alpha_first = any(line.startswith(";") for line in lines)
    words = [word for line in lines if not line.startswith((";", "//")) for word in re.split(r"[\s,]+", line) if word]
    colours = []
    for word in words:
        match = _HEX_LINE.fullmatch(word)
        if match is None:
            raise BadFile(
                _(
                    "{name} is not a palette the studio reads. It reads .gpl, .pal, .hex, .act, .ase and "
                    "Paint.NET .txt files, sprites and pictures."
                ).format(name=name)
            )
        digits = match[1]
        colours.append(Colour.parse(digits[2:] + digits[:2] if alpha_first and len(digits) == 8 else digits))
    return Palette(tuple(colours))


def _from_picture(data: bytes, name: str) -> Palette:
    picture = read_image(data, name=name)
    palette = picture.palette or colours_of(picture.frames[:1])
    if palette is None:
        raise UserError(
            _("{name} has more than {limit} colours, too many for a palette. Reduce its colours first.").format(
                name=name, limit=MOST_COLOURS
            )
        )
    return palette


def _colour(red: str, green: str, blue: str, alpha: str = "255") -> Colour:
    """ValueError for a value that is no whole number from 0 to 255."""
    return Colour(*bytes(int(value) for value in (red, green, blue, alpha)))


def _one_line(text: str) -> str:
    return " ".join(text.split())
