"""Pictures inside JSON: base64 of PNG and other files, data addresses, and raw RGBA told by its length.

Services write a picture as a string, as a data address or as an object with `base64`; some send raw RGBA rows with or
without saying so, with or without their height.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping

import numpy as np

from studio.codec.guard import damaged
from studio.codec.images import picture_format, read_image, write_png
from studio.codec.limits import check_picture
from studio.core.errors import BadFile
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.pixels import Pixels, frozen

_RAW_TYPE = "rgba_bytes"


def encode_image(pixels: Pixels) -> str:
    """(h, w, 4) pixels as the base64 of a PNG."""
    return base64.b64encode(write_png(pixels)).decode("ascii")


def encode_data_url(pixels: Pixels) -> str:
    """(h, w, 4) pixels as a PNG in a data address."""
    return "data:image/png;base64," + encode_image(pixels)


def decode_image(picture: object, *, size: Size | None = None, name: str = "") -> Pixels:
    """The pixels of a picture as JSON holds it: text, or an object with `base64` and perhaps `type`, `width`, `height`.

    `size` is what was asked for; it tells the shape of raw RGBA that does not say its own. BadFile when there is no
    picture in it.
    """
    name = name or _("The picture")
    if isinstance(picture, Mapping):
        return _decode_object(picture, size, name)
    if not isinstance(picture, str):
        raise _no_picture(name)
    return _decode_bytes(decode_text(picture, name=name), size, name)


def decode_text(text: str, *, name: str = "") -> bytes:
    """The bytes behind base64 or a data address; line breaks, missing padding and the URL alphabet are accepted."""
    name = name or _("The picture")
    if text.startswith("data:"):
        head, _comma, text = text.partition(",")
        if not head.endswith(";base64"):
            raise _no_picture(name)
    plain = "".join(text.split()).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _no_picture(name) from error


def _decode_object(picture: Mapping[str, object], size: Size | None, name: str) -> Pixels:
    inner = next((picture[key] for key in ("base64", "image", "data") if picture.get(key)), None)
    width, height = picture.get("width"), picture.get("height")
    if isinstance(inner, Mapping):
        return _decode_object(inner, size, name)
    if not isinstance(inner, str):
        raise _no_picture(name)
    data = decode_text(inner, name=name)
    if isinstance(width, int) and width > 0:
        size = Size(width, height if isinstance(height, int) and height > 0 else len(data) // (4 * width))
    if picture.get("type") == _RAW_TYPE:
        return _raw(data, size, name)
    return _decode_bytes(data, size, name)


def _decode_bytes(data: bytes, size: Size | None, name: str) -> Pixels:
    if picture_format(data) is None and size is not None and len(data) == size.area * 4:
        return _raw(data, size, name)
    return read_image(data, name=name).frames[0]


def _raw(data: bytes, size: Size | None, name: str) -> Pixels:
    """Rows of straight RGBA without any header."""
    if size is None:
        side = round((len(data) / 4) ** 0.5)
        size = Size(side, side)
    check_picture(name, size)
    if len(data) != size.area * 4:
        raise damaged(name)
    return frozen(np.frombuffer(data, np.uint8).reshape(size.height, size.width, 4))


def _no_picture(name: str) -> BadFile:
    return BadFile(_("{name} is not a picture: its text is no base64 of one.").format(name=name))
