"""What a sheet looks like, pixel by pixel, for each layout and option."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from studio.core.errors import UserError
from studio.core.geometry import Box, Size
from studio.doc.edits import put_raster
from studio.doc.model import Layer, LayerKind
from studio.export.frames import FrameCache
from studio.export.recipe import Layout, Recipe, Split
from studio.export.sheet import build_sheet
from tests.unit.export.sprites import FOUR, letters, picture, sprite

LAYOUTS = [
    (Recipe(layout=Layout.STRIP), ["rgbw"]),
    (Recipe(layout=Layout.ROWS), ["rg", "bw"]),
    (Recipe(layout=Layout.ROWS, columns=3), ["rgb", "w.."]),
    (Recipe(layout=Layout.ROWS, columns=1), ["r", "g", "b", "w"]),
    (Recipe(layout=Layout.ROWS, columns=99), ["rgbw"]),
    (Recipe(layout=Layout.COLUMNS, columns=2), ["rb", "gw"]),
    (Recipe(layout=Layout.TAG_ROWS), ["rg", "g.", "bw"]),
    (Recipe(layout=Layout.TAG_ROWS, only_tags=("walk",)), ["rg"]),
    (Recipe(layout=Layout.STRIP, only_tags=("hit",)), ["g"]),
    (Recipe(layout=Layout.STRIP, border=1), ["......", ".rgbw.", "......"]),
    (Recipe(layout=Layout.STRIP, padding=1), ["r.g.b.w"]),
    (Recipe(layout=Layout.STRIP, inner_padding=1, only_tags=("walk",)), ["......", ".r..g.", "......"]),
    (Recipe(layout=Layout.STRIP, extrude=1, only_tags=("walk",)), ["rrrggg", "rrrggg", "rrrggg"]),
    (Recipe(layout=Layout.STRIP, scale=2, only_tags=("walk",)), ["rrgg", "rrgg"]),
    (
        Recipe(layout=Layout.STRIP, power_of_two=True, columns=3, border=1),
        ["." * 8, ".rgbw...", "." * 8, "." * 8],
    ),
]


@pytest.mark.parametrize(("recipe", "rows"), LAYOUTS)
def test_layout(recipe: Recipe, rows: list[str]) -> None:
    sheet = build_sheet(FOUR, recipe)
    assert letters(sheet.pixels) == rows
    assert sheet.size == Size(len(rows[0]), len(rows))


def test_a_trimmed_frame_keeps_its_place_on_the_canvas() -> None:
    one = sprite(["....", "..r.", "..g.", "...."], ["....", "....", "....", "...."])
    sheet = build_sheet(one, Recipe(layout=Layout.STRIP, trim=True, extrude=1, scale=2))
    first, empty = sheet.cells
    assert (first.box, first.source, first.source_size) == (Box(1, 1, 2, 4), Box(4, 2, 2, 4), Size(8, 8))
    assert first.trimmed
    assert empty.source == Box(0, 0, 2, 2), "an empty frame keeps one transparent pixel, here two by two"
    assert letters(sheet.pixels) == ["rrrr....", "rrrr....", "rrrr....", "gggg....", "gggg....", "gggg...."]


def test_duplicates_share_pixels_and_keep_their_durations() -> None:
    same = sprite(["r."], ["g."], ["r."], [".r"], durations=(10, 20, 30, 40))
    recipe = Recipe(layout=Layout.STRIP, merge_duplicates=True)
    sheet = build_sheet(same, recipe)
    assert letters(sheet.pixels) == ["r.g..r"]
    assert [cell.duplicate_of for cell in sheet.cells] == [None, None, 0, None]
    assert sheet.cells[2].box == sheet.cells[0].box
    assert [cell.duration for cell in sheet.cells] == [10, 20, 30, 40]
    trimmed = build_sheet(same, replace(recipe, trim=True))
    assert letters(trimmed.pixels) == ["rg"]
    assert [cell.source for cell in trimmed.cells] == [Box(0, 0, 1, 1)] * 3 + [Box(1, 0, 1, 1)]


def test_tag_rows_stay_complete_with_duplicates_merged() -> None:
    assert letters(build_sheet(FOUR, Recipe(layout=Layout.TAG_ROWS, merge_duplicates=True)).pixels) == [
        "rg",
        "g.",
        "bw",
    ]


NAMES = [
    (Recipe(), ["hero 0.aseprite", "hero 1.aseprite", "hero 2.aseprite", "hero 3.aseprite"]),
    (
        Recipe(split=Split.TAGS),
        ["hero #walk 0.aseprite", "hero #walk 1.aseprite", "hero #hit.aseprite", "hero 2.aseprite", "hero 3.aseprite"],
    ),
    (Recipe(split=Split.LAYERS, only_tags=("hit",)), ["hero (Layer 1) 1.aseprite"]),
    (Recipe(names="{frame}"), ["0", "1", "2", "3"]),
    (Recipe(names="{title}-{tag}-{frame}", split=Split.TAGS, only_tags=("walk",)), ["hero-walk-0", "hero-walk-1"]),
]


@pytest.mark.parametrize(("recipe", "names"), NAMES)
def test_names(recipe: Recipe, names: list[str]) -> None:
    assert [cell.name for cell in build_sheet(FOUR, recipe, title="hero").cells] == names


def test_a_single_frame_has_no_number() -> None:
    assert build_sheet(sprite(["r"]), Recipe(), title="hero").cells[0].name == "hero.aseprite"


def test_ignored_and_hidden_layers_do_not_show() -> None:
    base = FOUR
    top = Layer("top", "Sketch", parent="group")
    group = Layer("group", "Notes", kind=LayerKind.GROUP)
    both = replace(base, layers=(*base.layers, group, top))
    drawn = put_raster(both, "top", both.frames[0].id, picture("w"))
    strip = Recipe(layout=Layout.STRIP)
    assert letters(build_sheet(drawn, strip).pixels) == ["wgbw"]
    assert letters(build_sheet(drawn, replace(strip, ignore_layers=("Sketch",))).pixels) == ["rgbw"]
    assert letters(build_sheet(drawn, replace(strip, ignore_layers=("Notes",))).pixels) == ["rgbw"]
    split = build_sheet(drawn, replace(strip, split=Split.LAYERS))
    assert letters(split.pixels) == ["rgbww..."]


def test_colour_under_transparent_pixels_is_not_exported() -> None:
    hidden = picture("r")
    hidden[..., 3] = 0
    frame = FOUR.frames[0].id
    changed = put_raster(FOUR, FOUR.layers[0].id, frame, hidden)
    assert build_sheet(changed, Recipe(layout=Layout.STRIP)).pixels[0, 0].tolist() == [0, 0, 0, 0]


BAD = [
    (Recipe(max_size=3, layout=Layout.STRIP), "would be 4 x 1 pixels, and the limit is 3"),
    (Recipe(max_size=3, border=2), "the limit is 3"),
    (Recipe(only_tags=("run",)), "no tag “run”. It has: hit, walk."),
    (Recipe(scale=0), "Scale is 0; it has to be between 1 and 64."),
    (Recipe(extrude=-1), "Extrude is -1"),
    (Recipe(names="same"), "Two frames would be called “same”"),
    (Recipe(split=Split.LAYERS, ignore_layers=("Layer 1",)), "no frame to export"),
]


@pytest.mark.parametrize(("recipe", "sentence"), BAD)
def test_what_cannot_be_made_is_said(recipe: Recipe, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        build_sheet(FOUR, recipe)


def test_only_changed_frames_are_composed_again() -> None:
    cache = FrameCache()
    recipe = Recipe(layout=Layout.STRIP)
    before = build_sheet(FOUR, recipe, cache=cache)
    painted = put_raster(FOUR, FOUR.layers[0].id, FOUR.frames[2].id, picture("w"))
    after = build_sheet(painted, recipe, cache=cache)
    assert letters(after.pixels) == ["rgww"]
    kept = [before.frames[name] is after.frames[name] for name in before.frames]
    assert kept == [True, True, False, True]
    hidden = replace(painted, layers=tuple(replace(layer, visible=False) for layer in painted.layers))
    assert letters(build_sheet(hidden, recipe, cache=cache).pixels) == ["...."]


def test_exact_durations_survive_in_the_sheet() -> None:
    third = replace(FOUR, frames=tuple(replace(frame, duration=Fraction(100, 3)) for frame in FOUR.frames))
    assert build_sheet(third, Recipe()).cells[0].duration == Fraction(100, 3)
