"""Colours to HSV and back, and what the palette panel does to a sprite."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.doc.edits import set_palette
from studio.doc.palette import Colour, Palette
from studio.ui.palette.changes import used_colours, with_colour, without_colour
from studio.ui.palette.hsv import Hsv, to_colour, to_hsv
from tests.unit.ui.canvas.hand import INK, sprite_of

CHANNEL = st.integers(0, 255)


@given(CHANNEL, CHANNEL, CHANNEL, CHANNEL)
def test_every_colour_comes_back_from_hsv(red: int, green: int, blue: int, alpha: int) -> None:
    colour = Colour(red, green, blue, alpha)
    assert to_colour(to_hsv(colour), alpha=alpha) == colour


def test_a_grey_keeps_the_hue_it_came_from() -> None:
    assert to_hsv(Colour(128, 128, 128), near=Hsv(0.6, 0.5, 0.5)).hue == 0.6
    assert to_hsv(Colour(0, 0, 0), near=Hsv(0.6, 0.5, 0.5))[:2] == (0.6, 0.5)


def test_a_colour_is_added_once() -> None:
    sprite = with_colour(sprite_of("k"), INK["r"])
    assert sprite.palette.colours == (INK["r"],)
    assert with_colour(sprite, INK["r"]) is sprite


def test_a_full_palette_takes_no_more() -> None:
    full = set_palette(sprite_of("k"), Palette(tuple(Colour(value, 0, 0) for value in range(256))))
    assert with_colour(full, INK["g"]) is full


def test_a_removed_colour_takes_its_name_along() -> None:
    sprite = set_palette(sprite_of("k"), Palette((INK["r"], INK["g"], INK["b"]), ("red", "green", "blue"), "three"))
    left = without_colour(sprite, 1).palette
    assert (left.colours, left.names, left.title) == ((INK["r"], INK["b"]), ("red", "blue"), "three")
    assert without_colour(sprite, 3) is sprite


def test_used_colours_come_most_frequent_first_without_the_invisible() -> None:
    assert used_colours(sprite_of("rrr.", "gg..", "b...")).colours == (INK["r"], INK["g"], INK["b"])
    assert used_colours(sprite_of("....")).colours == ()
