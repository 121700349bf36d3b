"""Poses, masks and exact durations travel in the file, and find their frames again after another program was at it."""

import struct
import zlib
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from studio.codec.aseprite import open_aseprite, read_aseprite, write_aseprite
from studio.codec.aseprite.chunks import FrameChunks, join, split
from studio.codec.aseprite.parts import parse_external, parse_user_data
from studio.codec.aseprite.properties import decode_map, split_maps
from studio.codec.aseprite.studio_data import EXTENSION, frame_crc
from studio.core.errors import ReadOnly
from studio.core.geometry import Size
from studio.doc.model import Cel, CelKey, Frame, Layer, Sprite, UserData
from studio.doc.pixels import frozen
from studio.doc.skeleton import Pose
from tests.unit.codec.elsewhere import elsewhere, sprite_of
from tests.unit.codec.golden import SPRITES
from tests.unit.codec.sprites import outline, pixels, pose
from tests.unit.codec.walker import walk

USERDATA = SPRITES[0].parent / "userdata.aseprite"


def poses(sprite: Sprite) -> list[Pose | None]:
    return [frame.pose for frame in sprite.frames]


def test_poses_masks_and_exact_durations_come_back() -> None:
    sprite = sprite_of()
    data = write_aseprite(sprite)
    walk(data)
    opened = open_aseprite(data)
    assert outline(opened.sprite) == outline(sprite)
    assert opened.notices == ()
    assert [frame.duration for frame in opened.sprite.frames] == [Fraction(100, 3), Fraction(101, 3), Fraction(34)]


def test_how_it_lies_in_the_file() -> None:
    """First chunk: our entry in the external files; the sprite's user data holds a map under its id."""
    sprite = sprite_of()
    plain = replace(sprite.frames[1], pose=None, mask=None, duration=Fraction(50))
    _header, frames = split(write_aseprite(sprite.with_frame(plain)), "")
    first = frames[0].chunks
    assert first[0].kind == 0x2008
    (entry,) = parse_external(first[0].data)
    assert (entry.id, entry.type, entry.name) == (1, 2, "sprite-studio/studio")
    data = parse_user_data(next(chunk.data for chunk in first if chunk.kind == 0x2020))
    (ours,) = split_maps(data.properties).maps
    assert ours.key == 1
    values = decode_map(ours.data)
    assert values["version"] == 1
    assert [sorted(frame) for frame in values["frames"]] == [
        ["crc", "duration", "mask", "pose"],
        ["crc"],
        ["crc", "mask", "pose"],
    ]
    assert values["frames"][0]["duration"] == "100/3"
    assert values["frames"][0]["pose"] == {
        "key": True,
        "points": {
            "NOSE": {"x": 1.5, "y": 0.25, "z": 0.0},
            "LEFT ARM": {"x": 3.5, "y": 2.0, "z": -1.0, "visible": False, "confidence": 0.5},
        },
    }


def test_the_checksum_is_the_one_of_the_format() -> None:
    """Files written today must be understood for ever."""
    picture = pixels([(255, 0, 0, 255), (9, 9, 9, 0), (1, 2, 3, 4)])
    stored = struct.pack("<II", 3, 1) + bytes([255, 0, 0, 255, 0, 0, 0, 0, 1, 2, 3, 4])
    assert frame_crc(picture) == zlib.crc32(stored)


def test_a_sprite_without_any_of_it_carries_nothing_of_ours() -> None:
    sprite = sprite_of()
    bare = replace(sprite, frames=tuple(Frame(frame.id, Fraction(50)) for frame in sprite.frames))
    data = write_aseprite(bare)
    assert EXTENSION.encode() not in data
    assert 0x2008 not in walk(data).kinds(0)


def test_other_tools_properties_stay_beside_ours() -> None:
    original = read_aseprite(USERDATA.read_bytes())
    assert original.user_data is not None
    posed = original.with_frame(replace(original.frames[0], pose=pose()))
    again = read_aseprite(write_aseprite(posed))
    assert again.user_data == original.user_data
    assert poses(again) == [pose()]
    assert write_aseprite(again.with_frame(replace(again.frames[0], pose=None))).count(b"sprite-studio/studio") == 1


def test_properties_of_an_unknown_type_stay_beside_ours() -> None:
    strange = b"\1\0\0\0" + b"\1\0k" + b"\x77\x77" + b"whatever"
    block = (12 + len(strange)).to_bytes(4, "little") + b"\1\0\0\0" + b"\0\0\0\0" + strange
    sprite = replace(sprite_of(), user_data=UserData("text", properties=block))
    for _round in range(2):
        sprite = read_aseprite(write_aseprite(sprite))
        assert sprite.user_data == UserData("text", properties=block)
        assert poses(sprite) == [pose(0), pose(1), pose(2)]


@pytest.mark.parametrize(
    ("order", "edit", "expected"),
    [
        ((0, 2), (), [0, 2]),
        ((2, 1, 0), (), [2, 1, 0]),
        ((0, 0, 1, 2), (), [0, 0, 1, 2]),
        ((0, 1, 2), (1,), [0, 1, 2]),
        ((0, 1, 2), (0, 1, 2), [0, 1, 2]),
        ((1, 2), (1,), [0, 2]),
    ],
    ids=["one dropped", "reversed", "one doubled", "one repainted", "all repainted", "dropped and repainted"],
)
def test_frames_are_found_again(order: tuple[int, ...], edit: tuple[int, ...], expected: list[int]) -> None:
    opened = open_aseprite(elsewhere(write_aseprite(sprite_of()), order, edit=edit))
    assert poses(opened.sprite) == [pose(index) for index in expected]
    assert "changed in another program" in opened.notices[0]


def test_what_found_no_frame_stays_in_the_file_and_comes_home_later() -> None:
    data = write_aseprite(sprite_of())
    opened = open_aseprite(elsewhere(data, (0, 2)))
    assert len(opened.notices) == 2
    assert "1 frame fits no frame" in opened.notices[1]
    saved = write_aseprite(opened.sprite)
    assert poses(read_aseprite(saved)) == [pose(0), pose(2)]
    header, frames = split(saved, "")
    returned = FrameChunks(33, split(data, "")[1][1].chunks)
    assert poses(read_aseprite(join(replace(header, frames=3), [*frames, returned]))) == [pose(0), pose(2), pose(1)]


def test_a_duration_changed_elsewhere_wins() -> None:
    header, frames = split(write_aseprite(sprite_of()), "")
    slower = [FrameChunks(500, frames[0].chunks), *frames[1:]]
    sprite = read_aseprite(join(header, slower))
    assert [frame.duration for frame in sprite.frames] == [500, Fraction(101, 3), 34]
    assert poses(sprite) == [pose(0), pose(1), pose(2)]


def test_a_canvas_resized_elsewhere_keeps_what_fits_of_the_mask() -> None:
    header, frames = split(write_aseprite(sprite_of()), "")
    opened = open_aseprite(join(replace(header, size=Size(2, 4)), frames))
    assert [frame.mask.tolist() for frame in opened.sprite.frames] == [
        [[255, 0], [0, 0], [0, 0], [0, 0]],
        [[0, 255], [0, 0], [0, 0], [0, 0]],
        [[0, 0], [0, 0], [0, 0], [0, 0]],
    ]


def test_a_newer_version_opens_read_only_so_that_nothing_is_lost() -> None:
    data = write_aseprite(sprite_of())
    at = data.index(b"\x07\0version\x06\0") + len(b"\x07\0version\x06\0")
    opened = open_aseprite(data[:at] + b"\x02" + data[at + 1 :])
    assert "newer version" in opened.sprite.read_only
    with pytest.raises(ReadOnly):
        write_aseprite(opened.sprite)


def test_a_damaged_entry_stops_nobody_and_is_kept() -> None:
    data = write_aseprite(sprite_of())
    at = data.index(b"100/3")
    opened = open_aseprite(data[:at] + b"100/0" + data[at + 5 :])
    assert poses(opened.sprite) == [None, pose(1), pose(2)]
    assert any("1 frame fits no frame" in notice for notice in opened.notices)
    assert b"100/0" in write_aseprite(opened.sprite)


def test_large_and_soft_masks_come_back() -> None:
    rng = np.random.default_rng(7)
    for mask in (rng.integers(0, 2, (701, 999), np.uint8) * np.uint8(255), rng.integers(0, 256, (333, 555), np.uint8)):
        size = Size(mask.shape[1], mask.shape[0])
        sprite = Sprite(size, (Layer("a", "A"),), (Frame("f", mask=frozen(mask.astype(np.uint8))),))
        data = write_aseprite(sprite)
        walk(data)
        assert np.array_equal(read_aseprite(data).frames[0].mask, mask)


def test_pixels_outside_do_not_confuse_equal_frames() -> None:
    """Frames that look alike keep the order of their poses."""
    sprite = sprite_of((10, 10, 10))
    assert poses(read_aseprite(write_aseprite(sprite))) == [pose(0), pose(1), pose(2)]
    opened = open_aseprite(elsewhere(write_aseprite(sprite), (0, 1)))
    assert poses(opened.sprite) == [pose(0), pose(1)]


def test_colour_under_alpha_0_does_not_count() -> None:
    """Another program may rewrite it."""
    clear = replace(sprite_of((10,)), cels={CelKey("a", "f0"): Cel(pixels([(9, 9, 9, 0), (1, 1, 1, 255)]))})
    header, frames = split(write_aseprite(clear), "")
    kept = [chunk for chunk in frames[0].chunks if chunk.kind != 0x2005]
    other = replace(clear, cels={CelKey("a", "f0"): Cel(pixels([(0, 0, 0, 0), (1, 1, 1, 255)]))})
    _header, rewritten = split(write_aseprite(other), "")
    cels = [chunk for chunk in rewritten[0].chunks if chunk.kind == 0x2005]
    assert open_aseprite(join(header, [FrameChunks(33, [*kept, *cels])])).notices == ()
