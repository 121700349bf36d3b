"""What is being opened, in the status bar; Esc or the button leaves it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QToolButton, QWidget

from studio.app.session import Session
from studio.core.words import _
from studio.ui.bridge import connect
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel, plain_tip
from studio.ui.theme import measure

_PATIENCE = 150
"""Milliseconds that files may take before anything is shown."""
_LONGEST_NAME = 240


class OpeningBar(QWidget):
    """Shows itself while files are read for longer than a moment."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._opening = session.opening
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_PATIENCE)
        self._build()
        self.hide()
        self._wait.timeout.connect(self._appear)
        self._stop.clicked.connect(self._opening.cancel)
        connect(self, self._opening.changed, self._on_changed)

    def _build(self) -> None:
        self.setObjectName("opening-bar")
        self._words = PlainLabel(self)
        self._words.setObjectName("opening-words")
        self._progress = QProgressBar(self)
        self._progress.setObjectName("opening-progress")
        self._progress.setAccessibleName(_("Files being opened"))
        self._progress.setTextVisible(False)
        self._progress.setFixedSize(measure(96), measure(8))
        self._stop = QToolButton(self)
        self._stop.setObjectName("opening-stop")
        self._stop.setAccessibleName(_("Stop opening"))
        self._stop.setToolTip(_("Stop opening (Esc)"))
        self._stop.setIcon(icon("close"))
        self._stop.setAutoRaise(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(measure(8), 0, 0, 0)
        row.setSpacing(measure(8))
        for widget in (self._words, self._progress, self._stop):
            row.addWidget(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While it is shown Esc is its key, wherever the focus is; in dialogs and menus it stays theirs."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            return False
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() is QEvent.Type.KeyPress:
            self._opening.cancel()
            return True
        return False

    def _on_changed(self) -> None:
        way = self._opening.way
        if way is None:
            self._wait.stop()
            self._vanish()
            return
        words = _("Opening {name}").format(name=way.name)
        if way.total > 1:
            words = _("Opening {name} ({number} of {total})").format(name=way.name, number=way.number, total=way.total)
        room = measure(_LONGEST_NAME)
        self._words.setText(self._words.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, room))
        self._words.setToolTip(plain_tip(words))
        self._progress.setRange(0, way.total if way.total > 1 else 0)
        self._progress.setValue(way.number - 1)
        if not self.isVisible() and not self._wait.isActive():
            self._wait.start()

    def _appear(self) -> None:
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self.show()

    def _vanish(self) -> None:
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.hide()
