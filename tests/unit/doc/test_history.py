"""Steps lead back and forth exactly, within a budget of bytes, and the saved state is known while it is remembered."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from studio.core.geometry import Box, Point, Size
from studio.doc.canvas_size import Axis, flip, resize_canvas, rotate90
from studio.doc.cels import link_cels, set_cel, shift_cels
from studio.doc.delta import PACK_AT_ONCE
from studio.doc.edits import new_sprite, put_patches, put_raster, set_mask, set_palette, set_pose
from studio.doc.frames import add_frame, duplicate_frames, move_frames, remove_frames
from studio.doc.gesture import CelTarget, scratch_for
from studio.doc.history import Cursor, History
from studio.doc.layers import add_layer, remove_layer, set_layer
from studio.doc.model import CelKey, Sprite
from studio.doc.paint import Brush, Stroke
from studio.doc.palette import BLACK, Colour, Palette
from studio.doc.skeleton import Pose
from studio.doc.tags import add_tag
from tests.unit.doc.drawing import mask, picture, sprite_of
from tests.unit.doc.same import same_sprite

HERE = Cursor("layer", "frame")
HERO = sprite_of("r.. .g.", "..b ...")
LAYER = HERO.layers[0].id
FIRST, SECOND = (frame.id for frame in HERO.frames)


def painted(sprite: Sprite, text: str) -> Sprite:
    return put_raster(sprite, sprite.layers[0].id, sprite.frames[0].id, picture(text))


def history_of(*texts: str) -> History:
    """A history with a painting a step."""
    history = History(sprite_of("... ..."))
    for text in texts:
        history.push(text, painted(history.root, text), cursor=HERE)
    return history


EDITS: dict[str, Callable[[Sprite], Sprite]] = {
    "paint": lambda sprite: painted(sprite, "..k ..."),
    "erase": lambda sprite: painted(sprite, "... ..."),
    "first cel": lambda sprite: put_raster(add_layer(sprite), LAYER, SECOND, picture("kkk kkk")),
    "link": lambda sprite: link_cels(sprite, LAYER, [FIRST, SECOND]),
    "shift": lambda sprite: shift_cels(sprite, [CelKey(LAYER, FIRST)], 5, -1),
    "mask": lambda sprite: set_mask(sprite, FIRST, mask("#.# ...")),
    "pose": lambda sprite: set_pose(sprite, FIRST, Pose()),
    "palette": lambda sprite: set_palette(sprite, Palette((BLACK,))),
    "tag": lambda sprite: add_tag(sprite, "walk", FIRST, SECOND),
    "frame": lambda sprite: add_frame(sprite, 0, copy=True),
    "copies": lambda sprite: duplicate_frames(sprite, [FIRST, SECOND], linked=True),
    "remove frame": lambda sprite: remove_frames(set_mask(sprite, SECOND, mask("#.# ...")), [FIRST]),
    "order": lambda sprite: move_frames(sprite, [FIRST], 2),
    "layer": lambda sprite: set_layer(sprite, LAYER, opacity=7),
    "remove layer": lambda sprite: remove_layer(add_layer(sprite), LAYER),
    "smaller": lambda sprite: resize_canvas(set_mask(sprite, FIRST, mask("#.# ...")), Size(2, 1), trim_outside=True),
    "turn": lambda sprite: rotate90(set_mask(sprite, FIRST, mask("#.# ..."))),
    "flip": lambda sprite: flip(link_cels(sprite, LAYER, [FIRST, SECOND]), Axis.HORIZONTAL),
}


@pytest.mark.parametrize("name", EDITS)
def test_every_kind_of_edit_is_undone_and_redone_exactly(name: str) -> None:
    after = EDITS[name](HERO)
    history = History(HERO)
    history.push(name, after, cursor=HERE)
    assert same_sprite(history.undo()[0], HERO)
    assert same_sprite(history.redo()[0], after)
    assert same_sprite(history.undo()[0], HERO)


def test_undo_leaves_untouched_cels_the_very_same() -> None:
    history = History(HERO)
    history.push("Paint", painted(HERO, "k.. ..."), cursor=HERE)
    root = history.undo().root
    assert root.cels[CelKey(LAYER, SECOND)] is HERO.cels[CelKey(LAYER, SECOND)]
    assert root.layers is HERO.layers
    assert root.frames is HERO.frames


def test_linked_cels_share_their_pixels_after_undo() -> None:
    linked = link_cels(HERO, LAYER, [FIRST, SECOND])
    history = History(linked)
    history.push("Paint", painted(linked, "kkk kkk"), cursor=HERE)
    root = history.undo().root
    assert root.cels[CelKey(LAYER, FIRST)].pixels is root.cels[CelKey(LAYER, SECOND)].pixels


def test_a_new_step_forgets_what_was_undone() -> None:
    history = history_of("r.. ...", "g.. ...")
    history.undo()
    assert history.redo_label == "g.. ..."
    history.push("b", painted(history.root, "b.. ..."), cursor=HERE)
    assert history.labels() == ["r.. ...", "b"]
    assert (history.can_redo, history.redo_label, history.undo_label) == (False, "", "b")


def test_there_is_nothing_beyond_the_ends() -> None:
    history = history_of()
    with pytest.raises(IndexError):
        history.undo()
    with pytest.raises(IndexError):
        history.redo()
    with pytest.raises(IndexError):
        history.jump(1)


def test_a_jump_ends_where_single_steps_would() -> None:
    history = history_of("r.. ...", "g.. ...", "b.. ...", "k.. ...")
    fourth = history.root
    history.jump(1)
    assert (history.index, history.undo_label) == (1, "r.. ...")
    assert same_sprite(history.jump(4)[0], fourth)


def test_undo_tells_where_the_step_was_made_and_redo_where_it_led() -> None:
    history = History(HERO)
    history.push("Frame", add_frame(HERO, 0), cursor=Cursor("l", "new"), before=Cursor("l", "old"))
    assert history.undo()[1] == Cursor("l", "old")
    assert history.redo()[1] == Cursor("l", "new")


def test_the_saved_state_is_clean_from_both_sides() -> None:
    history = history_of("r.. ...", "g.. ...")
    assert history.is_dirty
    history.mark_saved()
    assert not history.is_dirty
    history.undo()
    assert history.is_dirty
    history.redo()
    assert not history.is_dirty


def test_a_saved_state_that_was_undone_and_painted_over_is_gone() -> None:
    history = history_of("r.. ...", "g.. ...")
    history.mark_saved()
    history.undo()
    history.push("b", painted(history.root, "b.. ..."), cursor=HERE)
    assert history.is_dirty, "as many steps as at saving, but another last one"
    history.undo()
    assert history.is_dirty


def test_steps_that_do_not_dirty_leave_it_clean() -> None:
    history = history_of()
    history.push("Look", set_layer(history.root, history.root.layers[0].id, collapsed=True), cursor=HERE, dirties=False)
    assert not history.is_dirty
    history.push("Paint", painted(history.root, "r.. ..."), cursor=HERE)
    assert history.is_dirty


def noise(seed: int, size: Size) -> np.ndarray:
    pixels = np.random.default_rng(seed).integers(0, 256, (size.height, size.width, 4), np.uint8)
    pixels[..., 3] = 255
    return pixels


def test_the_oldest_steps_go_when_the_budget_is_spent_and_the_saved_mark_with_them() -> None:
    size = Size(64, 64)
    history = History(new_sprite(size), budget_bytes=60_000)
    history.mark_saved()
    roots = []
    for seed in range(8):
        root = put_raster(history.root, history.root.layers[0].id, history.root.frames[0].id, noise(seed, size))
        history.push(f"noise {seed}", root, cursor=HERE)
        roots.append(root)
    assert history.bytes <= 60_000
    assert history.labels() == ["noise 4", "noise 5", "noise 6", "noise 7"]
    history.jump(0)
    assert same_sprite(history.root, roots[3])
    assert history.is_dirty


def test_the_last_step_stays_even_when_it_is_larger_than_the_budget() -> None:
    size = Size(64, 64)
    history = History(new_sprite(size), budget_bytes=10)
    before = history.root
    root = put_raster(before, before.layers[0].id, before.frames[0].id, noise(1, size))
    history.push("noise", root, cursor=HERE)
    assert history.labels() == ["noise"]
    assert same_sprite(history.undo()[0], before)


def test_a_large_step_is_packed_only_when_the_budget_asks_for_it() -> None:
    size = Size(1024, 512)
    assert size.area * 4 > PACK_AT_ONCE
    flat = np.full((size.height, size.width, 4), 255, np.uint8)
    history = History(new_sprite(size), budget_bytes=3 * size.area * 4)
    roots = [history.root]
    for value in range(1, 6):
        root = put_raster(history.root, history.root.layers[0].id, history.root.frames[0].id, flat // value)
        history.push(f"fill {value}", root, cursor=HERE)
        roots.append(root)
    assert len(history.labels()) == 5
    assert history.bytes <= 3 * size.area * 4
    for expected in reversed(roots[:-1]):
        assert same_sprite(history.undo()[0], expected)


def test_within_is_a_promise_that_spares_the_search() -> None:
    root = sprite_of("r" * 9)
    history = History(root)
    layer, frame = root.layers[0].id, root.frames[0].id
    history.push("Paint", put_raster(root, layer, frame, picture("rrrrgrrrr")), cursor=HERE, within=Box(4, 0, 1, 1))
    assert same_sprite(history.undo()[0], root)


@pytest.mark.parametrize("side", [64, 256])
def test_thousands_of_strokes_are_small(side: int) -> None:
    """10,000 strokes fit in 4 MiB; the rate is asserted on 1,000."""
    size = Size(side, side)
    random = np.random.default_rng(7)
    colours = [Colour(*map(int, colour)) for colour in random.integers(0, 256, (24, 3))]
    art = np.array(colours, np.uint8)[random.integers(0, 24, (side, side))]
    sprite = new_sprite(size)
    layer, frame = sprite.layers[0].id, sprite.frames[0].id
    history = History(put_raster(sprite, layer, frame, art))
    start = history.root
    for number in range(1000):
        scratch = scratch_for(history.root, CelTarget(layer, frame))
        stroke = Stroke(scratch, Brush(int(random.integers(1, 8))), colours[number % 24])
        x, y = (int(value) for value in random.integers(0, side, 2))
        for _move in range(6):
            stroke.to(Point(x, y))
            x, y = (int(value) for value in np.array((x, y)) + random.integers(-4, 5, 2))
        changed = put_patches(history.root, CelKey(layer, frame), scratch.patches())
        if changed is not history.root:
            history.push("Pencil", changed, cursor=HERE, within=scratch.touched)
    assert len(history.labels()) > 950
    assert history.bytes <= 4 * 2**20 / 10
    assert same_sprite(history.jump(0)[0], start)


def test_a_walk_tells_which_cells_differ() -> None:
    history = History(HERO)
    history.push("Paint", painted(HERO, "r.k .g."), cursor=HERE)
    assert history.undo().box == Box(2, 0, 1, 1)
    assert history.redo().box == Box(2, 0, 1, 1)
    assert history.push("Mask", set_mask(history.root, FIRST, mask("... #..")), cursor=HERE).box == Box(0, 1, 1, 1)
    key = CelKey(LAYER, FIRST)
    assert history.push("Fade", set_cel(history.root, key, opacity=9), cursor=HERE).box == Box(0, 0, 3, 2)
    assert history.push("Shift", shift_cels(history.root, [key], 1, 0), cursor=HERE).box == Box(0, 0, 4, 2)
    assert history.push("Pose", set_pose(history.root, FIRST, Pose()), cursor=HERE).box.is_empty
    assert history.jump(1).box == Box(0, 0, 4, 2)


def test_cels_that_were_read_from_a_file_keep_their_origin() -> None:
    key = CelKey(LAYER, FIRST)
    read = HERO.with_cels({key: replace(HERO.cels[key], origin=b"chunk")})
    history = History(read)
    history.push("Paint", painted(read, "kkk kkk"), cursor=HERE)
    assert history.root.cels[key].origin is None
    assert history.undo()[0].cels[key].origin == b"chunk"
