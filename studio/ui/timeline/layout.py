"""Where everything of the timeline stands: a pure map between a sprite's frames and layers and logical pixels.

Coordinates are of the scroll area's viewport; the names at the left and the header on top do not scroll away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import NamedTuple

from studio.core.geometry import Size
from studio.doc.model import Layer, LayerKind, Sprite, Tag

_FREE_ROOM = 1000
"""Logical pixels right of the last tag."""


class RowKind(Enum):
    """What a row of the timeline is about."""

    LAYER = auto()
    MASK = auto()
    POSE = auto()
    KEY = auto()
    """Key frames for in-betweens."""


class Row(NamedTuple):
    """One line below the header. `layer` is None for masks and poses; `depth` counts the groups around it."""

    kind: RowKind
    layer: Layer | None = None
    depth: int = 0


class Zone(Enum):
    """What a point is on."""

    NOWHERE = auto()
    NAME = auto()
    EYE = auto()
    LOCK = auto()
    FOLD = auto()
    TAG = auto()
    TAG_START = auto()
    TAG_END = auto()
    FRAME = auto()
    CELL = auto()
    BORDER = auto()
    """Between the names and the frames."""


class Hit(NamedTuple):
    """A point's zone, and the row, frame index or tag it belongs to."""

    zone: Zone
    row: int = -1
    frame: int = -1
    tag: Tag | None = None


class Rect(NamedTuple):
    """Logical pixels of the viewport."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Measures:
    """Lengths in logical pixels at the interface scale in force."""

    cell: int = 24
    row: int = 24
    names: int = 168
    tag: int = 18
    numbers: int = 22
    icon: int = 24
    indent: int = 12
    grip: int = 5
    pictures: bool = False
    """Whether cells show what they hold."""


THUMBNAILS_FROM = 48
"""Width of a cell, in logical pixels at scale 1, from which it shows its picture."""


def measures_for(cell: int, names: int, scaled: Callable[[int], int], *, text: Size) -> Measures:
    """Lengths for widths of a cell and of the names in the design; `scaled` gives a length at the scale in force, and
    `text` is the room that two digits need."""
    tall = 24 if cell < THUMBNAILS_FROM else min(cell - 8, 48)
    return Measures(
        cell=max(scaled(cell), text.width + 4),
        row=max(scaled(tall), text.height + 4),
        names=scaled(names),
        tag=max(scaled(19), text.height + 2),
        numbers=max(scaled(20), text.height + 2),
        icon=scaled(24),
        indent=scaled(12),
        pictures=cell >= THUMBNAILS_FROM,
    )


@dataclass(frozen=True, slots=True)
class TimelineLayout:
    """One state of the timeline. `scroll_x`, `scroll_y` are what is scrolled away."""

    sprite: Sprite
    measures: Measures
    scroll_x: int = 0
    scroll_y: int = 0
    rows: tuple[Row, ...] = ()
    lanes: dict[str, int] = field(default_factory=dict)
    """Id of each tag that is shown -> which line of bars it stands on, 0 on top."""
    shown: range = range(0)
    """Indices of the frames that have a column."""

    @classmethod
    def of(
        cls,
        sprite: Sprite,
        measures: Measures,
        *,
        scroll_x: int = 0,
        scroll_y: int = 0,
        stretched: Tag | None = None,
        only: str = "",
        keys: bool = False,
    ) -> TimelineLayout:
        """`stretched` stands in for the tag with its id while its end is being pulled; `only` is the id of the tag
        whose frames alone have columns; `keys`: there is a row of key frames."""
        focus = next((tag for tag in sprite.tags if tag.id == only), None)
        shown = range(len(sprite.frames)) if focus is None else sprite.tag_range(focus)
        if stretched is not None:
            tags = tuple(stretched if tag.id == stretched.id else tag for tag in sprite.tags)
            sprite = replace(sprite, tags=tags)
        rows = (Row(RowKind.KEY), *rows_of(sprite)) if keys else rows_of(sprite)
        return cls(sprite, measures, scroll_x, scroll_y, rows, lanes_of(sprite, shown), shown)

    @property
    def header(self) -> int:
        """Height of tags and frame numbers."""
        lines = max(self.lanes.values(), default=-1) + 1
        return lines * self.measures.tag + self.measures.numbers

    @property
    def content_width(self) -> int:
        return self.measures.names + len(self.shown) * self.measures.cell

    @property
    def content_height(self) -> int:
        return self.header + len(self.rows) * self.measures.row

    @property
    def tags(self) -> tuple[Tag, ...]:
        """Those with a bar."""
        return tuple(tag for tag in self.sprite.tags if tag.id in self.lanes)

    def frame_x(self, index: int) -> int:
        """Left edge of a frame's column; the index after the last gives the right edge of the last."""
        return self.measures.names + (index - self.shown.start) * self.measures.cell - self.scroll_x

    def row_y(self, row: int) -> int:
        """Top edge of a row."""
        return self.header + row * self.measures.row - self.scroll_y

    def frame_at(self, x: float) -> int:
        """The frame under or nearest to x."""
        index = self.shown.start + int((x - self.measures.names + self.scroll_x) // self.measures.cell)
        return min(self.shown.stop - 1, max(self.shown.start, index))

    def gap_at(self, x: float) -> int:
        """The gap between frames nearest to x: 0 before the first, their number after the last."""
        index = self.shown.start + round((x - self.measures.names + self.scroll_x) / self.measures.cell)
        return min(self.shown.stop, max(self.shown.start, index))

    def has_column(self, x: float) -> bool:
        """Whether x is over a frame, scrolled away or not."""
        return self.frame_x(self.shown.start) <= x < self.frame_x(self.shown.stop)

    def tag_rect(self, tag: Tag) -> Rect:
        """The bar of a tag, as far as its frames are shown."""
        span = self.sprite.tag_range(tag)
        left = self.frame_x(max(span.start, self.shown.start))
        right = self.frame_x(min(span.stop, self.shown.stop))
        return Rect(left + 1, self.lanes[tag.id] * self.measures.tag + 2, right - left - 2, self.measures.tag - 3)

    def room_right_of(self, tag: Tag) -> int:
        """Free width between a tag's bar and the next one on its line."""
        stop = self.sprite.tag_range(tag).stop
        starts = [
            self.sprite.tag_range(other).start
            for other in self.tags
            if self.lanes[other.id] == self.lanes[tag.id] and self.sprite.tag_range(other).start >= stop
        ]
        return (min(starts) - stop) * self.measures.cell if starts else _FREE_ROOM

    def cell_rect(self, row: int, frame: int) -> Rect:
        return Rect(self.frame_x(frame), self.row_y(row), self.measures.cell, self.measures.row)

    def row_of_layer(self, layer_id: str) -> int:
        """Index of the layer's row, or of the folded group that holds it; -1 when neither is shown."""
        for index, row in enumerate(self.rows):
            if row.layer is not None and row.layer.id == layer_id:
                return index
        parent = self.sprite.layer(layer_id).parent
        return self.row_of_layer(parent) if parent is not None else -1

    def rows_in_sight(self, layer_id: str) -> range:
        """Rows that are to be seen while somebody works on a layer: its own, and the key frames right above it."""
        row = self.row_of_layer(layer_id)
        above = row > 0 and self.rows[row - 1].kind is RowKind.KEY
        return range(row - 1 if above else row, row + 1)

    def hit(self, x: float, y: float) -> Hit:
        """What is under a point."""
        m = self.measures
        if m.names - m.grip <= x < m.names:
            return Hit(Zone.BORDER)
        if y < self.header:
            return self._hit_header(x, y)
        row = int((y - self.header + self.scroll_y) // m.row)
        if not 0 <= row < len(self.rows):
            return Hit(Zone.NOWHERE)
        if x < m.names:
            return Hit(self._name_zone(self.rows[row], x), row)
        if not self.has_column(x):
            return Hit(Zone.NOWHERE, row)
        return Hit(Zone.CELL, row, self.frame_at(x))

    def _hit_header(self, x: float, y: float) -> Hit:
        if x < self.measures.names:
            return Hit(Zone.NOWHERE)
        if y >= self.header - self.measures.numbers:
            return Hit(Zone.FRAME, frame=self.frame_at(x)) if self.has_column(x) else Hit(Zone.NOWHERE)
        for tag in self.tags:
            rect = self.tag_rect(tag)
            if not (rect.y <= y < rect.y + rect.height and rect.x <= x < rect.x + rect.width):
                continue
            grip = min(self.measures.grip, rect.width // 3)
            zone = Zone.TAG
            if x < rect.x + grip:
                zone = Zone.TAG_START
            elif x >= rect.x + rect.width - grip:
                zone = Zone.TAG_END
            return Hit(zone, frame=self.frame_at(x), tag=tag)
        return Hit(Zone.NOWHERE)

    def _name_zone(self, row: Row, x: float) -> Zone:
        m = self.measures
        if row.layer is None:
            return Zone.NAME
        if x < m.icon:
            return Zone.EYE
        if x < 2 * m.icon:
            return Zone.LOCK
        start = 2 * m.icon + row.depth * m.indent
        if row.layer.kind is LayerKind.GROUP and start <= x < start + m.icon:
            return Zone.FOLD
        return Zone.NAME


def rows_of(sprite: Sprite) -> tuple[Row, ...]:
    """Layers top first, those in folded groups left out; then masks, then poses."""
    rows: list[Row] = []
    _add_rows(sprite, None, 0, rows)
    return (*rows, Row(RowKind.MASK), Row(RowKind.POSE))


def lanes_of(sprite: Sprite, shown: range) -> dict[str, int]:
    """A line for each tag with a shown frame such that no two on one line overlap; longer tags above."""
    lanes: list[list[range]] = []
    result: dict[str, int] = {}
    spans = {tag.id: sprite.tag_range(tag) for tag in sprite.tags}
    for tag in sorted(sprite.tags, key=lambda tag: (spans[tag.id].start, -len(spans[tag.id]))):
        if spans[tag.id].stop <= shown.start or shown.stop <= spans[tag.id].start:
            continue
        lane = _free_lane(lanes, spans[tag.id])
        lanes[lane].append(spans[tag.id])
        result[tag.id] = lane
    return result


def _add_rows(sprite: Sprite, parent: str | None, depth: int, rows: list[Row]) -> None:
    for layer in reversed(sprite.layers):
        if layer.parent != parent:
            continue
        rows.append(Row(RowKind.LAYER, layer, depth))
        if layer.kind is LayerKind.GROUP and not layer.collapsed:
            _add_rows(sprite, layer.id, depth + 1, rows)


def _free_lane(lanes: list[list[range]], span: range) -> int:
    for index, taken in enumerate(lanes):
        if all(span.stop <= other.start or other.stop <= span.start for other in taken):
            return index
    lanes.append([])
    return len(lanes) - 1
