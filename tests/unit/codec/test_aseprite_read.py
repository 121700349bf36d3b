"""Sprites saved by Aseprite show the pixels, times, layers and tags that Aseprite itself exports from them."""

import struct
import tracemalloc
import zlib
from pathlib import Path

import numpy as np
import pytest

from studio.codec.aseprite import cels, open_aseprite, read_aseprite, write_aseprite
from studio.core.errors import BadFile, ReadOnly
from studio.core.geometry import Size
from studio.doc.compose import flatten
from studio.doc.model import ColourMode
from studio.doc.palette import Colour, Palette
from tests.unit.codec.golden import SLIME_SPRITE, SPRITES, slime_frames, truth_of, visible

FOLDER = SPRITES[0].parent


def sprite_id(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", SPRITES, ids=sprite_id)
def test_frames_are_aseprites_own(path: Path) -> None:
    truth, expected = truth_of(path)
    sprite = read_aseprite(path.read_bytes())
    assert sprite.size == Size(truth["canvas"]["w"], truth["canvas"]["h"])
    assert [frame.duration for frame in sprite.frames] == [frame["duration_ms"] for frame in truth["frames"]]
    for index, frame in enumerate(sprite.frames):
        assert np.array_equal(visible(flatten(sprite, frame.id)), visible(expected[index])), f"frame {index}"


@pytest.mark.parametrize("path", SPRITES, ids=sprite_id)
def test_layers_and_tags_are_aseprites_own(path: Path) -> None:
    truth, _frames = truth_of(path)
    sprite = read_aseprite(path.read_bytes())
    layers = [(layer.name, layer.visible, layer.kind.value) for layer in sprite.layers]
    assert layers == [(layer["name"], layer["visible"], layer["kind"]) for layer in truth["layers"]]
    painted = [(layer.opacity, layer.blend.value) for layer in sprite.layers if layer.kind != "group"]
    assert painted == [(layer["opacity"], layer["blend"]) for layer in truth["layers"] if layer["kind"] != "group"]
    tags = [
        (tag.name, sprite.frame_index(tag.first), sprite.frame_index(tag.last), tag.playback.value, tag.repeat)
        for tag in sprite.tags
    ]
    assert tags == [(tag["name"], tag["from"], tag["to"], tag["direction"], tag["repeat"]) for tag in truth["tags"]]


def test_groups_hold_their_children() -> None:
    sprite = read_aseprite((FOLDER / "groups.aseprite").read_bytes())
    names = {layer.id: layer.name for layer in sprite.layers}
    truth, _frames = truth_of(FOLDER / "groups.aseprite")
    levels = {layer["name"]: layer["level"] for layer in truth["layers"]}
    for layer in sprite.layers:
        depth, above = 0, layer
        while above.parent is not None:
            above, depth = sprite.layer(above.parent), depth + 1
        assert depth == levels[names[layer.id]]


def test_linked_cels_share_one_picture() -> None:
    sprite = read_aseprite((FOLDER / "linked.aseprite").read_bytes())
    by_link: dict[str, list[int]] = {}
    for cel in sprite.cels.values():
        if cel.link is not None:
            by_link.setdefault(cel.link, []).append(id(cel.pixels))
    assert by_link
    assert all(len(pictures) > 1 and len(set(pictures)) == 1 for pictures in by_link.values())


def test_the_slime_reads_as_it_was_drawn() -> None:
    sprite = read_aseprite(SLIME_SPRITE.read_bytes())
    for frame, expected in zip(sprite.frames, slime_frames(), strict=True):
        assert np.array_equal(visible(flatten(sprite, frame.id)), visible(expected))


@pytest.mark.parametrize(
    ("stem", "mode", "word"),
    [
        ("indexed-alpha", ColourMode.INDEXED, "indexed"),
        ("gray", ColourMode.GRAYSCALE, "grayscale"),
        ("tilemap", ColourMode.RGBA, "tilemap"),
    ],
)
def test_what_cannot_be_changed_yet_opens_read_only_and_says_so(stem: str, mode: ColourMode, word: str) -> None:
    opened = open_aseprite((FOLDER / f"{stem}.aseprite").read_bytes())
    assert opened.sprite.mode is mode
    assert word in opened.sprite.read_only
    assert opened.notices == ()
    with pytest.raises(ReadOnly, match=word):
        write_aseprite(opened.sprite)


def test_a_sprite_that_can_be_changed_says_nothing() -> None:
    opened = open_aseprite((FOLDER / "layers.aseprite").read_bytes())
    assert opened.sprite.read_only == ""
    assert opened.notices == ()


def test_raw_cels_are_read_and_kept() -> None:
    layer = _chunk(0x2004, struct.pack("<HHHHHHB3xH", 3, 0, 0, 0, 0, 0, 255, 3) + b"Ink")
    cel = _chunk(0x2005, struct.pack("<HhhBHh5xHH", 0, -1, 2, 9, 0, 0, 2, 1) + bytes([1, 2, 3, 4, 5, 6, 7, 8]))
    sprite = read_aseprite(_file(_chunk(0x2019, struct.pack("<III8xH4B", 1, 0, 0, 0, 9, 9, 9, 255)), layer, cel))
    (found,) = sprite.cels.values()
    assert (found.x, found.y, found.opacity) == (-1, 2, 9)
    assert found.pixels.tolist() == [[[1, 2, 3, 4], [5, 6, 7, 8]]]
    assert cel in write_aseprite(sprite)


def test_a_picture_without_a_side_is_no_cel() -> None:
    layer = _chunk(0x2004, struct.pack("<HHHHHHB3xH", 3, 0, 0, 0, 0, 0, 255, 3) + b"Ink")
    cel = _chunk(0x2005, struct.pack("<HhhBHh5xHH", 0, 0, 0, 255, 0, 0, 0, 7))
    assert read_aseprite(_file(layer, cel)).cels == {}


@pytest.mark.parametrize("newer", ["layer", "cel"])
def test_parts_of_a_newer_kind_open_read_only(newer: str) -> None:
    layer = _chunk(0x2004, struct.pack("<HHHHHHB3xH", 3, 9 if newer == "layer" else 0, 0, 0, 0, 0, 255, 3) + b"Ink")
    cel = _chunk(0x2005, struct.pack("<HhhBHh5x", 0, 0, 0, 255, 9 if newer == "cel" else 1, 0) + b"\0\0")
    sprite = read_aseprite(_file(layer, cel))
    assert "of a kind the studio does not know" in sprite.read_only


def test_a_link_to_nothing_is_left_out_and_said() -> None:
    layer = _chunk(0x2004, struct.pack("<HHHHHHB3xH", 3, 0, 0, 0, 0, 0, 255, 3) + b"Ink")
    for frame in (0, 7):
        cel = _chunk(0x2005, struct.pack("<HhhBHh5xH", 0, 0, 0, 255, 1, 0, frame))
        sprite, (notice,) = open_aseprite(_file(layer, cel))
        assert sprite.cels == {}
        assert "linked cel points to a picture that is not in the file" in notice


def test_a_file_without_layers_gets_one() -> None:
    assert [layer.name for layer in read_aseprite(_file()).layers] == ["Layer 1"]


def test_user_data_of_sprite_layers_cels_and_tags() -> None:
    sprite = read_aseprite((FOLDER / "userdata.aseprite").read_bytes())
    assert sprite.user_data is not None
    assert (sprite.user_data.text, sprite.user_data.colour) == ("sprite text", Colour(9, 8, 7, 200))
    (layer,) = sprite.layers
    (cel,) = sprite.cels.values()
    (tag,) = sprite.tags
    assert [part.user_data.text for part in (layer, cel, tag) if part.user_data] == ["layer text", "cel text", ""]
    assert [b"k" in layer.user_data.properties, b"loops" in tag.user_data.properties] == [True, True]
    assert tag.colour == Colour(0, 0, 0, 255)


def test_old_palette_chunks_are_read() -> None:
    """Two packets: skip 1 set 2, skip 0 set 1; 8 bits in 0x0004, 6 bits in 0x0011."""
    body = bytes([2, 0, 1, 2, 255, 0, 0, 0, 255, 0, 0, 1, 0, 0, 63])
    expected = (Colour(0, 0, 0), Colour(255, 0, 0), Colour(0, 255, 0), Colour(0, 0, 63))
    assert read_aseprite(_file(_chunk(0x0004, body))).palette.colours == expected
    dim = bytes([1, 0, 0, 1, 63, 32, 1])
    assert read_aseprite(_file(_chunk(0x0011, dim))).palette.colours == (Colour(255, 130, 4),)


def test_the_old_chunk_count_is_used_when_the_new_one_is_zero() -> None:
    chunk = _chunk(0x2004, struct.pack("<HHHHHHB3xH", 3, 0, 0, 0, 0, 0, 255, 3) + b"Ink")
    frame = struct.pack("<IHHHHI", 16 + len(chunk), 0xF1FA, 1, 40, 0, 0) + chunk
    sprite = read_aseprite(_header() + frame)
    assert [layer.name for layer in sprite.layers] == ["Ink"]
    assert sprite.frames[0].duration == 40


def test_the_file_size_of_the_header_is_not_believed() -> None:
    data = bytearray((FOLDER / "layers.aseprite").read_bytes())
    data[0:4] = b"\1\0\0\0"
    assert len(read_aseprite(bytes(data)).frames) == 4


@pytest.mark.parametrize(
    ("at", "value", "sentence"),
    [
        (6, b"\0\0", "damaged"),
        (8, b"\0\0", "0 x 19 pixels"),
        (8, b"\x01\x20", "8193 x 19 pixels"),
        (12, b"\x18\0", "damaged"),
        (132, b"\0\0", "damaged"),
        (128, b"\xff\xff\xff\x7f", "cut short"),
    ],
    ids=["no frames", "no width", "too wide", "24 bits", "frame magic", "frame size"],
)
def test_a_damaged_header_is_refused_with_a_sentence(at: int, value: bytes, sentence: str) -> None:
    data = bytearray((FOLDER / "layers.aseprite").read_bytes())
    data[at : at + len(value)] = value
    with pytest.raises(BadFile, match=sentence):
        read_aseprite(bytes(data), name="hero.aseprite")


def test_a_picture_that_unfolds_into_more_than_it_says_is_refused() -> None:
    data = (FOLDER / "one-pixel.aseprite").read_bytes()
    at = data.index(struct.pack("<HHhhB", 0x2005, 0, 0, 0, 255))
    assert data[at + 18 : at + 22] == b"\1\0\1\0"
    wider = data[: at + 18] + b"\2\0\1\0" + data[at + 22 :]
    with pytest.raises(BadFile, match="damaged"):
        read_aseprite(wider)


def test_a_picture_that_unfolds_without_end_takes_no_memory() -> None:
    layer = _chunk(0x2004, struct.pack("<HHHHHHB3xH", 3, 0, 0, 0, 0, 0, 255, 3) + b"Ink")
    bomb = zlib.compress(bytes(64 * 2**20))
    file = _file(layer, _chunk(0x2005, struct.pack("<HhhBHh5xHH", 0, 0, 0, 255, 2, 0, 1, 1) + bomb))
    tracemalloc.start()
    with pytest.raises(BadFile, match="damaged"):
        read_aseprite(file)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**20


def test_all_pictures_of_a_file_together_may_unfold_into_so_many_pixels_only() -> None:
    head = cels.CelHead(0, 0, 0, 255, cels.COMPRESSED, 0)
    body = struct.pack("<HH", 2, 2) + zlib.compress(bytes(16))
    colours, budget = cels.Colours(32, Palette(), 0), cels.Budget(6)
    assert cels.parse_picture(head, body, colours, budget, opaque=False) is not None
    with pytest.raises(ValueError, match="too many pixels"):
        cels.parse_picture(head, body, colours, budget, opaque=False)


def _chunk(kind: int, body: bytes) -> bytes:
    return struct.pack("<IH", 6 + len(body), kind) + body


def _header() -> bytes:
    return struct.pack("<IHHHHHIH8x", 0, 0xA5E0, 1, 1, 1, 32, 1, 100).ljust(128, b"\0")


def _file(*chunks: bytes) -> bytes:
    body = b"".join(chunks)
    return _header() + struct.pack("<IHHHHI", 16 + len(body), 0xF1FA, len(chunks), 100, 0, len(chunks)) + body
