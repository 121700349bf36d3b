"""The colour that stands for transparency: none of the sprite's, far from all of them, and taken out exactly."""

from __future__ import annotations

import numpy as np
import pytest

from studio.doc.palette import Colour, Palette
from studio.doc.pixels import Pixels, frozen
from studio.providers.pixel_engine.matte import Matte, far_colour, matte_of, without_matte

CLEAR, RED, GREEN, BLUE = (0, 0, 0, 0), (255, 0, 0, 255), (0, 255, 0, 255), (0, 0, 255, 255)


def picture(*rows: list[tuple[int, int, int, int]]) -> Pixels:
    return frozen(np.array(rows, np.uint8))


def colours(*found: tuple[int, int, int]) -> np.ndarray:
    return np.array(found, np.uint8).reshape(-1, 3)


@pytest.mark.parametrize(
    ("found", "chosen"),
    [
        ((), "#ff00ff"),
        (((0, 0, 0),), "#ffffff"),
        (((255, 255, 255),), "#000000"),
        (((0, 0, 0), (255, 255, 255)), "#33ff00"),
        (((255, 0, 255), (0, 0, 0), (255, 255, 255)), "#33ff00"),
    ],
)
def test_it_is_far_from_every_colour(found: tuple[tuple[int, int, int], ...], chosen: str) -> None:
    assert far_colour(colours(*found)).hex == chosen


def test_a_photograph_with_every_candidate_leaves_one_of_the_other_colours() -> None:
    steps = np.arange(0, 256, 51, dtype=np.uint8)
    every = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(-1, 3)
    chosen = far_colour(every)
    assert not (every == np.array(chosen[:3])).all(axis=-1).any()
    assert chosen.hex == "#000001"


def test_nothing_is_filled_where_nothing_is_transparent() -> None:
    assert matte_of([picture([RED, BLUE])], palette=None, wished=None) is None


def test_colours_under_alpha_zero_do_not_count_and_those_of_the_palette_do() -> None:
    hidden = picture([(0, 0, 0, 0), (255, 255, 255, 0)])
    assert matte_of([hidden], palette=None, wished=None) == Matte(Colour(255, 0, 255), removable=True)
    palette = Palette((Colour(255, 0, 255), Colour(0, 0, 0), Colour(255, 255, 255)))
    assert matte_of([hidden], palette=palette, wished=None) == Matte(Colour(51, 255, 0), removable=True)


@pytest.mark.parametrize(
    ("wished", "rows", "removable"),
    [("#00ff00", [RED, CLEAR], True), ("#ff0000", [RED, CLEAR], False), ("#00ff00", [RED, RED], False)],
)
def test_a_wished_colour_is_taken_out_only_where_it_means_transparency(
    wished: str, rows: list[tuple[int, int, int, int]], removable: bool
) -> None:
    assert matte_of([picture(rows)], palette=None, wished=wished) == Matte(Colour.parse(wished), removable)


def test_pictures_nobody_has_seen_may_be_transparent() -> None:
    assert matte_of([], palette=None, wished="#00ff00", unseen=True) == Matte(Colour(0, 255, 0), removable=True)


def test_only_exactly_that_colour_is_taken_out() -> None:
    frame = picture([GREEN, (0, 255, 1, 255), (0, 255, 0, 254), RED])
    expected = [[list(CLEAR), [0, 255, 1, 255], [0, 255, 0, 254], list(RED)]]
    assert without_matte(frame, Colour(0, 255, 0)).tolist() == expected
    assert without_matte(frame, BLUE_COLOUR) is frame


BLUE_COLOUR = Colour(0, 0, 255)
