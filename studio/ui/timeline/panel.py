"""The timeline dock: the row of controls, the grid, its menus, and the dialog of a tag."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from studio.app.session import Session
from studio.core.errors import StudioError
from studio.core.words import _
from studio.doc import tags
from studio.doc.change import Change
from studio.doc.model import Sprite, Tag
from studio.ui.bridge import connect
from studio.ui.dialogs import ask
from studio.ui.dialogs.sprite import TagDialog
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure
from studio.ui.timeline.grid import TimelineGrid
from studio.ui.timeline.head import TimelineHead
from studio.ui.timeline.key_row import KeyMenu
from studio.ui.timeline.layout import Hit, RowKind, Zone
from studio.ui.timeline.menus import FRAME_ENTRIES, ROW_ENTRIES, ActionMenu, TagMenu


class TimelinePanel(QWidget):
    """Follows the sprite in front."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._heard: set[str] = set()
        self._build()
        self._bind()
        self._show()

    def _build(self) -> None:
        self.setObjectName("timeline-panel")
        self._head = TimelineHead(self._session, self)
        self.grid = TimelineGrid(self._session, self)
        self._stack = QStackedWidget(self)
        self._empty = self._make_empty()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._stack, 1)

    def _make_empty(self) -> QWidget:
        page = QWidget(self)
        text = PlainLabel(_("No sprite is open. Its frames and layers appear here."), page)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        text.setWordWrap(True)
        self._new = QPushButton(_("New sprite"), page)
        self._new.setObjectName("timeline-new-sprite")
        self._new.setAccessibleName(_("New sprite"))
        column = QVBoxLayout(page)
        column.addStretch(1)
        column.addWidget(text)
        column.addSpacing(measure(8))
        column.addWidget(self._new, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page

    def _bind(self) -> None:
        connect(self, self._session.active_changed, self._show)
        connect(self, self._session.toolbox.changed, self._on_tool)
        connect(self, self._session.key_marks.changed, self._refresh)
        self.grid.menu_asked.connect(self._on_menu)
        self.grid.tag_edit_asked.connect(self._on_tag_edit)
        self.grid.focus_changed.connect(self._on_focus)
        self._head.all_asked.connect(self._show_all)
        self._new.clicked.connect(self._on_new)

    # --- show

    def _show(self) -> None:
        document = self._session.active
        if document is not None and document.id not in self._heard:
            self._heard.add(document.id)
            connect(self, document.changed, self._on_changed)
            connect(self, document.cursor_moved, self._on_cursor)
            connect(self, document.frames_selected, self._refresh)
        self._head.setEnabled(document is not None)
        self._stack.setCurrentWidget(self._empty if document is None else self.grid)
        self.grid.use(document)
        self._head.show_focus(None)
        self._head.show_state()
        self.grid.show_cursor()

    def _on_changed(self, change: Change) -> None:
        if change.structure or change.tags:
            self.grid.drop_drag()
        self._refresh()

    def _refresh(self) -> None:
        self._head.show_state()
        self.grid.refresh()

    def _on_cursor(self) -> None:
        self.grid.show_cursor()
        self._refresh()

    def _on_tool(self, name: str) -> None:
        if name.startswith("onion"):
            self.grid.refresh()

    # --- what a person does

    def _on_menu(self, hit: Hit, where: QPoint) -> None:
        document, layout = self._session.active, self.grid.layout_now()
        if document is None or layout is None:
            return
        if hit.tag is not None:
            alone = self.grid.focus == hit.tag
            menu = TagMenu(self._session, document, hit.tag, alone=alone, parent=self)
            menu.edit_asked.connect(self._on_tag_edit)
            menu.only_asked.connect(self.grid.show_only)
            menu.popup(where)
            return
        if hit.row >= 0 and layout.rows[hit.row].kind is RowKind.KEY:
            frame = document.sprite.frames[hit.frame].id if hit.frame >= 0 else None
            KeyMenu(self._session.key_marks, document, frame, self).popup(where)
            return
        entries = FRAME_ENTRIES
        if hit.row >= 0 and hit.zone is not Zone.CELL:
            entries = ROW_ENTRIES[layout.rows[hit.row].kind]
        elif hit.row >= 0 and layout.rows[hit.row].layer is None:
            entries = (*ROW_ENTRIES[layout.rows[hit.row].kind], "-", *FRAME_ENTRIES)
        ActionMenu(self._session.commands, entries, self).popup(where)

    def _show_all(self) -> None:
        self.grid.show_only(None)

    def _on_focus(self) -> None:
        self._head.show_focus(self.grid.focus)
        self.grid.show_cursor()

    def _on_tag_edit(self, tag: Tag) -> None:
        self._session.tasks.launch(self._edit_tag(tag), name="edit tag")

    async def _edit_tag(self, tag: Tag) -> None:
        document = self._session.active
        if document is None or document.sprite.read_only:
            return
        span = document.sprite.tag_range(tag)
        dialog = TagDialog(
            self.window(), frames=len(document.sprite.frames), first=span.start, last=span.stop - 1, tag=tag
        )
        if not await ask.finished(dialog):
            return
        first, last = (document.sprite.frames[index].id for index in dialog.range_chosen)

        def edit(sprite: Sprite) -> Sprite:
            return tags.set_tag(
                sprite,
                tag.id,
                name=dialog.name_chosen,
                first=first,
                last=last,
                playback=dialog.playback_chosen,
                repeat=dialog.repeat_chosen,
                colour=dialog.colour_chosen,
            )

        try:
            document.apply(_("Change tag"), edit)
        except StudioError as error:
            self._session.report(error)

    def _on_new(self) -> None:
        self._session.commands.run("file.new")
