"""Pictures of looking at takes: the comparison over the canvas, and what is done with a take of another size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shots import Shot, session_of, settled

if TYPE_CHECKING:
    from studio.ui.window import MainWindow

_PANEL = 420
"""Height of the takes panel with room for the pictures of the ways, in logical pixels."""


async def _compare(window: MainWindow) -> QWidget:
    from studio.ui.takes.compare_view import CompareView  # noqa: PLC0415

    session = session_of(window)
    document = session.workspace.require_active()
    walk = next(tag for tag in document.sprite.tags if tag.name == "walk")
    document.move_to(frame=document.sprite.frames[document.sprite.tag_range(walk).start].id)
    window.show_panel("takes")
    session.takes.choose(session.takes.takes[0].id)
    session.takes.compare(on=True)
    await settled()
    view = window.findChild(CompareView)
    if view is not None:
        view.player.show(1)
    return window.findChild(QWidget, "middle") or window


async def _sizes(window: MainWindow) -> QWidget:
    session = session_of(window)
    session.takes.compare(on=False)
    session.workspace.activate(next(one for one in session.documents if one.title.startswith("slime")))
    window.resizeDocks([window.docks["takes"]], [_PANEL], Qt.Orientation.Vertical)
    session.takes.choose(session.takes.takes[0].id)
    await settled()
    return window.docks["takes"]


SHOTS = (Shot("compare", _compare), Shot("take-sizes", _sizes))
