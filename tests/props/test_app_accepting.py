"""However a take is made to fit: outside of its mask no pixel changes, mapped colours are of the palette, the canvas
that grows holds everything, and undoing is exact."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from studio.app.accepting import SizeWay, fit
from studio.app.compare import Comparison, changed
from studio.app.place import Placement
from studio.app.switches import AlignWay, PaletteWay, Switches
from studio.app.takes import Take
from studio.doc.compose import flatten
from studio.doc.document import Document
from studio.doc.edits import from_rasters, set_palette
from studio.doc.model import Sprite
from studio.doc.palette import Colour, Palette
from studio.doc.pixels import MaskPixels, Pixels, frozen

colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: Colour(*rgb))
switches = st.builds(
    Switches,
    st.sampled_from(PaletteWay),
    st.none() | st.integers(1, 255),
    st.sampled_from(AlignWay),
)


def pictures(width: int, height: int) -> st.SearchStrategy[Pixels]:
    few = st.sampled_from([0, 1, 90, 127, 128, 200, 255])
    return arrays.arrays(np.uint8, (height, width, 4), elements=few).map(frozen)


@st.composite
def sprites(draw: st.DrawFn) -> Sprite:
    size = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    sprite = from_rasters([draw(pictures(*size))], [Fraction(100)])
    return set_palette(sprite, Palette(tuple(draw(st.lists(colours, min_size=1, max_size=5)))))


def take_of(frames: list[Pixels], mask: MaskPixels | None = None) -> Take:
    return Take(id="take", operation="", title="Take", frames=tuple(frames), mask=mask)


def accepted(sprite: Sprite, take: Take, how: Switches, way: SizeWay | None = None) -> Document:
    document = Document(sprite)
    made = fit(take, sprite, sprite.frames[0].id, switches=how, size_way=way)
    document.apply("Accept", made.edit(Placement.REPLACE, document.cursor))
    return document


@given(st.data(), sprites(), switches)
def test_outside_of_the_mask_no_pixel_changes(data: st.DataObject, sprite: Sprite, how: Switches) -> None:
    mask = data.draw(
        arrays.arrays(np.uint8, (sprite.size.height, sprite.size.width), elements=st.sampled_from([0, 255]))
    )
    before = flatten(sprite, sprite.frames[0].id)
    document = accepted(sprite, take_of([data.draw(pictures(*sprite.size))], frozen(mask)), how)
    after = flatten(document.sprite, document.sprite.frames[0].id)
    assert document.sprite.size == sprite.size
    assert np.array_equal(after[mask == 0], before[mask == 0])


@given(st.data(), sprites(), switches)
def test_mapped_colours_are_of_the_palette_and_hard_edges_are_hard(
    data: st.DataObject, sprite: Sprite, how: Switches
) -> None:
    take = take_of([data.draw(pictures(*sprite.size))])
    made = fit(take, sprite, sprite.frames[0].id, switches=replace(how, palette=PaletteWay.MAP)).take.frames[0]
    seen = {tuple(map(int, pixel[:3])) for row in made for pixel in row if pixel[3]}
    assert seen <= {tuple(colour[:3]) for colour in sprite.palette.colours}
    if how.edges is not None:
        assert set(np.unique(made[..., 3]).tolist()) <= {0, 255}


@given(st.data(), sprites(), switches, st.integers(1, 12), st.integers(1, 12))
def test_a_canvas_that_grows_loses_nothing_of_either(
    data: st.DataObject, sprite: Sprite, how: Switches, width: int, height: int
) -> None:
    take = take_of([data.draw(pictures(width, height))])
    made = fit(take, sprite, sprite.frames[0].id, switches=replace(how, edges=None), size_way=SizeWay.GROW)
    grown = made.prepared(sprite)
    before = flatten(sprite, sprite.frames[0].id)
    if width > sprite.size.width or height > sprite.size.height:
        shown = made.take.frames[0]
        assert shown.shape[:2] == (grown.size.height, grown.size.width)
        assert np.count_nonzero(shown[..., 3]) == np.count_nonzero(take.frames[0][..., 3])
    kept = flatten(grown, grown.frames[0].id)
    assert np.count_nonzero(kept[..., 3]) == np.count_nonzero(before[..., 3])


@given(st.data(), sprites(), switches, st.sampled_from(SizeWay), st.integers(1, 9), st.integers(1, 9))
def test_accepting_is_undone_exactly_and_was_what_the_comparison_showed(
    data: st.DataObject, sprite: Sprite, how: Switches, way: SizeWay, width: int, height: int
) -> None:
    take = take_of([data.draw(pictures(width, height))])
    frame = sprite.frames[0].id
    made = fit(take, sprite, frame, switches=how, size_way=way)
    comparison = Comparison(sprite, made, frame)
    document = accepted(sprite, take, how, way)
    shown, now = comparison.pair(0).after, flatten(document.sprite, frame)
    assert np.array_equal(shown[now[..., 3] > 0], now[now[..., 3] > 0])
    assert comparison.summary().counts == (int(np.count_nonzero(changed(comparison.pair(0)))),)
    document.undo()
    assert np.array_equal(flatten(document.sprite, frame), flatten(sprite, frame))
    assert document.sprite.palette == sprite.palette
