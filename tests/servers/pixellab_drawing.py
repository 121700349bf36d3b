"""Pictures that tell who drew them, and the ways in which PixelLab wraps pictures."""

from __future__ import annotations

import base64
from enum import Enum, auto
from typing import Any

import numpy as np

from studio.codec.images import write_png
from studio.doc.pixels import Pixels, frozen
from tests.servers.store import FileStore


class Wrap(Enum):
    """How one picture travels."""

    OBJECT = auto()  # {"type": "base64", "base64", "format": "png"}
    BARE_OBJECT = auto()  # {"base64"}
    DATA_URL = auto()  # an object with a data address
    TEXT = auto()  # base64 alone
    NESTED = auto()  # {"image": {"base64"}}
    RAW = auto()  # {"type": "rgba_bytes", "width", "height", "base64"}
    RAW_NO_HEIGHT = auto()  # the same without the height
    RAW_NO_SIZE = auto()  # the same without either
    UNMARKED = auto()  # raw rows that call themselves a PNG
    ADDRESS = auto()  # a signed address


def drawn(width: int, height: int, number: int = 0) -> Pixels:
    """Column in red, row in green, number of the picture in blue; the upper left pixel is transparent."""
    picture = np.zeros((height, width, 4), np.uint8)
    picture[..., 0] = np.arange(width, dtype=np.uint8)
    picture[..., 1] = np.arange(height, dtype=np.uint8)[:, None]
    picture[..., 2], picture[..., 3] = number, 255
    picture[0, 0] = 0
    return frozen(picture)


def wrapped(picture: Pixels, wrap: Wrap, store: FileStore | None = None) -> Any:
    """The picture as JSON holds it; `store` keeps what travels as an address."""
    height, width = picture.shape[:2]
    file = base64.b64encode(write_png(picture)).decode()
    raw = base64.b64encode(picture.tobytes()).decode()
    match wrap:
        case Wrap.OBJECT:
            return {"type": "base64", "base64": file, "format": "png"}
        case Wrap.BARE_OBJECT:
            return {"base64": file}
        case Wrap.DATA_URL:
            return {"type": "base64", "base64": f"data:image/png;base64,{file}", "format": "png"}
        case Wrap.TEXT:
            return file
        case Wrap.NESTED:
            return {"image": {"base64": file}}
        case Wrap.RAW:
            return {"type": "rgba_bytes", "width": width, "height": height, "base64": raw}
        case Wrap.RAW_NO_HEIGHT:
            return {"type": "rgba_bytes", "width": width, "base64": raw}
        case Wrap.RAW_NO_SIZE:
            return {"type": "rgba_bytes", "base64": raw}
        case Wrap.UNMARKED:
            return {"type": "base64", "base64": raw, "format": "png"}
        case Wrap.ADDRESS:
            assert store is not None
            return store.signed(store.keep(write_png(picture), "image/png"))
