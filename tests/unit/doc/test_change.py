"""A change tells what differs between two roots, and nothing more."""

from dataclasses import replace
from fractions import Fraction

from studio.core.geometry import EMPTY_BOX, Box, Size
from studio.doc.canvas_size import resize_canvas
from studio.doc.change import Change, diff
from studio.doc.edits import put_raster, set_mask, set_palette, set_pose
from studio.doc.frames import add_frame, remove_frames, set_durations
from studio.doc.layers import set_layer
from studio.doc.model import CelKey
from studio.doc.palette import BLACK, Palette
from studio.doc.skeleton import Pose
from studio.doc.tags import add_tag
from tests.unit.doc.drawing import mask, picture, sprite_of

SPRITE = sprite_of("r.... ..... .....", ".g... ..... .....")
LAYER = SPRITE.layers[0].id
FIRST, SECOND = (frame.id for frame in SPRITE.frames)


def test_the_same_root_is_no_change() -> None:
    assert not diff(SPRITE, SPRITE)
    assert diff(SPRITE, SPRITE) == Change()


def test_painting_names_the_cel_and_the_cells() -> None:
    painted = put_raster(SPRITE, LAYER, FIRST, picture("r.... ..... ...b."))
    assert diff(SPRITE, painted) == Change(cels=frozenset({CelKey(LAYER, FIRST)}), box=Box(0, 0, 4, 3))
    assert diff(SPRITE, painted, within=Box(3, 2, 1, 1)).box == Box(3, 2, 1, 1)


def test_a_pixel_outside_of_the_canvas_changes_no_cell() -> None:
    cel = SPRITE.cels[CelKey(LAYER, FIRST)]
    outside = SPRITE.with_cels({CelKey(LAYER, SECOND): replace(cel, x=-5)})
    again = outside.with_cels({CelKey(LAYER, SECOND): replace(cel, x=-6)})
    assert diff(outside, again).box == EMPTY_BOX


def test_masks_poses_and_durations_are_told_apart() -> None:
    masked = set_mask(SPRITE, FIRST, mask("#.... ..... ....."))
    assert diff(SPRITE, masked) == Change(frames=frozenset({FIRST}), masks=frozenset({FIRST}), box=SPRITE.box)
    posed = set_pose(SPRITE, SECOND, Pose())
    assert diff(SPRITE, posed) == Change(frames=frozenset({SECOND}), poses=frozenset({SECOND}))
    slower = set_durations(SPRITE, [FIRST], Fraction(7))
    assert diff(SPRITE, slower) == Change(frames=frozenset({FIRST}))


def test_another_number_of_frames_is_another_structure() -> None:
    longer = add_frame(SPRITE, 0)
    change = diff(SPRITE, longer)
    assert (change.structure, change.frames, change.box) == (True, {longer.frames[1].id}, SPRITE.box)
    shorter = diff(SPRITE, remove_frames(SPRITE, [FIRST]))
    assert (shorter.structure, shorter.frames, shorter.cels) == (True, {FIRST}, {CelKey(LAYER, FIRST)})


def test_layers_tags_palette_and_size_are_told_apart() -> None:
    assert diff(SPRITE, set_layer(SPRITE, LAYER, opacity=3)) == Change(layers=True, box=SPRITE.box)
    assert diff(SPRITE, add_tag(SPRITE, "walk", FIRST, SECOND)) == Change(tags=True)
    assert diff(SPRITE, set_palette(SPRITE, Palette((BLACK,)))) == Change(palette=True)
    larger = diff(SPRITE, resize_canvas(SPRITE, Size(9, 2)))
    assert (larger.size, larger.cels, larger.box) == (True, frozenset(), Box(0, 0, 9, 3))
