"""Whatever the recipe, the sheet and its data give every frame back."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from studio.doc.edits import from_rasters
from studio.doc.model import Sprite
from studio.doc.pixels import Pixels
from studio.export.recipe import Format, Layout, Recipe
from studio.export.sheet import Cell, Sheet, build_sheet, enlarged


@st.composite
def sprites(draw: st.DrawFn) -> Sprite:
    width, height = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    count = draw(st.integers(1, 6))
    frames = []
    for _ in range(count):
        cells = draw(st.binary(min_size=width * height, max_size=width * height))
        shown = np.frombuffer(cells, np.uint8).reshape(height, width) % 4
        frames.append(np.array([(0, 0, 0, 0), (255, 0, 0, 255), (0, 9, 0, 1), (7, 7, 7, 0)], np.uint8)[shown])
    durations = draw(st.lists(st.fractions(1, 5000, max_denominator=9), min_size=count, max_size=count))
    return from_rasters(frames, [Fraction(duration) for duration in durations])


recipes = st.builds(
    Recipe,
    layout=st.sampled_from(Layout),
    columns=st.integers(0, 7),
    border=st.integers(0, 3),
    padding=st.integers(0, 3),
    inner_padding=st.integers(0, 2),
    extrude=st.integers(0, 2),
    trim=st.booleans(),
    merge_duplicates=st.booleans(),
    scale=st.integers(1, 3),
    power_of_two=st.booleans(),
)


@given(sprites(), recipes)
def test_every_frame_is_read_back_from_the_sheet(sprite: Sprite, recipe: Recipe) -> None:
    sheet = build_sheet(sprite, recipe)
    assert [cell.frame for cell in sheet.cells] == [frame.id for frame in sprite.frames]
    assert [cell.duration for cell in sheet.cells] == [frame.duration for frame in sprite.frames]
    for cell in sheet.cells:
        assert np.array_equal(_rebuilt(sheet, cell), enlarged(sheet.frames[cell.name], recipe.scale))


@given(sprites(), recipes)
def test_frames_keep_their_distance(sprite: Sprite, recipe: Recipe) -> None:
    sheet = build_sheet(sprite, recipe)
    boxes = {cell.box.grown(recipe.extrude + recipe.inner_padding) for cell in sheet.cells}
    for box in boxes:
        assert min(box.x, box.y) >= recipe.border
        assert box.right <= sheet.size.width - recipe.border
        assert box.bottom <= sheet.size.height - recipe.border
        for other in boxes - {box}:
            assert box.grown(recipe.padding).intersected(other).is_empty


@given(sprites(), recipes)
def test_merged_duplicates_are_the_same_and_only_those(sprite: Sprite, recipe: Recipe) -> None:
    sheet = build_sheet(sprite, recipe)
    for cell in sheet.cells:
        if cell.duplicate_of is not None:
            assert recipe.merge_duplicates
            assert sheet.cells[cell.duplicate_of].box == cell.box
            assert sheet.cells[cell.duplicate_of].duplicate_of is None


texts = st.text(max_size=8)


@given(
    st.builds(
        Recipe,
        name=texts,
        format=st.sampled_from(Format),
        folder=texts,
        layout=st.sampled_from(Layout),
        border=st.integers(0, 9),
        trim=st.booleans(),
        only_tags=st.lists(texts, max_size=3).map(tuple),
    ),
    st.dictionaries(st.sampled_from(["future", "pivot"]), st.integers() | texts),
)
def test_a_recipe_survives_the_project_file_with_what_it_does_not_know(
    recipe: Recipe, unknown: dict[str, object]
) -> None:
    stored = {**recipe.to_mapping(), **unknown}
    again = Recipe.from_mapping(stored)
    assert again.to_mapping() == stored
    assert (again.layout, again.only_tags, again.border) == (recipe.layout, recipe.only_tags, recipe.border)


def _rebuilt(sheet: Sheet, cell: Cell) -> Pixels:
    canvas = np.zeros((cell.source_size.height, cell.source_size.width, 4), np.uint8)
    canvas[cell.source.slices] = sheet.pixels[cell.box.slices]
    return canvas
