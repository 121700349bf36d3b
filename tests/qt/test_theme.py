"""Themes and icons as a person sees them: measures, colours, focus rings, pixels."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QTabBar,
    QToolButton,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.ui import icons, theme
from studio.ui.icons import icon
from studio.ui.theme import ThemeChoice, apply_theme, current, load_theme, measure, resolve_theme

NAMES = ("dark", "light", "high-contrast")
NORMAL, DISABLED, SELECTED = QIcon.Mode.Normal, QIcon.Mode.Disabled, QIcon.Mode.Selected
ON, OFF = QIcon.State.On, QIcon.State.Off


@pytest.fixture(autouse=True)
def _plain_again(qapp: QApplication) -> Iterator[None]:
    """Leave the application as other tests expect it."""
    font = QFont(qapp.font())
    yield
    apply_theme(qapp, ThemeChoice.DARK)
    qapp.setStyleSheet("")
    qapp.setPalette(QPalette())
    qapp.setFont(font)


# --- tokens -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_theme_is_a_frozen_record(name: str) -> None:
    loaded = load_theme(name)
    assert loaded.name == name
    with pytest.raises(AttributeError):
        loaded.text = "#000000"  # type: ignore[misc]  # what the test is about


def test_unknown_names_are_refused(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        load_theme("sepia")
    with pytest.raises(ValueError, match="sepia"):
        apply_theme(qapp, "sepia")


@pytest.mark.parametrize("name", NAMES)
def test_the_style_sheet_holds_the_theme_s_own_colours_and_nothing_else(name: str) -> None:
    loaded = load_theme(name)
    sheet = loaded.style_sheet()
    tokens = {str(value) for value in loaded}
    assert "$" not in sheet
    assert set(re.findall(r"#[0-9a-f]{6}", sheet)) <= tokens


def test_scale_enlarges_lengths_but_not_hairlines_and_focus_rings() -> None:
    sheet = load_theme("dark").style_sheet(scale=1.5)
    assert "min-height: 30px" in sheet  # 20 at scale 1
    assert "border: 1px solid" in sheet
    assert "border: 2px solid" in sheet


@pytest.mark.parametrize(
    ("choice", "scheme", "name"),
    [
        (ThemeChoice.SYSTEM, Qt.ColorScheme.Light, "light"),
        (ThemeChoice.SYSTEM, Qt.ColorScheme.Dark, "dark"),
        (ThemeChoice.SYSTEM, Qt.ColorScheme.Unknown, "dark"),
        (ThemeChoice.LIGHT, Qt.ColorScheme.Dark, "light"),
        (ThemeChoice.DARK, Qt.ColorScheme.Light, "dark"),
        (ThemeChoice.HIGH_CONTRAST, Qt.ColorScheme.Light, "high-contrast"),
    ],
)
def test_which_theme_a_choice_means(choice: ThemeChoice, scheme: Qt.ColorScheme, name: str) -> None:
    assert resolve_theme(choice, scheme) == name


# --- on the application -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_applying_sets_palette_and_tells_once(qapp: QApplication, qtbot: QtBot, name: str) -> None:
    heard: list[str] = []

    def hear() -> None:
        heard.append(current().name)

    theme.theme_changed.connect(hear)
    apply_theme(qapp, name)
    theme.theme_changed.disconnect(hear)
    assert heard == [name]
    loaded = load_theme(name)
    assert qapp.palette().color(QPalette.ColorRole.WindowText).name() == loaded.text
    assert qapp.palette().color(QPalette.ColorRole.Highlight).name() == loaded.accent
    disabled = qapp.palette().color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled.name() == loaded.disabled


def test_system_follows_the_desktop_while_it_is_chosen(qapp: QApplication) -> None:
    apply_theme(qapp, ThemeChoice.SYSTEM)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert current().name == "light"
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert current().name == "dark"
    apply_theme(qapp, ThemeChoice.HIGH_CONTRAST)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert current().name == "high-contrast"


@pytest.mark.parametrize(("wanted", "scale", "got"), [(6, 1.0, 10), (10, 0.8, 10), (12, 1.0, 12), (12, 1.5, 18)])
def test_no_text_is_smaller_than_ten_points(qapp: QApplication, wanted: float, scale: float, got: float) -> None:
    apply_theme(qapp, "dark", scale=scale, font_size=wanted)
    assert qapp.font().pointSizeF() == got


def test_lengths_follow_the_scale(qapp: QApplication) -> None:
    apply_theme(qapp, "dark", scale=1.5)
    assert [measure(length) for length in (1, 2, 4, 28)] == [1, 2, 6, 42]
    apply_theme(qapp, "dark")
    assert [measure(length) for length in (1, 2, 4, 28)] == [1, 2, 4, 28]


@pytest.mark.parametrize("kind", [QPushButton, QLineEdit, QComboBox, QSpinBox, QCheckBox, QRadioButton, QSlider])
def test_every_control_is_28_high(qapp: QApplication, qtbot: QtBot, kind: type[QWidget]) -> None:
    apply_theme(qapp, "dark", font_size=10)
    control = kind()
    if isinstance(control, QSlider):
        control.setOrientation(Qt.Orientation.Horizontal)
    qtbot.addWidget(control)
    control.ensurePolished()
    assert control.sizeHint().height() == 28


def test_a_tool_button_is_32_with_its_icon_in_the_middle(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "dark")
    button = QToolButton()
    button.setIconSize(QSize(20, 20))
    button.setIcon(icon("add"))
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    image = button.grab().toImage()
    assert image.size() == QSize(32, 32)
    drawn = _box_of(image, lambda colour: colour.lightness() > 120)
    assert drawn == (9, 9, 22, 22)


FOCUSABLE: dict[str, Callable[[], QWidget]] = {
    "push button": lambda: QPushButton("Export"),
    "tool button": QToolButton,
    "line edit": QLineEdit,
    "text": QPlainTextEdit,
    "spin box": QSpinBox,
    "combo box": QComboBox,
    "check box": lambda: QCheckBox("Loop"),
    "radio button": lambda: QRadioButton("Side"),
    "slider": lambda: QSlider(Qt.Orientation.Horizontal),
    "list": QListWidget,
    "tree": QTreeWidget,
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", FOCUSABLE)
def test_focus_is_a_ring_of_two_pixels(qapp: QApplication, qtbot: QtBot, name: str, kind: str) -> None:
    apply_theme(qapp, name)
    window = QWidget()
    layout = QVBoxLayout(window)
    other, widget = QLineEdit(), FOCUSABLE[kind]()
    widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    layout.addWidget(other)
    layout.addWidget(widget)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    accent = current().accent
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    assert not _left_edge_is(widget, accent)
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)
    assert _left_edge_is(widget, accent)


def test_the_chosen_tab_shows_focus_too(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "dark")
    tabs = QTabBar()
    tabs.addTab("Generate")
    tabs.addTab("Layers")
    qtbot.addWidget(tabs)
    tabs.show()
    tabs.activateWindow()
    tabs.setFocus()
    qtbot.waitUntil(tabs.hasFocus)
    assert _left_edge_is(tabs, current().accent)


@pytest.mark.parametrize("name", NAMES)
def test_the_primary_button_is_filled_with_the_accent(qapp: QApplication, qtbot: QtBot, name: str) -> None:
    apply_theme(qapp, name)
    button = QPushButton("Generate")
    button.setProperty("primary", True)
    qtbot.addWidget(button)
    button.resize(button.sizeHint())
    assert _commonest(button.grab().toImage()) == current().accent


# --- icons ------------------------------------------------------------------------------------------------------------


def test_an_unknown_icon_is_a_mistake_said_at_once() -> None:
    with pytest.raises(icons.UnknownIcon, match="'no-such-thing'"):
        icon("no-such-thing")


@pytest.mark.parametrize("name", NAMES)
def test_colours_tell_the_state(qapp: QApplication, name: str) -> None:
    apply_theme(qapp, name)
    square, now = icon("stop"), current()
    expected = {
        (NORMAL, OFF): now.text,
        (NORMAL, ON): now.accent,
        (DISABLED, OFF): now.disabled,
        (DISABLED, ON): now.disabled,
        (SELECTED, OFF): now.selected_text,
    }
    seen = {
        (mode, state): _commonest(square.pixmap(QSize(40, 40), 1.0, mode, state).toImage()) for mode, state in expected
    }
    assert seen == expected


def test_an_icon_made_before_a_change_of_theme_is_right_after_it(qapp: QApplication) -> None:
    apply_theme(qapp, "dark")
    square = icon("stop")
    square.pixmap(QSize(20, 20))
    apply_theme(qapp, "light")
    assert _commonest(square.pixmap(QSize(40, 40)).toImage()) == load_theme("light").text


@pytest.mark.parametrize(("ratio", "side"), [(1.0, 20), (1.25, 25), (1.5, 30), (2.0, 40)])
def test_icons_are_drawn_at_the_screen_s_own_pixels(qapp: QApplication, ratio: float, side: int) -> None:
    pixmap = icon("pencil").pixmap(QSize(20, 20), ratio)
    assert pixmap.size() == QSize(side, side)
    assert pixmap.devicePixelRatio() == ratio
    plain = icons.icon_pixmap("pencil", size=20, colour="#ff0000", ratio=ratio)
    assert plain.size() == QSize(side, side)
    assert plain.devicePixelRatio() == ratio


@pytest.mark.parametrize("name", sorted(icons.icon_names()))
def test_every_icon_has_something_to_see_at_16_pixels(qapp: QApplication, name: str) -> None:
    image = icon(name).pixmap(QSize(16, 16), 1.0).toImage()
    inked = sum(image.pixelColor(x, y).alpha() > 96 for x in range(16) for y in range(16))
    assert 8 <= inked <= 256


def test_the_program_s_icon_comes_in_its_own_colours(qapp: QApplication) -> None:
    sizes = [size.width() for size in icons.app_icon().availableSizes()]
    assert sizes == [16, 24, 32, 48, 64, 128, 256]
    assert _commonest(icons.app_icon().pixmap(QSize(64, 64), 1.0).toImage()) == "#262a33"


def test_copies_of_an_icon_outlive_it(qapp: QApplication, qtbot: QtBot) -> None:
    for _ in range(50):
        copy = QIcon(icon("pencil"))
        copy.addPixmap(icon("eraser").pixmap(QSize(20, 20)))  # makes Qt clone the engine
        gc.collect(0)
        assert not copy.pixmap(QSize(20, 20)).isNull()


def test_no_svg_is_loaded_before_the_first_icon_is_painted() -> None:
    script = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from studio.ui import icons; made = [icons.icon(name) for name in icons.icon_names()];"
        "print('PySide6.QtSvg' in sys.modules); made[0].pixmap(20, 20); print('PySide6.QtSvg' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "True"]


def _left_edge_is(widget: QWidget, colour: str) -> bool:
    """Whether the two leftmost pixels halfway down have that colour."""
    image = widget.grab().toImage()
    middle = image.height() // 2
    return all(image.pixelColor(x, middle).name() == colour for x in (0, 1))


def _commonest(image: QImage) -> str:
    """The opaque colour that most pixels have."""
    colours = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return Counter(colour.name() for colour in colours if colour.alpha() == 255).most_common(1)[0][0]


def _box_of(image: QImage, wanted: Callable[[QColor], bool]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom (inclusive) of the pixels whose colour is wanted."""
    hits = [(x, y) for x in range(image.width()) for y in range(image.height()) if wanted(image.pixelColor(x, y))]
    columns, rows = zip(*hits, strict=True)
    return min(columns), min(rows), max(columns), max(rows)
