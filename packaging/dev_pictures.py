"""The pictures of the manual: the real program with the sample project, without a screen, panel by panel.

`--check` writes nothing and answers 1 when a page shows a picture that is not there or a picture is shown nowhere;
`--out FOLDER` writes elsewhere; names of pictures after it make only these. Pixels differ with the fonts of a
machine, so that no check compares them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from qasync import QEventLoop

if TYPE_CHECKING:
    from studio.app.session import Session
    from studio.ui.window import MainWindow

MANUAL = Path(__file__).resolve().parent.parent / "resources" / "manual"
PICTURES = MANUAL / "pictures"
README = MANUAL.parent.parent / "README.md"
_LINK = re.compile(r"!\[[^\]]*\]\((?:resources/manual/)?pictures/([^)]+)\.png\)")
_ALL_ROWS = 248
"""Height of the timeline with the rows of masks and poses, in logical pixels."""
_SHEET_WIDTH = 380
_QUIET_ROUNDS = 12
_MOST_ROUNDS = 400
_SCREEN = {
    "synchronousWindowSystemEvents": False,
    "windowFrameMargins": False,
    "screens": [
        {
            "name": "pictures",
            "x": 0,
            "y": 0,
            "width": 1280,
            "height": 752,
            "logicalDpi": 96,
            "logicalBaseDpi": 96,
            "dpr": 1,
        }
    ],
}
"""The screen of the offscreen platform; the one it has by itself is too small for the window."""


@dataclass(frozen=True)
class Shot:
    """One picture: what is set up, and which widget is grabbed then."""

    name: str
    grab: Callable[[MainWindow], QWidget]


def main(argv: Sequence[str]) -> int:
    """Take or check the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--out", type=Path, default=PICTURES)
    parser.add_argument("--theme", default="dark")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args(argv)
    if options.check:
        return int(bool(_complaints()))
    with tempfile.TemporaryDirectory() as home:
        screen = Path(home) / "screen.json"
        screen.write_text(json.dumps(_SCREEN))
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
        os.environ["SPRITE_STUDIO_HOME"] = home
        _take(options.out, options.theme, set(options.names))
    return 0


def _complaints() -> list[str]:
    shown = {
        name for page in (*MANUAL.glob("*.md"), README) for name in _LINK.findall(page.read_text(encoding="utf-8"))
    }
    there = {path.stem for path in PICTURES.glob("*.png")}
    complaints = [f"{name}.png is shown but not there" for name in sorted(shown - there)]
    complaints += [f"{name}.png is shown nowhere" for name in sorted(there - shown)]
    for complaint in complaints:
        sys.stderr.write(complaint + "\n")
    return complaints


def _take(folder: Path, theme: str, names: set[str]) -> None:
    from studio.ui.theme import apply_theme  # noqa: PLC0415

    app = QApplication(["sprite-studio"])
    apply_theme(app, theme)
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    folder.mkdir(parents=True, exist_ok=True)
    with loop:
        loop.run_until_complete(_shoot(folder, names))


async def _shoot(folder: Path, names: set[str]) -> None:
    from studio.app.session import Session  # noqa: PLC0415
    from studio.core import paths  # noqa: PLC0415
    from studio.store.look import read_look  # noqa: PLC0415
    from studio.store.settings import Settings  # noqa: PLC0415
    from studio.ui.window import MainWindow  # noqa: PLC0415

    stored = paths.config_dir() / "settings.json"
    window = MainWindow(read_look(stored))
    window.show()
    session = Session(Settings.load(stored))
    window.attach(session)
    session.start()
    window.open_welcome()
    await _settled()
    for shot in _shots():
        if names and shot.name not in names:
            continue
        widget = shot.grab(window)
        await _settled()
        widget.grab().save(str(folder / f"{shot.name}.png"))
        sys.stdout.write(f"{shot.name}.png\n")
        if widget.isWindow() and widget is not window:
            widget.close()
        await _settled()
    await session.close()
    window.hide()


async def _settled() -> None:
    """Until what was begun has ended: a few rounds of the loop in which nothing of the session runs anew."""
    quiet = 0
    for _round in range(_MOST_ROUNDS):
        await asyncio.sleep(0.03)
        quiet = quiet + 1 if len(asyncio.all_tasks()) <= _LASTING_TASKS else 0
        if quiet >= _QUIET_ROUNDS:
            return


_LASTING_TASKS = 3
"""The script itself, the keeper of recovery copies, and a job that is about to end."""


def _shots() -> tuple[Shot, ...]:
    return (
        Shot("window", _plain),
        Shot("canvas", _canvas),
        Shot("mask", _mask),
        Shot("pose", _pose),
        Shot("timeline", _timeline),
        Shot("generate", _generate),
        Shot("takes", _takes),
        Shot("jobs", _jobs),
        Shot("sheet", _sheet),
        Shot("export", _export),
        Shot("settings", _settings),
    )


def _plain(window: MainWindow) -> QWidget:
    if window.shell is not None and window.shell.centre.view is not None:
        window.shell.centre.view.setFocus()
    return window


def _canvas(window: MainWindow) -> QWidget:
    _session(window).commands.run("mode.draw")
    return window.findChild(QWidget, "middle") or window


def _mask(window: MainWindow) -> QWidget:
    session = _session(window)
    document = session.workspace.require_active()
    document.move_to(frame=document.sprite.frames[3].id)
    session.commands.run("mode.mask")
    return window.findChild(QWidget, "middle") or window


def _pose(window: MainWindow) -> QWidget:
    session = _session(window)
    document = session.workspace.require_active()
    document.move_to(frame=document.sprite.frames[4].id)
    session.commands.run("mode.pose")
    return window.findChild(QWidget, "middle") or window


def _timeline(window: MainWindow) -> QWidget:
    _session(window).commands.run("mode.draw")
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
    session = _session(window)
    window.show_panel("takes")
    session.takes.choose(session.takes.takes[0].id)
    return window.docks["takes"]


def _jobs(window: MainWindow) -> QWidget:
    session = _session(window)
    session.takes.choose(None)
    session.estimate_skeleton()
    window.show_panel("jobs")
    return window.docks["jobs"]


def _sheet(window: MainWindow) -> QWidget:
    window.show_panel("sheet")
    window.resizeDocks([window.docks["sheet"]], [_SHEET_WIDTH], Qt.Orientation.Horizontal)
    return window.docks["sheet"]


def _export(window: MainWindow) -> QWidget:
    from studio.ui.export.dialog import ExportDialog  # noqa: PLC0415

    dialog = ExportDialog(_session(window), window)
    folder = dialog.findChild(QLineEdit, "export-folder")
    if folder is not None:
        folder.setText("~/game/assets/sprites")  # the true one is a temporary folder
    return _opened(dialog)


def _settings(window: MainWindow) -> QWidget:
    from studio.ui.settings.dialog import SettingsDialog  # noqa: PLC0415

    return _opened(SettingsDialog(_session(window), window))


def _opened(dialog: QWidget) -> QWidget:
    dialog.show()
    return dialog


def _session(window: MainWindow) -> Session:
    if window.session is None:
        raise RuntimeError("the window has no session")
    return window.session


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
