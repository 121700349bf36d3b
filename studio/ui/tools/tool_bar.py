"""The tool bar: modes at the head, tools below, the two colours at the foot.

One column of 40 pixels where the window is high enough for all of them, else two; it scrolls only below that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studio.app.toolbox import MASK_TOOLS, Mode, Tool
from studio.core.words import _
from studio.ui.bridge import connect
from studio.ui.theme import current, measure, theme_changed
from studio.ui.tools.buttons import ActionButton
from studio.ui.tools.colour_pair import ColourPair

if TYPE_CHECKING:
    from studio.app.session import Session

_SELECTING = frozenset({Tool.MARQUEE, Tool.LASSO, Tool.WAND})
_LOOKING = frozenset({Tool.HAND, Tool.ZOOM})
_GROUPS = (
    (Tool.PENCIL, Tool.ERASER, Tool.EYEDROPPER, Tool.FILL),
    (Tool.LINE, Tool.RECTANGLE, Tool.ELLIPSE),
    (Tool.MARQUEE, Tool.LASSO, Tool.WAND, Tool.MOVE),
    (Tool.HAND, Tool.ZOOM),
)


_WIDTHS = (40, 73)
"""Logical pixels of one and of two columns."""


class ToolBar(QWidget):
    """Three mode segments, the tools, and the colours. `width_wanted` tells how many device-independent pixels wide it
    is to be."""

    width_wanted = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._toolbox = session.toolbox
        self._build()
        self._bind()
        self._show()

    def _build(self) -> None:
        self.setObjectName("tool-bar")
        self.setAccessibleName(_("Tools"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self._columns = 0
        self._groups: list[tuple[QGridLayout, list[ActionButton]]] = []
        self._lines: list[QFrame] = []
        self._modes = {mode: ActionButton(self._session, f"mode.{mode.value}", parent=self) for mode in Mode}
        column.addLayout(self._group(list(self._modes.values())))
        column.addWidget(self._tool_buttons(), 1)
        self._colours = ColourPair(self._session, self)
        column.addWidget(self._colours, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(measure(4))
        self._arrange(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As few columns as the height allows."""
        super().resizeEvent(event)
        self._arrange(1 if self._height_in(1) <= self.height() else 2)

    def _height_in(self, columns: int) -> int:
        """What all of it needs in so many columns."""
        button = self._tools[Tool.PENCIL].minimumHeight() + 1
        rows = [-(-len(buttons) // columns) for _grid, buttons in self._groups]
        lines = len(self._lines) * (2 * measure(2) + 4)
        return sum(rows) * button + lines + self._colours.sizeHint().height() + measure(4)

    def _group(self, buttons: list[ActionButton]) -> QHBoxLayout:
        """Buttons that stay together, centred."""
        grid = QGridLayout()
        grid.setSpacing(1)
        self._groups.append((grid, buttons))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(grid)
        row.addStretch(1)
        return row

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for grid, buttons in self._groups:
            for button in buttons:
                grid.removeWidget(button)
            for index, button in enumerate(buttons):
                grid.addWidget(button, index // columns, index % columns)
        self.width_wanted.emit(measure(_WIDTHS[columns - 1]))

    def _tool_buttons(self) -> QScrollArea:
        """The tools, in a view that scrolls where the window is too low for all of them."""
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        self._tools: dict[Tool, ActionButton] = {}
        for group in _GROUPS:
            column.addSpacing(measure(2))
            column.addWidget(self._line(inner), 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(measure(2))
            for tool in group:
                self._tools[tool] = ActionButton(self._session, f"tool.{tool.value}", parent=inner)
                self._tools[tool].clicked.connect(self._on_tool)
            column.addLayout(self._group([self._tools[tool] for tool in group]))
        column.addStretch(1)
        area = QScrollArea(self)
        area.setObjectName("tool-scroll")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidgetResizable(True)
        area.setMinimumHeight(measure(4 * 33))
        area.setWidget(inner)
        return area

    def _line(self, parent: QWidget) -> QFrame:
        line = QFrame(parent)
        line.setObjectName("tool-line")
        line.setFixedSize(measure(24), 1)
        self._lines.append(line)
        return line

    def _bind(self) -> None:
        connect(self, self._toolbox.changed, self._on_toolbox_changed)
        theme_changed.connect(self._tint)

    def _on_toolbox_changed(self, name: str) -> None:
        if name in {"mode", "tool"}:
            self._show()

    def _on_tool(self) -> None:
        if self._toolbox.mode is Mode.POSE and self._toolbox.tool not in _LOOKING:
            self._toolbox.mode = Mode.DRAW
        self._show()

    def _show(self) -> None:
        mode = self._toolbox.mode
        for other, button in self._modes.items():
            button.setChecked(other is mode)
        for tool, button in self._tools.items():
            button.setChecked(tool is self._toolbox.tool and (mode is not Mode.POSE or tool in _LOOKING))
            button.setEnabled(usable(mode, tool))
        self._tint()

    def _tint(self) -> None:
        """The segment of the mode in force is filled with its tint, as the frame of the canvas is."""
        tokens = current()
        for line in self._lines:
            line.setStyleSheet(f"background: {tokens.line};")
        tints = {Mode.DRAW: tokens.draw, Mode.MASK: tokens.mask, Mode.POSE: tokens.pose}
        for mode, button in self._modes.items():
            button.setStyleSheet(
                f"QToolButton:checked {{ border-bottom: 2px solid {tints[mode]}; }}"
                f"QToolButton:checked:focus {{ border: 2px solid {tokens.accent}; }}"
            )


def usable(mode: Mode, tool: Tool) -> bool:
    """Whether the tool does something in the mode. In Pose mode a drawing tool goes back to Draw."""
    return mode is not Mode.MASK or tool in MASK_TOOLS or tool in _SELECTING
