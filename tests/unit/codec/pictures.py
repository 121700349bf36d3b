"""Picture files built byte by byte, so that a test knows what stands in them."""

import struct
import zlib

Rgba = tuple[int, int, int, int]


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def header(
    width: int, height: int, *, depth: int = 8, colour_type: int = 6, interlaced: int = 0
) -> tuple[bytes, bytes]:
    return b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, interlaced)


def rows(*lines: bytes) -> bytes:
    """Image data of unfiltered rows."""
    return zlib.compress(b"".join(b"\0" + line for line in lines))


def solid(colour: Rgba, width: int, height: int) -> bytes:
    return rows(*[bytes(colour) * width] * height)


END = (b"IEND", b"")


def control(
    sequence: int, width: int, height: int, x: int, y: int, delay: tuple[int, int], dispose: int = 0, blend: int = 0
) -> tuple[bytes, bytes]:
    return b"fcTL", struct.pack(">5I2H2B", sequence, width, height, x, y, *delay, dispose, blend)


def gif(width: int, height: int, *blocks: bytes) -> bytes:
    """A GIF with a global table of red, green, blue and nearly black."""
    table = bytes([255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9])
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x81, 0, 0) + table + b"".join(blocks) + b";"


def gif_control(delay: int, *, dispose: int = 0, transparent: int | None = None) -> bytes:
    flags = dispose << 2 | (transparent is not None)
    return b"!\xf9\x04" + struct.pack("<BHB", flags, delay, transparent or 0) + b"\0"


def gif_image(x: int, y: int, width: int, height: int, indices: list[int]) -> bytes:
    """Uncompressed LZW: two bits a colour, a clear code before every pair so that codes stay three bits wide."""
    codes = []
    for place, index in enumerate(indices):
        if place % 2 == 0:
            codes.append(4)
        codes.append(index)
    codes.append(5)
    bits = sum(code << 3 * place for place, code in enumerate(codes))
    data = bits.to_bytes((3 * len(codes) + 7) // 8, "little")
    return b"," + struct.pack("<HHHHB", x, y, width, height, 0) + b"\2" + bytes([len(data)]) + data + b"\0"


def gif_loop(count: int) -> bytes:
    return b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", count) + b"\0"
