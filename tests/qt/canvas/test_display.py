"""The display cache: late, little, and right."""

from __future__ import annotations

import numpy as np
import pytest

from studio.core.geometry import Box, Size
from studio.doc.palette import Colour
from studio.ui.canvas.display import TILE, Backdrop, DisplayCache
from tests.qt.canvas.stage import pixels_of

BACKDROP = Backdrop(Colour(10, 20, 30), Colour(40, 50, 60), square=1, mask=Colour(255, 0, 0))


class Shown:
    """A picture and a mask that remember which cells were asked for."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels = np.zeros((height, width, 4), np.uint8)
        self.marked = np.zeros((height, width), np.uint8)
        self.asked: list[Box] = []
        self.asked_mask: list[Box] = []
        self.cache = DisplayCache(Size(width, height), backdrop=BACKDROP)
        self.cache.show(self.picture, ghost=None, mask=None)

    def picture(self, box: Box) -> np.ndarray:
        self.asked.append(box)
        return self.pixels[box.slices]

    def mask(self, box: Box) -> np.ndarray:
        self.asked_mask.append(box)
        return self.marked[box.slices]

    def look(self, box: Box | None = None) -> np.ndarray:
        """(h, w, 3) RGB after these cells were exposed."""
        height, width = self.marked.shape
        self.cache.prepare(box or Box(0, 0, width, height))
        return pixels_of(self.cache.image)


def test_colours_lie_over_the_checker() -> None:
    shown = Shown(2, 2)
    shown.pixels[0, 1] = (200, 100, 50, 255)
    shown.pixels[1, 0] = (200, 100, 50, 128)
    assert shown.look().tolist() == [
        [[10, 20, 30], [200, 100, 50]],
        [[120, 75, 55], [10, 20, 30]],
    ]


def test_ghosts_lie_between_checker_and_picture() -> None:
    shown = Shown(2, 1)
    shown.pixels[0, 0] = (1, 2, 3, 255)
    ghost = np.array([[[0, 0, 255, 255], [0, 0, 255, 255]]], np.uint8)
    shown.cache.show(shown.picture, ghost=lambda box: ghost[box.slices], mask=None)
    assert shown.look().tolist() == [[[1, 2, 3], [0, 0, 255]]]


def test_the_mask_tints_by_45_per_cent_and_comes_off_again() -> None:
    shown = Shown(2, 1)
    shown.pixels[0] = (100, 100, 100, 255)
    shown.marked[0, 1] = 255
    shown.cache.show(shown.picture, ghost=None, mask=shown.mask)
    assert shown.look().tolist() == [[[100, 100, 100], [169, 55, 55]]]
    shown.marked[0] = (255, 0)
    shown.cache.touch(Box(0, 0, 2, 1), mask_only=True)
    assert shown.look().tolist() == [[[169, 55, 55], [100, 100, 100]]]
    shown.cache.show(shown.picture, ghost=None, mask=None)
    assert shown.look().tolist() == [[[100, 100, 100], [100, 100, 100]]]


def test_a_stroke_on_the_mask_composes_no_layers() -> None:
    shown = Shown(8, 8)
    shown.cache.show(shown.picture, ghost=None, mask=shown.mask)
    shown.look()
    shown.asked.clear()
    shown.cache.touch(Box(2, 2, 3, 3), mask_only=True)
    shown.look()
    assert shown.asked == []
    assert shown.asked_mask[-1] == Box(2, 2, 3, 3)


def test_only_touched_cells_are_composed_and_only_once() -> None:
    shown = Shown(2 * TILE, TILE)
    shown.look()
    shown.asked.clear()
    shown.cache.touch(Box(5, 6, 2, 2))
    shown.look()
    shown.look()
    assert shown.asked == [Box(5, 6, 2, 2)]


def test_what_was_touched_out_of_sight_is_composed_when_it_comes_into_sight() -> None:
    shown = Shown(2 * TILE, TILE)
    shown.look()
    shown.pixels[:] = (9, 9, 9, 255)
    shown.cache.touch(Box(TILE + 10, 0, 4, 4))
    shown.look(Box(0, 0, 10, 10))
    assert shown.look()[0, TILE + 10].tolist() == [9, 9, 9]


def test_tiles_out_of_sight_are_not_composed() -> None:
    shown = Shown(4 * TILE, 3 * TILE)
    shown.look(Box(TILE + 5, 5, 10, 10))
    assert shown.asked == [Box(TILE, 0, TILE, TILE)]


@pytest.mark.parametrize("box", [Box(-5, -5, 3, 3), Box(100, 0, 4, 4), Box(0, 0, 0, 0)])
def test_a_box_beyond_the_canvas_touches_nothing(box: Box) -> None:
    shown = Shown(8, 8)
    shown.look()
    shown.asked.clear()
    shown.cache.touch(box)
    shown.look()
    assert shown.asked == []


def test_another_backdrop_shows_everywhere() -> None:
    shown = Shown(2, 1)
    shown.look()
    shown.cache.use(Backdrop(Colour(1, 1, 1), Colour(2, 2, 2), square=2))
    assert shown.look().tolist() == [[[1, 1, 1], [1, 1, 1]]]
