"""Whatever PixelLab answers, submitted, polled or finished: a result, a job, or an error of the studio."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.errors import ProviderError
from studio.providers.pixellab_v1.provider import PixelLabV1
from studio.providers.pixellab_v2 import jobs
from studio.providers.pixellab_v2.provider import PixelLabV2
from studio.providers.protocol import Answer
from studio.providers.remote import RemoteJob, RemoteProvider
from studio.spec.operation import Operation
from tests.contract.pixellab_requests import KEPT, MINIMAL, SPRITE, operation
from tests.contract.test_pixellab_v1 import MINIMAL as FIRST_API
from tests.servers.pixellab_drawing import Wrap, drawn, wrapped

PICTURES = [wrapped(drawn(64, 64), wrap) for wrap in Wrap if wrap is not Wrap.ADDRESS]
KEYS = st.sampled_from(
    [
        *("image", "images", "quantized_images", "frames", "rotation_urls", "storage_urls", "url", "base64"),
        *("last_response", "data", "usage", "usd", "generations", "credits", "credits_used", "type", "seed"),
        *("keypoints", "x", "y", "label", "z_index", "width", "height", "south", "job", "jobs", "thing", "answer"),
        *("status", "progress", "queue_position", "error", "detail", "id", "background_job_id", "directions"),
        *("background_job_ids", "character_id", "tileset", "tiles", "name", "animations", "characters", "total"),
        *("success", "subscription", "plan", "terrain_types"),
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from([*PICTURES, "completed", "failed", "processing", "message_done", "usd", "https://x.test/a.png"])
)
DOCUMENTS = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6))
OBJECTS = st.dictionaries(KEYS, DOCUMENTS, max_size=6)


def decoded(provider: RemoteProvider, asked: Operation, body: bytes) -> None:
    """Decoding ends in a result or in an error of the studio, and so does looking for files."""
    with contextlib.suppress(ProviderError):
        provider.decode(asked, Answer(body))
    document = json.loads(body)
    if isinstance(document, dict):
        assert all(address.startswith("https://") for address in provider.files_in(asked, document))


@settings(max_examples=200)
@given(asked=st.sampled_from([*MINIMAL, *KEPT]), document=DOCUMENTS)
def test_any_answer_of_the_second_api(asked: Operation, document: Any) -> None:
    decoded(PixelLabV2(), asked, json.dumps(document).encode())


@given(asked=st.sampled_from(FIRST_API), document=DOCUMENTS)
def test_any_answer_of_the_first_api(asked: Operation, document: Any) -> None:
    decoded(PixelLabV1(), asked, json.dumps(document).encode())


@given(body=OBJECTS)
def test_any_submission_is_a_job_or_a_result(body: dict[str, Any]) -> None:
    found = jobs.accepted(body)
    assert found is None or RemoteJob.parse(str(found)) == found


@given(body=OBJECTS)
def test_any_poll_goes_on_ends_or_fails(body: dict[str, Any]) -> None:
    with contextlib.suppress(ProviderError):
        status = jobs.status_of(body)
        assert status.progress is None or 0 <= status.progress <= 1


@given(document=OBJECTS)
def test_pictures_of_a_finished_job_are_found_whatever_stands_beside_them(document: dict[str, Any]) -> None:
    beside = {key: value for key, value in document.items() if key not in {"last_response", "data", "job", "thing"}}
    body = {**beside, "last_response": {"images": [PICTURES[0]]}}
    asked = operation("generate-8-rotations-v2", reference=SPRITE, size=(64, 64))
    found = PixelLabV2().decode(asked, Answer(json.dumps(body).encode()))
    assert [frame.shape for frame in found.frames] == [(64, 64, 4)]
