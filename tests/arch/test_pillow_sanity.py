"""The installed Pillow undoes a frame of an animated PNG that asks for it (13.0.0 does not, so it is kept out).

Format: PNG specification, third edition, chunks acTL, fcTL and fdAT. dispose_op 2 (PREVIOUS) means: after the frame was
shown, the canvas goes back to what it was before; blend_op 1 (OVER) lays the frame over the canvas.
"""

import io
import struct
import zlib

import numpy as np
from PIL import Image

_RED = (255, 0, 0, 255)
_GREEN = (0, 255, 0, 255)
_BLUE = (0, 0, 255, 255)
_CLEAR = (0, 0, 0, 0)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _frame_control(*, number: int, width: int, x: int, dispose: int, blend: int) -> bytes:
    return _chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, width, 1, x, 0, 100, 1000, dispose, blend))


def _row(*colours: tuple[int, int, int, int]) -> bytes:
    return zlib.compress(b"\0" + bytes(value for colour in colours for value in colour))


def test_a_frame_that_is_to_be_undone_leaves_nothing_behind() -> None:
    # Four pixels wide, one high: red stays; green at x=1 is undone; blue comes at x=2.
    file = b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 1, 8, 6, 0, 0, 0)),
            _chunk(b"acTL", struct.pack(">II", 3, 0)),
            _frame_control(number=0, width=4, x=0, dispose=0, blend=0),
            _chunk(b"IDAT", _row(_RED, _CLEAR, _CLEAR, _CLEAR)),
            _frame_control(number=1, width=2, x=1, dispose=2, blend=1),
            _chunk(b"fdAT", struct.pack(">I", 2) + _row(_GREEN, _CLEAR)),
            _frame_control(number=3, width=2, x=2, dispose=2, blend=1),
            _chunk(b"fdAT", struct.pack(">I", 4) + _row(_BLUE, _CLEAR)),
            _chunk(b"IEND", b""),
        ]
    )
    shown = []
    with Image.open(io.BytesIO(file)) as picture:
        for index in range(3):
            picture.seek(index)
            shown.append(np.asarray(picture.convert("RGBA"))[0].tolist())
    assert shown == [
        [list(_RED), list(_CLEAR), list(_CLEAR), list(_CLEAR)],
        [list(_RED), list(_GREEN), list(_CLEAR), list(_CLEAR)],
        [list(_RED), list(_CLEAR), list(_BLUE), list(_CLEAR)],
    ]
