"""An answer and its files in one piece."""

from __future__ import annotations

import io
import zipfile

import pytest

from studio.core.errors import BadAnswer
from studio.providers.bundle import MEDIA, pack, unpack
from studio.providers.protocol import Answer

ANSWER = Answer(b'{"images": ["https://a.example/1", "https://a.example/2"]}', "application/json", {"date": "x"}, 202)
FILES = {
    "https://a.example/1": Answer(b"\x89PNG one", "image/png"),
    "https://a.example/2": Answer(b"two", "image/webp"),
}


def test_what_is_packed_is_found_again_byte_for_byte() -> None:
    packed = pack(ANSWER, FILES)
    assert packed.media == MEDIA
    kept = unpack(packed)
    assert (kept.answer.body, kept.answer.status, kept.answer.headers) == (ANSWER.body, 202, {"date": "x"})
    assert kept.files == {"https://a.example/1": b"\x89PNG one", "https://a.example/2": b"two"}


def test_equal_results_are_equal_files() -> None:
    assert pack(ANSWER, FILES).body == pack(ANSWER, dict(FILES)).body


def test_any_tool_can_open_it() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(ANSWER, FILES).body)) as opened:
        assert opened.namelist() == ["answer.json", "files.json", "file-0001", "file-0002"]
        assert opened.read("answer.json") == ANSWER.body


def test_an_answer_without_files_stays_what_it_is() -> None:
    kept = unpack(ANSWER)
    assert kept.answer is ANSWER
    assert dict(kept.files) == {}


@pytest.mark.parametrize(
    "body", [b"", b"PK", pack(ANSWER, FILES).body[:-30], pack(ANSWER, {}).body.replace(b"files", b"sfile")]
)
def test_a_damaged_bundle_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(BadAnswer, match="damaged"):
        unpack(Answer(body, MEDIA))
