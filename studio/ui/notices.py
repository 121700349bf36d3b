"""The strip below the canvas that says what happened; it never covers it.

Bad news, and a warning with something to do about it, stay until dismissed; the rest goes by itself and leaves those
as they were. One notice at a time; older ones stay in the strip's tool tip. Nothing changes under a pointer that is on
the strip, nor while a button of the mouse is held.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from studio.app.surface import Level, Notice
from studio.core.words import _, ngettext
from studio.ui.icons import icon, icon_pixmap
from studio.ui.labels import PlainLabel, plain_tip
from studio.ui.notice_pile import NoticePile, Shown
from studio.ui.theme import current, measure, theme_changed

_ICONS = {Level.INFO: "info", Level.GOOD: "done", Level.WARN: "warning", Level.BAD: "error"}
_SHOWN_MS = {Level.INFO: 6000, Level.GOOD: 6000, Level.WARN: 12000}
_KEPT = 8
_AGAIN_MS = 250
"""How soon it is looked again whether the pointer is out of the way."""


class NoticeBar(QFrame):
    """Shows one Notice; `action_asked` carries the id of its action when its button is pressed.

    `room_changes` comes before the strip needs another room, `room_changed` after that, and `left` when it goes while
    it has the keys.
    """

    action_asked = Signal(str)
    left = Signal()
    room_changes = Signal()
    room_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pile = NoticePile()
        self._late: list[Shown] = []
        """What came while nothing was to change."""
        self._past: list[str] = []
        self._timer = QTimer(self)
        self._again = QTimer(self)
        self._build()
        self._bind()
        self.hide()

    def show_notice(self, notice: Notice, *, action_title: str = "") -> None:
        """Put a notice in front of the person; `action_title` is the word on its button."""
        shown = Shown(notice, action_title if notice.action else "")
        if self._late or self._is_aimed_at():
            self._late.append(shown)
            self._again.start()
        else:
            self._change(partial(self._pile.put, shown))

    @property
    def notice(self) -> Notice | None:
        """What is on show."""
        front = self._pile.front
        return front.notice if front is not None else None

    def dismiss(self) -> None:
        """Put away what is on show; what waits behind it comes back."""
        self._change(self._pile.drop_front)

    def withdraw(self, action: str) -> None:
        """What this action is for was done another way: it is offered no more."""
        self._late = [shown for shown in self._late if shown.notice.action != action]
        self._change(partial(self._pile.withdraw, action))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._late:
            self._again.start(0)

    def _build(self) -> None:
        self.setObjectName("notice-bar")
        self.setAccessibleName(_("Notice"))
        self._icon = PlainLabel(self)
        self._text = PlainLabel(self)
        self._text.setObjectName("notice-text")
        self._text.setAccessibleName(_("Notice"))
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._behind = PlainLabel(self)
        self._behind.setObjectName("notice-behind")
        self._behind.setProperty("role", "muted")
        self._action = QPushButton(self)
        self._action.setObjectName("notice-action")
        self._action.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys where the person works
        self._close = QToolButton(self)
        self._close.setObjectName("notice-close")
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.setIcon(icon("close"))
        self._close.setToolTip(_("Dismiss"))
        self._close.setAccessibleName(_("Dismiss notice"))
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(measure(12), measure(4), measure(4), measure(4))
        row.setSpacing(measure(8))
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._behind)
        row.addWidget(self._action)
        row.addWidget(self._close)

    def _bind(self) -> None:
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_seen)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._show_late)
        self._close.clicked.connect(self.dismiss)
        self._action.clicked.connect(self._on_action)
        theme_changed.connect(self._paint_icon)

    def _change(self, change: Callable[[], None]) -> None:
        """Another front, or none; whoever stands next to the strip hears of it before and after."""
        before = self._pile.front
        change()
        front = self._pile.front
        if front is not before:
            self._timer.stop()
            if front is not None and not front.waits:
                self._timer.start(_SHOWN_MS[front.notice.level])
        focus = QApplication.focusWidget()
        had_keys = focus is not None and self.isAncestorOf(focus)
        self.room_changes.emit()
        if front is not None and front is not before:
            self._show(front)
        self._show_behind()
        self.setVisible(front is not None)
        self._row.activate()  # so that the room it needs is known at once
        self.room_changed.emit()
        if had_keys and front is None:
            self.left.emit()

    def _show(self, shown: Shown) -> None:
        notice = shown.notice
        if notice.text not in self._past[-1:]:
            self._past = [*self._past[-_KEPT + 1 :], notice.text]
        self._text.setText(notice.text)
        self._text.setAccessibleName(notice.text)
        self.setToolTip(plain_tip("\n".join(self._past)))
        self._action.setVisible(bool(shown.button))
        self._action.setText(shown.button)
        self._paint_icon()

    def _show_behind(self) -> None:
        count = self._pile.behind
        self._behind.setVisible(count > 0)
        self._behind.setText(ngettext("{count} more", "{count} more", count).format(count=count))

    def _is_aimed_at(self) -> bool:
        """Whether a change now could put another thing under the pointer than the person sees."""
        held = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        return held or (self.isVisible() and self.underMouse())

    def _on_seen(self) -> None:
        """Its time is over."""
        if self._is_aimed_at():
            self._timer.start(_AGAIN_MS)
        else:
            self.dismiss()

    def _show_late(self) -> None:
        if self._is_aimed_at():
            self._again.start(_AGAIN_MS)
            return
        late, self._late = self._late, []
        for shown in late:
            self._change(partial(self._pile.put, shown))

    def _on_action(self) -> None:
        notice = self.notice
        if notice is not None:
            self.dismiss()
            self.action_asked.emit(notice.action)

    def _paint_icon(self) -> None:
        notice = self.notice
        if notice is None:
            return
        theme = current()
        colour = {
            Level.INFO: theme.muted,
            Level.GOOD: theme.good,
            Level.WARN: theme.warn,
            Level.BAD: theme.bad,
        }[notice.level]
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(icon_pixmap(_ICONS[notice.level], size=measure(16), colour=colour, ratio=ratio))
