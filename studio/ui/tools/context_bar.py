"""The settings of the tool in the hand, in one row below the canvas; in Mask and Pose mode their commands as well."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QToolButton, QWidget

from studio.app.toolbox import MAX_BRUSH, BrushShape, Mode, Tool
from studio.core.words import _
from studio.doc.document import Document
from studio.ui.bridge import connect
from studio.ui.forms.number_box import NumberBox, ScrubLabel
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure
from studio.ui.tools.buttons import ICON_SIDE, ActionButton

if TYPE_CHECKING:
    from studio.app.session import Session

_MASK_COMMANDS = ("mask.invert", "mask.fill", "mask.clear", "mask.from_selection", "mask.to_selection")
_POSE_COMMANDS = ("pose.estimate", "pose.copy_next", "pose.mirror")
_SELECT_COMMANDS = ("select.all", "select.none", "select.invert")
_LOOK_COMMANDS = ("view.fit", "view.actual")
_SELECTING = frozenset({Tool.MARQUEE, Tool.LASSO, Tool.WAND})
_LOOKING = frozenset({Tool.HAND, Tool.ZOOM})

_BRUSHED = frozenset({Tool.PENCIL, Tool.ERASER, Tool.LINE})
_MIRRORED = _BRUSHED | {Tool.RECTANGLE, Tool.ELLIPSE}
SETTINGS_OF: dict[str, frozenset[Tool]] = {
    "size": _MIRRORED,
    "shape": _BRUSHED,
    "pixel_perfect": frozenset({Tool.PENCIL, Tool.ERASER}),
    "filled": frozenset({Tool.RECTANGLE, Tool.ELLIPSE}),
    "symmetry": _MIRRORED,
    "tolerance": frozenset({Tool.FILL, Tool.WAND}),
    "contiguous": frozenset({Tool.FILL, Tool.WAND}),
}
"""Which tools each setting is for."""


class ContextBar(QWidget):
    """Shows what the tool in the hand can be told. 28 pixels high."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._toolbox = session.toolbox
        self._heard: WeakSet[Document] = WeakSet()
        self._build()
        self._bind()
        self._show()

    def _build(self) -> None:
        self.setObjectName("context-bar")
        self.setAccessibleName(_("Tool settings"))
        self._name = PlainLabel(self)
        self._name.setObjectName("tool-name")
        self._name.setMinimumWidth(measure(76))  # so that the settings stay where they are from tool to tool
        self._size = self._number(
            "brush-size", _("Brush size"), (1, MAX_BRUSH), tip=_("Brush size in pixels ([ and ])")
        )
        self._round = self._switch("brush-round", "brush-round", _("Round brush"))
        self._square = self._switch("brush-square", "brush-square", _("Square brush"))
        self._perfect = self._switch("pixel-perfect", "pixel-perfect", _("Pixel perfect: no double corners"))
        self._filled = self._switch("filled", "fill", _("Filled shapes"))
        self._mirror_x = self._switch("symmetry-x", "symmetry-h", _("Mirror left to right"))
        self._mirror_y = self._switch("symmetry-y", "symmetry-v", _("Mirror top to bottom"))
        self._tolerance = self._number(
            "tolerance", _("Tolerance"), (0, 255), tip=_("How far a channel may differ to count as the same colour")
        )
        self._contiguous = QCheckBox(_("Joined only"), self)
        self._contiguous.setObjectName("contiguous")
        self._contiguous.setAccessibleName(_("Joined only"))
        self._contiguous.setToolTip(_("Take only cells that touch each other; off takes the colour everywhere"))
        self._mask_buttons = self._commands(_MASK_COMMANDS)
        self._pose_buttons = self._commands(_POSE_COMMANDS)
        self._select_buttons = self._commands(_SELECT_COMMANDS)
        self._look_buttons = self._commands(_LOOK_COMMANDS)
        self._parts: dict[str, tuple[QWidget, ...]] = {
            "size": (self._label(_("Size"), self._size), self._size),
            "shape": (self._round, self._square),
            "pixel_perfect": (self._perfect,),
            "filled": (self._filled,),
            "symmetry": (self._mirror_x, self._mirror_y),
            "tolerance": (self._label(_("Tolerance"), self._tolerance), self._tolerance),
            "contiguous": (self._contiguous,),
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(measure(8), 0, measure(8), 0)
        row.setSpacing(measure(4))
        row.addWidget(self._name)
        for widgets in self._parts.values():
            row.addSpacing(measure(4))
            for widget in widgets:
                row.addWidget(widget)
        for button in (*self._select_buttons, *self._look_buttons):
            row.addWidget(button)
        row.addStretch(1)
        for button in (*self._mask_buttons, *self._pose_buttons):
            row.addWidget(button)
        self.setFixedHeight(measure(32))

    def _commands(self, names: tuple[str, ...]) -> list[ActionButton]:
        return [ActionButton(self._session, name, side=28, parent=self) for name in names]

    def _label(self, text: str, box: NumberBox) -> ScrubLabel:
        label = ScrubLabel(text, self)
        label.setBuddy(box)
        label.scrubs(box)
        return label

    def _number(self, name: str, words: str, limits: tuple[int, int], *, tip: str) -> NumberBox:
        field = NumberBox(self)
        field.setObjectName(name)
        field.setAccessibleName(words)
        field.setToolTip(tip)
        field.limit(*limits)
        field.setFixedWidth(measure(64))
        return field

    def _switch(self, name: str, picture: str, words: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setIcon(icon(picture))
        button.setIconSize(QSize(measure(ICON_SIDE), measure(ICON_SIDE)))
        button.setFixedSize(measure(28), measure(28))
        button.setCheckable(True)
        button.setAutoRaise(True)
        return button

    def _bind(self) -> None:
        connect(self, self._toolbox.changed, self._show)
        connect(self, self._session.active_changed, self._hear_active)
        self._size.changed.connect(self._set_size)
        self._round.clicked.connect(self._set_round)
        self._square.clicked.connect(self._set_square)
        self._perfect.toggled.connect(self._set_perfect)
        self._filled.toggled.connect(self._set_filled)
        self._mirror_x.toggled.connect(self._set_mirror_x)
        self._mirror_y.toggled.connect(self._set_mirror_y)
        self._tolerance.changed.connect(self._set_tolerance)
        self._contiguous.toggled.connect(self._set_contiguous)
        self._hear_active()

    def _hear_active(self) -> None:
        document = self._session.active
        if document is not None and document not in self._heard:
            self._heard.add(document)
            connect(self, document.changed, self._show_commands)
            connect(self, document.cursor_moved, self._show_commands)
            connect(self, document.selection_changed, self._show_commands)
        self._show_commands()

    def _show(self) -> None:
        toolbox = self._toolbox
        poses = toolbox.mode is Mode.POSE and toolbox.tool not in _LOOKING
        self._name.setText(_("Pose") if poses else tool_name(toolbox.tool))
        for setting, widgets in self._parts.items():
            shown = not poses and toolbox.tool in SETTINGS_OF[setting]
            for widget in widgets:
                widget.setVisible(shown)
        self._size.show_number(toolbox.brush_size)
        self._round.setChecked(toolbox.brush_shape is BrushShape.ROUND)
        self._square.setChecked(toolbox.brush_shape is BrushShape.SQUARE)
        self._perfect.setChecked(toolbox.pixel_perfect)
        self._filled.setChecked(toolbox.filled)
        self._mirror_x.setChecked(toolbox.symmetry_x)
        self._mirror_y.setChecked(toolbox.symmetry_y)
        self._tolerance.show_number(toolbox.tolerance)
        self._contiguous.setChecked(toolbox.contiguous)
        self._show_commands()

    def _show_commands(self) -> None:
        mode, tool = self._toolbox.mode, self._toolbox.tool
        for buttons, shown in (
            (self._mask_buttons, mode is Mode.MASK),
            (self._pose_buttons, mode is Mode.POSE),
            (self._select_buttons, mode is not Mode.POSE and tool in _SELECTING),
            (self._look_buttons, tool in _LOOKING),
        ):
            for button in buttons:
                button.setVisible(shown)
                if shown:
                    button.show_state()

    def _set_size(self) -> None:
        self._toolbox.brush_size = round(self._size.number or 1)

    def _set_round(self) -> None:
        self._toolbox.brush_shape = BrushShape.ROUND
        self._show()

    def _set_square(self) -> None:
        self._toolbox.brush_shape = BrushShape.SQUARE
        self._show()

    def _set_perfect(self, on: bool) -> None:  # noqa: FBT001 - the signature of Qt's signal
        self._toolbox.pixel_perfect = on

    def _set_filled(self, on: bool) -> None:  # noqa: FBT001 - the signature of Qt's signal
        self._toolbox.filled = on

    def _set_mirror_x(self, on: bool) -> None:  # noqa: FBT001 - the signature of Qt's signal
        self._toolbox.symmetry_x = on

    def _set_mirror_y(self, on: bool) -> None:  # noqa: FBT001 - the signature of Qt's signal
        self._toolbox.symmetry_y = on

    def _set_tolerance(self) -> None:
        self._toolbox.tolerance = min(255, max(0, round(self._tolerance.number or 0)))

    def _set_contiguous(self, on: bool) -> None:  # noqa: FBT001 - the signature of Qt's signal
        self._toolbox.contiguous = on


def tool_name(tool: Tool) -> str:
    """The tool as the bar names it."""
    return {
        Tool.PENCIL: _("Pencil"),
        Tool.ERASER: _("Eraser"),
        Tool.EYEDROPPER: _("Eyedropper"),
        Tool.FILL: _("Fill"),
        Tool.LINE: _("Line"),
        Tool.RECTANGLE: _("Rectangle"),
        Tool.ELLIPSE: _("Ellipse"),
        Tool.MARQUEE: _("Marquee"),
        Tool.LASSO: _("Lasso"),
        Tool.WAND: _("Wand"),
        Tool.MOVE: _("Move"),
        Tool.HAND: _("Hand"),
        Tool.ZOOM: _("Zoom"),
    }[tool]
