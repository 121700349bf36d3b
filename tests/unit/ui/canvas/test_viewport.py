"""Where the sprite lies in the widget: exact to the device pixel at every zoom and display scale."""

from __future__ import annotations

from fractions import Fraction

import pytest

from studio.core.geometry import Box, Point, Size
from studio.ui.canvas.viewport import ZOOMS, Rect, Viewport, centred, fitted


@pytest.mark.parametrize(
    ("zoom", "ratio", "cell", "skip"),
    [
        (Fraction(1), 1.0, 1, 1),
        (Fraction(16), 1.0, 16, 1),
        (Fraction(16), 1.25, 20, 1),
        (Fraction(3), 1.25, 4, 1),
        (Fraction(1), 1.5, 2, 1),
        (Fraction(5), 1.5, 8, 1),
        (Fraction(64), 2.0, 128, 1),
        (Fraction(1, 4), 1.0, 1, 4),
        (Fraction(1, 4), 2.0, 1, 2),
        (Fraction(1, 2), 2.0, 1, 1),
        (Fraction(1, 32), 1.25, 1, 26),
    ],
)
def test_a_cell_is_a_whole_number_of_device_pixels_or_the_other_way_round(
    zoom: Fraction, ratio: float, cell: int, skip: int
) -> None:
    view = Viewport(zoom, ratio=ratio)
    assert (view.cell, view.skip) == (cell, skip)


@pytest.mark.parametrize(
    ("view", "widget", "cell"),
    [
        (Viewport(Fraction(8), left=10, top=20), (10.0, 20.0), Point(0, 0)),
        (Viewport(Fraction(8), left=10, top=20), (17.9, 27.9), Point(0, 0)),
        (Viewport(Fraction(8), left=10, top=20), (18.0, 28.0), Point(1, 1)),
        (Viewport(Fraction(8), left=10, top=20), (9.9, 19.9), Point(-1, -1)),
        (Viewport(Fraction(4), left=10, top=0, ratio=1.5), (10 / 1.5 + 4.0, 3.9), Point(1, 0)),
        (Viewport(Fraction(1, 4), left=0, top=0), (3.0, 1.0), Point(12, 4)),
    ],
)
def test_the_cell_under_a_point(view: Viewport, widget: tuple[float, float], cell: Point) -> None:
    assert view.cell_at(*widget) == cell


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("zoom", ZOOMS)
def test_there_and_back(zoom: Fraction, ratio: float) -> None:
    view = Viewport(zoom, left=-37, top=11, ratio=ratio)
    across, down = view.to_widget(5.5, 9.25)
    assert view.to_sprite(across, down) == pytest.approx((5.5, 9.25))


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("steps", [-9, -1, 1, 4, 30])
def test_the_wheel_keeps_what_is_under_the_pointer(steps: int, ratio: float) -> None:
    before = centred(Fraction(8), Size(64, 64), 800, 600, ratio=ratio)
    after = before.stepped(steps, 321.0, 234.0)
    column, row = before.to_sprite(321.0, 234.0)
    across, down = after.to_device(column, row)
    # The corner lies on a whole device pixel, so what is under the pointer may be off by half of one.
    assert across == pytest.approx(321.0 * ratio, abs=0.51)
    assert down == pytest.approx(234.0 * ratio, abs=0.51)


@pytest.mark.parametrize(
    ("start", "steps", "expected"),
    [
        (Fraction(1), 1, Fraction(2)),
        (Fraction(1), -1, Fraction(1, 2)),
        (Fraction(6), 1, Fraction(8)),
        (Fraction(8), 3, Fraction(16)),
        (Fraction(64), 1, Fraction(64)),
        (Fraction(1, 32), -1, Fraction(1, 32)),
        (Fraction(7), 1, Fraction(8)),
        (Fraction(7), -1, Fraction(6)),
    ],
)
def test_steps_of_zoom(start: Fraction, steps: int, expected: Fraction) -> None:
    assert Viewport(start).stepped(steps, 0, 0).zoom == expected


@pytest.mark.parametrize(
    ("size", "widget", "expected"),
    [
        (Size(32, 32), (600, 400), Fraction(10)),
        (Size(32, 32), (700, 700), Fraction(20)),
        (Size(640, 360), (1280, 720), Fraction(1)),
        (Size(4096, 4096), (800, 600), Fraction(1, 8)),
        (Size(1, 1), (800, 600), Fraction(64)),
        (Size(8192, 8192), (100, 100), Fraction(1, 32)),
    ],
)
def test_fit_takes_the_largest_step_that_shows_all(size: Size, widget: tuple[int, int], expected: Fraction) -> None:
    view = fitted(size, *widget)
    assert view.zoom == expected
    middle_x, middle_y = view.to_widget(size.width / 2, size.height / 2)
    assert (middle_x, middle_y) == pytest.approx((widget[0] / 2, widget[1] / 2), abs=1)


@pytest.mark.parametrize(
    ("rect", "expected"),
    [
        (Rect(10, 20, 8, 8), Box(0, 0, 1, 1)),
        (Rect(11, 21, 8, 8), Box(0, 0, 2, 2)),
        (Rect(0, 0, 10, 20), Box(0, 0, 0, 0)),
        (Rect(0, 0, 400, 400), Box(0, 0, 16, 12)),
    ],
)
def test_exposed_cells(rect: Rect, expected: Box) -> None:
    exposed = Viewport(Fraction(8), left=10, top=20).exposed(rect, Size(16, 12))
    assert exposed == expected or (exposed.is_empty and expected.is_empty)


def test_the_rect_of_cells_covers_them_at_a_fractional_scale() -> None:
    view = Viewport(Fraction(3), left=1, top=1, ratio=1.25)  # cells of 4 device pixels, 3.2 logical ones
    assert view.rect_of(Box(1, 1, 1, 1)) == Rect(4, 4, 4, 4)
    assert view.rect_of(Box(1, 1, 1, 1), margin=2) == Rect(2, 2, 8, 8)


@pytest.mark.parametrize(("pan", "left"), [((-5000.0, 0.0), 24 - 160), ((5000.0, 0.0), 400 - 24), ((3.0, 0.0), 3)])
def test_panning_keeps_some_of_the_sprite_in_sight(pan: tuple[float, float], left: int) -> None:
    view = Viewport(Fraction(10)).panned(*pan).kept_in_sight(Size(16, 16), 400, 300)
    assert view.left == left


def test_another_display_scale_shows_the_same_place() -> None:
    before = Viewport(Fraction(8), left=100, top=50)
    after = before.at_ratio(1.5)
    assert (after.left, after.top, after.cell) == (150, 75, 12)
    assert after.to_widget(3, 3) == pytest.approx(before.to_widget(3, 3))
