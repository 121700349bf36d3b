"""The middle of the window: a tab a sprite, zoom, the canvases, and below them notices and the context bar of the tool.

A notice takes its room from below the canvas, where nothing else moves for it: the sprite stays where it lies.
"""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.app.session import Session
from studio.core.words import _
from studio.doc.document import Document
from studio.ui.bridge import connect
from studio.ui.canvas.sent_frame import SentFrame
from studio.ui.canvas.view import CanvasView
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel, plain_tip
from studio.ui.notices import NoticeBar
from studio.ui.takes.compare_view import CompareView
from studio.ui.theme import measure
from studio.ui.timeline.dropping import TabDrop
from studio.ui.tools.context_bar import ContextBar


class Centre(QWidget):
    """One canvas a document, made when its tab first opens. `view_changed` comes when another canvas is in front."""

    view_changed = Signal()
    zoom_changed = Signal()
    pointer_moved = Signal(object)
    said = Signal(str)
    close_asked = Signal(object)
    new_asked = Signal()
    open_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._views: dict[str, CanvasView] = {}
        self._comparing: CompareView | None = None
        self._syncing = False
        self._awaits_first = False
        self._build()
        self._bind()
        self._show()

    @property
    def view(self) -> CanvasView | None:
        """The canvas in front."""
        active = self._session.active
        return self._views.get(active.id) if active is not None else None

    def await_first(self, *, awaits: bool) -> None:
        """While the program opens what it starts with, nothing is said about there being no sprite."""
        self._awaits_first = awaits
        self._show_active()

    def _build(self) -> None:
        self.setObjectName("centre")
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("document-tabs")
        self.tabs.setAccessibleName(_("Open sprites"))
        self.tabs.setTabsClosable(True)
        self.tabs.setMovable(True)
        self.tabs.setDocumentMode(True)
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)  # many tabs are scrolled; a name that is cut says nothing
        self.tabs.setUsesScrollButtons(True)
        TabDrop(self._session, self.tabs)
        self._add = self._button("add", "new-sprite", _("New sprite"))
        self._out = self._button("zoom-out", "zoom-out", _("Zoom out"))
        self._in = self._button("zoom-in", "zoom-in", _("Zoom in"))
        self._fit = self._button("fit", "zoom-fit", _("Fit in window (0)"))
        self._zoom = PlainLabel(self)
        self._zoom.setObjectName("zoom")
        self._zoom.setAccessibleName(_("Zoom"))
        self._zoom.setMinimumWidth(measure(56))
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, measure(4), 0)
        head.setSpacing(0)
        head.addWidget(self.tabs, 0)
        head.addWidget(self._add)
        head.addStretch(1)
        for widget in (self._zoom, self._out, self._in, self._fit):
            head.addWidget(widget)
        self.stack = QStackedWidget(self)
        self.stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._empty = self._empty_page()
        self._blank = QWidget(self)
        self.stack.addWidget(self._blank)
        self.stack.addWidget(self._empty)
        self.notices = NoticeBar(self)
        self.context = ContextBar(self._session, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.stack, 1)
        column.addWidget(self.notices)
        column.addWidget(self.context)

    def _button(self, picture: str, name: str, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(picture))
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setAutoRaise(True)
        return button

    def _empty_page(self) -> QWidget:
        page = QFrame(self)
        page.setObjectName("no-sprite")
        text = PlainLabel(_("No sprite is open. Make one, open a file, or drop a picture here."), page)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._new = QPushButton(_("New sprite"), page)
        self._new.setObjectName("empty-new")
        self._new.setProperty("primary", True)
        self._open = QPushButton(_("Open"), page)
        self._open.setObjectName("empty-open")
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._new)
        row.addWidget(self._open)
        row.addStretch(1)
        column = QVBoxLayout(page)
        column.setSpacing(measure(12))
        column.addStretch(1)
        column.addWidget(text)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def _bind(self) -> None:
        connect(self, self._session.documents_changed, self._show)
        connect(self, self._session.active_changed, self._show_active)
        connect(self, self._session.takes.comparing_changed, self._show_comparing)
        self.notices.room_changes.connect(self._hold)
        self.notices.room_changed.connect(self._let_go)
        self.notices.left.connect(self._focus_canvas)
        self.tabs.currentChanged.connect(self._on_tab)
        self.tabs.tabCloseRequested.connect(self._on_close)
        self.tabs.tabMoved.connect(self._on_moved)
        self._add.clicked.connect(self.new_asked)
        self._new.clicked.connect(self.new_asked)
        self._open.clicked.connect(self.open_asked)
        self._in.clicked.connect(self._zoom_in)
        self._out.clicked.connect(self._zoom_out)
        self._fit.clicked.connect(self._zoom_fit)

    def _show(self) -> None:
        self._syncing = True
        documents = self._session.documents
        for gone in self._views.keys() - {document.id for document in documents}:
            view = self._views.pop(gone)
            self.stack.removeWidget(view)
            view.deleteLater()
        while self.tabs.count() > len(documents):
            self.tabs.removeTab(self.tabs.count() - 1)
        while self.tabs.count() < len(documents):
            self.tabs.addTab("")
        for index, document in enumerate(documents):
            self.tabs.setTabData(index, document.id)
            self.tabs.setTabText(index, tab_title(document))
            self.tabs.setTabToolTip(index, plain_tip(str(document.path or document.title)))
        self._syncing = False
        self._show_active()

    def show_titles(self) -> None:
        """Names and the mark of unsaved changes, after an edit or a save."""
        for index, document in enumerate(self._session.documents):
            if self.tabs.tabText(index) != tab_title(document):
                self.tabs.setTabText(index, tab_title(document))

    def _show_active(self) -> None:
        active, typing = self._session.active, _field_in_use()
        if active is None:
            self.stack.setCurrentWidget(self._blank if self._awaits_first else self._empty)
        else:
            is_new = active.id not in self._views
            view = self._view_of(active)
            comparing = self._session.takes.is_comparing
            self.stack.setCurrentWidget(self._compare_page() if comparing else view)
            if typing is not None:
                typing.setFocus()  # files open while people go on working; a page that goes hands its focus on
            elif is_new:
                view.setFocus()  # what was just opened is worked on: its keys count at once
            self._syncing = True
            documents = self._session.documents
            self.tabs.setCurrentIndex(documents.index(active) if active in documents else -1)
            self._syncing = False
        self.tabs.setVisible(self.tabs.count() > 0)
        for widget in (self._zoom, self._in, self._out, self._fit, self.context):
            widget.setVisible(active is not None and not self._session.takes.is_comparing)
        self._show_zoom()
        self.view_changed.emit()

    def _view_of(self, document: Document) -> CanvasView:
        view = self._views.get(document.id)
        if view is None:
            view = CanvasView(document, self._session.toolbox, self.stack)
            view.zoom_changed.connect(self._show_zoom)
            view.pointer_moved.connect(self.pointer_moved)
            view.said.connect(self.said)
            SentFrame(self._session, view)
            self.stack.addWidget(view)
            self._views[document.id] = view
        return view

    def _show_comparing(self) -> None:
        """The comparison comes or goes; the status bar says how it is used instead of what the tool does."""
        self._show_active()
        words = _("W S B D or up and down: another view; left and right: the wipe; Space plays; Esc leaves")
        self.said.emit(words if self._session.takes.is_comparing else "")

    def _compare_page(self) -> CompareView:
        """Lies over the canvases while a take is compared."""
        if self._comparing is None:
            self._comparing = CompareView(self._session, self.stack)
            self.stack.addWidget(self._comparing)
        return self._comparing

    def _show_zoom(self) -> None:
        view = self.view
        self._zoom.setText("" if view is None else zoom_text(view.zoom))
        self.zoom_changed.emit()

    def _focus_canvas(self) -> None:
        if self.view is not None:
            self.view.setFocus()

    def _hold(self) -> None:
        if self.view is not None:
            self.view.hold(held=True)

    def _let_go(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()  # now, while the canvas is held
        if self.view is not None:
            self.view.hold(held=False)

    def _on_tab(self, index: int) -> None:
        if not self._syncing and 0 <= index < len(self._session.documents):
            self._session.workspace.activate(self._session.documents[index])

    def _on_close(self, index: int) -> None:
        self.close_asked.emit(self._session.documents[index])

    def _on_moved(self, start: int, end: int) -> None:
        if not self._syncing:
            document = next(doc for doc in self._session.documents if doc.id == self.tabs.tabData(end))
            self._session.workspace.move(document, end)

    def _zoom_in(self) -> None:
        if self.view is not None:
            self.view.zoom_in()

    def _zoom_out(self) -> None:
        if self.view is not None:
            self.view.zoom_out()

    def _zoom_fit(self) -> None:
        if self.view is not None:
            self.view.fit()


def _field_in_use() -> QWidget | None:
    """The field with words or numbers that the keys go to."""
    focus = QApplication.focusWidget()
    types = focus is not None and focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    return focus if types else None


def tab_title(document: Document) -> str:
    """The document's name, with a dot in front while it has unsaved changes."""
    return f"• {document.title}" if document.is_dirty else document.title


def zoom_text(zoom: Fraction) -> str:
    """Zoom in per cent, without a fraction where there is none."""
    percent = zoom * 100
    return f"{percent.numerator} %" if percent.denominator == 1 else f"{float(percent):.1f} %"
