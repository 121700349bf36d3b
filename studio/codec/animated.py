"""Animations out: GIF, APNG and WebP, one whole frame for each frame of the sprite.

Pillow's own writers merge equal neighbours and so lose frames; here it only compresses single pictures, and the
containers are put together frame by frame. Every frame replaces the one before, so nothing shines through.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from PIL import Image

from studio.codec import gif, png
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.pixels import Pixels, size_of

OPAQUE_FROM = 128
"""Alpha from which a pixel of a GIF is opaque; below it is transparent."""

_GIF_COLOURS = 255
_GIF_SHORTEST = 2
"""Hundredths of a second; browsers slow shorter frames down to a tenth of a second."""
_FASTEST_MS = 1
_LONGEST_WEBP = 2**24 - 1
_CLEAR = 255
"""The index of transparent pixels in every GIF written here."""


class Written(NamedTuple):
    """The bytes of an animation, and what its format could not hold, as sentences."""

    data: bytes
    warnings: tuple[str, ...] = ()


def write_apng(frames: Sequence[Pixels], durations: Sequence[Fraction], *, loop: int = 0) -> Written:
    """A lossless animated PNG; `durations` in ms, `loop` how often it plays (0 for ever)."""
    size = _checked(frames, durations)
    chunks = [png.animation_chunk(len(frames), loop)]
    sequence = 0
    for index, (frame, delay) in enumerate(zip(frames, _apng_delays(durations), strict=True)):
        chunks.append(png.control_chunk(sequence, size, delay))
        sequence += 1
        for body in png.image_data(frame):
            if index == 0:
                chunks.append(png.Chunk(b"IDAT", body))
            else:
                chunks.append(png.Chunk(b"fdAT", struct.pack(">I", sequence) + body))
                sequence += 1
    return Written(png.join(size, chunks))


def write_webp(frames: Sequence[Pixels], durations: Sequence[Fraction], *, loop: int = 0) -> Written:
    """A lossless animated WebP with exact colours under alpha 0; whole milliseconds."""
    size = _checked(frames, durations)
    extent = (size.width - 1).to_bytes(3, "little") + (size.height - 1).to_bytes(3, "little")
    parts = [_riff(b"VP8X", b"\x12\0\0\0" + extent), _riff(b"ANIM", struct.pack("<IH", 0, min(loop, 0xFFFF)))]
    for frame, ms in zip(frames, _ticks(durations, Fraction(1), _FASTEST_MS), strict=True):
        head = bytes(6) + extent + min(ms, _LONGEST_WEBP).to_bytes(3, "little") + b"\2"
        parts.append(_riff(b"ANMF", head + _webp_picture(frame)))
    return Written(_riff(b"RIFF", b"WEBP" + b"".join(parts)))


def write_gif(frames: Sequence[Pixels], durations: Sequence[Fraction], *, loop: int = 0) -> Written:
    """A GIF: hundredths of a second, alpha on or off, 255 colours a frame. What that changes is said."""
    size = _checked(frames, durations)
    shared = _colour_table(frames)
    parts = [b"GIF89a", struct.pack("<HHBBB", *size, 0xF7 if shared is not None else 0x70, 0, 0)]
    parts.append(b"" if shared is None else _table_bytes(shared))
    if loop != 1:
        parts.append(b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", min(max(loop - 1, 0), 0xFFFF)) + b"\0")
    for frame, delay in zip(frames, _ticks(durations, Fraction(10), _GIF_SHORTEST), strict=True):
        parts.append(b"!\xf9\x04" + struct.pack("<BHB", 0x09, min(delay, 0xFFFF), _CLEAR) + b"\0")
        parts.append(_gif_image(frame, shared))
    return Written(b"".join(parts) + b";", tuple(_gif_warnings(frames, durations)))


def _checked(frames: Sequence[Pixels], durations: Sequence[Fraction]) -> Size:
    if not frames:
        raise UserError(_("There is no frame to write."))
    if len(durations) != len(frames) or len({frame.shape for frame in frames}) != 1:
        raise ValueError("frames of one size, with one duration each")
    return size_of(frames[0])


def _ticks(durations: Sequence[Fraction], tick: Fraction, fewest: int) -> Iterator[int]:
    """Whole ticks of `tick` ms a frame; what rounding takes from one frame the next gets, so the total stays right."""
    end, shown = Fraction(0), 0
    for duration in durations:
        end += duration
        ticks = max(fewest, int(end / tick + Fraction(1, 2)) - shown)
        shown += ticks
        yield ticks


def _apng_delays(durations: Sequence[Fraction]) -> Iterator[tuple[int, int]]:
    """Numerator and denominator in seconds: thousandths where those are exact, else the fraction, else rounded."""
    for duration in durations:
        seconds = duration / 1000
        if duration.denominator == 1 and duration <= 0xFFFF:
            yield int(duration), 1000
        elif max(seconds.numerator, seconds.denominator) <= 0xFFFF:
            yield seconds.numerator, seconds.denominator
        else:
            yield min(max(1, round(duration)), 0xFFFF), 1000


def _riff(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _webp_picture(frame: Pixels) -> bytes:
    """The VP8L chunk of one lossless still."""
    stream = io.BytesIO()
    Image.fromarray(frame).save(stream, "WEBP", lossless=True, exact=True)
    return stream.getvalue()[12:]


def _colour_table(frames: Sequence[Pixels]) -> Pixels | None:
    """(n, 4) opaque colours that serve all frames, None when they are more than a table holds."""
    found = np.unique(np.concatenate([_opaque_colours(frame) for frame in frames]))
    return None if len(found) > _GIF_COLOURS else _unpacked(found)


def _opaque_colours(frame: Pixels) -> Pixels:
    """Each opaque colour once, as one 32-bit number with alpha 255."""
    opaque = frame[frame[..., 3] >= OPAQUE_FROM] | np.array([0, 0, 0, 255], np.uint8)
    packed: Pixels = np.unique(np.ascontiguousarray(opaque).view("<u4"))
    return packed


def _unpacked(colours: Pixels) -> Pixels:
    return np.ascontiguousarray(colours).view(np.uint8).reshape(-1, 4)


def _table_bytes(colours: Pixels) -> bytes:
    """256 entries of three bytes; unused ones repeat the last colour."""
    rgb = colours[:, :3].tobytes()
    return (rgb + (rgb[-3:] or bytes(3)) * (256 - len(colours)))[:768]


def _gif_image(frame: Pixels, shared: Pixels | None) -> bytes:
    """Descriptor, own colour table where there is no shared one, and compressed indices."""
    colours, indices = _indexed(frame, shared)
    size = struct.pack("<HH", *size_of(frame))
    table = b"" if shared is not None else _table_bytes(colours)
    return b",\0\0\0\0" + size + (b"\0" if shared is not None else b"\x87") + table + gif.compressed(indices)


def _indexed(frame: Pixels, shared: Pixels | None) -> tuple[Pixels, Pixels]:
    """Colours and (h, w) indices of a frame; its own colours are reduced when they are too many."""
    clear = frame[..., 3] < OPAQUE_FROM
    colours = _unpacked(_opaque_colours(frame)) if shared is None else shared
    if len(colours) > _GIF_COLOURS:
        colours, indices = _reduced(frame, colours)
    elif len(colours):
        packed = np.ascontiguousarray(frame | np.array([0, 0, 0, 255], np.uint8)).view("<u4")[..., 0]
        known = np.ascontiguousarray(colours).view("<u4")[:, 0]
        indices = np.searchsorted(known, packed).astype(np.uint8)
    else:
        indices = np.zeros(clear.shape, np.uint8)
    return colours, np.where(clear, np.uint8(_CLEAR), indices)


def _reduced(frame: Pixels, colours: Pixels) -> tuple[Pixels, Pixels]:
    """The 255 best colours (median cut, without dithering) and the indices into them."""
    filled = np.where(frame[..., 3:] < OPAQUE_FROM, colours[0], frame)[..., :3]
    picture = Image.fromarray(np.ascontiguousarray(filled)).quantize(_GIF_COLOURS, dither=Image.Dither.NONE)
    table = np.array(picture.getpalette("RGBA") or [0, 0, 0, 255], np.uint8).reshape(-1, 4)
    return table[:_GIF_COLOURS], np.array(picture, np.uint8)


def _gif_warnings(frames: Sequence[Pixels], durations: Sequence[Fraction]) -> Iterator[str]:
    if any(bool(((frame[..., 3] > 0) & (frame[..., 3] < 255)).any()) for frame in frames):
        yield _("GIF knows no half-transparent pixels: they became opaque or transparent.")
    if any(len(_opaque_colours(frame)) > _GIF_COLOURS for frame in frames):
        yield _("GIF holds 255 colours a frame: some frames have more and were reduced.")
    if any(duration % 10 or duration < 10 * _GIF_SHORTEST for duration in durations):
        yield _("GIF counts in hundredths of a second and browsers want at least two: some durations were rounded.")
