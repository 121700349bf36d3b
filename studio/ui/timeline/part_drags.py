"""The drag of poses and masks along their rows of the timeline. Free of Qt."""

from __future__ import annotations

from studio.app.frame_parts import Part, part_of, shift_parts
from studio.core.words import ngettext
from studio.doc.document import Document
from studio.doc.model import Sprite
from studio.ui.timeline.drags import Apply, Cell, Goods, Load, Marks, Place
from studio.ui.timeline.layout import RowKind, TimelineLayout

PARTS = {RowKind.POSE: Part.POSE, RowKind.MASK: Part.MASK}
"""Rows whose cells are taken along by themselves."""
ROWS = {Goods.POSES: RowKind.POSE, Goods.MASKS: RowKind.MASK}


class CarryParts:
    """Takes the poses or masks of the chosen frames to other frames, or copies of them."""

    def __init__(
        self, document: Document, part: Part, frame: int, apply: Apply, *, ids: tuple[str, ...] | None = None
    ) -> None:
        """`frame` is the index of the one that was pressed; `ids` are frames other than the chosen ones."""
        self._document = document
        self._part = part
        self._held = frame
        self._apply = apply
        goods = Goods.POSES if part is Part.POSE else Goods.MASKS
        chosen = document.selected_frames if ids is None else ids
        self.load = Load(document.id, carried(document.sprite, part, chosen), goods=goods)

    def move(self, place: Place) -> Marks:
        row = row_of(place.layout, self.load.goods)
        shift = self._shift(place)
        sprite = self._document.sprite
        cells = tuple(Cell(row, sprite.frame_index(frame) + shift) for frame in self.load.frames)
        return Marks(cells=cells, copies=place.copies)

    def release(self, place: Place) -> None:
        shift, part, ids, keeps = self._shift(place), self._part, self.load.frames, place.copies
        if not shift:
            return
        known = [frame.id for frame in self._document.sprite.frames]
        if self._apply(self._label(copies=keeps), lambda sprite: shift_parts(sprite, part, ids, shift, keeps=keeps)):
            there = [known[known.index(frame) + shift] for frame in ids]
            self._document.select_frames(there)
            self._document.move_to(frame=known[self._held + shift])

    def _label(self, *, copies: bool) -> str:
        count = len(self.load.frames)
        if self._part is Part.POSE:
            return ngettext("Copy pose", "Copy poses", count) if copies else ngettext("Move pose", "Move poses", count)
        return ngettext("Copy mask", "Copy masks", count) if copies else ngettext("Move mask", "Move masks", count)

    def _shift(self, place: Place) -> int:
        """By how many frames; shifted back where some would leave the sprite."""
        sprite = self._document.sprite
        chosen = [sprite.frame_index(frame) for frame in self.load.frames]
        by = place.layout.frame_at(place.x) - self._held
        return min(max(by, -min(chosen)), len(sprite.frames) - 1 - max(chosen))


def carried(sprite: Sprite, part: Part, ids: tuple[str, ...]) -> tuple[str, ...]:
    """Those frames that have one."""
    return tuple(frame for frame in ids if part_of(sprite.frame(frame), part) is not None)


def part_of_goods(goods: Goods) -> Part:
    """Pose or mask."""
    return PARTS[ROWS[goods]]


def row_of(layout: TimelineLayout, goods: Goods) -> int:
    """Index of the row in which these goods lie; -1 where there is none."""
    return next((index for index, row in enumerate(layout.rows) if row.kind is ROWS.get(goods)), -1)
