"""Whatever JSON a service answers with: a result, or BadAnswer; never another error."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from studio.core.errors import BadAnswer
from studio.doc.pixels import frozen
from studio.providers.answers import decode_answer
from studio.providers.local.declarations import EstimateSkeleton
from studio.providers.protocol import Answer, Outcome
from studio.providers.wire import image_object

PICTURE = image_object(frozen(np.full((2, 3, 4), 200, np.uint8)))
ASKED = EstimateSkeleton(image=frozen(np.zeros((2, 3, 4), np.uint8)))
KEYS = st.sampled_from(
    [
        "image",
        "images",
        "frames",
        "keypoints",
        "usage",
        "seed",
        "data",
        "base64",
        "type",
        "usd",
        "durations",
        "notes",
        "text",
        "x",
        "y",
        "z_index",
        "label",
        "confidence",
        "width",
        "height",
        "free",
        "south",
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from([PICTURE, PICTURE["base64"], "data:image/png;base64,", "free", "usd", "1/0", "100"])
)
DOCUMENTS = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5))


def decoded(body: bytes) -> Outcome | None:
    """The result, or None where the answer was called a bad one."""
    try:
        return decode_answer(ASKED, Answer(body))
    except BadAnswer:
        return None


@given(DOCUMENTS)
def test_any_document_is_a_result_or_a_bad_answer(document: Any) -> None:
    outcome = decoded(json.dumps(document).encode())
    assert outcome is None or outcome.frames or outcome.poses or outcome.text


@given(DOCUMENTS)
def test_a_picture_is_found_whatever_stands_beside_it(document: Any) -> None:
    beside = document if isinstance(document, dict) else {"text": document}
    others = {key: value for key, value in beside.items() if key not in {"data", "keypoints"}}
    outcome = decoded(json.dumps({**others, "images": [PICTURE]}).encode())
    assert outcome is not None
    assert [frame.shape for frame in outcome.frames] == [(2, 3, 4)]


@given(st.binary(max_size=64))
def test_any_bytes_are_a_bad_answer_at_worst(body: bytes) -> None:
    assert decoded(body) is None
