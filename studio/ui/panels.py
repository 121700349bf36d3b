"""The docks of the window as data: where each belongs, what fills it, and which ones a workspace shows.

A dock is empty until it is first shown; its widget's module is imported then.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt

from studio.core.words import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio.app.session import Session

_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


class Panel(NamedTuple):
    """One dock. `group` names the tab stack it joins in its area; `widget` is `module:Class`, made with the session.

    A panel that `scrolls` may be given less height than it needs, so that a small screen holds the window. One that
    `floats` opens beside the window, since it wants room, until a person docks it.
    """

    id: str
    title: str
    icon: str
    area: Qt.DockWidgetArea
    group: str
    widget: str
    scrolls: bool = False
    floats: bool = False

    @property
    def module(self) -> str:
        """The module of the widget; imported only after the first paint."""
        return self.widget.partition(":")[0]


def panels() -> tuple[Panel, ...]:
    """All docks in the order in which they are stacked, the first of a group in front."""
    return (
        Panel("generate", _("Generate"), "spark", _RIGHT, "upper", "studio.ui.forms.panel:GeneratePanel"),
        Panel("layers", _("Layers"), "layers", _RIGHT, "upper", "studio.ui.layers.panel:LayersPanel", scrolls=True),
        Panel(
            "palette", _("Palette"), "palette", _RIGHT, "upper", "studio.ui.palette.panel:PalettePanel", scrolls=True
        ),
        Panel("pose", _("Pose"), "skeleton", _RIGHT, "upper", "studio.ui.skeleton.panel:PosePanel", scrolls=True),
        Panel("things", _("Things"), "character", _RIGHT, "upper", "studio.ui.things.panel:ThingsPanel"),
        Panel("takes", _("Takes"), "film", _RIGHT, "lower", "studio.ui.takes.panel:TakesPanel"),
        Panel("jobs", _("Jobs"), "queue", _RIGHT, "lower", "studio.ui.jobs.panel:JobsPanel"),
        Panel("history", _("History"), "undo", _RIGHT, "lower", "studio.ui.history.panel:HistoryPanel"),
        Panel("gallery", _("Gallery"), "grid", _RIGHT, "lower", "studio.ui.gallery.panel:GalleryPanel", floats=True),
        Panel("timeline", _("Timeline"), "timeline", _BOTTOM, "left", "studio.ui.timeline.panel:TimelinePanel"),
        Panel("preview", _("Preview"), "play", _BOTTOM, "right", "studio.ui.preview.panel:PreviewPanel"),
        Panel("sheet", _("Sheet"), "sheet", _BOTTOM, "right", "studio.ui.sheet.panel:SheetPanel"),
    )


HIDDEN_AT_FIRST = frozenset({"history", "gallery"})
WITHOUT_SPRITE = frozenset({"generate", "jobs", "gallery"})
"""Panels that have something to show before a sprite is open."""

WORKSPACES = {
    "work.draw": ("layers", "palette", "timeline", "preview"),
    "work.animate": ("layers", "pose", "takes", "timeline", "preview"),
    "work.generate": (
        "generate",
        "layers",
        "palette",
        "pose",
        "things",
        "takes",
        "jobs",
        "timeline",
        "preview",
        "sheet",
    ),
    "work.export": ("layers", "takes", "jobs", "timeline", "sheet", "preview"),
}
"""Panels that each workspace shows; the first of each tab stack comes to the front."""


def make_panel(panel: Panel, session: Session) -> QWidget:
    """Import the panel's module and make its widget."""
    name = panel.widget.rpartition(":")[2]
    widget: QWidget = getattr(import_module(panel.module), name)(session)
    if not panel.scrolls:
        return widget
    from PySide6.QtWidgets import QScrollArea  # noqa: PLC0415 - no panel is made before the first paint

    area = QScrollArea()
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    area.setMinimumWidth(widget.minimumSizeHint().width())
    return area
