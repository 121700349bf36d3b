"""Painting, composing and filling agree with the plainest way to do the same."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from studio.core.geometry import Box, Point, Size
from studio.doc.blend import blend_over
from studio.doc.compose import compose, flatten
from studio.doc.edits import layer_raster, new_sprite, put_raster
from studio.doc.fill import joined
from studio.doc.gesture import Scratch
from studio.doc.layers import add_layer
from studio.doc.mask import grown_cells, outline
from studio.doc.model import Blend, Cel, CelKey, Sprite
from studio.doc.pixels import frozen, opaque_box
from studio.doc.xor import Placed, compared, pack, unpack

WIDE = Size(530, 270)  # three by two tiles

SPOTS = st.sampled_from([-5, 0, 3, 120, 250, 255, 256, 257, 400, 511, 512, 529, 530])
LENGTHS = st.sampled_from([1, 2, 9, 140, 300])
BOXES = st.builds(Box, SPOTS, SPOTS, LENGTHS, LENGTHS)
ACTS = st.lists(st.tuples(st.sampled_from(["edit", "write", "restore", "some"]), BOXES), max_size=8)

SMALL = st.builds(Size, st.integers(1, 6), st.integers(1, 6))
VALUES = st.sampled_from([0, 0, 1, 127, 128, 254, 255, 255])


def rasters(size: Size) -> st.SearchStrategy[np.ndarray]:
    return arrays.arrays(np.uint8, (size.height, size.width, 4), elements=VALUES)


@given(acts=ACTS, look=BOXES)
def test_a_scratch_behaves_like_one_large_array(acts: list[tuple[str, Box]], look: Box) -> None:
    before = np.arange(WIDE.area, dtype=np.uint32).astype(np.uint8).reshape(WIDE.height, WIDE.width)
    scratch, model = Scratch(WIDE, lambda box: before[box.slices].copy()), before.copy()
    canvas = Box.of_size(WIDE)
    for number, (act, box) in enumerate(acts):
        inside = box.intersected(canvas)
        if act == "edit":
            with scratch.edit(box) as cells:
                cells[...] = number
            model[inside.slices] = number
        elif act == "write":
            scratch.write(box, np.full((box.height, box.width), number, np.uint8))
            model[inside.slices] = number
        elif act == "restore":
            scratch.restore(box)
            model[inside.slices] = before[inside.slices]
        else:
            chosen = np.indices((box.height, box.width)).sum(axis=0) % 2 == 0
            scratch.restore(box, cells=chosen)
            if not inside.is_empty:
                part = chosen[inside.moved(-box.x, -box.y).slices]
                model[inside.slices] = np.where(part, before[inside.slices], model[inside.slices])
    seen = look.intersected(canvas)
    assert np.array_equal(scratch.read(seen), model[seen.slices])
    joined_up = before.copy()
    for box, cells in scratch.patches():
        joined_up[box.slices] = cells
    assert np.array_equal(joined_up, model)


@st.composite
def stacks(draw: st.DrawFn) -> Sprite:
    """A sprite of one frame with cels in odd places, blend modes and drawing orders."""
    sprite = new_sprite(draw(SMALL))
    for _layer in range(draw(st.integers(0, 3))):
        sprite = add_layer(sprite)
    cels = {}
    for layer in sprite.layers:
        pixels = draw(rasters(draw(SMALL)))
        if draw(st.booleans()):
            place = {name: draw(st.integers(-3, 4)) for name in ("x", "y", "z")}
            cel = Cel(frozen(pixels), opacity=draw(VALUES), **place)
            cels[CelKey(layer.id, sprite.frames[0].id)] = cel
    layers = tuple(
        replace(layer, blend=draw(st.sampled_from(Blend)), opacity=draw(VALUES), visible=draw(st.booleans()))
        for layer in sprite.layers
    )
    return replace(sprite, layers=layers, cels=MappingProxyType(cels))


@given(sprite=stacks(), box=st.builds(Box, *[st.integers(-2, 6)] * 2, *[st.integers(1, 6)] * 2))
def test_a_box_is_the_same_part_of_the_whole(sprite: Sprite, box: Box) -> None:
    frame = sprite.frames[0].id
    inside = box.intersected(sprite.box)
    part, whole = compose(sprite, frame, box), compose(sprite, frame)
    assert part.shape == (box.height, box.width, 4)
    assert np.array_equal(part[inside.moved(-box.x, -box.y).slices], whole[inside.slices])
    assert int(part[..., 3].astype(int).sum()) == int(whole[inside.slices][..., 3].astype(int).sum())


def mul(a: int, b: int) -> int:
    t = a * b + 128
    return ((t >> 8) + t) >> 8


def plainly_over(below: list[int], above: list[int], opacity: int) -> list[int]:
    """One pixel on another in whole numbers."""
    if above[3] == 0 or opacity == 0:
        return below
    sa = mul(above[3], opacity)
    if below[3] == 0:
        return [*above[:3], sa]
    ra = sa + below[3] - mul(below[3], sa)
    steps = [(upper - lower) * sa for upper, lower in zip(above[:3], below[:3], strict=True)]
    return [
        *(lower + (step // ra if step >= 0 else -(-step // ra)) for lower, step in zip(below, steps, strict=False)),
        ra,
    ]


@given(below=rasters(Size(4, 3)), above=rasters(Size(4, 3)), opacity=VALUES, other=st.integers(0, 255))
def test_normal_blending_is_whole_number_arithmetic(
    below: np.ndarray, above: np.ndarray, opacity: int, other: int
) -> None:
    below[1, :, 0] = above[2, :, 3] = other
    expected = [
        [plainly_over(*pixels, opacity) for pixels in zip(*rows, strict=True)]
        for rows in zip(below.tolist(), above.tolist(), strict=True)
    ]
    blend_over(below, above, opacity=opacity)
    assert below.tolist() == expected


@given(sprite=stacks())
def test_one_visible_plain_layer_is_exported_as_it_is(sprite: Sprite) -> None:
    frame = sprite.frames[0].id
    layers = tuple(
        replace(layer, visible=index == 0, opacity=255, blend=Blend.NORMAL) for index, layer in enumerate(sprite.layers)
    )
    cels = {key: replace(cel, opacity=255) for key, cel in sprite.cels.items()}
    plain = replace(sprite, layers=layers, cels=MappingProxyType(cels))
    raster = layer_raster(plain, plain.layers[0].id, frame)
    assert np.array_equal(flatten(plain, frame), np.where(raster[..., 3:] > 0, raster, 0))


@given(data=st.data(), size=SMALL)
def test_a_raster_put_in_comes_out_and_holds_no_more_than_it_needs(data: st.DataObject, size: Size) -> None:
    sprite = new_sprite(size)
    layer, frame = sprite.layers[0].id, sprite.frames[0].id
    for _time in range(2):
        raster = data.draw(rasters(size))
        sprite = put_raster(sprite, layer, frame, raster)
        out = layer_raster(sprite, layer, frame)
        opaque = raster[..., 3] > 0
        assert np.array_equal(out[opaque], raster[opaque])
        assert not out[~opaque][..., 3].any()
        cel = sprite.cel(layer, frame)
        assert (cel.box if cel else None) == (opaque_box(raster) if opaque.any() else None)


@given(
    before=rasters(Size(5, 4)),
    after=rasters(Size(3, 6)),
    x=st.integers(-7, 7),
    y=st.integers(-7, 7),
)
def test_a_difference_leads_both_ways(before: np.ndarray, after: np.ndarray, x: int, y: int) -> None:
    one, other = Placed(frozen(before), Box(0, 0, 5, 4)), Placed(frozen(after), Box(x, y, 3, 6))
    payload = pack(compared(one, other))
    assert np.array_equal(unpack(one, payload, target=other.box, tail=(4,)), after)
    assert np.array_equal(unpack(other, payload, target=one.box, tail=(4,)), before)


FLAGS = arrays.arrays(np.bool_, st.tuples(st.integers(1, 12), st.integers(1, 12)))


@given(cells=FLAGS, data=st.data())
def test_a_fill_is_closed_and_joined(cells: np.ndarray, data: st.DataObject) -> None:
    height, width = cells.shape
    at = Point(data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1)))
    found = joined(cells, at)
    assert bool(found[at.y, at.x]) == bool(cells[at.y, at.x])
    assert not (found & ~cells).any()
    around = np.zeros_like(found)
    around[1:] |= found[:-1]
    around[:-1] |= found[1:]
    around[:, 1:] |= found[:, :-1]
    around[:, :-1] |= found[:, 1:]
    assert not (around & cells & ~found).any()
    assert np.array_equal(joined(found, at), found)


@given(cells=FLAGS, by=st.integers(1, 4))
def test_growing_reaches_exactly_the_cells_within_the_brush(cells: np.ndarray, by: int) -> None:
    height, width = cells.shape
    brush = np.zeros((2 * by + 1, 2 * by + 1), np.bool_)
    brush[by, by] = True
    brush = grown_cells(brush, by)
    expected = np.zeros((height + 2 * by, width + 2 * by), np.bool_)
    for y, x in zip(*np.nonzero(cells), strict=True):
        expected[y : y + 2 * by + 1, x : x + 2 * by + 1] |= brush
    assert np.array_equal(grown_cells(cells, by), expected[by:-by, by:-by])


@settings(max_examples=50)
@given(cells=FLAGS)
def test_an_outline_is_as_long_as_the_sides_it_parts(cells: np.ndarray) -> None:
    padded = np.pad(cells, 1)
    sides = int((padded[1:] != padded[:-1]).sum() + (padded[:, 1:] != padded[:, :-1]).sum())
    lines = outline(cells)
    assert int(np.abs(lines[:, 2:] - lines[:, :2]).sum()) == sides
