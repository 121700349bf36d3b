"""A place for something that is read from elsewhere: being read, there, or not, and then why and what can be done."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from studio.core.words import _
from studio.ui.forms.row import Remark, Weight
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure


class StatePane(QStackedWidget):
    """Shows `content`, or a sentence with at most one button; `acted` comes when that is pressed.

    Takes the room of what it shows, so that a sentence does not stand in a hole made for a table.
    """

    acted = Signal()

    def __init__(self, content: QWidget, name: str, parent: QWidget | None = None) -> None:
        """`name` is the stem of the names of all parts."""
        super().__init__(parent)
        self.setObjectName(name)
        self._content = content
        self._shown = content
        self._remark = Remark(self)
        self._remark.setObjectName(f"{name}-words")
        self._busy = PlainLabel(self)
        self._busy.setObjectName(f"{name}-busy")
        self._busy.setProperty("role", "muted")
        self._busy.setWordWrap(True)
        self._action = QPushButton(self)
        self._action.setObjectName(f"{name}-action")
        self._action.setAutoDefault(False)
        self._action.clicked.connect(self.acted)
        row = QHBoxLayout()
        row.addWidget(self._action)
        row.addStretch(1)
        self._message = QWidget(self)
        column = QVBoxLayout(self._message)
        column.setContentsMargins(0, measure(8), 0, measure(8))
        column.setSpacing(measure(8))
        column.addWidget(self._remark)
        column.addWidget(self._busy)
        column.addLayout(row)
        column.addStretch(1)
        self.addWidget(content)
        self.addWidget(self._message)
        self.say_busy("")

    @property
    def words(self) -> str:
        """What it says in place of the content; empty while the content shows."""
        if self._shown is self._content:
            return ""
        return self._remark.words or self._busy.text()

    def say_busy(self, words: str) -> None:
        """It is being read."""
        self._remark.say("")
        self._busy.setText(words)
        self._busy.show()
        self._action.hide()
        self._show(self._message)

    def say(self, words: str, *, action: str = "", weight: Weight = Weight.HINT) -> None:
        """Why there is nothing, and the button that helps."""
        self._busy.hide()
        self._remark.say(words, weight)
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self._show(self._message)

    def say_failed(self, words: str) -> None:
        """It could not be read."""
        self.say(words, action=_("Try again"), weight=Weight.ERROR)

    def show_content(self) -> None:
        """It is there."""
        self._remark.say("")
        self._show(self._content)

    def sizeHint(self) -> QSize:
        hint = self._shown.sizeHint()
        if self._shown is self._message and self._message.hasHeightForWidth():
            hint.setHeight(self._message.heightForWidth(max(self.width(), hint.width())))
        return hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # words need fewer lines where there is more room

    def minimumSizeHint(self) -> QSize:
        return self._shown.minimumSizeHint()

    def _show(self, page: QWidget) -> None:
        self._shown = page
        self.setCurrentWidget(page)
        grows = page is self._content
        vertical = QSizePolicy.Policy.Preferred if grows else QSizePolicy.Policy.Maximum
        self.setSizePolicy(QSizePolicy.Policy.Preferred, vertical)
        self.updateGeometry()
