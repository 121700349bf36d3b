"""What holds for the pixel algorithms whatever the picture: colours, bytes outside a mask, seeds, identities."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from studio.local.arrays import BadPixels, Mask, Rgba
from studio.local.background import remove_background
from studio.local.estimate import estimate_skeleton
from studio.local.inpaint import inpaint
from studio.local.lint import inspected
from studio.local.outline import outlined
from studio.local.palette import Dither, map_to_palette, palette_of, quantise
from studio.local.pixelate import Grid, detect_grid, pixelate
from studio.local.puppet import animate, pose_frame
from studio.local.regions import connected_parts, flooded
from studio.local.resize import Anchor, Down, Smooth, enlarged, reduced, resized, smoothed_up, with_canvas
from studio.local.rotate import Canvas, Flip, Turn, flipped, rotated, turned
from tests.unit.local.figures import FRONT, SIDE, front_hero, side_hero

_PALETTE = np.array(
    [[0, 0, 0, 0], [0, 0, 0, 255], [255, 255, 255, 255], [200, 40, 40, 255], [40, 60, 200, 255], [30, 30, 30, 120]],
    np.uint8,
)


@st.composite
def sprites(draw: st.DrawFn, *, most: int = 12) -> Rgba:
    """Small pictures in few colours, clear and half-clear pixels among them."""
    height, width = draw(st.integers(1, most)), draw(st.integers(1, most))
    index = draw(arrays.arrays(np.uint8, (height, width), elements=st.integers(0, len(_PALETTE) - 1)))
    pixels: Rgba = _PALETTE[index]
    return pixels


def pictures() -> st.SearchStrategy[Rgba]:
    """Any bytes at all."""
    shape = st.tuples(st.integers(1, 9), st.integers(1, 9), st.just(4))
    return shape.flatmap(lambda size: arrays.arrays(np.uint8, size))


def _colours(rgba: Rgba) -> set[bytes]:
    return {pixel.tobytes() for pixel in rgba.reshape(-1, 4) if pixel[3]}


@given(sprites(), st.integers(-720, 720), st.sampled_from(list(Canvas)))
def test_turning_makes_no_new_colour(sprite: Rgba, angle: int, canvas: Canvas) -> None:
    assert _colours(rotated(sprite, angle, canvas=canvas)) <= _colours(sprite)


@given(pictures())
def test_four_quarters_and_two_flips_are_nothing(picture: Rgba) -> None:
    again = picture
    for _quarter in range(4):
        again = turned(again, Turn.QUARTER)
    assert np.array_equal(again, picture)
    for way in Flip:
        assert np.array_equal(flipped(flipped(picture, way), way), picture)
    assert np.array_equal(turned(turned(picture, Turn.THREE_QUARTERS), Turn.QUARTER), picture)


@given(pictures(), st.floats(-50, 50), st.floats(-50, 50), st.sampled_from([0, 360, -360]))
def test_a_pivot_alone_changes_nothing(picture: Rgba, x: float, y: float, angle: int) -> None:
    assert np.array_equal(rotated(picture, angle, pivot=(x, y)), picture)


@given(pictures(), st.integers(1, 5), st.sampled_from(list(Down)))
def test_reducing_undoes_enlarging(picture: Rgba, factor: int, how: Down) -> None:
    assert np.array_equal(reduced(enlarged(picture, factor), factor, how=how), picture)


@given(pictures(), st.integers(1, 20), st.integers(1, 20))
def test_resizing_makes_no_new_colour(picture: Rgba, width: int, height: int) -> None:
    own = {pixel.tobytes() for pixel in picture.reshape(-1, 4)}
    made = [resized(picture, (width, height)), *(smoothed_up(picture, rule) for rule in Smooth)]
    for one in made:
        assert {pixel.tobytes() for pixel in one.reshape(-1, 4)} <= own


@given(pictures(), st.integers(0, 6), st.integers(0, 6), st.sampled_from(list(Anchor)))
def test_a_grown_canvas_shrinks_back(picture: Rgba, wider: int, taller: int, anchor: Anchor) -> None:
    height, width = picture.shape[:2]
    grown = with_canvas(picture, (width + wider, height + taller), anchor=anchor)
    back = with_canvas(grown, (width, height), anchor=anchor)
    if anchor in (Anchor.TOP_LEFT, Anchor.BOTTOM_RIGHT) or (wider % 2 == 0 and taller % 2 == 0):
        assert np.array_equal(back, picture)
    assert int((grown != 0).any(axis=2).sum()) == int((picture != 0).any(axis=2).sum())


@given(pictures(), st.integers(1, 8), st.sampled_from(list(Dither)), st.integers(0, 3))
def test_quantising_keeps_its_word(picture: Rgba, colours: int, dither: Dither, seed: int) -> None:
    made = quantise(picture, colours, dither=dither, seed=seed)
    assert len(made.palette) <= colours
    assert _colours(made.pixels) <= {entry.tobytes() for entry in made.palette}
    assert set(np.unique(made.pixels[..., 3])) <= {0, 255}
    assert np.array_equal(made.pixels, quantise(picture, colours, dither=dither, seed=seed).pixels)


@given(sprites())
def test_mapping_to_its_own_palette_changes_no_opaque_pixel(sprite: Rgba) -> None:
    own = palette_of(sprite)
    if len(own):
        made = map_to_palette(sprite, own, dither=Dither.BAYER8)
        assert np.array_equal(made[sprite[..., 3] == 255], sprite[sprite[..., 3] == 255])


@st.composite
def masked(draw: st.DrawFn) -> tuple[Rgba, Mask]:
    """A sprite and a mask of its size that leaves at least one pixel."""
    sprite = draw(sprites())
    chosen = draw(arrays.arrays(np.bool_, sprite.shape[:2]))
    chosen[draw(st.integers(0, chosen.shape[0] - 1)), draw(st.integers(0, chosen.shape[1] - 1))] = False
    return sprite, np.where(chosen, 255, 0).astype(np.uint8)


@given(masked(), st.integers(0, 5))
def test_inpainting_keeps_what_is_outside_the_mask_and_invents_nothing(given: tuple[Rgba, Mask], seed: int) -> None:
    sprite, mask = given
    made = inpaint(sprite, mask, seed=seed)
    assert np.array_equal(made[mask == 0], sprite[mask == 0])
    known = sprite[mask == 0].reshape(1, -1, 4)
    assert _colours(made) <= _colours(known)
    assert np.array_equal(made, inpaint(sprite, mask, seed=seed))


@given(masked(), st.integers(0, 5))
def test_inpainting_does_not_look_under_the_mask(given: tuple[Rgba, Mask], seed: int) -> None:
    sprite, mask = given
    other = sprite.copy()
    other[mask > 0] = (255, 0, 255, 255)
    assert np.array_equal(inpaint(other, mask, seed=seed), inpaint(sprite, mask, seed=seed))


_MOVES = st.dictionaries(st.sampled_from(sorted(FRONT)), st.tuples(st.floats(-60, 110), st.floats(-60, 110)))


@given(st.sampled_from([(front_hero(), FRONT), (side_hero(), SIDE)]), _MOVES)
def test_a_puppet_moves_its_own_pixels(
    figure: tuple[Rgba, dict[str, tuple[float, float]]], target: dict[str, tuple[float, float]]
) -> None:
    sprite, rest = figure
    made = pose_frame(sprite, rest, target)
    assert made.shape == sprite.shape
    assert _colours(made) <= _colours(sprite)
    assert np.array_equal(animate(sprite, rest, [rest, target])[1], made)


@given(sprites())
def test_a_puppet_at_rest_is_the_sprite(sprite: Rgba) -> None:
    height, width = sprite.shape[:2]
    rest = {label: (x * width / 48, y * height / 48) for label, (x, y) in FRONT.items()}
    assert np.array_equal(pose_frame(sprite, rest, rest), sprite)


@given(sprites(most=16))
def test_a_skeleton_lies_on_the_canvas_or_is_refused(sprite: Rgba) -> None:
    try:
        found = estimate_skeleton(sprite)
    except BadPixels:
        return
    assert len(found) == 18
    for point in found.values():
        assert 0 <= point.x <= sprite.shape[1]
        assert 0 <= point.y <= sprite.shape[0]


@given(sprites(), st.integers(0, 100), st.booleans(), st.integers(0, 2))
def test_removing_a_background_only_clears(sprite: Rgba, tolerance: int, contiguous: bool, halo: int) -> None:
    made = remove_background(sprite, tolerance=tolerance, contiguous=contiguous, halo=halo)
    kept = made[..., 3] == 255
    assert ((made[..., 3] == 0) | kept).all()
    assert np.array_equal(made[kept][:, :3], sprite[kept][:, :3])


@given(sprites())
def test_an_outline_touches_clear_pixels_only(sprite: Rgba) -> None:
    made = outlined(sprite, np.array([1, 2, 3], np.uint8))
    solid = sprite[..., 3] >= 128
    assert np.array_equal(made[solid], sprite[solid])


@given(pictures())
def test_any_picture_has_a_grid_answer(picture: Rgba) -> None:
    found = detect_grid(picture)
    assert 0 <= found.confidence <= 1
    assert 0 <= found.phase_x < found.cell_w
    assert 0 <= found.phase_y < found.cell_h


@given(pictures(), st.floats(1, 6), st.floats(1, 6), st.floats(0, 0.99), st.floats(0, 0.99))
def test_any_grid_makes_a_picture(picture: Rgba, width: float, height: float, x: float, y: float) -> None:
    made = pixelate(picture, grid=Grid(width, height, x * width, y * height), colours=4)
    assert 1 <= made.pixels.shape[0] <= picture.shape[0]
    assert 1 <= made.pixels.shape[1] <= picture.shape[1]
    assert len(made.palette) <= 4


@given(sprites())
def test_findings_lie_in_the_frame(sprite: Rgba) -> None:
    for finding in inspected([sprite, sprite], palette=_PALETTE):
        for x, y in finding.pixels:
            assert sprite[y, x, 3] > 0


@given(arrays.arrays(np.bool_, st.tuples(st.integers(1, 10), st.integers(1, 10))), st.booleans())
def test_a_part_is_what_a_flood_from_its_first_pixel_reaches(region: np.ndarray, diagonals: bool) -> None:
    parts = connected_parts(region, diagonals=diagonals)
    assert ((parts.labels > 0) == region).all()
    for label in range(1, parts.total + 1):
        seed = np.zeros_like(region)
        seed.ravel()[int(np.flatnonzero(parts.labels.ravel() == label)[0])] = True
        assert np.array_equal(flooded(region, seed, diagonals=diagonals), parts.labels == label)
