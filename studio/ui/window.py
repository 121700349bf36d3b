"""The main window: menus, docks, the canvas in the middle, the status bar. Made before anything heavy is imported.

`attach` gives it the session; until then menus are there and disabled, docks are there and empty.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QDockWidget, QMainWindow, QMenu, QTabWidget, QToolBar, QVBoxLayout, QWidget

from studio.app.actions import menus
from studio.core.words import _
from studio.ui.dock import Dock
from studio.ui.panels import HIDDEN_AT_FIRST, WITHOUT_SPRITE, WORKSPACES, Panel, make_panel, panels
from studio.ui.theme import measure

if TYPE_CHECKING:
    from asyncio import Event, Task
    from collections.abc import Iterable

    from PySide6.QtGui import QAction, QCloseEvent, QPaintEvent

    from studio.app.session import Session
    from studio.store.look import Look
    from studio.ui.shell import Shell

FIRST_SIZE = QSize(1280, 720)
ROOMY = QSize(1500, 860)
"""From which screen the window leaves something of it free."""
_MORE_TIMELINE = 96
"""Four rows more where somebody animates."""


class MainWindow(QMainWindow):
    """Frame of the program. What it shows of the session is in `studio.ui.shell`."""

    first_painted = Signal()
    close_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.session: Session | None = None
        self.shell: Shell | None = None
        self.actions_by_id: dict[str, QAction] = {}
        self.docks: dict[str, Dock] = {}
        self.recent_menu: QMenu
        self.theme_menu: QMenu
        self.awaits_first = False
        """Set before `attach` by who opens a sprite right after it, until `end_wait`: panels without one would only
        flash."""
        self._opened: Event
        self.filled: Task[None]
        """Ends when all docks are filled; begun by `attach`."""
        self._panels = {panel.id: panel for panel in panels()}
        self._painted = False
        self._is_laid_out = False
        self._menus: dict[str, QMenu] = {}
        self._build()

    # -- life ----------------------------------------------------------------------------------------------------------

    def attach(self, session: Session) -> None:
        """Fill the window with the session."""
        # The canvas needs numpy, and a hundred actions would be felt: both come after the first paint.
        from studio.ui.menus import fill_menus  # noqa: PLC0415
        from studio.ui.shell import Shell  # noqa: PLC0415

        self._finish_layout()
        fill_menus(self, self._menus)
        self.session = session
        self.shell = Shell(self, session)
        self.shell.attach()
        self._show_titles()
        for dock in self.docks.values():
            dock.visibilityChanged.connect(self._on_dock_shown)
        self._await_first(session)
        self.filled = session.tasks.start(self._fill_all(), name="panels")

    async def open_targets(self, paths: Iterable[Path]) -> None:
        """Open sprites, or a project folder; what goes wrong is said."""
        if self.shell is not None:
            await self.shell.open_targets(paths)

    async def open_welcome(self) -> None:
        """What a start without a file shows: the last project, else the sample."""
        if self.shell is not None:
            await self.shell.open_welcome()

    def end_wait(self) -> None:
        """What the program starts with was opened, or could not be."""
        if self.shell is not None and self.awaits_first:
            self.awaits_first = False
            self.shell.centre.await_first(awaits=False)
            self._opened.set()

    async def may_close(self, *, tell_of_jobs: bool = True) -> bool:
        """Whether nothing stands in the way, after asking."""
        return self.shell is None or await self.shell.may_close(tell_of_jobs=tell_of_jobs)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing goes through the one shutdown coroutine, which hides the window at its end."""
        event.ignore()
        self.close_requested.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._finish_layout)
            self.first_painted.emit()

    # -- layout --------------------------------------------------------------------------------------------------------

    def remember_layout(self) -> None:
        """Keep size and docks for the next start."""
        if self.session is not None:
            settings = self.session.settings
            settings.set("window_geometry", bytes(self.saveGeometry().toBase64().data()).decode())
            settings.set("window_state", bytes(self.saveState().toBase64().data()).decode())

    def set_middle(self, widget: QWidget) -> None:
        """What stands between the docks; the place keeps its size."""
        self._middle.addWidget(widget)

    def reset_layout(self) -> None:
        """All docks at their first places and sizes."""
        for dock in self.docks.values():
            dock.setFloating(False)
            self.removeDockWidget(dock)
        self._place_docks()
        self._tab_docks()
        self._size_docks()

    def show_workspace(self, name: str) -> None:
        """The docks of a workspace and no others; the first of each tab stack in front."""
        wanted = WORKSPACES[name]
        for panel_id, dock in self.docks.items():
            dock.setVisible(panel_id in wanted)
        fronts: set[tuple[Qt.DockWidgetArea, str]] = set()
        for panel_id in wanted:
            panel = self._panels[panel_id]
            if (panel.area, panel.group) not in fronts:
                fronts.add((panel.area, panel.group))
                self.docks[panel_id].raise_()
        self._size_docks(more_timeline=measure(_MORE_TIMELINE) if name == "work.animate" else 0)

    def show_panel(self, panel_id: str) -> None:
        """Bring one dock to the front and fill it."""
        dock = self.docks[panel_id]
        dock.show()
        dock.raise_()
        self._fill(panel_id)

    def panel(self, panel_id: str) -> QWidget | None:
        """The widget of a dock once it is filled."""
        widget: QWidget = self.docks[panel_id].widget()
        return widget if widget.property("filled") else None

    # -- inner ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setObjectName("main-window")
        self.setWindowTitle("Sprite Studio")
        self.setDockNestingEnabled(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)  # forms want height
        self.setAcceptDrops(True)
        self._build_tool_bar()
        middle = QWidget(self)
        middle.setObjectName("middle")
        self._middle = QVBoxLayout(middle)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self.setCentralWidget(middle)
        for menu in menus():
            self._menus[menu.id] = self.menuBar().addMenu(menu.title)
            self._menus[menu.id].setObjectName(f"menu-{menu.id}")
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setFixedHeight(max(measure(24), self.fontMetrics().height() + 4))
        self._place_docks()
        self._restore_layout()

    def _build_tool_bar(self) -> None:
        bar = QToolBar(_("Tools"), self)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setFixedWidth(measure(40))
        bar.toggleViewAction().setEnabled(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addToolBar(Qt.ToolBarArea.LeftToolBarArea, bar)
        self.tool_bar = bar

    def _dock(self, panel: Panel) -> Dock:
        """The panel's dock, made when it is first asked for."""
        if panel.id not in self.docks:
            dock = self.docks[panel.id] = Dock(panel.title, panel.id, self)
            dock.dockLocationChanged.connect(self._show_titles)
            dock.hide()
        return self.docks[panel.id]

    def _show_titles(self) -> None:
        if len(self.docks) < len(self._panels):
            return  # no tabs yet
        for dock in self.docks.values():
            dock.show_title()
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        from PySide6.QtWidgets import QTabBar  # noqa: PLC0415 - not needed before there are tabs

        for index, bar in enumerate(self.findChildren(QTabBar, options=direct)):  # Qt makes them for tabbed docks
            bar.setObjectName(f"dock-tabs-{index}")
            bar.setAccessibleName(_("Panels"))

    def _place_docks(self) -> None:
        """Areas are split first and tabbed after, the only order in which Qt keeps its tab bars tidy. Makes only the
        docks in front."""
        first: dict[tuple[Qt.DockWidgetArea, str], Dock] = {}
        for panel in self._panels.values():
            key = (panel.area, panel.group)
            if key not in first:
                first[key] = self._dock(panel)
                self.addDockWidget(panel.area, first[key])
                first[key].show()
        bottom, right = Qt.DockWidgetArea.BottomDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        self.splitDockWidget(first[bottom, "left"], first[bottom, "right"], Qt.Orientation.Horizontal)
        self.splitDockWidget(first[right, "upper"], first[right, "lower"], Qt.Orientation.Vertical)

    def _tab_docks(self) -> None:
        """Put the docks of a group into one place, the first in front. Qt's first tab bar is slow to make, so this
        waits for the first paint where no remembered layout needs it before."""
        leaders: dict[tuple[Qt.DockWidgetArea, str], Dock] = {}
        for panel in self._panels.values():
            dock = self._dock(panel)
            leader = leaders.setdefault((panel.area, panel.group), dock)
            if dock is not leader:
                self.tabifyDockWidget(leader, dock)
                dock.setVisible(panel.id not in HIDDEN_AT_FIRST)
            if panel.floats:
                dock.float_by_itself()
        self.docks = {panel_id: self.docks[panel_id] for panel_id in self._panels}  # in the order of the panels
        for front in leaders.values():
            front.raise_()
        self._show_titles()

    def _size_docks(self, *, more_timeline: int = 0) -> None:
        wide = self.width() >= measure(1600)
        right, timeline = (measure(360), measure(260)) if wide else (measure(300), measure(200))
        timeline += more_timeline
        preview = measure(240 if wide else 220)
        level, upright = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        docks = self.docks
        self.resizeDocks([docks["generate"], docks["takes"]], [right, right], level)
        self.resizeDocks([docks["timeline"]], [timeline], upright)
        self.resizeDocks([docks["timeline"], docks["preview"]], [self.width() - right - preview, preview], level)
        takes = measure(260 if wide else 200)
        self.resizeDocks([docks["generate"], docks["takes"]], [max(takes, self.height() - takes), takes], upright)

    def _restore_layout(self) -> None:
        self._take_first_size()
        geometry, state = self._look.geometry, self._look.state
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        if state:
            self._tab_docks()
            self._is_laid_out = self.restoreState(QByteArray.fromBase64(state.encode()))

    def _finish_layout(self) -> None:
        """What the first paint did not wait for."""
        if not self._is_laid_out:
            self._is_laid_out = True
            self._tab_docks()
            self._size_docks()

    def _take_first_size(self) -> None:
        """Most of a large screen; all of one that could hardly hold the window and its frame."""
        room = self.screen().availableGeometry()
        if room.width() < ROOMY.width() or room.height() < ROOMY.height():
            self.resize(min(FIRST_SIZE.width(), room.width()), min(FIRST_SIZE.height(), room.height()))
            self.setWindowState(Qt.WindowState.WindowMaximized)
        else:
            self.resize(room.width() * 5 // 6, room.height() * 5 // 6)

    def _on_dock_shown(self, visible: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._show_titles()
        dock = self.sender()
        if visible and isinstance(dock, QDockWidget):
            self._fill(dock.objectName())

    def _await_first(self, session: Session) -> None:
        import asyncio  # noqa: PLC0415 - comes after the first paint

        self._opened = asyncio.Event()
        if self.awaits_first and self.shell is not None:
            self.shell.centre.await_first(awaits=True)
            session.active_changed.connect(self.end_wait)
        else:
            self._opened.set()

    async def _fill_all(self) -> None:
        """One dock a turn of the loop, those in sight first: nobody waits for all of them at once. Those that show the
        sprite come when there is one."""
        import asyncio  # noqa: PLC0415 - comes after the first paint

        unseen = {panel_id for panel_id, dock in self.docks.items() if dock.visibleRegion().isEmpty()}
        for panel_id in sorted(self.docks, key=lambda panel_id: (panel_id not in WITHOUT_SPRITE, panel_id in unseen)):
            if panel_id not in WITHOUT_SPRITE:
                await self._opened.wait()
            self._fill(panel_id)
            await asyncio.sleep(0)

    def _fill(self, panel_id: str) -> None:
        dock = self.docks[panel_id]
        if self.session is None or self.panel(panel_id) is not None:
            return
        widget = make_panel(self._panels[panel_id], self.session)
        widget.setProperty("filled", True)
        empty = dock.widget()
        dock.setWidget(widget)
        if empty is not None:
            empty.deleteLater()
