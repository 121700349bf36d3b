"""Undo and redo over immutable roots, within a budget of bytes.

Only the current root is held; a step holds what leads from one root to the next and back (`delta`). When the budget
is exceeded, steps that were too large to pack at once are packed, then the oldest are forgotten, the last one never.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import NamedTuple

from studio.core.geometry import EMPTY_BOX, Box
from studio.doc.delta import Delta, backward, box_of_delta, bytes_of, delta_between, forward, is_packed, packed
from studio.doc.model import Sprite

DEFAULT_BUDGET = 256 * 2**20
"""Bytes that steps may hold before the oldest are forgotten."""


class Cursor(NamedTuple):
    """Where the person works: ids of the current layer and frame."""

    layer: str
    frame: str


class Arrival(NamedTuple):
    """Where a walk through the history ends."""

    root: Sprite
    cursor: Cursor
    box: Box
    """Around the cells of the canvas whose cels or masks differ from before, perhaps reaching beyond it."""


@dataclass(slots=True, eq=False)
class _Step:
    label: str
    delta: Delta
    came_from: Cursor
    went_to: Cursor
    dirties: bool


class History:
    """The steps that led to the current root and those that were undone."""

    def __init__(self, root: Sprite, *, budget_bytes: int = DEFAULT_BUDGET) -> None:
        self._root = root
        self.budget_bytes = budget_bytes
        self._steps: list[_Step] = []
        self._index = 0
        self._saved: int | None = 0
        self._bytes = 0

    @property
    def root(self) -> Sprite:
        return self._root

    @property
    def can_undo(self) -> bool:
        return self._index > 0

    @property
    def can_redo(self) -> bool:
        return self._index < len(self._steps)

    @property
    def undo_label(self) -> str:
        return self._steps[self._index - 1].label if self.can_undo else ""

    @property
    def redo_label(self) -> str:
        return self._steps[self._index].label if self.can_redo else ""

    @property
    def index(self) -> int:
        """How many of the remembered steps are done; `jump` takes such a number."""
        return self._index

    @property
    def bytes(self) -> int:
        """Memory held by the steps, about; the current root is not counted."""
        return self._bytes

    @property
    def is_dirty(self) -> bool:
        """Whether the root differs from the one last marked as saved."""
        if self._saved is None:
            return True
        first, last = sorted((self._saved, self._index))
        return any(step.dirties for step in self._steps[first:last])

    @property
    def newest(self) -> object | None:
        """The step that led to the current root, to ask `is_done` about; None at the start."""
        return self._steps[self._index - 1] if self.can_undo else None

    def is_done(self, step: object) -> bool | None:
        """Whether a step counts in the current root or was undone; None when it is no longer remembered."""
        place = next((place for place, known in enumerate(self._steps) if known is step), None)
        return None if place is None else place < self._index

    def labels(self) -> list[str]:
        """The remembered steps, oldest first; the first `index` of them are done."""
        return [step.label for step in self._steps]

    def push(
        self,
        label: str,
        root: Sprite,
        *,
        cursor: Cursor,
        before: Cursor | None = None,
        dirties: bool = True,
        within: Box | None = None,
    ) -> Arrival:
        """Remember a step to `root`, made at the cursor `before`; steps that were undone are forgotten.

        `within` promises that no raster changed outside of a box of the canvas, which saves looking for changes.
        """
        self._forget_undone()
        delta = delta_between(self._root, root, within=within)
        self._steps.append(_Step(sys.intern(label), delta, before or cursor, cursor, dirties))
        self._bytes += bytes_of(delta)
        self._index += 1
        self._root = root
        if self._bytes > self.budget_bytes:
            self._keep_budget()
        return Arrival(root, cursor, box_of_delta(delta))

    def undo(self) -> Arrival:
        """One step back; the cursor is where the person was when the step was made. IndexError at the start."""
        if not self.can_undo:
            raise IndexError("nothing to undo")
        step = self._steps[self._index - 1]
        self._root = backward(self._root, step.delta)
        self._index -= 1
        return Arrival(self._root, step.came_from, box_of_delta(step.delta))

    def redo(self) -> Arrival:
        """One step forward. IndexError at the end."""
        if not self.can_redo:
            raise IndexError("nothing to redo")
        step = self._steps[self._index]
        self._root = forward(self._root, step.delta)
        self._index += 1
        return Arrival(self._root, step.went_to, box_of_delta(step.delta))

    def jump(self, index: int) -> Arrival:
        """To the root after `index` steps. IndexError when that is not remembered."""
        if not 0 <= index <= len(self._steps) or not self._steps:
            raise IndexError(index)
        place = self._steps[index].came_from if index < len(self._steps) else self._steps[-1].went_to
        box = EMPTY_BOX
        while self._index > index:
            box = box.united(self.undo().box)
        while self._index < index:
            box = box.united(self.redo().box)
        return Arrival(self._root, place, box)

    def mark_unsaved(self) -> None:
        """No file holds any of the remembered roots."""
        self._saved = None

    def mark_saved(self) -> None:
        """The current root is what the file holds."""
        self._saved = self._index

    def _forget_undone(self) -> None:
        if self._saved is not None and self._saved > self._index:
            self._saved = None
        self._bytes -= sum(bytes_of(step.delta) for step in self._steps[self._index :])
        del self._steps[self._index :]

    def _keep_budget(self) -> None:
        for step in self._steps:
            if self._bytes <= self.budget_bytes:
                return
            if not is_packed(step.delta):
                self._bytes -= bytes_of(step.delta)
                step.delta = packed(step.delta)
                self._bytes += bytes_of(step.delta)
        gone = 0
        while self._bytes > self.budget_bytes and gone < len(self._steps) - 1:
            self._bytes -= bytes_of(self._steps[gone].delta)
            gone += 1
        del self._steps[:gone]
        self._index -= gone
        if self._saved is not None:
            self._saved = self._saved - gone if self._saved >= gone else None
