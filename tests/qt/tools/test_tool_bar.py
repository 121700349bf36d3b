"""The tool bar and the context bar: what a click does, what shows for which tool."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.app.toolbox import BrushShape, Mode, Tool
from studio.core.geometry import Box
from studio.doc.document import Document
from studio.doc.palette import Colour
from studio.doc.selection import rectangle
from studio.ui.forms.number_box import NumberBox
from studio.ui.palette.editor import ColourEditor
from studio.ui.palette.swatch import Swatch
from studio.ui.tools.context_bar import ContextBar
from studio.ui.tools.tool_bar import ToolBar
from tests.qt.tools.desk import session_with, unnamed


@pytest.fixture
def opened(tmp_path: Path) -> tuple[Session, Document]:
    return session_with("rg", "bk", folder=tmp_path)


@pytest.fixture
def bar(opened: tuple[Session, Document], qtbot: QtBot) -> ToolBar:
    bar = ToolBar(opened[0])
    qtbot.addWidget(bar)
    bar.show()
    return bar


@pytest.fixture
def context(opened: tuple[Session, Document], qtbot: QtBot) -> ContextBar:
    context = ContextBar(opened[0])
    qtbot.addWidget(context)
    context.show()
    return context


def click(parent: QWidget, name: str) -> QToolButton:
    button = parent.findChild(QToolButton, name)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    return button


def shown(parent: QWidget) -> set[str]:
    return {
        child.objectName()
        for kind in (QToolButton, NumberBox, QCheckBox)
        for child in parent.findChildren(kind)
        if child.isVisible()
    }


def test_a_click_takes_a_tool_and_its_button_stays_down(bar: ToolBar, opened: tuple[Session, Document]) -> None:
    button = click(bar, "tool-fill")
    assert opened[0].toolbox.tool is Tool.FILL
    assert button.isChecked()
    assert not bar.findChild(QToolButton, "tool-pencil").isChecked()
    click(bar, "tool-fill")
    assert button.isChecked()


def test_modes_change_what_can_be_used(bar: ToolBar, opened: tuple[Session, Document]) -> None:
    click(bar, "mode-mask")
    assert opened[0].toolbox.mode is Mode.MASK
    assert not bar.findChild(QToolButton, "tool-eyedropper").isEnabled()
    assert bar.findChild(QToolButton, "tool-marquee").isEnabled()
    click(bar, "mode-pose")
    assert not bar.findChild(QToolButton, "tool-pencil").isChecked()
    click(bar, "tool-pencil")
    assert opened[0].toolbox.mode is Mode.DRAW


def test_the_colours_are_shown_swapped_and_edited(bar: ToolBar, opened: tuple[Session, Document]) -> None:
    toolbox = opened[0].toolbox
    toolbox.colour, toolbox.secondary = Colour(1, 2, 3), Colour(4, 5, 6)
    click(bar, "tool-swap")
    first, second = bar.findChild(Swatch, "first-colour"), bar.findChild(Swatch, "second-colour")
    assert (first.colour, second.colour) == (Colour(4, 5, 6), Colour(1, 2, 3))
    assert first.accessibleName() == "Colour: #040506"


@pytest.mark.qt_log_ignore("does not support")
def test_a_swatch_opens_the_editor_of_its_colour(bar: ToolBar, opened: tuple[Session, Document]) -> None:
    QTest.mouseClick(bar.findChild(Swatch, "second-colour"), Qt.MouseButton.LeftButton)
    editor = bar.findChild(ColourEditor)
    assert editor.isVisible()
    editor.findChild(NumberBox, "colour-red").set_number(200)
    assert opened[0].toolbox.secondary.r == 200
    editor.window().close()


def test_the_tool_tip_names_the_key(bar: ToolBar) -> None:
    assert bar.findChild(QToolButton, "tool-pencil").toolTip() == "Pencil (B)"


@pytest.mark.parametrize(
    ("tool", "names"),
    [
        (
            Tool.PENCIL,
            {"brush-size", "brush-round", "brush-square", "pixel-perfect", "symmetry-x", "symmetry-y"},
        ),
        (Tool.RECTANGLE, {"brush-size", "filled", "symmetry-x", "symmetry-y"}),
        (Tool.FILL, {"tolerance", "contiguous"}),
        (Tool.WAND, {"tolerance", "contiguous", "select-all", "select-none", "select-invert"}),
        (Tool.HAND, {"view-fit", "view-actual"}),
        (Tool.MOVE, set()),
    ],
)
def test_each_tool_has_its_settings(
    tool: Tool, names: set[str], context: ContextBar, opened: tuple[Session, Document]
) -> None:
    opened[0].toolbox.tool = tool
    assert shown(context) == names


def test_settings_go_to_the_tool_and_back(context: ContextBar, opened: tuple[Session, Document]) -> None:
    toolbox = opened[0].toolbox
    context.findChild(NumberBox, "brush-size").set_number(7)
    click(context, "brush-square")
    click(context, "symmetry-x")
    click(context, "pixel-perfect")
    assert (toolbox.brush_size, toolbox.brush_shape, toolbox.symmetry_x, toolbox.pixel_perfect) == (
        7,
        BrushShape.SQUARE,
        True,
        True,
    )
    toolbox.brush_size = 3
    toolbox.brush_shape = BrushShape.ROUND
    assert context.findChild(NumberBox, "brush-size").number == 3
    assert context.findChild(QToolButton, "brush-round").isChecked()
    assert not context.findChild(QToolButton, "brush-square").isChecked()


def test_mask_commands_show_in_mask_mode_and_work(context: ContextBar, opened: tuple[Session, Document]) -> None:
    session, document = opened
    session.toolbox.mode = Mode.MASK
    assert not context.findChild(QToolButton, "mask-clear").isEnabled()
    click(context, "mask-invert")
    assert document.sprite.frames[0].mask.tolist() == [[255, 255], [255, 255]]
    assert context.findChild(QToolButton, "mask-clear").isEnabled()
    click(context, "mask-clear")
    assert document.sprite.frames[0].mask is None
    document.select(rectangle(document.sprite.size, Box(0, 0, 1, 1)))
    click(context, "mask-from_selection")
    assert document.sprite.frames[0].mask.tolist() == [[255, 0], [0, 0]]


def test_every_control_has_its_names(bar: ToolBar, context: ContextBar) -> None:
    assert unnamed(bar) == []
    assert unnamed(context) == []


def test_where_the_window_is_too_low_the_tools_stand_in_two_columns(tmp_path: Path, qtbot: QtBot) -> None:
    session, _document = session_with("r", folder=tmp_path)
    bar = ToolBar(session)
    qtbot.addWidget(bar)
    widths: list[int] = []
    bar.width_wanted.connect(widths.append)
    bar.resize(40, 700)
    bar.show()
    assert (beside(bar, Tool.HAND, Tool.ZOOM), widths) == (False, [])
    bar.resize(40, 560)
    assert widths == [73]
    bar.resize(73, 560)
    qtbot.waitUntil(lambda: beside(bar, Tool.HAND, Tool.ZOOM))
    for tool in Tool:
        button = bar.findChild(QAbstractButton, f"tool-{tool.value}")
        assert button.visibleRegion().boundingRect() == button.rect(), tool
    bar.resize(40, 700)
    assert widths == [73, 40]


def beside(bar: ToolBar, one: Tool, other: Tool) -> bool:
    first, second = (bar.findChild(QAbstractButton, f"tool-{tool.value}") for tool in (one, other))
    return first.y() == second.y() and first.x() != second.x()
