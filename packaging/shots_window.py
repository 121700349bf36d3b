"""Pictures of the window and its panels as they are with the sample project. Each shot goes on from the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from shots import Shot, opened, session_of

if TYPE_CHECKING:
    from studio.ui.window import MainWindow

_ALL_ROWS = 248
"""Height of the timeline with the rows of masks and poses, in logical pixels."""
_SHEET_WIDTH = 380


def _plain(window: MainWindow) -> QWidget:
    if window.shell is not None and window.shell.centre.view is not None:
        window.shell.centre.view.setFocus()
    return window


def _canvas(window: MainWindow) -> QWidget:
    session_of(window).commands.run("mode.draw")
    return window.findChild(QWidget, "middle") or window


def _mask(window: MainWindow) -> QWidget:
    session = session_of(window)
    document = session.workspace.require_active()
    document.move_to(frame=document.sprite.frames[3].id)
    session.commands.run("mode.mask")
    return window.findChild(QWidget, "middle") or window


def _pose(window: MainWindow) -> QWidget:
    session = session_of(window)
    document = session.workspace.require_active()
    document.move_to(frame=document.sprite.frames[4].id)
    session.commands.run("mode.pose")
    return window.findChild(QWidget, "middle") or window


def _timeline(window: MainWindow) -> QWidget:
    session_of(window).commands.run("mode.draw")
    window.resizeDocks([window.docks["timeline"]], [_ALL_ROWS], Qt.Orientation.Vertical)
    return window.docks["timeline"]


def _generate(window: MainWindow) -> QWidget:
    from studio.ui.forms.panel import GeneratePanel  # noqa: PLC0415

    window.docks["takes"].hide()
    window.docks["jobs"].hide()
    window.show_panel("generate")
    panel = window.panel("generate")
    if isinstance(panel, GeneratePanel):
        panel.choose("local/animate-with-skeleton")
    return window.docks["generate"]


def _takes(window: MainWindow) -> QWidget:
    session = session_of(window)
    window.show_panel("takes")
    session.takes.choose(session.takes.takes[0].id)
    return window.docks["takes"]


def _sheet(window: MainWindow) -> QWidget:
    window.show_panel("sheet")
    window.resizeDocks([window.docks["sheet"]], [_SHEET_WIDTH], Qt.Orientation.Horizontal)
    return window.docks["sheet"]


def _export(window: MainWindow) -> QWidget:
    from studio.ui.export.dialog import ExportDialog  # noqa: PLC0415

    dialog = ExportDialog(session_of(window), window)
    folder = dialog.findChild(QLineEdit, "export-folder")
    if folder is not None:
        folder.setText("~/game/assets/sprites")  # the true one is a temporary folder
    return opened(dialog)


def _settings(window: MainWindow) -> QWidget:
    from studio.ui.settings.dialog import SettingsDialog  # noqa: PLC0415

    return opened(SettingsDialog(session_of(window), window))


SHOTS = (
    Shot("window", _plain),
    Shot("canvas", _canvas),
    Shot("mask", _mask),
    Shot("pose", _pose),
    Shot("timeline", _timeline),
    Shot("generate", _generate),
    Shot("takes", _takes),
    Shot("sheet", _sheet),
    Shot("export", _export),
    Shot("settings", _settings),
)
