"""Which stroke a press begins, and the stroke under way. Free of Qt: the canvas tells touches, the desk the strokes.

A stroke that cannot be begun says why; nothing is refused in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from studio.app.toolbox import Mode, Tool, ToolBox
from studio.core.errors import UserError
from studio.core.geometry import Box, Point
from studio.core.words import _
from studio.doc.compose import PixelSource
from studio.doc.document import Document
from studio.doc.paint import Brush
from studio.doc.palette import Colour
from studio.ui.canvas.strokes.base import Bench, Stroke
from studio.ui.canvas.strokes.moving import Move, shift_content
from studio.ui.canvas.strokes.painting import Fill, Freehand, Shape
from studio.ui.canvas.strokes.picking import Pick
from studio.ui.canvas.strokes.selecting import Lasso, Marquee, Wand
from studio.ui.canvas.touch import Touch

BRUSHES: Final = frozenset({Tool.PENCIL, Tool.ERASER, Tool.LINE})
"""Tools whose brush shows before the press."""
_INKED: Final = frozenset({Tool.PENCIL, Tool.LINE})
PAINTERS: Final = BRUSHES | {Tool.FILL, Tool.RECTANGLE, Tool.ELLIPSE}
"""Tools that Alt turns into the eyedropper."""
_OUTLINE_FROM: Final = 3
"""Device pixels a cell from which the outline of a one-pixel brush can be told from what is under it."""

_ONE_CELL: Final = Brush()


class ToolDesk:
    """Begins, leads and ends strokes on one document."""

    def __init__(
        self,
        document: Document,
        toolbox: ToolBox,
        *,
        say: Callable[[str], None],
        stand_in: Callable[[Box], None],
    ) -> None:
        self._toolbox = toolbox
        self._show_stand_in = stand_in
        self._bench = Bench(document, toolbox, say, self._stand_in)
        self._stroke: Stroke | None = None
        self._last: Point | None = None
        self.stand_ins: Mapping[str, PixelSource] = {}

    @property
    def is_busy(self) -> bool:
        return self._stroke is not None

    @property
    def path(self) -> tuple[Point, ...]:
        """The open outline of a lasso, to be shown."""
        return self._stroke.path if isinstance(self._stroke, Lasso) else ()

    @property
    def shift(self) -> Point:
        """How far what is selected is being moved."""
        return self._stroke.by if isinstance(self._stroke, Move) else Point(0, 0)

    @property
    def ink_at_hand(self) -> Colour | None:
        """The colour a press would put down, to be shown before it; None while a stroke shows it itself."""
        if self._stroke is not None or self._toolbox.mode is not Mode.DRAW or self._toolbox.tool not in _INKED:
            return None
        return self._toolbox.colour

    def press(self, touch: Touch) -> None:
        """Begin what the tool does; while a stroke is under way another button does nothing."""
        if self._stroke is not None:
            return
        try:
            self._stroke = self._begin(touch)
        except UserError as error:
            self._bench.say(str(error))

    def move(self, touch: Touch) -> None:
        """Lead the stroke on."""
        if self._stroke is not None:
            self._stroke.move(touch)

    def release(self, touch: Touch) -> None:
        """End the stroke: what it did stays."""
        stroke, self._stroke = self._stroke, None
        if stroke is None:
            return
        try:
            stroke.release(touch)
        except UserError as error:
            self._bench.say(str(error))
        if isinstance(stroke, Freehand):
            self._last = touch.cell

    def cancel(self) -> None:
        """End the stroke: everything is as it was."""
        stroke, self._stroke = self._stroke, None
        if stroke is not None:
            stroke.cancel()

    def nudge(self, dx: int, dy: int) -> None:
        """Move the content by keys."""
        try:
            self._check_in_sight(Tool.MOVE)
            shift_content(self._bench, dx, dy)
        except UserError as error:
            self._bench.say(str(error))

    def brush_at(self, cell: Point, *, scale: int, walking: bool) -> tuple[Brush, Box] | None:
        """The brush and the cells under it; None where the pointer alone says more. `walking`: there is no pointer,
        keys lead a cell cursor, which always shows."""
        if self._toolbox.mode is Mode.POSE:
            return None
        if self._toolbox.tool not in BRUSHES:
            return (_ONE_CELL, _ONE_CELL.box_at(cell)) if walking else None
        brush = self._bench.brush
        if walking:
            return brush, brush.box_at(cell)
        if brush.size * scale < 2 * _OUTLINE_FROM:
            return None
        return brush, brush.box_at(cell)

    def would_move(self, cell: Point) -> bool:
        """Whether a press here with a selecting tool takes hold of what is selected."""
        document = self._bench.document
        selection = document.selection
        if self._toolbox.mode is not Mode.DRAW or self._toolbox.tool not in (Tool.MARQUEE, Tool.LASSO):
            return False
        if selection is None or not document.sprite.box.contains(*cell):
            return False
        return bool(selection.cells[cell.y, cell.x]) and document.sprite.cel(*document.cursor) is not None

    def _begin(self, touch: Touch) -> Stroke:
        tool, bench = self._tool_for(touch), self._bench
        match tool:
            case Tool.PENCIL | Tool.ERASER:
                return Freehand(bench, tool, touch, start=self._last if touch.shift else None)
            case Tool.LINE | Tool.RECTANGLE | Tool.ELLIPSE:
                return Shape(bench, tool, touch)
            case Tool.FILL:
                return Fill(bench, touch)
            case Tool.MARQUEE | Tool.LASSO if not (touch.shift or touch.alt) and self.would_move(touch.cell):
                return Move(bench, touch)
            case Tool.MARQUEE:
                return Marquee(bench, touch)
            case Tool.LASSO:
                return Lasso(bench, touch)
            case Tool.WAND:
                return Wand(bench, touch)
            case Tool.MOVE:
                return Move(bench, touch)
            case Tool.EYEDROPPER:
                return Pick(bench, touch)
            case Tool.HAND | Tool.ZOOM:
                raise ValueError(f"{tool} looks and does not draw")

    def _tool_for(self, touch: Touch) -> Tool:
        """The tool in the hand, or the eyedropper while Alt is held. UserError when it would work out of sight."""
        tool = self._toolbox.tool
        if touch.alt and tool in PAINTERS:
            return Tool.EYEDROPPER
        self._check_in_sight(tool)
        return tool

    def _check_in_sight(self, tool: Tool) -> None:
        if self._bench.document.preview is not None and (tool in PAINTERS or tool is Tool.MOVE):
            raise UserError(_("A take is shown in place of the sprite. Accept it or leave it, then draw."))

    def _stand_in(self, sources: Mapping[str, PixelSource], box: Box) -> None:
        self.stand_ins = sources
        self._show_stand_in(box)
