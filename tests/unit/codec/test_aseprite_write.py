"""Written sprites read back equal, pass a strict walk, and keep what the studio does not model."""

import struct
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from studio.codec.aseprite import read_aseprite, write_aseprite
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc.compose import flatten
from studio.doc.edits import new_sprite
from studio.doc.model import Blend, Cel, CelKey, Frame, Layer, LayerKind, Sprite, UserData
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import frozen
from tests.unit.codec.golden import SPRITES, truth_of, visible
from tests.unit.codec.sprites import GREEN, HALF_BLUE, RED, outline, pixels, two_frames
from tests.unit.codec.walker import walk

BLACK_ONLY = Palette((Colour(0, 0, 0),))
"""What an empty palette becomes in a file."""
FOLDER = SPRITES[0].parent
EDITABLE = [
    FOLDER / f"{stem}.aseprite"
    for stem in (
        *("blends", "groups", "layers", "linked", "one-pixel"),
        *("outside-zindex", "slices", "tags", "userdata", "wide-pixels"),
    )
]


@pytest.mark.parametrize("path", EDITABLE, ids=lambda path: path.stem)
def test_an_unchanged_file_is_written_byte_for_byte(path: Path) -> None:
    data = path.read_bytes()
    written = write_aseprite(read_aseprite(data))
    walk(written)
    assert written == data


@pytest.mark.parametrize("path", EDITABLE, ids=lambda path: path.stem)
def test_a_rebuilt_file_shows_the_same_frames(path: Path) -> None:
    """Nothing of the original bytes is used: no origin, no kept chunk."""
    sprite = read_aseprite(path.read_bytes())
    bare = replace(
        sprite,
        cels={key: replace(cel, origin=None) for key, cel in sprite.cels.items()},
        keep=type(sprite.keep)(),
    )
    written = write_aseprite(bare)
    walk(written)
    again = read_aseprite(written)
    assert outline(again) == outline(sprite)
    _truth, expected = truth_of(path)
    for frame, picture in zip(again.frames, expected, strict=True):
        assert np.array_equal(visible(flatten(again, frame.id)), visible(picture))


def test_everything_the_model_holds_comes_back() -> None:
    sprite = two_frames()
    assert outline(read_aseprite(write_aseprite(sprite))) == outline(sprite)


def test_what_stands_in_the_file() -> None:
    walked = walk(write_aseprite(two_frames()))
    assert walked.size == (4, 3)
    assert walked.flags == 1
    assert walked.colours == 3
    assert walked.durations == [70, 130]
    assert walked.kinds(0) == [0x2007, 0x2019, 0x2018, 0x2020, 0x2004, 0x2004, 0x2004, 0x2020, 0x2005]
    assert walked.kinds(1) == [0x2005, 0x2020, 0x2005]
    assert [(layer["name"], layer["level"], layer["flags"], layer["opacity"]) for layer in walked.layers] == [
        ("Body", 0, 3, 255),
        ("Skin ✨", 1, 3, 200),
        ("Top", 0, 0, 255),
    ]
    assert [(cel["layer"], cel["frame"], cel["x"], cel["y"], cel["opacity"], cel["z"]) for cel in walked.cels] == [
        (1, 0, 1, -1, 255, 0),
        (1, 1, 2, 2, 99, -1),
        (2, 1, 0, 1, 255, 0),
    ]
    assert walked.cels[0]["pixels"] == bytes([*RED, *GREEN, *HALF_BLUE, 0, 0, 0, 0])
    (tag,) = walked.tags
    assert (tag["first"], tag["last"], tag["direction"], tag["repeat"], tag["rgb"]) == (0, 1, 3, 3, bytes([9, 8, 7]))


def test_a_new_sprite_opens_elsewhere() -> None:
    walked = walk(write_aseprite(new_sprite(Size(16, 16), frames=3)))
    assert walked.durations == [100, 100, 100]
    assert walked.cels == []


@pytest.mark.parametrize("blend", list(Blend))
def test_every_blend_mode_comes_back(blend: Blend) -> None:
    sprite = Sprite(Size(1, 1), (Layer("a", "A", blend=blend),), (Frame("f"),))
    assert read_aseprite(write_aseprite(sprite)).layers[0].blend is blend


def test_a_group_with_opacity_declares_that_groups_blend() -> None:
    sprite = two_frames()
    walked = walk(write_aseprite(sprite.with_layer(replace(sprite.layers[0], opacity=90, blend=Blend.SCREEN))))
    assert walked.flags == 3
    assert (walked.layers[0]["opacity"], walked.layers[0]["blend"]) == (90, 2)


def test_a_cel_moved_or_faded_keeps_its_stored_picture() -> None:
    sprite = read_aseprite((FOLDER / "layers.aseprite").read_bytes())
    key, cel = next(iter(sprite.cels.items()))
    moved = sprite.with_cels({key: replace(cel, x=cel.x + 3, opacity=17, z=2)})
    walked = walk(write_aseprite(moved))
    written = next(body for kind, body in walked.frames[0] if kind == 0x2005)
    assert cel.origin is not None
    assert written[16:] == cel.origin[16:]
    assert struct.unpack_from("<HhhBHh", written) == (0, cel.x + 3, cel.y, 17, 2, 2)


def test_an_edit_that_forgot_to_drop_the_origin_is_still_saved() -> None:
    sprite = read_aseprite((FOLDER / "one-pixel.aseprite").read_bytes())
    key, cel = next(iter(sprite.cels.items()))
    edited = sprite.with_cels({key: replace(cel, pixels=pixels([HALF_BLUE]))})
    again = read_aseprite(write_aseprite(edited))
    assert next(iter(again.cels.values())).pixels.tolist() == [[list(HALF_BLUE)]]


def test_one_edited_cel_leaves_the_bytes_of_all_others() -> None:
    data = (FOLDER / "layers.aseprite").read_bytes()
    sprite = read_aseprite(data)
    key, cel = next(iter(sprite.cels.items()))
    changed = frozen(255 - cel.pixels)
    after = walk(write_aseprite(sprite.with_cels({key: replace(cel, pixels=changed, origin=None)})))
    before = walk(data)
    pairs = [
        (old, new)
        for old_frame, new_frame in zip(before.frames, after.frames, strict=True)
        for old, new in zip(old_frame, new_frame, strict=True)
    ]
    assert [old[0] for old, new in pairs if old != new] == [0x2005]


def test_linked_cels_are_stored_once() -> None:
    shared = pixels([RED])
    frames = tuple(Frame(str(index)) for index in range(3))
    cels = {CelKey("a", frame.id): Cel(shared, index, 0, link="k") for index, frame in enumerate(frames)}
    sprite = Sprite(Size(4, 1), (Layer("a", "A"),), frames, cels, palette=BLACK_ONLY)
    walked = walk(write_aseprite(sprite))
    assert [(cel["kind"], cel["x"], cel.get("target")) for cel in walked.cels] == [(2, 0, None), (1, 1, 0), (1, 2, 0)]
    assert outline(read_aseprite(write_aseprite(sprite))) == outline(sprite)


def test_a_link_whose_first_frame_went_is_written_whole() -> None:
    sprite = read_aseprite((FOLDER / "linked.aseprite").read_bytes())
    gone = sprite.frames[0].id
    rest = replace(
        sprite,
        frames=sprite.frames[1:],
        cels={key: cel for key, cel in sprite.cels.items() if key.frame != gone},
        tags=(),
    )
    written = write_aseprite(rest)
    walk(written)
    again = read_aseprite(written)
    for before, after in zip(rest.frames, again.frames, strict=True):
        assert np.array_equal(flatten(rest, before.id), flatten(again, after.id))


def test_slices_stay_when_the_layer_before_them_goes() -> None:
    sprite = read_aseprite((FOLDER / "slices.aseprite").read_bytes())
    assert 0x2022 in [chunk.kind for chunk in sprite.keep.chunks]
    fresh = replace(sprite, layers=(Layer("new", "New"),), cels={}, tags=())
    walked = walk(write_aseprite(fresh))
    slices = [body for kind, body in walked.frames[0] if kind == 0x2022]
    assert slices == [chunk.data for chunk in sprite.keep.chunks if chunk.kind == 0x2022]


def test_unknown_chunks_go_back_to_their_places() -> None:
    """One unknown chunk behind each part of frame 0, and one behind a cel of frame 1; each with user data."""
    data = (FOLDER / "layers.aseprite").read_bytes()
    walked = walk(data)
    frames = [
        [part for number, chunk in enumerate(frame) for part in (chunk, (0x7777, bytes([index, number])))]
        for index, frame in enumerate(walked.frames)
    ]
    strange = _rebuilt(data, frames)
    walk(strange)
    assert write_aseprite(read_aseprite(strange)) == strange


def test_uuids_and_other_bits_of_layers_survive() -> None:
    """Flag 4 gives every layer an identity of 16 bytes; bit 16 of a layer means that it prefers links."""
    data = (FOLDER / "layers.aseprite").read_bytes()
    walked = walk(data)
    first = [
        (kind, bytes([body[0] | 16]) + body[1:] + bytes(range(16))) if kind == 0x2004 else (kind, body)
        for kind, body in walked.frames[0]
    ]
    with_ids = bytearray(_rebuilt(data, [first, *walked.frames[1:]]))
    with_ids[14] |= 4
    sprite = read_aseprite(bytes(with_ids))
    assert write_aseprite(sprite) == bytes(with_ids)
    renamed = walk(write_aseprite(sprite.with_layer(replace(sprite.layers[0], name="Ink"))))
    body = next(body for kind, body in renamed.frames[0] if kind == 0x2004)
    assert (body[0] & 16, body[-16:]) == (16, bytes(range(16)))
    added = replace(sprite, layers=(*sprite.layers, Layer("new", "New")))
    assert len(walk(write_aseprite(added)).layers) == len(sprite.layers) + 1


def test_cel_extra_goes_with_its_cel() -> None:
    data = (FOLDER / "layers.aseprite").read_bytes()
    walked = walk(data)
    extra = (0x2006, b"\1\0\0\0" + bytes(32))
    frame = [part for chunk in walked.frames[0] for part in ([chunk, extra] if chunk[0] == 0x2005 else [chunk])]
    sprite = read_aseprite(_rebuilt(data, [frame, *walked.frames[1:]]))
    count = walked.kinds(0).count(0x2005)
    assert walk(write_aseprite(sprite)).kinds(0).count(0x2006) == count
    first = next(key for key in sprite.cels if key.frame == sprite.frames[0].id)
    assert walk(write_aseprite(sprite.with_cels({first: None}))).kinds(0).count(0x2006) == count - 1


def test_a_changed_palette_replaces_the_old_chunks() -> None:
    sprite = read_aseprite((FOLDER / "layers.aseprite").read_bytes())
    palette = two_frames().palette
    written = write_aseprite(replace(sprite, palette=palette))
    assert [kind for kind in walk(written).kinds(0) if kind in (0x0004, 0x0011, 0x2019)] == [0x2019]
    assert read_aseprite(written).palette == palette


def test_pixel_ratio_and_grid_survive() -> None:
    data = (FOLDER / "wide-pixels.aseprite").read_bytes()
    sprite = read_aseprite(data)
    written = write_aseprite(replace(sprite, size=Size(50, 40)))
    assert written[34:44] == data[34:44]
    assert written[34:36] == b"\2\1"


@pytest.mark.parametrize(("duration", "stored"), [(Fraction(1, 4), 1), (Fraction(100, 3), 33), (Fraction(67, 2), 34)])
def test_durations_are_stored_rounded(duration: Fraction, stored: int) -> None:
    sprite = Sprite(Size(1, 1), (Layer("a", "A"),), (Frame("f", duration),))
    assert walk(write_aseprite(sprite)).durations == [stored]


def test_a_duration_the_format_cannot_hold_is_refused_with_a_sentence() -> None:
    sprite = Sprite(Size(1, 1), (Layer("a", "A"),), (Frame("f", Fraction(70_000)),))
    with pytest.raises(UserError, match=r"70\.0 seconds cannot be saved"):
        write_aseprite(sprite)


def test_a_cel_too_far_away_is_refused_with_a_sentence() -> None:
    sprite = Sprite(Size(1, 1), (Layer("a", "Sky"),), (Frame("f"),), {CelKey("a", "f"): Cel(pixels([RED]), 40_000, 0)})
    with pytest.raises(UserError, match="layer Sky lies too far"):
        write_aseprite(sprite)


def test_long_and_strange_names_are_stored_whole_or_cut_between_characters() -> None:
    sprite = Sprite(Size(1, 1), (Layer("a", "é" * 40_000, user_data=UserData("ß\n😀")),), (Frame("f"),))
    again = read_aseprite(write_aseprite(sprite))
    assert again.layers[0].name == "é" * 32_767
    assert again.layers[0].user_data == UserData("ß\n😀")


@pytest.mark.parametrize(
    ("cel", "flags"),
    [
        (Cel(pixels([RED, GREEN])), 11),
        (Cel(pixels([RED, HALF_BLUE])), 3),
        (Cel(pixels([RED])), 3),
        (Cel(pixels([RED, GREEN]), 1, 0), 3),
    ],
    ids=["whole", "half clear", "too small", "moved"],
)
def test_a_background_that_is_none_any_more_is_written_as_a_layer(cel: Cel, flags: int) -> None:
    layer = Layer("a", "A", background=True)
    sprite = Sprite(Size(2, 1), (layer,), (Frame("f"),), {CelKey("a", "f"): cel})
    assert walk(write_aseprite(sprite)).layers[0]["flags"] == flags
    above = replace(sprite, layers=(Layer("b", "B"), layer))
    assert walk(write_aseprite(above)).layers[1]["flags"] == 3


def test_deep_groups_come_back() -> None:
    layers = [Layer("g0", "g0", LayerKind.GROUP)]
    layers += [Layer(f"g{n}", f"g{n}", LayerKind.GROUP, parent=f"g{n - 1}") for n in range(1, 40)]
    layers += [Layer("leaf", "leaf", parent="g39"), Layer("mid", "mid", parent="g3"), Layer("out", "out")]
    sprite = Sprite(Size(1, 1), tuple(layers), (Frame("f"),), palette=BLACK_ONLY)
    assert outline(read_aseprite(write_aseprite(sprite))) == outline(sprite)


def _rebuilt(data: bytes, frames: list[list[tuple[int, bytes]]]) -> bytes:
    """The file with other chunks."""
    durations = walk(data).durations
    body = b""
    for duration, chunks in zip(durations, frames, strict=True):
        packed = b"".join(struct.pack("<IH", 6 + len(part), kind) + part for kind, part in chunks)
        head = struct.pack("<IHHHHI", 16 + len(packed), 0xF1FA, len(chunks), duration, 0, len(chunks))
        body += head + packed
    return struct.pack("<I", 128 + len(body)) + data[4:128] + body
