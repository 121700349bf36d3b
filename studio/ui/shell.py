"""Joins the window's frame to the session: title, tabs, notices, status, which actions can be used, drops, closing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from studio.app.safety import RECOVER
from studio.app.session import Session
from studio.app.surface import Notice
from studio.app.toolbox import Mode
from studio.core.errors import StudioError
from studio.core.words import _
from studio.doc.document import Document
from studio.store.project import PROJECT_FILE
from studio.ui import commands as window_commands
from studio.ui.bridge import connect
from studio.ui.centre import Centre
from studio.ui.corner import Corner
from studio.ui.dialogs.unsaved import may_leave_unsaved
from studio.ui.jobs.closing import may_leave, words_at_closing
from studio.ui.jobs.desktop import DesktopNotice
from studio.ui.opening_bar import OpeningBar
from studio.ui.status import Status
from studio.ui.takes.arriving import TakesArriving
from studio.ui.takes_room import TakesRoom
from studio.ui.theme import ThemeChoice, apply_theme, scale
from studio.ui.timeline.player import PlayTimer
from studio.ui.tools.tool_bar import ToolBar

if TYPE_CHECKING:
    from studio.ui.window import MainWindow

SAMPLE_SPRITE = "hero.aseprite"
_FIRST_SPRITES = 8
"""How many sprites of a project open with it."""


class Shell(QObject):
    """One for the window's life; made when the session is there."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self.window = window
        self.session = session
        self.centre = Centre(session, window)
        self.status = Status(window.statusBar(), session)
        self.corner = Corner(session, window.menuBar())
        self.desktop = DesktopNotice(session, window)
        self._takes_room = TakesRoom(window, session)
        self._takes_arriving = TakesArriving(session, window.docks["takes"], self)
        self.commands = session.commands
        self._play_timer = PlayTimer(session.playhead, self)
        self._refresh = QTimer(self)
        self._titles = QTimer(self)
        self._heard: WeakSet[Document] = WeakSet()

    def attach(self) -> None:
        """Put everything into the window and listen."""
        window_commands.register(self.commands, self)
        self.window.set_middle(self.centre)
        tools = ToolBar(self.session)
        tools.width_wanted.connect(self.window.tool_bar.setFixedWidth)
        self.window.tool_bar.addWidget(tools)
        self.window.statusBar().insertPermanentWidget(2, OpeningBar(self.session))
        self.window.menuBar().setCornerWidget(self.corner)
        self.corner.show()
        self._fill_theme_menu()
        self._bind()
        self._hear_active()
        self.show_recent()

    # -- opening and closing -------------------------------------------------------------------------------------------

    async def open_targets(self, paths: Iterable[Path]) -> None:
        """A project folder becomes the project and its first sprites open; anything else opens as a sprite. What goes
        wrong is said."""
        files = []
        for path in paths:
            if path.is_dir():
                await self.open_project(path)
            else:
                files.append(path)
        await self.session.opening.open_all(files)
        self.show_recent()

    async def open_project(self, folder: Path) -> None:
        """Make the folder the project and open its sprites; what goes wrong is said."""
        try:
            self.session.open_project(folder)
        except StudioError as error:
            self.session.report(error)
            return
        project = self.session.project
        opened = await self.session.opening.open_all(project.sprites()[:_FIRST_SPRITES] if project is not None else ())
        hero = next((document for document in opened if document.path and document.path.name == SAMPLE_SPRITE), None)
        if hero is not None and hero in self.session.documents:
            self.session.workspace.activate(hero)

    async def open_sample(self) -> None:
        """A copy of the sample project in the person's own folder, so that it can be changed freely."""
        from studio.app.sample import sample_project  # noqa: PLC0415 - only a start without a project needs it

        await self.open_project(sample_project())

    async def open_fresh_sample(self) -> None:
        """The sample project as it was shipped; copies that were worked in stay where they are."""
        from studio.app.sample import fresh_sample_project  # noqa: PLC0415 - as above

        folder = fresh_sample_project()
        await self.open_project(folder)
        self.session.say(_("This is a fresh copy of the sample project, in {folder}.").format(folder=folder))

    async def open_welcome(self) -> None:
        """The last project when it is still there, else the sample."""
        last = Path(self.session.settings.last_project) if self.session.settings.last_project else None
        if last is not None and (last / PROJECT_FILE).is_file():
            await self.open_project(last)
        else:
            await self.open_sample()

    async def may_close(self, documents: Iterable[Document] | None = None, *, tell_of_jobs: bool = False) -> bool:
        """Whether these documents (default: all) may go, after asking about unsaved changes, and about jobs that run
        where that is wanted."""
        unsaved = [doc for doc in (self.session.documents if documents is None else documents) if doc.is_dirty]
        jobs = words_at_closing(self.session) if tell_of_jobs else ""
        if not unsaved:
            return not jobs or await may_leave(self.session, self.window)
        return await may_leave_unsaved(self, unsaved, jobs)

    # -- inner ---------------------------------------------------------------------------------------------------------

    def _bind(self) -> None:
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(0)
        self._refresh.timeout.connect(self._show)
        self._titles.setSingleShot(True)
        self._titles.setInterval(0)
        self._titles.timeout.connect(self._show_dock_titles)
        for dock in self.window.docks.values():
            dock.visibilityChanged.connect(self._on_dock_shown)
        session = self.session
        connect(self, session.active_changed, self._hear_active)
        connect(self, session.documents_changed, self.refresh)
        connect(self, session.project_changed, self.refresh)
        connect(self, session.notice, self._on_notice)
        connect(self, session.safety.found_changed, self._on_found)
        connect(self, session.toolbox.changed, self._on_tool)
        connect(self, session.playhead.changed, self.refresh)
        connect(self, session.takes.changed, self.refresh)
        connect(self, session.takes.chosen_changed, self.refresh)
        connect(self, session.clipboard.changed, self.refresh)
        connect(self, session.key_marks.changed, self.refresh)
        connect(self, session.panel_wanted, self._on_panel_wanted)
        self.centre.pointer_moved.connect(self.status.point)
        self.centre.said.connect(self.status.say)
        self.centre.close_asked.connect(self._on_close_asked)
        self.centre.new_asked.connect(self.window.actions_by_id["file.new"].trigger)
        self.centre.open_asked.connect(self.window.actions_by_id["file.open"].trigger)
        self.centre.notices.action_asked.connect(self.run)
        self.corner.jobs_asked.connect(self._show_jobs)
        self.desktop.jobs_wanted.connect(self._show_jobs)
        for action in self.window.actions_by_id.values():
            action.triggered.connect(self._on_action)
            if action not in self.window.actions():
                self.centre.addAction(action)
        self.window.installEventFilter(self)

    def run(self, action_id: str) -> None:
        """Do one action; what goes wrong is said in the notice strip."""
        if action_id.startswith("panel."):
            self.window.show_panel(action_id.removeprefix("panel."))
        else:
            self.commands.run(action_id)

    def refresh(self) -> None:
        """Bring titles, status and actions up to date once the current event is through."""
        if not self._refresh.isActive():
            self._refresh.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files dropped anywhere on the window are opened."""
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop and event.mimeData().hasUrls():
            self._open(url.toLocalFile() for url in event.mimeData().urls())
            event.acceptProposedAction()
            return True
        if isinstance(event, QDragEnterEvent) and event.mimeData().hasUrls():
            event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)

    def _open(self, names: Iterable[str]) -> None:
        paths = [Path(name) for name in names if name]
        self.session.tasks.launch(self.open_targets(paths), name="open files")

    def _hear_active(self) -> None:
        document = self.session.active
        if document is not None and document not in self._heard:
            self._heard.add(document)
            connect(self, document.changed, self.refresh)
            connect(self, document.cursor_moved, self.refresh)
            connect(self, document.frames_selected, self.refresh)
            connect(self, document.selection_changed, self.refresh)
            connect(self, document.saved, self.refresh)
            connect(self, document.gesture_ended, self.refresh)
        self.refresh()

    def _show(self) -> None:
        document = self.session.active
        parts = [document.title + "[*]"] if document is not None else []
        if self.session.project is not None:
            parts.append(self.session.project.name)
        self.window.setWindowModified(document is not None and document.is_dirty)
        self.window.setWindowTitle(" - ".join([*parts, "Sprite Studio"]))
        self.centre.show_titles()
        self.status.show()
        self.corner.show_state()
        for action_id, action in self.window.actions_by_id.items():
            action.setEnabled(self.commands.enabled(action_id))
            if action.isCheckable():
                action.setChecked(self.commands.checked(action_id))

    def _on_tool(self, name: str) -> None:
        dock = self.window.docks["pose"]
        if name == "mode" and self.session.toolbox.mode is Mode.POSE and not dock.isHidden():
            dock.raise_()  # where joints are listed and poses are taken from
        self.refresh()

    def _on_dock_shown(self) -> None:
        self._titles.start()

    def _show_dock_titles(self) -> None:
        """A neighbour that came or went may have left a dock alone, or given it a tab that says its name."""
        for dock in self.window.docks.values():
            dock.show_title()

    def _on_action(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.run(action.objectName())
            self.refresh()

    def _on_notice(self, notice: Notice) -> None:
        action = self.window.actions_by_id.get(notice.action)
        title = action.text() if action is not None else (_("Show jobs") if notice.action == "panel.jobs" else "")
        self.centre.notices.show_notice(notice, action_title=notice.verb or title)

    def _on_found(self) -> None:
        """Unsaved sprites of an earlier run may have been opened by the menu."""
        if not self.session.safety.has_found():
            self.centre.notices.withdraw(RECOVER)
        self.refresh()

    def _on_panel_wanted(self, panel_id: str) -> None:
        self.window.show_panel(panel_id)

    def _on_close_asked(self, document: Document) -> None:
        self.session.tasks.launch(self.close_document(document), name="close sprite")

    async def close_document(self, document: Document) -> None:
        """Close one tab after asking about unsaved changes."""
        if await self.may_close([document]):
            await self.session.safety.let_go(document)
            self.session.workspace.close(document)

    def _show_jobs(self) -> None:
        self.window.show_panel("jobs")

    def show_recent(self) -> None:
        """The menu of recent files, newest first."""
        menu = self.window.recent_menu
        menu.clear()
        for name in self.session.settings.recent_files:
            action = menu.addAction(name)
            action.setData(name)
            action.triggered.connect(self._on_recent)
        menu.setEnabled(not menu.isEmpty())

    def _on_recent(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._open([action.data()])

    def _fill_theme_menu(self) -> None:
        for choice, title in (
            (ThemeChoice.SYSTEM, _("As the system")),
            (ThemeChoice.DARK, _("Dark")),
            (ThemeChoice.LIGHT, _("Light")),
            (ThemeChoice.HIGH_CONTRAST, _("High contrast")),
        ):
            action = self.window.theme_menu.addAction(title)
            action.setData(choice.value)
            action.setCheckable(True)
            action.triggered.connect(self._on_theme)
        self.window.theme_menu.aboutToShow.connect(self._mark_theme)

    def _mark_theme(self) -> None:
        for action in self.window.theme_menu.actions():
            action.setChecked(action.data() == self.session.settings.theme)

    def _on_theme(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.session.settings.set("appearance.theme", action.data())
            self.apply_appearance()

    def apply_appearance(self) -> None:
        """Theme and font of the settings at once; another scale counts from the next start."""
        app = QApplication.instance()
        settings = self.session.settings
        if isinstance(app, QApplication):
            apply_theme(app, settings.theme, scale=scale(), font_size=settings.font_size or None)
