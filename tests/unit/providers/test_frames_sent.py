"""Several frames as one picture on the wire: nothing of them is merged, changed or lost."""

from __future__ import annotations

import base64

import numpy as np

from studio.codec.decoded import Format
from studio.codec.images import picture_format, read_image
from studio.doc.pixels import Pixels, frozen
from studio.providers.wire import build_body
from studio.spec import fields as f
from studio.spec.field import Picture, WireForm
from studio.spec.operation import Operation


class Clean(Operation, id="there/clean", title="Clean", summary="Cleans frames."):
    """A service that takes an animation as one file."""

    frames: tuple[Picture, ...] = f.images("Frames", wire="image", form=WireForm.FRAMES_WEBP)


def raster(*rows: list[tuple[int, int, int, int]]) -> Pixels:
    return frozen(np.array(rows, np.uint8))


RED, HIDDEN_BLUE, HALF = (255, 0, 0, 255), (0, 0, 255, 0), (7, 8, 9, 128)


def sent(*frames: Pixels) -> bytes:
    body = build_body(Clean(frames=tuple(Picture(frame) for frame in frames)))
    assert list(body) == ["image"]
    return base64.b64decode(body["image"], validate=True)


def test_every_frame_arrives_with_every_pixel_also_equal_neighbours_and_colour_under_alpha_zero() -> None:
    first, second = raster([RED, HIDDEN_BLUE, HALF]), raster([HALF, RED, HIDDEN_BLUE])
    found = read_image(sent(first, first, second, first))
    assert found.format is Format.WEBP
    assert [frame.tolist() for frame in found.frames] == [one.tolist() for one in (first, first, second, first)]


def test_a_single_frame_is_a_still_png() -> None:
    data = sent(raster([RED, HIDDEN_BLUE]))
    assert picture_format(data) is Format.PNG
    assert read_image(data).frames[0].tolist() == [[list(RED), list(HIDDEN_BLUE)]]
