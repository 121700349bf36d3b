"""Whatever is done to a document, undo and redo walk over exactly the states a list of copies would hold.

The reference is a plain list of composed pictures, masks and structures. One gesture or edit is one announcement.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from studio.core.errors import UserError
from studio.core.geometry import Box, Point, Size
from studio.doc.canvas_size import Axis, flip, resize_canvas, rotate90
from studio.doc.cels import link_cels, shift_cels, unlink_cel
from studio.doc.change import Change
from studio.doc.compose import flatten
from studio.doc.document import Document
from studio.doc.edits import linked_keys, new_sprite
from studio.doc.frames import add_frame, duplicate_frames, move_frames, remove_frames, reverse_frames
from studio.doc.gesture import CelTarget, Gesture, MaskTarget
from studio.doc.layers import add_layer, duplicate_layer, merge_down, remove_layer, set_layer, step_layer
from studio.doc.model import Blend, CelKey, Frame, Sprite
from studio.doc.paint import Brush, Stroke
from studio.doc.palette import TRANSPARENT, Colour
from studio.doc.selection import rectangle

INKS = st.sampled_from([TRANSPARENT, Colour(200, 30, 40), Colour(40, 180, 60, 128), Colour(0, 0, 255)])
PLACES = st.integers(-2, 9)
BOXES = st.builds(Box, PLACES, PLACES, st.integers(1, 6), st.integers(1, 6))
BUDGETS = st.sampled_from([1_500, 6_000, 2**20])


def seen(sprite: Sprite) -> tuple[Any, ...]:
    """All that a person would notice of a sprite."""
    return (
        sprite.size,
        tuple((layer.id, layer.opacity, layer.blend, layer.visible) for layer in sprite.layers),
        tuple((frame.id, None if frame.mask is None else frame.mask.tobytes()) for frame in sprite.frames),
        tuple(flatten(sprite, frame.id).tobytes() for frame in sprite.frames),
        frozenset((key, cel.box, cel.link, cel.pixels.tobytes()) for key, cel in sprite.cels.items()),
    )


class Editing(RuleBasedStateMachine):
    """A person at work on a small sprite."""

    @initialize(budget=BUDGETS)
    def open(self, budget: int) -> None:
        self.document = Document(new_sprite(Size(7, 6), frames=2), budget_bytes=budget)
        self.states = [seen(self.document.sprite)]
        self.at = 0
        self.heard: list[Change] = []
        self.gesture: Gesture | None = None
        self.shown = self.document.sprite
        self.document.changed.connect(self.redraw)

    def redraw(self, change: Change) -> None:
        """A view that repaints only what it is told of must show the sprite as it is."""
        old, new, self.shown = self.shown, self.document.sprite, self.document.sprite
        self.heard.append(change)
        if old.size != new.size:
            assert change.box == new.box.united(old.box)
            return
        rest = np.ones((new.size.height, new.size.width), np.bool_)
        if not change.box.is_empty:
            rest[change.box.slices] = False
        before = {frame.id: frame for frame in old.frames}
        for frame in new.frames:
            if frame.id in before:
                assert np.array_equal(flatten(old, frame.id)[rest], flatten(new, frame.id)[rest])
                assert np.array_equal(_mask_of(before[frame.id], rest), _mask_of(frame, rest))

    # --- what a person does -------------------------------------------------------------------------------------

    @precondition(lambda self: self.gesture is None)
    @rule(points=st.lists(st.tuples(PLACES, PLACES), min_size=1, max_size=4), ink=INKS, size=st.integers(1, 4))
    def begin_stroke(self, points: list[tuple[int, int]], ink: Colour, size: int) -> None:
        try:
            self.gesture = self.document.begin("Pencil", CelTarget(*self.document.cursor))
        except UserError:
            return
        stroke = Stroke(self.gesture.scratch, Brush(size), ink, perfect=size == 1)
        for point in points:
            self.gesture.touch(stroke.to(Point(*point)))

    @precondition(lambda self: self.gesture is None)
    @rule(box=BOXES, value=st.sampled_from([0, 255]))
    def begin_mask(self, box: Box, value: int) -> None:
        self.gesture = self.document.begin("Mask", MaskTarget(self.document.cursor.frame))
        with self.gesture.scratch.edit(box) as cells:
            cells[...] = value
        self.gesture.touch(box)

    @precondition(lambda self: self.gesture is not None)
    @rule(keep=st.booleans())
    def end_gesture(self, keep: bool) -> None:
        assert self.gesture is not None
        before, told = self.document.sprite, len(self.heard)
        if keep:
            self.gesture.commit()
        else:
            self.gesture.cancel()
        self.gesture = None
        self._settled(before, told)

    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        edit = data.draw(st.sampled_from(EDITS))
        before, told = self.document.sprite, len(self.heard)
        layer, frame = self.document.cursor
        try:
            self.document.apply("Edit", lambda sprite: edit(sprite, layer, frame))
        except UserError:
            assert self.document.sprite is before
        self.gesture = None
        self._settled(before, told)

    @rule()
    def undo(self) -> None:
        told = len(self.heard)
        if self.gesture is not None:
            self.document.undo()
            self.gesture = None
            assert len(self.heard) == told
        elif self.document.can_undo:
            self.document.undo()
            self.at -= 1
            assert len(self.heard) == told + 1

    @rule()
    def redo(self) -> None:
        told = len(self.heard)
        if self.gesture is not None:
            self.document.redo()
            self.gesture = None
            assert len(self.heard) == told
        elif self.document.can_redo:
            self.document.redo()
            self.at += 1
            assert len(self.heard) == told + 1

    @rule(data=st.data())
    def jump(self, data: st.DataObject) -> None:
        history = self.document.history
        target = data.draw(st.integers(0, len(history.labels())))
        self.gesture = None
        self.at += target - history.index
        self.document.jump(target)

    @rule(data=st.data())
    def go_elsewhere(self, data: st.DataObject) -> None:
        sprite = self.document.sprite
        cursor = self.document.cursor
        layer = data.draw(st.sampled_from([layer.id for layer in sprite.layers]))
        frame = data.draw(st.sampled_from([frame.id for frame in sprite.frames]))
        self.document.move_to(layer=layer, frame=frame)
        if self.document.cursor != cursor:
            self.gesture = None

    @rule(box=st.none() | BOXES)
    def select(self, box: Box | None) -> None:
        self.document.select(None if box is None else rectangle(self.document.sprite.size, box))
        self.gesture = self.document.gesture

    # --- what must hold -----------------------------------------------------------------------------------------

    def _settled(self, before: Sprite, told: int) -> None:
        """After an edit or gesture: one step and one announcement when something changed, none otherwise."""
        if self.document.sprite is before:
            assert len(self.heard) == told
            return
        assert len(self.heard) == told + 1
        del self.states[self.at + 1 :]
        self.states.append(seen(self.document.sprite))
        self.at += 1

    @invariant()
    def it_looks_as_the_copies_say(self) -> None:
        assert seen(self.document.sprite) == self.states[self.at]

    @invariant()
    def the_history_keeps_its_budget(self) -> None:
        history = self.document.history
        forgotten = self.at - history.index
        assert forgotten >= 0
        assert len(history.labels()) == len(self.states) - 1 - forgotten
        assert history.bytes <= history.budget_bytes or len(history.labels()) == 1

    @invariant()
    def the_cursor_and_the_gesture_are_where_they_can_be(self) -> None:
        self.document.sprite.layer(self.document.cursor.layer)
        self.document.sprite.frame(self.document.cursor.frame)
        assert self.document.cursor.frame in self.document.selected_frames
        assert self.document.gesture is self.gesture

    @invariant()
    def cels_are_sound(self) -> None:
        sprite = self.document.sprite
        pictures: dict[tuple[str, str], Any] = {}
        for key, cel in sprite.cels.items():
            assert not cel.pixels.flags.writeable
            assert cel.pixels[..., 3].any()
            if cel.link is not None:
                assert len(linked_keys(sprite, key)) > 1
                first = pictures.setdefault((key.layer, cel.link), cel)
                assert (first.x, first.y) == (cel.x, cel.y)
                assert np.array_equal(first.pixels, cel.pixels)


def _mask_of(frame: Frame, cells: np.ndarray) -> np.ndarray:
    return np.zeros(cells.shape, np.uint8)[cells] if frame.mask is None else frame.mask[cells]


MANY = 4

EDITS: list[Callable[[Sprite, str, str], Sprite]] = [
    lambda s, _layer, frame: add_frame(s, s.frame_index(frame)) if len(s.frames) < MANY else s,
    lambda s, _layer, frame: duplicate_frames(s, [frame], linked=True) if len(s.frames) < MANY else s,
    lambda s, _layer, frame: remove_frames(s, [frame]),
    lambda s, _layer, frame: move_frames(s, [frame], 0),
    lambda s, _layer, _frame: reverse_frames(s, [frame.id for frame in s.frames]),
    lambda s, layer, _frame: link_cels(s, layer, [frame.id for frame in s.frames]),
    unlink_cel,
    lambda s, layer, frame: shift_cels(s, [CelKey(layer, frame)], 2, -1),
    lambda s, _layer, _frame: add_layer(s) if len(s.layers) < MANY else s,
    lambda s, layer, _frame: duplicate_layer(s, layer) if len(s.layers) < MANY else s,
    lambda s, layer, _frame: remove_layer(s, layer),
    lambda s, layer, _frame: merge_down(s, layer),
    lambda s, layer, _frame: step_layer(s, layer, 1),
    lambda s, layer, _frame: set_layer(s, layer, visible=not s.layer(layer).visible),
    lambda s, layer, _frame: set_layer(s, layer, opacity=100, blend=Blend.SCREEN),
    lambda s, _layer, _frame: resize_canvas(s, Size(5, 8), 1, -1),
    lambda s, _layer, _frame: flip(s, Axis.HORIZONTAL),
    lambda s, _layer, _frame: rotate90(s),
]
"""Called with a sprite and the ids of the cursor's layer and frame."""

Editing.TestCase.settings = settings(max_examples=120, stateful_step_count=50, deadline=None)
TestEditing = Editing.TestCase
