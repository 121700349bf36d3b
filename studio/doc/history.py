"""Undo and redo over immutable roots, within a budget of bytes."""

from __future__ import annotations

from typing import NamedTuple

from studio.doc.model import Sprite

DEFAULT_BUDGET = 256 * 2**20
"""Bytes that steps may hold before the oldest are forgotten."""


class Cursor(NamedTuple):
    """Where the person works: ids of the current layer and frame."""

    layer: str
    frame: str


class _Step(NamedTuple):
    label: str
    before: Sprite
    after: Sprite
    cursor_before: Cursor
    cursor_after: Cursor
    dirties: bool


class History:
    """The steps that led to the current root and those that were undone."""

    def __init__(self, root: Sprite, *, budget_bytes: int = DEFAULT_BUDGET) -> None:
        self._root = root
        self._budget = budget_bytes
        self._steps: list[_Step] = []
        self._index = 0
        self._saved: int | None = 0

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
    def is_dirty(self) -> bool:
        """Whether the root differs from the one last marked as saved."""
        if self._saved is None:
            return True
        first, last = sorted((self._saved, self._index))
        return any(step.dirties for step in self._steps[first:last])

    def labels(self) -> list[str]:
        """The remembered steps, oldest first; the first `index` of them are done."""
        return [step.label for step in self._steps]

    def push(
        self, label: str, root: Sprite, *, cursor: Cursor, before: Cursor | None = None, dirties: bool = True
    ) -> None:
        """Remember a step to `root`; steps that were undone are forgotten. `before` is where the person was."""
        del self._steps[self._index :]
        if self._saved is not None and self._saved > self._index:
            self._saved = None
        self._steps.append(_Step(label, self._root, root, before or cursor, cursor, dirties))
        self._index += 1
        self._root = root

    def undo(self) -> tuple[Sprite, Cursor]:
        """One step back: the root and where the person was when the step was made. IndexError at the start."""
        if not self.can_undo:
            raise IndexError("nothing to undo")
        self._index -= 1
        step = self._steps[self._index]
        self._root = step.before
        return self._root, step.cursor_before

    def redo(self) -> tuple[Sprite, Cursor]:
        """One step forward. IndexError at the end."""
        if not self.can_redo:
            raise IndexError("nothing to redo")
        step = self._steps[self._index]
        self._index += 1
        self._root = step.after
        return self._root, step.cursor_after

    def jump(self, index: int) -> tuple[Sprite, Cursor]:
        """To the root after `index` steps. IndexError when that is not remembered."""
        if not 0 <= index <= len(self._steps) or not self._steps:
            raise IndexError(index)
        place = self._steps[index].cursor_before if index < len(self._steps) else self._steps[-1].cursor_after
        while self._index > index:
            self.undo()
        while self._index < index:
            self.redo()
        return self._root, place

    def mark_saved(self) -> None:
        """The current root is what the file holds."""
        self._saved = self._index
