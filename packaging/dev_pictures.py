"""The pictures of the manual: the real program with the sample project, without a screen, panel by panel.

What is on them is told by the modules `shots_*.py` beside this one. `--check` writes nothing and answers 1 when a page
shows a picture that is not there or a picture is shown nowhere; `--out FOLDER` writes elsewhere; names of pictures or
of modules after it make only these. Pixels differ with the fonts of a machine, so that no check compares them.
"""

from __future__ import annotations

import argparse
import asyncio
import inspect
import json
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from PySide6.QtWidgets import QApplication
from qasync import QEventLoop
from shots import Shot, providers_here, settled

MANUAL = Path(__file__).resolve().parent.parent / "resources" / "manual"
PICTURES = MANUAL / "pictures"
README = MANUAL.parent.parent / "README.md"
_LINK = re.compile(r"!\[[^\]]*\]\((?:resources/manual/)?pictures/([^)]+)\.png\)")
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
class Album:
    """The shots of one module, taken in one window."""

    name: str
    shots: tuple[Shot, ...]
    has_providers: bool

    def only(self, names: set[str]) -> tuple[Shot, ...]:
        """Those that are asked for; all without names, or with the name of the album."""
        if not names or self.name in names:
            return self.shots
        return tuple(shot for shot in self.shots if shot.name in names)


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
    with tempfile.TemporaryDirectory() as folder:
        screen = Path(folder) / "screen.json"
        screen.write_text(json.dumps(_SCREEN))
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
        _take(options.out, options.theme, set(options.names), homes=Path(folder))
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


def _albums() -> list[Album]:
    names = sorted(path.stem for path in Path(__file__).resolve().parent.glob("shots_*.py"))
    modules = [import_module(name) for name in names]
    return [Album(one.__name__, tuple(one.SHOTS), bool(getattr(one, "PROVIDERS", False))) for one in modules]


def _take(folder: Path, theme: str, names: set[str], *, homes: Path) -> None:
    from studio.ui.theme import apply_theme  # noqa: PLC0415 - the screen is chosen first

    app = QApplication(["sprite-studio"])
    app.setQuitOnLastWindowClosed(False)
    apply_theme(app, theme)
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    folder.mkdir(parents=True, exist_ok=True)
    with loop:
        for album in _albums():
            shots = album.only(names)
            if not shots:
                continue
            os.environ["SPRITE_STUDIO_HOME"] = str(homes / album.name)
            with providers_here(wanted=album.has_providers):
                loop.run_until_complete(_shoot(shots, folder))


async def _shoot(shots: tuple[Shot, ...], folder: Path) -> None:
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
    await window.open_welcome()
    await settled()
    for shot in shots:
        found = shot.grab(window)
        widget = await found if inspect.isawaitable(found) else found
        await settled()
        widget.grab().save(str(folder / f"{shot.name}.png"))
        sys.stdout.write(f"{shot.name}.png\n")
        if widget.isWindow() and widget is not window:
            widget.close()
        await settled()
    await session.close()
    window.hide()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
