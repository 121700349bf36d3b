"""What was written into a field before: a small menu beside its name, and Alt with the arrows in the field itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QToolButton, QWidget

from studio.core.words import _
from studio.ui.forms.editor import FieldEditor
from studio.ui.icons import icon
from studio.ui.theme import measure

_MOST = 12
_LONGEST = 60


class WordsBack(QToolButton):
    """`chosen` carries words of an earlier request. Unseen while there are none."""

    chosen = Signal(str)

    def __init__(self, editor: FieldEditor, words: Callable[[], Sequence[str]], parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self._words = words
        self._place = -1
        self._unsent = ""
        self.setObjectName(f"{editor.objectName()}-back")
        self.setIcon(icon("clock", size=16))
        self.setIconSize(QSize(measure(16), measure(16)))
        self.setFixedHeight(measure(20))
        self.setToolTip(_("What was sent before (Alt+Up and Alt+Down in the field)"))
        self.setAccessibleName(_("{field}: what was sent before").format(field=editor.declared.title))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill)
        self._menu.triggered.connect(self._on_triggered)
        control = editor.findChild(QWidget, f"{editor.objectName()}-control")
        if control is not None:
            control.installEventFilter(self)
        self.look()

    def look(self) -> None:
        """Show itself where there is something to have back."""
        self._place = -1
        self.setVisible(bool(self._words()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.AltModifier
            and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
        ):
            self._step(1 if event.key() == Qt.Key.Key_Up else -1)
            return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        """Older or newer; after the newest come the words that were not sent yet."""
        known = self._words()
        place = min(max(self._place + by, -1), len(known) - 1)
        if place == self._place:
            return
        if self._place == -1:
            self._unsent = str(self._editor.value() or "")
        self._place = place
        self.chosen.emit(self._unsent if place < 0 else known[place])

    def _fill(self) -> None:
        self._menu.clear()
        for words in self._words()[:_MOST]:
            line = " ".join(words.split())
            shown = line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
            action = self._menu.addAction(shown.replace("&", "&&"))
            action.setData(words)

    def _on_triggered(self, action: QAction) -> None:
        self._place = -1
        self.chosen.emit(action.data())


def cut_words(field: QWidget, most: int) -> None:
    """Cut what is written in a field after so many characters, in a way that its undo brings back."""
    text = field.findChild(QPlainTextEdit)
    if text is not None:
        cursor = text.textCursor()
        cursor.setPosition(_units(text.toPlainText()[:most]))
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        return
    line = field.findChild(QLineEdit)
    if line is not None:
        start = _units(line.text()[:most])
        line.setSelection(start, _units(line.text()) - start)
        line.del_()


def _units(text: str) -> int:
    """How long Qt finds a text: a character beyond the first plane counts twice."""
    return len(text.encode("utf-16-le")) // 2
