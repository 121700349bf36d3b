"""A sample map out of a corner tileset."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from studio.app.sample_map import (
    BETWEEN,
    LOWER,
    UPPER,
    Corners,
    MapTiles,
    map_tiles,
    misses_in,
    painted,
    picture_of,
    sample_map,
)
from studio.core.errors import UserError
from studio.doc.pixels import Pixels, frozen

WORDS = {LOWER: "lower", BETWEEN: "transition", UPPER: "upper"}


def tile(corners: Corners) -> Pixels:
    """2 x 2 pixels that tell the corners in red."""
    picture = np.full((2, 2, 4), 255, np.uint8)
    picture[..., 0] = np.array(corners).reshape(2, 2)
    return frozen(picture)


def tiles_of(*kinds: Corners) -> MapTiles:
    rows = [dict(zip(("NW", "NE", "SW", "SE"), (WORDS[kind] for kind in one), strict=True)) for one in kinds]
    return map_tiles([tile(one) for one in kinds], rows)


SIXTEEN = tiles_of(*(Corners(*one) for one in itertools.product((LOWER, UPPER), repeat=4)))


def test_each_cell_shows_the_tile_of_its_four_corners() -> None:
    shown = sample_map(SIXTEEN, columns=5, rows=3, seed=1)
    picture = picture_of(shown)
    assert picture.shape == (6, 10, 4)
    for y in range(3):
        for x in range(5):
            assert (picture[2 * y : 2 * y + 2, 2 * x : 2 * x + 2, 0] == shown.ground[y : y + 2, x : x + 2]).all()
    assert misses_in(shown) == 0


def test_the_same_seed_gives_the_same_map_with_both_grounds() -> None:
    first, again, other = (sample_map(SIXTEEN, columns=12, rows=8, seed=seed) for seed in (4, 4, 5))
    assert (first.ground == again.ground).all()
    assert (first.ground != other.ground).any()
    assert set(np.unique(first.ground)) == {LOWER, UPPER}


def test_painting_changes_one_corner_and_the_cells_around_it() -> None:
    ground = sample_map(SIXTEEN, columns=3, rows=3, seed=0)
    corner = int(ground.ground[1, 1])
    other = UPPER if corner == LOWER else LOWER
    changed = painted(ground, 1, 1, other)
    assert [tuple(place) for place in np.argwhere(changed.ground != ground.ground)] == [(1, 1)]
    assert painted(changed, 1, 1, other) is changed
    assert painted(changed, 4, 0, UPPER) is changed
    differs = (picture_of(changed) != picture_of(ground)).any(axis=2)
    assert not differs[4:, :].any()
    assert not differs[:, 4:].any()


def test_a_strip_between_the_grounds_is_used_where_the_tileset_has_one() -> None:
    """Without tiles where upper and lower touch, only a strip of the third kind joins them."""
    touching = [
        Corners(*one) for one in itertools.product((LOWER, BETWEEN, UPPER), repeat=4) if not {LOWER, UPPER} <= set(one)
    ]
    shown = sample_map(tiles_of(*touching), columns=8, rows=8, seed=3)
    assert misses_in(shown) == 0
    assert BETWEEN in picture_of(shown)[..., 0]


def test_a_missing_tile_is_replaced_by_the_nearest_and_counted() -> None:
    few = tiles_of(Corners(LOWER, LOWER, LOWER, LOWER), Corners(UPPER, UPPER, UPPER, UPPER))
    shown = painted(sample_map(few, columns=1, rows=1, seed=0), 0, 0, UPPER)
    for x, y in ((1, 0), (0, 1)):
        shown = painted(shown, x, y, UPPER)
    shown = painted(shown, 1, 1, LOWER)
    assert misses_in(shown) == 1
    assert picture_of(shown)[..., 0].tolist() == [[UPPER, UPPER], [UPPER, UPPER]]


def test_tiles_without_corners_make_no_map() -> None:
    with pytest.raises(UserError, match="what its corners are"):
        map_tiles([tile(Corners(0, 0, 0, 0))], [{"name": "grass"}])


def test_the_tile_of_one_ground_all_over_is_known() -> None:
    assert SIXTEEN.plain(UPPER) == 15
    assert SIXTEEN.plain(BETWEEN) is None
