"""The strip between tabs and canvas that says what happened; it never covers the canvas.

Bad news, and a warning with something to do about it, stay until dismissed; the rest goes by itself. One notice at a
time, the newest; older ones stay in the strip's tool tip.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from studio.app.surface import Level, Notice
from studio.core.words import _
from studio.ui.icons import icon, icon_pixmap
from studio.ui.theme import current, measure, theme_changed

_ICONS = {Level.INFO: "info", Level.GOOD: "done", Level.WARN: "warning", Level.BAD: "error"}
_SHOWN_MS = {Level.INFO: 6000, Level.GOOD: 6000, Level.WARN: 12000}
_KEPT = 8


class NoticeBar(QFrame):
    """Shows one Notice; `action_asked` carries the id of its action when its button is pressed."""

    action_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice: Notice | None = None
        self._past: list[str] = []
        self._timer = QTimer(self)
        self._build()
        self._bind()
        self.hide()

    def show_notice(self, notice: Notice, *, action_title: str = "") -> None:
        """Put a notice in front of the person; `action_title` is the word on its button."""
        self._notice = notice
        self._past = [*self._past[-_KEPT + 1 :], notice.text]
        self._text.setText(notice.text)
        self._text.setAccessibleName(notice.text)
        self.setToolTip("\n".join(self._past))
        self._action.setVisible(bool(notice.action and action_title))
        self._action.setText(action_title)
        self._paint_icon()
        self.show()
        self._timer.stop()
        is_offer = notice.level is Level.WARN and not self._action.isHidden()
        if notice.level in _SHOWN_MS and not is_offer:
            self._timer.start(_SHOWN_MS[notice.level])

    @property
    def notice(self) -> Notice | None:
        """What is on show."""
        return self._notice

    def dismiss(self) -> None:
        """Put the strip away."""
        self._timer.stop()
        self._notice = None
        self.hide()

    def _build(self) -> None:
        self.setObjectName("notice-bar")
        self.setAccessibleName(_("Notice"))
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setObjectName("notice-text")
        self._text.setAccessibleName(_("Notice"))
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._action = QPushButton(self)
        self._action.setObjectName("notice-action")
        self._close = QToolButton(self)
        self._close.setObjectName("notice-close")
        self._close.setIcon(icon("close"))
        self._close.setToolTip(_("Dismiss"))
        self._close.setAccessibleName(_("Dismiss notice"))
        row = QHBoxLayout(self)
        row.setContentsMargins(measure(12), measure(4), measure(4), measure(4))
        row.setSpacing(measure(8))
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)

    def _bind(self) -> None:
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._close.clicked.connect(self.dismiss)
        self._action.clicked.connect(self._on_action)
        theme_changed.connect(self._paint_icon)

    def _on_action(self) -> None:
        if self._notice is not None:
            action = self._notice.action
            self.dismiss()
            self.action_asked.emit(action)

    def _paint_icon(self) -> None:
        if self._notice is None:
            return
        theme = current()
        colour = {
            Level.INFO: theme.muted,
            Level.GOOD: theme.good,
            Level.WARN: theme.warn,
            Level.BAD: theme.bad,
        }[self._notice.level]
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icon_pixmap(_ICONS[self._notice.level], size=measure(16), colour=colour, ratio=ratio))
