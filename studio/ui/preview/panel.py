"""A preview that always plays, at true times and apart from the cursor: a tag, all frames, or the chosen take."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from PySide6.QtCore import QElapsedTimer, QSignalBlocker, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.app.previews import FramePictures
from studio.app.session import Session
from studio.app.takes import Take
from studio.core.words import _, ngettext
from studio.doc.change import Change
from studio.doc.document import Document
from studio.ui.bridge import connect
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel
from studio.ui.preview.reel import ALL, FOLLOW, TAKE, Reel, reel_of_document, reel_of_take
from studio.ui.preview.screen import MAX_ZOOM, PreviewScreen
from studio.ui.theme import measure

SPEEDS: Mapping[str, Fraction] = {
    "0.25×": Fraction(1, 4),
    "0.5×": Fraction(1, 2),
    "1×": Fraction(1),
    "2×": Fraction(2),
    "4×": Fraction(4),
}
_ZOOMS = (0, 1, 2, 3, 4, 6, 8, 12, MAX_ZOOM)
_REDRAW = 33
"""Milliseconds between two pictures while something is being painted."""


class PreviewPanel(QWidget):
    """Runs only while it can be seen. A chosen take is shown until it is left."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._heard: set[str] = set()
        self._pictures: FramePictures | None = None
        self._pictured: Document | None = None
        self._reel: Reel | None = None
        self._index = 0
        self._choice_before = FOLLOW
        self._playing = not bool(session.settings.get("appearance.reduced_motion"))
        self._speed = Fraction(1)
        self._zoom = 0
        self._clock = QElapsedTimer()
        self._base = Fraction(0)
        self._tick = QTimer(self)
        self._redraw = QTimer(self)
        self._build()
        self._bind()
        self._on_active()

    @property
    def screen_widget(self) -> PreviewScreen:
        """Where the picture is."""
        return self._screen

    @property
    def index(self) -> int:
        """The frame that is shown, an index into the sprite or the take."""
        return self._index

    def show_at(self, elapsed: Fraction) -> None:
        """Stand at a time of the animation, ms after its start, and go on from there."""
        self._base = elapsed
        self._clock.start()
        self._advance()

    # --- construction

    def _build(self) -> None:
        self.setObjectName("preview-panel")
        self._screen = PreviewScreen(self)
        self._empty = PlainLabel(_("Open a sprite to see it move."), self)
        self._empty.setObjectName("preview-empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._source = QComboBox(self)
        self._source.setObjectName("preview-source")
        self._source.setAccessibleName(_("What plays"))
        self._source.setToolTip(_("What plays"))
        self._source.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._play = QToolButton(self)
        self._play.setObjectName("preview-play")
        self._play.setAutoRaise(True)
        self._play.setIconSize(QSize(measure(20), measure(20)))
        self._play.setFixedSize(measure(28), measure(28))
        self._speed_button = self._menu_button("preview-speed", _("Speed"), list(SPEEDS), "1×")
        zooms = [zoom_text(zoom) for zoom in _ZOOMS]
        self._zoom_button = self._menu_button("preview-zoom", _("Zoom (wheel)"), zooms, zooms[0])
        self._zoom_button.setIcon(icon("zoom"))
        self._zoom_button.setIconSize(QSize(measure(20), measure(20)))
        self._zoom_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self._zoom_button.setFixedSize(measure(28), measure(28))
        row = QHBoxLayout()
        row.setContentsMargins(measure(4), measure(4), measure(4), measure(4))
        row.setSpacing(measure(4))
        row.addWidget(self._play)
        row.addWidget(self._source, 1)
        row.addWidget(self._speed_button)
        row.addWidget(self._zoom_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._screen, 1)
        column.addWidget(self._empty, 1)
        column.addLayout(row)

    def _menu_button(self, name: str, title: str, entries: list[str], now: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(title)
        button.setToolTip(title)
        button.setAutoRaise(True)
        button.setFixedHeight(measure(28))
        button.setMinimumWidth(measure(40))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        group = QActionGroup(menu)
        for entry in entries:
            action = menu.addAction(entry)
            action.setCheckable(True)
            action.setChecked(entry == now)
            group.addAction(action)
        button.setMenu(menu)
        button.setText(now)
        return button

    def _bind(self) -> None:
        for timer, slot in ((self._tick, self._advance), (self._redraw, self._draw)):
            timer.setSingleShot(True)
            timer.setTimerType(Qt.TimerType.PreciseTimer)
            timer.timeout.connect(slot)
        self._redraw.setInterval(_REDRAW)
        connect(self, self._session.active_changed, self._on_active)
        connect(self, self._session.takes.chosen_changed, self._on_take)
        connect(self, self._session.acceptance.changed, self._on_fitted)
        self._source.activated.connect(self._on_source)
        self._play.clicked.connect(self.toggle)
        self._speed_button.menu().triggered.connect(self._on_speed)
        self._zoom_button.menu().triggered.connect(self._on_zoom)
        self._screen.zoom_asked.connect(self._step_zoom)

    # --- what is shown

    def _on_active(self) -> None:
        document = self._session.active
        if document is not None and document.id not in self._heard:
            self._heard.add(document.id)
            connect(self, document.changed, self._on_changed)
            connect(self, document.cursor_moved, self._load)
            connect(self, document.painted, self._on_painted)
        if document is not self._pictured:
            self._pictured = document
            self._pictures = FramePictures(document) if document is not None else None
        self._fill_sources()
        self._load()

    def _fill_sources(self) -> None:
        document, take = self._session.active, self._session.takes.chosen
        chosen = self._source.currentData() or FOLLOW
        with QSignalBlocker(self._source):
            self._source.clear()
            if take is not None:
                self._source.addItem(_("Take"), TAKE)
            self._source.addItem(_("This tag"), FOLLOW)
            self._source.addItem(_("All frames"), ALL)
            for tag in document.sprite.tags if document is not None else ():
                self._source.addItem(tag.name, tag.id)
            known = self._source.findData(chosen)
            self._source.setCurrentIndex(known if known >= 0 else self._source.findData(FOLLOW))
        title = take.title if take is not None else ""
        self._source.setToolTip(
            _("What plays; the chosen take is “{title}”").format(title=title) if title else _("What plays")
        )

    def _on_take(self) -> None:
        take, choice = self._session.takes.chosen, self._source.currentData()
        if choice != TAKE:
            self._choice_before = choice or FOLLOW
        self._fill_sources()
        wanted = TAKE if take is not None else self._choice_before
        index = self._source.findData(wanted)
        self._source.setCurrentIndex(index if index >= 0 else self._source.findData(FOLLOW))
        self._load()

    def _load(self) -> None:
        """Another reel, or the same one after a change; the same goes on where it was."""
        reel = self._make_reel()
        same = reel is not None and self._reel is not None and reel.key == self._reel.key
        length = self._reel.player.length if self._reel is not None else None
        self._reel = reel
        self._screen.setVisible(reel is not None)
        self._empty.setVisible(reel is None)
        if reel is None:
            self._tick.stop()
            self._screen.show_picture(None)
        elif not same:
            self.show_at(Fraction(0))
        elif length != reel.player.length:
            self.show_at(reel.player.time_of(self._index))
        else:
            self._advance()
        self._show_controls()

    def _make_reel(self) -> Reel | None:
        document, take, choice = self._session.active, self._session.takes.chosen, self._source.currentData()
        if choice == TAKE and take is not None:
            reel = self._reel_of_take(take)
            if reel is not None:
                return reel
        if document is None or self._pictures is None:
            return None
        return reel_of_document(document, self._pictures, choice or FOLLOW)

    def _reel_of_take(self, take: Take) -> Reel | None:
        """With the colours, edges and size it would be put down with; what played goes on while that is made."""
        fitted = self._session.acceptance.ready(take) if self._session.active is not None else None
        reel = reel_of_take(take if fitted is None else fitted.take)
        if fitted is None and reel is not None and self._reel is not None and self._reel.key == reel.key:
            return self._reel
        return reel

    def _on_fitted(self) -> None:
        if self._source.currentData() == TAKE:
            self._load()

    def _on_changed(self, change: Change) -> None:
        if self._pictured is not self._session.active:
            return
        if change.tags or change.structure:
            self._fill_sources()
        if change.tags or change.structure or change.frames or change.size:
            self._load()
        else:
            self._draw()

    def _on_painted(self) -> None:
        if not self._redraw.isActive() and self.isVisible():
            self._redraw.start()

    # --- time

    def _elapsed(self) -> Fraction:
        if not self._playing or not self._clock.isValid():
            return self._base
        return self._base + Fraction(self._clock.nsecsElapsed(), 1_000_000) * self._speed

    def _advance(self) -> None:
        reel = self._reel
        if reel is None:
            return
        elapsed = self._elapsed()
        moment = reel.player.position(elapsed)
        self._index = moment.index
        self._draw()
        if self._playing and self.isVisible() and len(reel.player.order) > 1:
            self._tick.start(max(1, math.ceil((moment.ends - elapsed) / self._speed)))

    def _draw(self) -> None:
        reel = self._reel
        if reel is not None and self.isVisible():
            self._screen.show_picture(reel.picture(self._index), reel.size)

    def toggle(self) -> None:
        """Play, or stand still."""
        self._base = self._elapsed()
        self._playing = not self._playing
        self._clock.start()
        self._tick.stop()
        self._advance()
        self._show_controls()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()
        self._advance()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._base = self._elapsed()
        self._clock.invalidate()
        self._tick.stop()

    # --- controls

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggle()
        else:
            super().keyPressEvent(event)

    def _show_controls(self) -> None:
        words = _("Pause the preview") if self._playing else _("Play the preview")
        self._play.setIcon(icon("pause" if self._playing else "play"))
        self._play.setToolTip(words)
        self._play.setAccessibleName(words)
        self._play.setEnabled(self._reel is not None)
        reel = self._reel
        if reel is not None:
            count = len(set(reel.player.order))
            words = ngettext("{count} frame, {ms} ms", "{count} frames, {ms} ms", count)
            self._screen.setToolTip(words.format(count=count, ms=round(float(reel.player.length))))
            self._screen.setAccessibleDescription(self._screen.toolTip())

    def _on_source(self) -> None:
        self._load()

    def _on_speed(self, action: QAction) -> None:
        self._base = self._elapsed()
        self._clock.start()
        self._speed = SPEEDS[action.text()]
        self._speed_button.setText(action.text())
        self._advance()

    def _on_zoom(self, action: QAction) -> None:
        self._set_zoom(_ZOOMS[self._zoom_button.menu().actions().index(action)])

    def _step_zoom(self, by: int) -> None:
        now = self._zoom or max(1, round(self._screen.scale))
        steps = [zoom for zoom in _ZOOMS if zoom > now] if by > 0 else [zoom for zoom in _ZOOMS[:0:-1] if zoom < now]
        if steps:
            self._set_zoom(steps[0])

    def _set_zoom(self, zoom: int) -> None:
        self._zoom = zoom
        self._screen.set_zoom(zoom)
        self._zoom_button.setText(zoom_text(zoom))
        self._zoom_button.setToolTip(_("Zoom: {zoom} (wheel)").format(zoom=zoom_text(zoom)))
        self._zoom_button.menu().actions()[_ZOOMS.index(zoom)].setChecked(True)


def zoom_text(zoom: int) -> str:
    """A zoom as its menu names it."""
    return _("Fit") if zoom == 0 else f"{zoom * 100} %"
