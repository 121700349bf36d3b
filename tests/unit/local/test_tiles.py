"""Terrain tiles repeat without a seam, alone and among their variants."""

from __future__ import annotations

import numpy as np
import pytest

from studio.local.arrays import BadPixels
from studio.local.tiles import Terrain, bank_tile, terrain_tile, tileset
from tests.unit.local.drawing import colours_of


def test_tiles_are_opaque_few_coloured_and_seeded() -> None:
    for kind in Terrain:
        tile = terrain_tile(kind, 4)
        assert tile.shape == (16, 16, 4)
        assert (tile[..., 3] == 255).all()
        assert 3 <= len(colours_of(tile)) <= 5
        assert np.array_equal(tile, terrain_tile(kind, 4))
        assert not np.array_equal(tile, terrain_tile(kind, 5))


def test_stones_meet_their_neighbours_whatever_the_variant() -> None:
    tiles = [terrain_tile(Terrain.STONE, seed) for seed in range(4)]
    for tile in tiles[1:]:
        for edge in (np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1]):
            assert np.array_equal(tile[edge], tiles[0][edge])


def test_banks_of_any_seed_meet() -> None:
    left, right = bank_tile("top", 1), bank_tile("top", 2)
    shadow_rows = [
        int(np.abs(np.diff(tile[:, column].astype(int), axis=0)).sum(axis=1).argmax())
        for tile, column in ((left, 15), (right, 0))
    ]
    assert abs(shadow_rows[0] - shadow_rows[1]) <= 1
    assert np.array_equal(bank_tile("right", 1), np.rot90(left, -1))


def test_the_set_has_a_row_a_terrain_and_one_of_banks() -> None:
    sheet = tileset(3)
    assert sheet.shape == (80, 64, 4)
    assert (sheet[..., 3] == 255).all()
    assert np.array_equal(sheet[:16, :16], terrain_tile(Terrain.GRASS, 93))


def test_a_palette_is_kept_to() -> None:
    palette = np.array([[15, 56, 15], [48, 98, 48], [139, 172, 15], [155, 188, 15]], np.uint8)
    assert colours_of(tileset(1, palette=palette)) <= {(*(int(p) for p in colour), 255) for colour in palette}


def test_senseless_wishes_are_refused() -> None:
    with pytest.raises(BadPixels, match="between 8 and 64"):
        terrain_tile(Terrain.GRASS, 1, size=7)
    with pytest.raises(BadPixels, match="top, right, bottom or left"):
        bank_tile("middle", 1)
