"""A sprite that is open: its root, history, cursor, selection and the gesture under way.

Every change of the sprite is one step, one `changed`. Listeners run after the document is in its new state; a
listener that raises makes the emit raise `psygnal.EmitLoopError` to whoever made the change, with the change kept:
errors are never swallowed here, and a user interface guards its own listeners. A change made by a listener is
announced after the current one has reached everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from psygnal import Signal

from studio.core.errors import ReadOnly, UserError
from studio.core.geometry import Box
from studio.core.ids import new_id
from studio.core.words import _
from studio.doc.change import Change, diff
from studio.doc.compose import Stack, visible_layers
from studio.doc.edits import check_image_layer, linked_keys, put_patches
from studio.doc.floating import Floating
from studio.doc.gesture import CelTarget, Gesture, GestureTarget, MaskTarget, Scratch, scratch_for
from studio.doc.history import DEFAULT_BUDGET, Arrival, Cursor, History
from studio.doc.model import CelKey, LayerKind, Sprite
from studio.doc.pixels import MaskPixels, Pixels
from studio.doc.selection import Selection

__all__ = ["Cursor", "Document", "TakePreview"]

Edit = Callable[[Sprite], Sprite]


@dataclass(frozen=True, slots=True, eq=False)
class TakePreview:
    """A picture shown in place of the composed frame, its top left cell at x, y of the canvas."""

    pixels: Pixels
    x: int = 0
    y: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Dropped:
    """Pixels that float, what they float on, and what there was before they were dropped."""

    floating: Floating
    sprite: Sprite
    selection: Selection | None
    selected_before: Selection | None
    before: _Dropped | None
    is_step: bool
    """False where the picture looks the same with them, so that there is nothing to undo."""


class Document:
    """One open sprite. `apply` and gestures are the only ways to change it."""

    changed: ClassVar[Signal] = Signal(Change, reemission="queued")
    cursor_moved: ClassVar[Signal] = Signal(Cursor, reemission="queued")
    frames_selected: ClassVar[Signal] = Signal(reemission="queued")
    selection_changed: ClassVar[Signal] = Signal(reemission="queued")
    saved: ClassVar[Signal] = Signal(reemission="queued")
    painted: ClassVar[Signal] = Signal(Box, reemission="queued")
    gesture_ended: ClassVar[Signal] = Signal(reemission="queued")
    preview_changed: ClassVar[Signal] = Signal(reemission="queued")

    def __init__(
        self, sprite: Sprite, *, path: Path | None = None, title: str = "", budget_bytes: int = DEFAULT_BUDGET
    ) -> None:
        self.id = new_id("document")
        self.path = path
        self.history = History(sprite, budget_bytes=budget_bytes)
        self._title = title
        self._sprite = sprite
        self._cursor = Cursor(_first_layer(sprite), sprite.frames[0].id)
        self._selected_frames: tuple[str, ...] = (self._cursor.frame,)
        self._selection: Selection | None = None
        self._gesture: Gesture | None = None
        self._gesture_label = ""
        self._preview: TakePreview | None = None
        self._floating: _Dropped | None = None
        self._stacked: tuple[Sprite, str, Gesture | None] = (sprite, self._cursor.frame, None)
        self._last_stack = Stack(*self._stacked[:2])

    @property
    def sprite(self) -> Sprite:
        return self._sprite

    @property
    def title(self) -> str:
        """The name given, else that of the file."""
        if self._title:
            return self._title
        return self.path.name if self.path else _("Untitled")

    @property
    def cursor(self) -> Cursor:
        return self._cursor

    @property
    def selected_frames(self) -> tuple[str, ...]:
        """Ids in frame order; the cursor's frame when nothing else was selected."""
        return self._selected_frames

    @property
    def selection(self) -> Selection | None:
        return self._selection

    @property
    def gesture(self) -> Gesture | None:
        return self._gesture

    @property
    def preview(self) -> TakePreview | None:
        return self._preview

    @property
    def floating(self) -> Floating | None:
        """The selected pixels, as long as they can be moved without what is under them: nothing happened since."""
        dropped = self._floating
        if dropped is None or dropped.sprite is not self._sprite or dropped.selection is not self._selection:
            return None
        return dropped.floating if dropped.floating.key == CelKey(*self._cursor) else None

    @property
    def is_dirty(self) -> bool:
        return self.history.is_dirty

    @property
    def can_undo(self) -> bool:
        return self._gesture is not None or self.history.can_undo

    @property
    def can_redo(self) -> bool:
        return self._gesture is None and self.history.can_redo

    def apply(self, label: str, edit: Edit) -> None:
        """Change the sprite by a pure function: one undo step. No step when it gives the same root.

        The cursor goes to a frame or layer that was added. An open gesture is cancelled first. Raises ReadOnly, or
        what the edit raises, with nothing changed.
        """
        self._check_writable()
        self.cancel_gesture()
        self._step(label, edit(self._sprite))

    def put_floating(self, label: str, floating: Floating) -> None:
        """Put pixels on their cel as one undo step and select them; they can be moved on from there. Raises as `apply`
        does."""
        root, selection, earlier = self._sprite, self._selection, self._floating if self.floating is not None else None
        self.apply(label, lambda sprite: put_patches(sprite, floating.key, floating.patches))
        self.select(floating.selection)
        is_step = self._sprite is not root
        self._floating = _Dropped(floating, self._sprite, self._selection, selection, earlier, is_step=is_step)

    def undo(self) -> None:
        """One step back; an open gesture is cancelled instead. Nothing happens at the start.

        With pixels that float, what was selected before they were dropped is selected again.
        """
        dropped = self._floating if self.floating is not None else None
        if self._gesture is not None:
            self.cancel_gesture()
        elif self.history.can_undo:
            self._show(self.history.undo())
            if dropped is not None and dropped.is_step:
                self.select(dropped.selected_before)
                earlier = dropped.before
                # The history may have built the same state anew.
                self._floating = None if earlier is None else replace(earlier, sprite=self._sprite)

    def redo(self) -> None:
        """One step forward; an open gesture is cancelled instead. Nothing happens at the end."""
        if self._gesture is not None:
            self.cancel_gesture()
        elif self.history.can_redo:
            self._show(self.history.redo())

    def jump(self, index: int) -> None:
        """To the state after `index` of the remembered steps. IndexError when there is no such state."""
        self.cancel_gesture()
        if index != self.history.index:
            self._show(self.history.jump(index))

    def begin(self, label: str, target: GestureTarget) -> Gesture:
        """Open a gesture, limited to the selection. One that is open is cancelled.

        Raises ReadOnly, or UserError when the layer is locked, hidden or holds no pixels.
        """
        self._check_writable()
        self.cancel_gesture()
        if isinstance(target, CelTarget):
            check_paintable(self._sprite, target.layer)
        self._gesture_label = label
        self._gesture = Gesture(
            target,
            scratch_for(self._sprite, target),
            clip=self._selection,
            on_touch=self.painted.emit,
            on_commit=self._commit,
            on_cancel=self._drop,
        )
        return self._gesture

    def cancel_gesture(self) -> None:
        """Esc, focus loss, tool change, close: what was being painted is dropped."""
        if self._gesture is not None:
            self._gesture.cancel()

    def move_to(self, *, layer: str | None = None, frame: str | None = None) -> None:
        """Work on another layer or frame. KeyError for one the sprite lacks. Another frame is then the selected one."""
        cursor = Cursor(layer or self._cursor.layer, frame or self._cursor.frame)
        self._sprite.layer_index(cursor.layer)
        self._sprite.frame_index(cursor.frame)
        if cursor == self._cursor:
            return
        self.cancel_gesture()
        moved = cursor.frame != self._cursor.frame
        self._cursor = cursor
        if moved and cursor.frame not in self._selected_frames:
            self._selected_frames = (cursor.frame,)
            self.frames_selected.emit()
        self.cursor_moved.emit(cursor)

    def select_frames(self, ids: Iterable[str]) -> None:
        """Choose frames for what works on several; the cursor's frame when none is given."""
        wanted = set(ids) or {self._cursor.frame}
        chosen = tuple(frame.id for frame in self._sprite.frames if frame.id in wanted)
        if chosen != self._selected_frames:
            self._selected_frames = chosen
            self.frames_selected.emit()

    def select(self, selection: Selection | None) -> None:
        """Limit painting to some cells; None or an empty selection lifts the limit. Not an undo step."""
        if selection is not None and selection.size != self._sprite.size:
            raise ValueError(f"selection of {selection.size} on a canvas of {self._sprite.size}")
        if selection is not None and selection.is_empty:
            selection = None
        if selection is self._selection:
            return
        self.cancel_gesture()
        self._selection = selection
        self.selection_changed.emit()

    def show_preview(self, preview: TakePreview | None) -> None:
        """Show a picture in place of the sprite, or the sprite again."""
        if preview is not self._preview:
            self._preview = preview
            self.preview_changed.emit()

    def mark_saved(self, path: Path | None = None, *, root: Sprite | None = None) -> None:
        """The file holds `root`, the current state when none is named; `path` is its new place, if it has one.

        Where the sprite was changed while it was written, it still counts as unsaved.
        """
        if path is not None:
            self.path = path
            self._title = ""
        if root is None or root is self._sprite:
            self.history.mark_saved()
        else:
            self.history.mark_unsaved()
        self.saved.emit()

    def mark_unsaved(self) -> None:
        """No file holds the current state, though no step led to it: a recovered or accepted sprite."""
        self.history.mark_unsaved()

    def composed(self, frame_id: str, box: Box | None = None) -> Pixels:
        """The frame as it looks now, with what an open gesture has painted."""
        return self._stack(frame_id).picture(self._sprite.box if box is None else box)

    def look(self, frame_id: str, box: Box) -> Pixels:
        """The same for a box inside the canvas, faster and only to be read; clear cells may have any colour."""
        return self._stack(frame_id).read(box)

    def scratches(self, frame_id: str) -> dict[str, Scratch]:
        """Layer id -> scratch for the layer an open gesture paints on, where the frame shows that cel."""
        gesture = self._gesture
        if gesture is None or not isinstance(gesture.target, CelTarget):
            return {}
        key = _key(gesture.target)
        shows_it = CelKey(key.layer, frame_id) in linked_keys(self._sprite, key)
        return {key.layer: gesture.scratch} if shows_it else {}

    def mask(self, frame_id: str, box: Box | None = None) -> MaskPixels | None:
        """The mask of a frame as it looks now, (h, w) of the box, only to be read; None when there is none."""
        box = self._sprite.box if box is None else box
        gesture = self._gesture
        if gesture is not None and isinstance(gesture.target, MaskTarget) and gesture.target.frame == frame_id:
            return gesture.scratch.read(box)
        mask = self._sprite.frame(frame_id).mask
        return None if mask is None else mask[box.slices]

    def _stack(self, frame_id: str) -> Stack:
        """The one asked for last is kept: a stroke asks for the same at every move."""
        key = (self._sprite, frame_id, self._gesture)
        if key != self._stacked:
            self._stacked = key
            self._last_stack = Stack(self._sprite, frame_id, replace=self.scratches(frame_id))
        return self._last_stack

    def _check_writable(self) -> None:
        if self._sprite.read_only:
            raise ReadOnly(self._sprite.read_only)

    def _commit(self, gesture: Gesture) -> None:
        self._gesture = None
        touched = gesture.scratch.touched
        result = gesture.result(self._sprite)
        if result is self._sprite:
            self._show_again(touched)
        else:
            linked = isinstance(gesture.target, CelTarget) and len(linked_keys(self._sprite, _key(gesture.target))) > 1
            self._step(self._gesture_label, result, within=None if linked else touched)
        self.gesture_ended.emit()

    def _drop(self, gesture: Gesture) -> None:
        self._gesture = None
        self._show_again(gesture.scratch.touched)
        self.gesture_ended.emit()

    def _show_again(self, touched: Box) -> None:
        """What was painted is gone from these cells."""
        if not touched.is_empty:
            self.painted.emit(touched)

    def _step(self, label: str, root: Sprite, *, within: Box | None = None) -> None:
        if root is self._sprite:
            return
        before = self._cursor
        cursor = _following(before, self._sprite, root)
        self._show(self.history.push(label, root, cursor=cursor, before=before, within=within))

    def _show(self, arrival: Arrival) -> None:
        """Stand on another root: everything is in place before the first listener hears of it."""
        root, cursor, box = arrival
        old, self._sprite = self._sprite, root
        moved = cursor != self._cursor
        self._cursor = cursor
        frames = _still_there(self._selected_frames, root, cursor)
        reselected, self._selected_frames = frames != self._selected_frames, frames
        unselected = self._selection is not None and root.size != old.size
        if unselected:
            self._selection = None
        self.changed.emit(diff(old, root, within=box))
        if moved:
            self.cursor_moved.emit(cursor)
        if reselected:
            self.frames_selected.emit()
        if unselected:
            self.selection_changed.emit()


def check_paintable(sprite: Sprite, layer_id: str) -> None:
    """UserError when painting on the layer could not be done or not be seen."""
    layer = check_image_layer(sprite, layer_id)
    if layer.locked:
        raise UserError(_("{name} is locked. Unlock it to paint on it.").format(name=layer.name))
    if layer_id not in visible_layers(sprite):
        raise UserError(_("{name} is hidden. Show it to paint on it.").format(name=layer.name))


def _key(target: CelTarget) -> CelKey:
    return CelKey(target.layer, target.frame)


def _first_layer(sprite: Sprite) -> str:
    """The topmost layer that holds pixels; the topmost of any kind when none does."""
    for layer in reversed(sprite.layers):
        if layer.kind is LayerKind.IMAGE:
            return layer.id
    return sprite.layers[-1].id


def _following(cursor: Cursor, old: Sprite, new: Sprite) -> Cursor:
    """The cursor after an edit: on what was added, else where it was or nearest to it."""
    layers = {layer.id for layer in old.layers}
    frames = {frame.id for frame in old.frames}
    near = _nearest(cursor, old, new)
    added = [layer.id for layer in new.layers if layer.id not in layers and layer.kind is LayerKind.IMAGE]
    added_frame = next((frame.id for frame in new.frames if frame.id not in frames), None)
    return Cursor(added[-1] if added else near.layer, added_frame or near.frame)


def _nearest(cursor: Cursor, old: Sprite, new: Sprite) -> Cursor:
    """The cursor where its layer and frame are still there, else the ones now in their places."""
    layers = {layer.id for layer in new.layers}
    frames = {frame.id for frame in new.frames}
    layer, frame = cursor
    if layer not in layers:
        layer = new.layers[min(max(old.layer_index(layer) - 1, 0), len(new.layers) - 1)].id
    if frame not in frames:
        frame = new.frames[min(old.frame_index(frame), len(new.frames) - 1)].id
    return Cursor(layer, frame)


def _still_there(selected: tuple[str, ...], root: Sprite, cursor: Cursor) -> tuple[str, ...]:
    wanted = set(selected)
    frames = tuple(frame.id for frame in root.frames if frame.id in wanted)
    return frames if cursor.frame in frames else (cursor.frame,)
