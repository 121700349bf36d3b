"""The pointer's shape over the canvas."""

from __future__ import annotations

from PySide6.QtCore import Qt

from studio.app.toolbox import Mode, Tool, ToolBox

_SHAPES = {
    Tool.MOVE: Qt.CursorShape.SizeAllCursor,
    Tool.HAND: Qt.CursorShape.OpenHandCursor,
    Tool.ZOOM: Qt.CursorShape.PointingHandCursor,
}


def cursor_for(toolbox: ToolBox, *, hand: bool, panning: bool, moves: bool) -> Qt.CursorShape:
    """The closed hand while panning, the open one where a press would pan, arrows where it would move what is
    selected, else what suits the tool."""
    if panning:
        return Qt.CursorShape.ClosedHandCursor
    if hand:
        return Qt.CursorShape.OpenHandCursor
    if toolbox.mode is Mode.POSE:
        return Qt.CursorShape.ArrowCursor
    if moves:
        return Qt.CursorShape.SizeAllCursor
    return _SHAPES.get(toolbox.tool, Qt.CursorShape.CrossCursor)
