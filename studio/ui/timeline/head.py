"""The row above the grid: playing, what plays, the frames' time, frames and tags, onion skin."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QActionGroup, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSpinBox, QToolButton, QWidget

from studio.app.playhead import Scope
from studio.app.session import Session
from studio.core.errors import StudioError
from studio.core.words import _
from studio.doc import frames
from studio.doc.model import Tag
from studio.ui.bridge import connect
from studio.ui.icons import icon
from studio.ui.theme import measure
from studio.ui.timeline.frame_time import FrameTime, FrameTimeLabel
from studio.ui.tools.buttons import ICON_SIDE, ActionButton

_PLAYING = ("frame.first", "frame.previous", "frame.play", "frame.next", "frame.last")
_FRAMES = ("frame.new_empty", "frame.duplicate", "frame.delete", "frame.tag", "frame.link")
_SPARE = (("frame.first", "frame.last"), ("frame.link",), ("frame.previous", "frame.next"), ("frame.tag",))
"""Buttons that are given up one group after the other: keys and the Frame menu do the same."""
MOST_GHOSTS = 5


class TimelineHead(QWidget):
    """Shows the state of the session; every button runs an action of the program. `all_asked`: show all frames."""

    all_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._build()
        self._bind()
        self.show_state()

    def show_state(self) -> None:
        """Bring every control up to date."""
        for button in self._buttons:
            button.show_state()
        playhead, box = self._session.playhead, self._session.toolbox
        words = _("Stop (Enter)") if playhead.playing else _("Play (Enter)")
        self._play.setIcon(icon("pause" if playhead.playing else "play"))
        self._play.setToolTip(words)
        self._repeat.setChecked(playhead.repeat)
        for scope, action in self._scopes.items():
            action.setChecked(scope is playhead.scope)
        self._time.show_document(self._session.active)
        for field, value in ((self._before, box.onion_before), (self._after, box.onion_after)):
            blocked = field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(blocked)
            field.setEnabled(box.onion_shown)

    def show_focus(self, tag: Tag | None) -> None:
        """Name the tag whose frames alone are shown, and offer the way back."""
        self._only.setVisible(tag is not None)
        if tag is not None:
            self._only.setText(_("Only {name}").format(name=tag.name))
            self._only.setAccessibleName(_("Only {name} is shown. Show all frames").format(name=tag.name))
        self._fit()

    def minimumSizeHint(self) -> QSize:
        needed = self._width_of_all() - sum(_width(group) for group in self._spare)
        return QSize(needed, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Hide what can be done by keys and menus, as far as the room asks for it."""
        over = self._width_of_all() - self.width()
        for group in self._spare:
            for widget in group:
                widget.setVisible(over <= 0)
            over -= _width(group) if over > 0 else 0

    def _width_of_all(self) -> int:
        """Logical pixels that everything needs side by side."""
        hidden = [widget for group in self._spare for widget in group if widget.isHidden()]
        return super().minimumSizeHint().width() + _width(hidden)

    def _build(self) -> None:
        self.setObjectName("timeline-head")
        row = QHBoxLayout(self)
        row.setContentsMargins(measure(4), measure(4), measure(8), measure(4))
        row.setSpacing(0)
        self._buttons: list[ActionButton] = []
        for name in _PLAYING:
            row.addWidget(self._button(name))
        self._play = next(button for button in self._buttons if button.action_id == "frame.play")
        row.addWidget(self._make_loop())
        self._divide(row)
        self._time = FrameTime(self)
        self._time.setFixedWidth(measure(96))
        row.addWidget(FrameTimeLabel(_("Time"), self._time, self))
        row.addSpacing(measure(4))
        row.addWidget(self._time)
        self._divide(row)
        for name in _FRAMES:
            row.addWidget(self._button(name))
        self._only = QPushButton(icon("close"), "", self)
        self._only.setObjectName("timeline-show-all")
        self._only.setToolTip(_("Show all frames again"))
        self._only.hide()
        row.addSpacing(measure(8))
        row.addWidget(self._only)
        row.addStretch(1)
        row.addWidget(self._button("view.onion"))
        self._before = self._ghosts("onion-before", _("Frames before"))
        self._after = self._ghosts("onion-after", _("Frames after"))
        row.addSpacing(measure(4))
        row.addWidget(self._before)
        row.addSpacing(measure(4))
        row.addWidget(self._after)
        self.setFixedHeight(measure(36))
        by_id = {button.action_id: button for button in self._buttons}
        self._spare: tuple[tuple[QWidget, ...], ...] = (
            (self._before, self._after),
            *(tuple(by_id[action_id] for action_id in group) for group in _SPARE),
        )
        """What goes first where there is little room; their widths are fixed."""

    def _button(self, action_id: str) -> ActionButton:
        button = ActionButton(self._session, action_id, side=28, parent=self)
        button.setObjectName("timeline-" + action_id.replace(".", "-"))
        self._buttons.append(button)
        return button

    def _make_loop(self) -> QToolButton:
        self._loop = QToolButton(self)
        self._loop.setObjectName("timeline-loop")
        self._loop.setAccessibleName(_("What plays"))
        self._loop.setToolTip(_("What plays, and how often"))
        self._loop.setIcon(icon("loop"))
        self._loop.setIconSize(QSize(measure(ICON_SIDE), measure(ICON_SIDE)))
        self._loop.setFixedSize(measure(28), measure(28))
        self._loop.setAutoRaise(True)
        self._loop.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._loop)
        group = QActionGroup(menu)
        self._scopes: dict[Scope, QAction] = {}
        for scope, title in ((Scope.TAG, _("This tag")), (Scope.ALL, _("All frames"))):
            action = menu.addAction(title)
            action.setObjectName(f"play-{scope.value}")
            action.setCheckable(True)
            group.addAction(action)
            self._scopes[scope] = action
        menu.addSeparator()
        self._repeat = menu.addAction(_("Repeat until stopped"))
        self._repeat.setObjectName("play-repeat")
        self._repeat.setCheckable(True)
        menu.triggered.connect(self._on_loop)
        self._loop.setMenu(menu)
        return self._loop

    def _ghosts(self, name: str, title: str) -> QSpinBox:
        field = QSpinBox(self)
        field.setObjectName(name)
        field.setAccessibleName(title)
        field.setToolTip(_("{title} that the onion skin shows").format(title=title))
        field.setRange(0, MOST_GHOSTS)
        field.setFixedWidth(measure(48))
        field.lineEdit().setTextMargins(measure(4), 0, 0, 0)
        return field

    def _divide(self, row: QHBoxLayout) -> None:
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.VLine)
        line.setFrameShadow(QFrame.Shadow.Plain)
        line.setForegroundRole(QPalette.ColorRole.Mid)
        line.setFixedHeight(measure(20))
        line.setObjectName("divider")
        row.addSpacing(measure(8))
        row.addWidget(line)
        row.addSpacing(measure(8))

    def _bind(self) -> None:
        connect(self, self._session.playhead.changed, self.show_state)
        connect(self, self._session.toolbox.changed, self._on_tool)
        self._only.clicked.connect(self.all_asked)
        self._time.committed.connect(self._on_time)
        self._before.valueChanged.connect(self._on_before)
        self._after.valueChanged.connect(self._on_after)

    def _on_tool(self, name: str) -> None:
        if name.startswith("onion"):
            self.show_state()

    def _on_loop(self, action: QAction) -> None:
        playhead = self._session.playhead
        if action is self._repeat:
            playhead.set_repeat(on=action.isChecked())
        for scope, known in self._scopes.items():
            if action is known:
                playhead.set_scope(scope)

    def _on_time(self) -> None:
        document, duration = self._session.active, self._time.duration
        if document is None or duration is None:
            return
        chosen = document.selected_frames
        try:
            document.apply(_("Frame time"), lambda sprite: frames.set_durations(sprite, chosen, duration))
        except StudioError as error:
            self._session.report(error)
            self.show_state()

    def _on_before(self, count: int) -> None:
        self._session.toolbox.onion_before = count

    def _on_after(self, count: int) -> None:
        self._session.toolbox.onion_after = count


def _width(widgets: Iterable[QWidget]) -> int:
    return sum(widget.minimumWidth() for widget in widgets)
