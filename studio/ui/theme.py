"""The studio's colours and measures, and how they are put on the application.

A theme is a frozen record of tokens read from `resources/themes/NAME.json`; the one style sheet is
`resources/themes/studio.qss` with the tokens filled in. Widgets that paint themselves ask `current()` at
each paint and repaint on `theme_changed`; nothing else in the program names a colour of the interface.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from string import Template
from typing import Any, NamedTuple

from PySide6.QtCore import QJsonDocument, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from studio.core.assets import asset_path, read_bytes, read_text

SMALLEST_FONT = 10.0
"""Points; no text of the studio is smaller."""

_STYLE = "Fusion"
_STYLED = "studio-style"
"""Property of an application that was made with the style."""
_FOLDER = "themes"
_DARK = "dark"
_LIGHT = "light"
_HIGH_CONTRAST = "high-contrast"


class ThemeChoice(Enum):
    """What a person picks in the settings; `system` follows the desktop as it changes."""

    SYSTEM = "system"
    DARK = _DARK
    LIGHT = _LIGHT
    HIGH_CONTRAST = _HIGH_CONTRAST


class Theme(NamedTuple):
    """Tokens of one theme. Colours are "#rrggbb"; `line_width` is in pixels at scale 1."""

    name: str
    title: str
    is_dark: bool
    line_width: int
    # Surfaces
    window: str
    panel: str
    raised: str
    field: str
    line: str
    hover: str
    pressed: str
    # Words
    text: str
    muted: str
    disabled: str
    # What is chosen or active
    accent: str
    on_accent: str
    accent_hover: str
    selected: str
    selected_text: str
    checked: str
    checked_line: str
    # Modes and states
    draw: str
    mask: str
    pose: str
    good: str
    warn: str
    bad: str
    # Canvas and timeline
    checker_a: str
    checker_b: str
    grid: str
    canvas_frame: str
    onion_past: str
    onion_next: str
    mask_overlay: str
    mask_outline: str
    joint_left: str
    joint_right: str
    joint_middle: str
    bone: str
    bone_border: str
    playhead: str

    def palette(self) -> QPalette:
        """The tokens as Qt's roles, for Fusion and for what the style sheet does not reach."""
        roles = QPalette.ColorRole
        palette = QPalette()
        for role, colour in (
            (roles.Window, self.panel),
            (roles.WindowText, self.text),
            (roles.Base, self.field),
            (roles.AlternateBase, self.raised),
            (roles.ToolTipBase, self.raised),
            (roles.ToolTipText, self.text),
            (roles.PlaceholderText, self.muted),
            (roles.Text, self.text),
            (roles.Button, self.raised),
            (roles.ButtonText, self.text),
            (roles.BrightText, self.bad),
            (roles.Light, self.hover),
            (roles.Midlight, self.hover),
            (roles.Mid, self.line),
            (roles.Dark, self.line),
            (roles.Shadow, self.window),
            (roles.Highlight, self.accent),
            (roles.HighlightedText, self.on_accent),
            (roles.Accent, self.accent),
            (roles.Link, self.accent),
            (roles.LinkVisited, self.accent),
        ):
            palette.setColor(role, QColor(colour))
        for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.PlaceholderText):
            palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(self.disabled))
        return palette

    def style_sheet(self, *, scale: float = 1.0) -> str:
        """The style sheet in this theme's colours, every length over 2 px multiplied by `scale`."""
        tokens = {name: str(value) for name, value in self._asdict().items()}
        sheet: str = Template(_sheet_template()).substitute(tokens, glyphs=asset_path(_FOLDER, self.name).as_posix())
        if scale == 1.0:
            return sheet
        return re.sub(r"\b(\d+)px", lambda match: f"{_scaled(int(match[1]), scale)}px", sheet)


@cache
def load_theme(name: str) -> Theme:
    """The theme `dark`, `light` or `high-contrast`. Raises FileNotFoundError for any other name."""
    record = read_record(read_bytes(_FOLDER, f"{name}.json"))
    return Theme(
        name=name,
        title=record["name"],
        is_dark=record["scheme"] == "dark",
        line_width=record["line_width"],
        **record["colours"],
    )


def read_record(content: bytes) -> dict[str, Any]:
    """What a JSON file of one record says. By Qt's reader: Python's own is not loaded before the first paint."""
    record: dict[str, Any] | None = QJsonDocument.fromJson(content).toVariant()
    if record is None:
        raise ValueError("not JSON")
    return record


def current() -> Theme:
    """The theme in force; the dark one before any was applied."""
    return load_theme(_applied.name)


def measure(pixels: int) -> int:
    """A length of the design (logical pixels at scale 1) at the interface scale in force."""
    return _scaled(pixels, _applied.scale)


def scale() -> float:
    """The interface scale in force; that of the settings counts from the next start."""
    return _applied.scale


def resolve_theme(choice: ThemeChoice, scheme: Qt.ColorScheme) -> str:
    """Name of the theme to show. A desktop that does not say its scheme gets the dark one: the sprite is then the
    brightest thing on the screen.
    """
    if choice is not ThemeChoice.SYSTEM:
        return str(choice.value)
    return _LIGHT if scheme is Qt.ColorScheme.Light else _DARK


def make_application(program: str) -> QApplication:
    """The application in the style that the sheet is made for. Told by argument: a call would make Python's classes
    for all of Qt's style enums, a twentieth of the time to the first paint."""
    app = QApplication([program, "-style", _STYLE])
    app.setProperty(_STYLED, _STYLE)
    return app


def apply_theme(
    app: QApplication, choice: ThemeChoice | str, *, scale: float = 1.0, font_size: float | None = None
) -> None:
    """Put a theme on the application, and again whenever the desktop changes while `system` is chosen.

    `scale` multiplies every length and the font; `font_size` is in points, None takes the system's.
    Raises ValueError for an unknown choice.
    """
    _applied.apply(app, ThemeChoice(choice), scale=scale, font_size=font_size)


def theme_choice(name: str) -> ThemeChoice:
    """The choice of that name; the system's for a name that is none."""
    return ThemeChoice(name) if name in {choice.value for choice in ThemeChoice} else ThemeChoice.SYSTEM


class _Applied(QObject):
    """The one place that remembers what was applied last."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = _DARK
        self.scale = 1.0
        self._app: QApplication | None = None
        self._choice = ThemeChoice.DARK
        self._font_size: float | None = None
        self._system_font: QFont | None = None

    def apply(self, app: QApplication, choice: ThemeChoice, *, scale: float, font_size: float | None) -> None:
        if app is not self._app:
            self._app = app
            self._system_font = app.font()
            if app.property(_STYLED) != _STYLE:
                app.setStyle(_STYLE)
            app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self._choice = choice
        self._font_size = font_size
        self.scale = scale
        self._ask_for_scheme()
        self._show(app.styleHints().colorScheme())

    def _ask_for_scheme(self) -> None:
        """Title bars and the platform's own dialogs follow the choice where the platform can do that."""
        hints = QGuiApplication.styleHints()
        if self._choice is ThemeChoice.SYSTEM:
            hints.unsetColorScheme()
        elif self._choice is ThemeChoice.LIGHT:
            hints.setColorScheme(Qt.ColorScheme.Light)
        else:
            hints.setColorScheme(Qt.ColorScheme.Dark)

    def _on_scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        if resolve_theme(self._choice, scheme) != self.name:
            self._show(scheme)

    def _show(self, scheme: Qt.ColorScheme) -> None:
        if self._app is None or self._system_font is None:
            return
        self.name = resolve_theme(self._choice, scheme)
        theme = load_theme(self.name)
        self._app.setFont(_font(self._system_font, self._font_size, self.scale))
        self._app.setPalette(theme.palette())
        sheet = theme.style_sheet(scale=self.scale)
        if sheet != self._app.styleSheet():
            self._app.setStyleSheet(sheet)
        self.changed.emit()


def _font(system: QFont, points: float | None, scale: float) -> QFont:
    font = QFont(system)
    wanted = points or system.pointSizeF()
    if wanted <= 0:  # the system names its size in pixels
        wanted = QFontInfo(system).pointSizeF()
    font.setPointSizeF(max(SMALLEST_FONT, wanted * scale))
    return font


def _scaled(pixels: int, scale: float) -> int:
    return pixels if pixels <= 2 else max(1, round(pixels * scale))  # hairlines and focus rings keep their width


@cache
def _sheet_template() -> str:
    return re.sub(r"/\*.*?\*/", "", read_text(_FOLDER, "studio.qss"), flags=re.DOTALL)


_applied = _Applied()
theme_changed = _applied.changed
