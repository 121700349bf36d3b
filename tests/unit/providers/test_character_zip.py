"""Archives of characters in the layouts that were seen, and archives that are none."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from studio.codec.images import write_png
from studio.core.errors import BadFile
from studio.doc.pixels import frozen
from studio.providers.pixellab_v2 import character_zip
from studio.providers.pixellab_v2.character_zip import read_character_zip
from tests.servers.pixellab_drawing import drawn

PATHS = (
    "rotations/south.png",
    "rotations/east.png",
    "animations/walk/south/frame_000.png",
    "animations/walk/south/frame_001.png",
)


def archive(
    metadata: Any = None, *, paths: tuple[str, ...] = PATHS, packing: int = zipfile.ZIP_STORED, extra: Any = ()
) -> bytes:
    """Numbered pictures of 8 x 8 under these paths, and metadata if there is any."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as made:
        for number, path in enumerate(paths):
            made.writestr(path, write_png(drawn(8, 8, number)))
        for path, data in extra:
            made.writestr(path, data)
        if metadata is not None:
            made.writestr("metadata.json", metadata if isinstance(metadata, str) else json.dumps(metadata))
    return stream.getvalue()


def numbers(data: bytes) -> list[tuple[str, int]]:
    """Name of each frame with the number of its picture."""
    found = read_character_zip(data)
    return [(name, int(frame[1, 1, 2])) for name, frame in zip(found.names, found.frames, strict=True)]


FRAMES = {
    "rotations": {"east": PATHS[1], "south": PATHS[0]},
    "animations": {"walk": {"south": [PATHS[3], PATHS[2], PATHS[3]]}},
}
IN_METADATA_ORDER = [("east", 1), ("south", 0), ("walk/south", 3), ("walk/south", 2)]


def test_metadata_gives_order_and_names_each_frame_once() -> None:
    found = read_character_zip(archive({"character": {"id": "c-1"}, "frames": FRAMES, "export_version": "2.0"}))
    assert found.facts == {"id": "c-1"}
    assert numbers(archive({"frames": FRAMES})) == IN_METADATA_ORDER


def test_newer_metadata_has_states() -> None:
    more = {"name": "angry", "frames": {"rotations": {"south": PATHS[1]}}}
    assert numbers(archive({"states": [{"frames": FRAMES}, more]})) == [*IN_METADATA_ORDER, ("angry/south", 1)]


@pytest.mark.parametrize("metadata", [None, "no json", "[]", "{}", '{"frames": 7}', '{"states": [7]}'])
def test_without_metadata_that_helps_the_archive_is_walked_rotations_first(metadata: Any) -> None:
    paths = (*PATHS, "animations/attack/east/frame_000.png")
    assert numbers(archive(metadata, paths=paths)) == [
        ("east", 1),
        ("south", 0),
        ("attack/east", 4),
        ("walk/south", 2),
        ("walk/south", 3),
    ]


def test_files_that_metadata_names_and_the_archive_lacks_are_passed_over() -> None:
    frames = {"rotations": {"south": PATHS[0], "north": "rotations/north.png", "west": None}}
    assert numbers(archive({"frames": frames})) == [("south", 0)]


def test_paths_that_lead_out_are_never_read() -> None:
    outside = ("../rotations/south.png", "/rotations/south.png", "C:/rotations/south.png", "rotations\\south.png")
    with pytest.raises(BadFile, match="holds no picture"):
        read_character_zip(archive({"frames": {"rotations": dict(zip("abcd", outside, strict=True))}}, paths=outside))


def test_other_files_are_passed_over() -> None:
    extra = [("readme.txt", b"hello"), ("rotations/run.sh", b"#!"), ("rotations/deep/south.png", b"x")]
    assert numbers(archive(paths=PATHS[:1], extra=extra)) == [("south", 0)]


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"<html></html>", archive()[:-30], archive()[: len(archive()) // 2]],
    ids=["empty", "head alone", "html", "end cut off", "half"],
)
def test_what_is_no_archive_is_told(data: bytes) -> None:
    with pytest.raises(BadFile, match="damaged"):
        read_character_zip(data)


def test_a_damaged_entry_is_told() -> None:
    data = archive()
    at = data.index(b"IDAT")
    with pytest.raises(BadFile):
        read_character_zip(data[: at + 6] + b"\0\0\0\0" + data[at + 10 :])


def test_an_archive_that_expands_beyond_reason_is_not_opened() -> None:
    bomb = archive(extra=[("rotations/north.png", b"\0" * (8 * 2**20))], packing=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    with pytest.raises(BadFile, match="larger than any character"):
        read_character_zip(bomb)


@pytest.mark.parametrize(("cap", "value"), [("MAX_ENTRIES", 3), ("MAX_BYTES", 200), ("MAX_PIXELS", 200)])
def test_caps_hold(monkeypatch: pytest.MonkeyPatch, cap: str, value: int) -> None:
    monkeypatch.setattr(character_zip, cap, value)
    with pytest.raises(BadFile, match="larger than any character"):
        read_character_zip(archive())


def test_a_picture_bomb_in_an_archive_is_refused() -> None:
    bomb = write_png(frozen(drawn(8, 8)))
    huge = bomb[:16] + (60000).to_bytes(4, "big") * 2 + bomb[24:]
    with pytest.raises(BadFile):
        read_character_zip(archive(paths=(), extra=[("rotations/south.png", huge)]))


def test_metadata_that_names_nothing_that_is_there_does_not_lose_the_pictures() -> None:
    told = {"frames": {"rotations": {"south": "old/south.png"}}}
    assert [name for name, _number in numbers(archive(told))] == ["east", "south", "walk/south", "walk/south"]
