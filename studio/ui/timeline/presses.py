"""What a press on the timeline means: what it chooses at once, and the drag it may become. Free of Qt."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from studio.app.frame_parts import Part, part_of
from studio.app.key_marks import KeyMark
from studio.core.words import _
from studio.doc.document import Document
from studio.doc.layers import set_layer
from studio.doc.model import CelKey, Tag
from studio.ui.timeline.choosing import FrameChoice
from studio.ui.timeline.drags import Apply, CarryCels, CarryFrames, Cell, Drag, ExtendChoice, StretchTag, key_of
from studio.ui.timeline.key_row import MoveKey
from studio.ui.timeline.layout import Hit, RowKind, TimelineLayout, Zone
from studio.ui.timeline.part_drags import PARTS, CarryParts

if TYPE_CHECKING:
    from studio.app.session import Session


class Held(Enum):
    """The key that was held."""

    NOTHING = auto()
    EXTEND = auto()
    TOGGLE = auto()


class Begun(NamedTuple):
    """`drag` begins when the pointer moves; `pick` is the frame to choose when it does not."""

    drag: Drag | None = None
    pick: int | None = None


class Presses:
    """Presses on one document's timeline."""

    def __init__(self, document: Document, choice: FrameChoice, *, session: Session, apply: Apply) -> None:
        self._document = document
        self._choice = choice
        self._commands = session.commands
        self._key_marks = session.key_marks
        self._apply = apply
        self._clicked = ""

    def press(self, layout: TimelineLayout, hit: Hit, held: Held) -> Begun:
        """The button went down on `hit`."""
        clicked, self._clicked = self._clicked, ""
        if hit.tag is not None:
            return self._on_tag(hit.zone, hit.tag)
        if hit.zone is Zone.FRAME:
            return self._on_frame(hit.frame, held, clicked)
        if hit.zone is Zone.CELL and layout.rows[hit.row].kind is RowKind.KEY:
            return self._on_key(hit.frame)
        if hit.zone is Zone.CELL:
            return self._on_cell(layout, Cell(hit.row, hit.frame), held)
        if hit.row >= 0:
            self._on_name(layout, hit)
        return Begun()

    def _on_tag(self, zone: Zone, tag: Tag) -> Begun:
        if zone is not Zone.TAG:
            return Begun(StretchTag(self._document, tag, start=zone is Zone.TAG_START, apply=self._apply))
        self._choice.pick_tag(tag)
        return Begun(CarryFrames(self._document, self._apply, whole_tag=True))

    def _on_frame(self, frame: int, held: Held, clicked: str) -> Begun:
        """A choice of several, or the one frame that was clicked just before, is taken along; else a choice begins."""
        frame_id = self._document.sprite.frames[frame].id
        alone = clicked == frame_id and self._document.selected_frames == (frame_id,)
        self._clicked = frame_id if held is Held.NOTHING else ""
        if held is Held.NOTHING and (alone or self._choice.holds_many(frame)):
            return Begun(CarryFrames(self._document, self._apply), frame)
        self._choose(frame, held)
        return Begun(ExtendChoice(self._choice)) if held is not Held.TOGGLE else Begun()

    def _on_cell(self, layout: TimelineLayout, cell: Cell, held: Held) -> Begun:
        part = PARTS.get(layout.rows[cell.row].kind)
        if held is Held.NOTHING and part is not None and self._is_part_in_hand(part, cell.frame):
            return Begun(CarryParts(self._document, part, cell.frame, self._apply), cell.frame)
        key = key_of(layout, cell)
        if held is Held.NOTHING and key is not None and self._is_in_hand(key):
            return Begun(CarryCels(self._document, key, self._apply), cell.frame)
        self._choose(cell.frame, held, layer=key.layer if key is not None else None)
        return Begun(ExtendChoice(self._choice)) if held is not Held.TOGGLE else Begun()

    def _on_key(self, frame: int) -> Begun:
        """A mark is taken along; where there is none, one is put."""
        frame_id = self._document.sprite.frames[frame].id
        held = self._key_marks.find(self._document, frame_id)
        if held is None:
            self._choice.pick(frame)
            self._key_marks.put(self._document, KeyMark(frame_id))
            return Begun()
        return Begun(MoveKey(self._key_marks, self._document, held), frame)

    def _choose(self, frame: int, held: Held, *, layer: str | None = None) -> None:
        if held is Held.EXTEND:
            self._choice.extend(frame)
        elif held is Held.TOGGLE:
            self._choice.toggle(frame)
        else:
            self._choice.pick(frame, layer=layer)

    def _is_in_hand(self, key: CelKey) -> bool:
        """Whether the cel is in the hand: the current one, or one of the chosen frames on the current layer."""
        cursor, chosen = self._document.cursor, self._document.selected_frames
        return key.layer == cursor.layer and key.frame in chosen and key in self._document.sprite.cels

    def _is_part_in_hand(self, part: Part, frame: int) -> bool:
        """Whether one of the chosen frames was pressed, and has a pose or mask to be taken along."""
        pressed = self._document.sprite.frames[frame]
        return pressed.id in self._document.selected_frames and part_of(pressed, part) is not None

    def _on_name(self, layout: TimelineLayout, hit: Hit) -> None:
        row = layout.rows[hit.row]
        layer = row.layer
        if layer is None and row.kind is not RowKind.KEY:
            self._commands.run("mode.mask" if row.kind is RowKind.MASK else "mode.pose")
        elif layer is None:
            self._commands.run("frame.key")
        elif hit.zone is Zone.EYE:
            label = _("Hide layer") if layer.visible else _("Show layer")
            self._apply(label, lambda sprite: set_layer(sprite, layer.id, visible=not layer.visible))
        elif hit.zone is Zone.LOCK:
            label = _("Unlock layer") if layer.locked else _("Lock layer")
            self._apply(label, lambda sprite: set_layer(sprite, layer.id, locked=not layer.locked))
        elif hit.zone is Zone.FOLD:
            label = _("Unfold group") if layer.collapsed else _("Fold group")
            self._apply(label, lambda sprite: set_layer(sprite, layer.id, collapsed=not layer.collapsed))
        elif hit.zone is Zone.NAME:
            self._document.move_to(layer=layer.id)
