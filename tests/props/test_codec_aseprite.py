"""Any sprite the model can hold comes back from its file, and a second writing changes nothing."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from studio.codec.aseprite import open_aseprite, write_aseprite
from studio.codec.aseprite.properties import decode_map, encode_map, join_maps, split_maps
from studio.core.geometry import Box, Point, Size
from studio.doc.model import Blend, Cel, CelKey, Frame, Layer, LayerKind, Playback, Sprite, Tag, UserData
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import frozen
from studio.doc.skeleton import LABELS, Keypoint, Pose
from tests.unit.codec.sprites import outline
from tests.unit.codec.walker import walk

bytes8 = st.integers(0, 255)
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
colours = st.builds(Colour, bytes8, bytes8, bytes8, bytes8)
places = st.floats(-9999, 9999, allow_nan=False, width=64)
keypoints = st.builds(Keypoint, places, places, places, st.booleans(), st.floats(0, 1))
points = st.dictionaries(st.sampled_from(LABELS), keypoints)
poses = st.builds(lambda placed, key: Pose.of(placed, key=key), points, st.booleans())
user_data = st.none() | st.builds(UserData, texts, st.none() | colours).filter(lambda data: data != UserData())
durations = st.fractions(Fraction(1, 2), 65535, max_denominator=1001)


@st.composite
def layers(draw: st.DrawFn) -> tuple[Layer, ...]:
    made: list[Layer] = []
    groups: list[str | None] = [None]
    for index in range(draw(st.integers(1, 5))):
        parent = draw(st.sampled_from(groups))
        del groups[groups.index(parent) + 1 :]
        kind = draw(st.sampled_from([LayerKind.IMAGE, LayerKind.IMAGE, LayerKind.GROUP]))
        if kind is LayerKind.GROUP:
            groups.append(str(index))
        flags = [draw(st.booleans()) for _flag in range(4)]
        plain = {"opacity": draw(bytes8), "blend": draw(st.sampled_from(Blend))}
        made.append(
            Layer(
                str(index),
                draw(texts),
                kind,
                parent,
                **(plain if kind is LayerKind.IMAGE else {}),
                visible=flags[0],
                locked=flags[1],
                reference=flags[2],
                collapsed=flags[3],
                user_data=draw(user_data),
            )
        )
    return tuple(made)


@st.composite
def cels(draw: st.DrawFn) -> Cel:
    shape = (draw(st.integers(1, 4)), draw(st.integers(1, 4)), 4)
    pixels = frozen(draw(arrays.arrays(np.uint8, shape)))
    x, y, z = (draw(st.integers(-low, low)) for low in (32767, 9, 32767))
    return Cel(pixels, x, y, draw(bytes8), z, user_data=draw(user_data))


@st.composite
def sprites(draw: st.DrawFn) -> Sprite:
    size = Size(draw(st.integers(1, 6)), draw(st.integers(1, 6)))
    masks = arrays.arrays(np.uint8, (size.height, size.width), elements=st.sampled_from([0, 255]) | bytes8)
    made = draw(layers())
    frames = tuple(
        Frame(str(index), draw(durations), draw(st.none() | poses), draw(st.none() | masks.map(frozen)))
        for index in range(draw(st.integers(1, 4)))
    )
    held: dict[CelKey, Cel] = {}
    for layer in made:
        if layer.kind is LayerKind.IMAGE:
            held.update(_row(draw, layer, frames))
    tags = tuple(draw(_tags(frames)) for _index in range(draw(st.integers(0, 3))))
    entries = draw(st.lists(st.tuples(colours, texts), min_size=1, max_size=5))
    names = tuple(name for _colour, name in entries)
    palette = Palette(tuple(colour for colour, _name in entries), names if any(names) else ())
    return Sprite(size, made, frames, held, tags, palette, user_data=draw(user_data))


def _row(draw: st.DrawFn, layer: Layer, frames: tuple[Frame, ...]) -> dict[CelKey, Cel]:
    """The cels of one layer; some are linked to the first."""
    row: dict[CelKey, Cel] = {}
    shared: Cel | None = None
    for frame in frames:
        cel = draw(st.none() | cels())
        if cel is None:
            continue
        if shared is not None and draw(st.booleans()):
            cel = replace(cel, pixels=shared.pixels, link=shared.link)
        elif shared is None and draw(st.booleans()):
            cel = shared = replace(cel, link=f"link {layer.id}")
        row[CelKey(layer.id, frame.id)] = cel
    linked = [key for key, cel in row.items() if cel.link is not None]
    if len(linked) == 1:
        row[linked[0]] = replace(row[linked[0]], link=None)
    return row


@st.composite
def _tags(draw: st.DrawFn, frames: tuple[Frame, ...]) -> Tag:
    first, last = sorted(draw(st.integers(0, len(frames) - 1)) for _end in range(2))
    data = draw(st.builds(UserData, texts))
    ends = frames[first].id, frames[last].id
    playback, repeat = draw(st.sampled_from(Playback)), draw(st.integers(0, 65535))
    return Tag("tag", draw(texts), *ends, draw(colours), playback, repeat, data)


@settings(max_examples=150, deadline=None)
@given(sprites())
def test_a_sprite_comes_back(sprite: Sprite) -> None:
    data = write_aseprite(sprite)
    walk(data)
    opened = open_aseprite(data)
    assert opened.notices == ()
    assert outline(opened.sprite) == outline(sprite)
    assert write_aseprite(opened.sprite) == data


values = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | texts
    | st.builds(Point, *[st.integers(-(2**31), 2**31 - 1)] * 2)
    | st.builds(Size, *[st.integers(-(2**31), 2**31 - 1)] * 2)
    | st.builds(Box, *[st.integers(-(2**31), 2**31 - 1)] * 4)
    | st.uuids(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(st.dictionaries(texts, values, max_size=5))
def test_properties_come_back(properties: dict[str, object]) -> None:
    assert decode_map(encode_map(properties)) == properties


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_noise_is_cut_apart_and_joined_or_refused(noise: bytes) -> None:
    """What can be cut apart is joined to the same maps again; nothing but EOFError and ValueError comes out."""
    try:
        maps = split_maps(noise)
    except (EOFError, ValueError):
        return
    assert split_maps(join_maps(maps)) == maps
