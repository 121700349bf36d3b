"""Pictures inside JSON, in every form services send them."""

import base64

import numpy as np
import pytest

from studio.codec.base64image import decode_image, decode_text, encode_data_url, encode_image
from studio.codec.images import read_png
from studio.core.errors import BadFile
from studio.core.geometry import Size
from tests.unit.codec.golden import SLIME
from tests.unit.codec.sprites import CLEAR, GREEN, HALF_BLUE, RED, pixels

PICTURE = pixels([RED, GREEN, HALF_BLUE], [CLEAR, RED, RED])
RAW = base64.b64encode(PICTURE.tobytes()).decode()
PNG = encode_image(PICTURE)


def test_what_is_sent_is_a_png() -> None:
    assert np.array_equal(read_png(base64.b64decode(PNG)), PICTURE)
    assert encode_data_url(PICTURE) == "data:image/png;base64," + PNG


@pytest.mark.parametrize(
    "picture",
    [
        PNG,
        "data:image/png;base64," + PNG,
        "\n".join(PNG[at : at + 60] for at in range(0, len(PNG), 60)) + "\n",
        PNG.rstrip("="),
        PNG.replace("+", "-").replace("/", "_"),
        {"type": "base64", "base64": PNG, "format": "png"},
        {"base64": "data:image/png;base64," + PNG},
        {"image": {"base64": PNG}},
        {"type": "rgba_bytes", "width": 3, "height": 2, "base64": RAW},
        {"type": "rgba_bytes", "width": 3, "base64": RAW},
        {"width": 3, "base64": RAW},
    ],
)
def test_every_form_gives_the_picture(picture: object) -> None:
    assert np.array_equal(decode_image(picture), PICTURE)


def test_raw_rows_take_the_size_that_was_asked_for() -> None:
    assert np.array_equal(decode_image(RAW, size=Size(3, 2)), PICTURE)
    turned = decode_image({"type": "rgba_bytes", "base64": RAW}, size=Size(2, 3))
    assert np.array_equal(turned, PICTURE.reshape(3, 2, 4))
    square = base64.b64encode(bytes(64)).decode()
    assert decode_image({"type": "rgba_bytes", "base64": square}).shape == (4, 4, 4)


def test_a_webp_is_a_picture_too() -> None:
    data = (SLIME / "webp" / "webpmux" / "slime.webp").read_bytes()
    assert decode_image(base64.b64encode(data).decode()).shape == (20, 24, 4)


@pytest.mark.parametrize(
    ("picture", "sentence"),
    [
        ("", "reply is empty."),
        ("not base64", "reply is not a picture: its text is no base64 of one."),
        ("data:image/png,abc", "reply is not a picture: its text is no base64 of one."),
        (None, "reply is not a picture: its text is no base64 of one."),
        ({"url": "https://example.org/a.png"}, "reply is not a picture: its text is no base64 of one."),
        ({"base64": 3}, "reply is not a picture: its text is no base64 of one."),
        (base64.b64encode(b"GIF? no").decode(), "reply is not a picture the studio reads."),
        (PNG[:-16], "reply is cut short"),
        ({"type": "rgba_bytes", "width": 3, "height": 3, "base64": RAW}, "reply is damaged"),
        ({"type": "rgba_bytes", "width": 90_000, "height": 90_000, "base64": RAW}, "reply is 90000 x 90000 pixels."),
    ],
)
def test_what_is_no_picture_gets_one_sentence(picture: object, sentence: str) -> None:
    with pytest.raises(BadFile) as caught:
        decode_image(picture, name="reply")
    assert str(caught.value).startswith(sentence)


def test_bytes_behind_text() -> None:
    assert decode_text("data:;base64,AQID") == b"\1\2\3"
