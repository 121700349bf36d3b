"""What a press on the timeline turns into when the pointer moves. Nothing changes before the release; Esc drops it.

Each drag answers with marks to be drawn; its release is at most one undo step. Free of Qt.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from typing import NamedTuple, Protocol

from studio.core.errors import UserError
from studio.core.words import _, ngettext
from studio.doc import cels, tags
from studio.doc.document import Document, Edit
from studio.doc.model import CelKey, LayerKind, Sprite, Tag
from studio.ui.timeline import placing
from studio.ui.timeline.choosing import FrameChoice
from studio.ui.timeline.layout import TimelineLayout, Zone

Apply = Callable[[str, Edit], bool]
"""Does an edit as one undo step and says whether it was done; errors are shown to the person."""


class Cell(NamedTuple):
    """Row and frame index."""

    row: int
    frame: int


@dataclass(frozen=True, slots=True)
class Marks:
    """What a release here would do, for the eye."""

    gap: int | None = None
    joins: frozenset[str] = frozenset()
    """Tags that would hold the frames."""
    cells: tuple[Cell, ...] = ()
    tag: Tag | None = None
    copies: bool = False


NO_MARKS = Marks()


class Place(NamedTuple):
    """Where the pointer is. `copies`: the key for copying is held."""

    layout: TimelineLayout
    x: float
    y: float
    copies: bool = False


class Drag(Protocol):
    """One press-and-move. `load` is what another sprite could take when the pointer leaves; None when nothing."""

    @property
    def load(self) -> Load | None: ...

    def move(self, place: Place) -> Marks: ...

    def release(self, place: Place) -> None: ...


class Goods(StrEnum):
    """What is carried from one sprite to another."""

    FRAMES = "frames"
    """Whole frames, or those of one layer."""
    POSES = "poses"
    MASKS = "masks"
    PALETTE = "palette"


class Load(NamedTuple):
    """Frames of a document, whole ones or with one layer only, or what else is taken from it."""

    document: str
    frames: tuple[str, ...] = ()
    layer: str = ""
    goods: Goods = Goods.FRAMES


class ExtendChoice:
    """Chooses every frame the pointer passes."""

    load = None

    def __init__(self, choice: FrameChoice) -> None:
        self._choice = choice

    def move(self, place: Place) -> Marks:
        self._choice.extend(place.layout.frame_at(place.x))
        return Marks()

    def release(self, place: Place) -> None:
        """What was chosen stays."""


class WidenNames:
    """Moves the border between names and frames."""

    load = None

    def __init__(self, widen: Callable[[float], None]) -> None:
        """`widen` gets the place of the border in logical pixels."""
        self._widen = widen

    def move(self, place: Place) -> Marks:
        self._widen(place.x)
        return Marks()

    def release(self, place: Place) -> None:
        """The border stays where it is."""


class StretchTag:
    """Pulls one end of a tag; the other stays where it is."""

    load = None

    def __init__(self, document: Document, tag: Tag, *, start: bool, apply: Apply) -> None:
        self._document = document
        self._tag = tag
        self._start = start
        self._apply = apply

    def move(self, place: Place) -> Marks:
        return Marks(tag=self._stretched(place))

    def release(self, place: Place) -> None:
        new = self._stretched(place)
        self._apply(_("Change tag"), lambda sprite: tags.set_tag(sprite, new.id, first=new.first, last=new.last))

    def _stretched(self, place: Place) -> Tag:
        sprite = self._document.sprite
        span, index = sprite.tag_range(self._tag), place.layout.frame_at(place.x)
        first, last = span.start, span.stop - 1
        if self._start:
            first = min(index, last)
        else:
            last = max(index, first)
        return replace(self._tag, first=sprite.frames[first].id, last=sprite.frames[last].id)


class CarryFrames:
    """Takes the chosen frames to another place, or copies of them. Those of a `whole_tag` join no other tag."""

    def __init__(self, document: Document, apply: Apply, *, whole_tag: bool = False) -> None:
        self._document = document
        self._apply = apply
        self._whole_tag = whole_tag
        self.load = Load(document.id, document.selected_frames)

    def move(self, place: Place) -> Marks:
        sprite = self._document.sprite
        after = _placed(self.load.frames, place, joins=not self._whole_tag)(sprite)
        frames = placing.fresh(sprite, after) if place.copies else self.load.frames
        return Marks(gap=place.layout.gap_at(place.x), joins=placing.tags_around(after, frames), copies=place.copies)

    def release(self, place: Place) -> None:
        put_frames(self._document, self._apply, self.load, place, joins=not self._whole_tag)


class CarryCels:
    """Takes the cels of one layer in the chosen frames to other frames or another layer, or copies of them."""

    def __init__(self, document: Document, held: CelKey, apply: Apply) -> None:
        """`held` is the cel under the pointer."""
        self._document = document
        self._held = held
        self._apply = apply
        chosen = document.selected_frames if held.frame in document.selected_frames else (held.frame,)
        self.load = Load(document.id, chosen, held.layer)

    def move(self, place: Place) -> Marks:
        target = self._target(place)
        if target is None:
            return Marks(copies=place.copies)
        layout, sprite = place.layout, self._document.sprite
        row = layout.row_of_layer(target.layer)
        shift = sprite.frame_index(target.frame) - sprite.frame_index(self._held.frame)
        cells = tuple(Cell(row, sprite.frame_index(frame) + shift) for frame in self.load.frames)
        return Marks(cells=cells, copies=place.copies)

    def release(self, place: Place) -> None:
        held, target = self._held, self._target(place)
        if target is None or target == held:
            return
        known = [frame.id for frame in self._document.sprite.frames]
        shift = known.index(target.frame) - known.index(held.frame)
        pairs = [
            (CelKey(held.layer, frame), CelKey(target.layer, known[known.index(frame) + shift]))
            for frame in self.load.frames
        ]
        if shift > 0:
            pairs.reverse()  # from the far end, so that no cel is put on one that has yet to go
        edit = cels.copy_cel if place.copies else cels.move_cel
        count = len(pairs)
        label = ngettext("Copy cel", "Copy cels", count) if place.copies else ngettext("Move cel", "Move cels", count)
        layers = {target.layer} if place.copies else {held.layer, target.layer}
        if self._apply(
            label, lambda sprite: reduce(lambda root, pair: edit(root, *pair), pairs, _unlocked(sprite, layers))
        ):
            self._document.select_frames(sorted((to.frame for _from, to in pairs), key=known.index))
            self._document.move_to(layer=target.layer, frame=target.frame)

    def _target(self, place: Place) -> CelKey | None:
        """Where the held cel goes; shifted back when others would leave the sprite."""
        cell = cell_at(place)
        if cell is None:
            return None
        sprite = self._document.sprite
        held = sprite.frame_index(self._held.frame)
        chosen = [sprite.frame_index(frame) for frame in self.load.frames]
        shift = min(max(cell.frame - held, -min(chosen)), len(sprite.frames) - 1 - max(chosen))
        return key_of(place.layout, Cell(cell.row, held + shift))


def put_frames(document: Document, apply: Apply, load: Load, place: Place, *, joins: bool = True) -> None:
    """Move frames of the document, or copies of them, into the gap at the pointer."""
    before = document.sprite
    if not apply(_("Copy frames") if place.copies else _("Move frames"), _placed(load.frames, place, joins=joins)):
        return
    made = placing.fresh(before, document.sprite)
    if made:
        document.move_to(frame=made[0])
        document.select_frames(made)


def _placed(ids: tuple[str, ...], place: Place, *, joins: bool) -> Edit:
    layout = place.layout
    gap = layout.gap_at(place.x)
    over_frames = joins and layout.has_column(place.x)
    beside = layout.sprite.frames[layout.frame_at(place.x)].id if over_frames else None
    if place.copies:
        return lambda sprite: placing.copied(sprite, ids, gap, beside)
    return lambda sprite: placing.moved(sprite, ids, gap, beside)


def _unlocked(sprite: Sprite, layers: set[str]) -> Sprite:
    """The sprite, or UserError when one of the layers is locked."""
    for layer in map(sprite.layer, layers):
        if layer.locked:
            raise UserError(_("{name} is locked. Unlock it to move its cels.").format(name=layer.name))
    return sprite


def cell_at(place: Place) -> Cell | None:
    """The cell under the pointer when its layer can hold pixels."""
    hit = place.layout.hit(place.x, place.y)
    layer = place.layout.rows[hit.row].layer if hit.zone is Zone.CELL else None
    return Cell(hit.row, hit.frame) if layer is not None and layer.kind is LayerKind.IMAGE else None


def key_of(layout: TimelineLayout, cell: Cell) -> CelKey | None:
    """The layer and frame of a cell; None in the rows of masks and poses."""
    layer = layout.rows[cell.row].layer
    return None if layer is None else CelKey(layer.id, layout.sprite.frames[cell.frame].id)
