"""The chosen take beside the sprite, over the canvas: four ways to look, played at its true times, with what changes.

Keys: W S B D for the ways, up and down for the next one, left and right move the wipe (or step through the frames),
comma and full stop step, Space plays, 1-9 choose another take, A accepts, Esc leaves.
"""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.app.compare import Comparison, Pair, Summary
from studio.app.session import Session
from studio.core.errors import StudioError
from studio.core.geometry import Point
from studio.core.words import _, ngettext
from studio.doc.document import Document
from studio.doc.palette import Colour
from studio.ui.bridge import connect
from studio.ui.forms.line import ElidedLabel
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel, plain_tip
from studio.ui.takes.compare_colours import CompareColours, colour_words
from studio.ui.takes.compare_stage import BLINKS, CompareStage, Look
from studio.ui.takes.playing import TakePlayer
from studio.ui.takes.ways import explained
from studio.ui.theme import measure

_LOOK_KEYS = {Qt.Key.Key_W: Look.WIPE, Qt.Key.Key_S: Look.SIDE, Qt.Key.Key_B: Look.BLINK, Qt.Key.Key_D: Look.DIFFERENCE}
_KEYS = frozenset(
    {*_LOOK_KEYS, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Comma}
    | {Qt.Key.Key_Period, Qt.Key.Key_Space, Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_Escape, Qt.Key.Key_0}
    | {Qt.Key.Key_Plus, Qt.Key.Key_Minus}
    | {Qt.Key(Qt.Key.Key_1 + number) for number in range(9)}
)
_FAR = 8
"""Columns the wipe goes with Shift."""


class CompareView(QWidget):
    """Follows the shelf while it is seen; what is compared is made again when take, sprite or switches change."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._player = TakePlayer(self)
        self._comparison: Comparison | None = None
        self._summary: Summary | None = None
        self._heard: set[str] = set()
        self._cell: Point | None = None
        self._build()
        self._bind()
        self._show_look(Look.WIPE)

    # -- building ------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setObjectName("compare")
        self.setAccessibleName(_("Compare"))
        self.stage = CompareStage(self)
        self.colours = CompareColours(self)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.stage, 1)
        middle.addWidget(self.colours)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._build_head())
        column.addLayout(middle, 1)
        column.addLayout(self._build_foot())

    def _build_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(measure(8), measure(4), measure(4), measure(4))
        row.setSpacing(measure(4))
        self._looks = QButtonGroup(self)
        for look, title in (
            (Look.WIPE, _("Wipe")),
            (Look.SIDE, _("Side by side")),
            (Look.BLINK, _("Blink")),
            (Look.DIFFERENCE, _("Difference")),
        ):
            key = next(key for key, known in _LOOK_KEYS.items() if known is look)
            button = self._button("", f"compare-{look.value}", f"{title} ({chr(key.value)})")
            button.setText(title)
            button.setCheckable(True)
            self._looks.addButton(button)
            row.addWidget(button)
        self._blink = _BlinkTime(self)
        self._blink.setObjectName("compare-blink-time")
        self._blink.setAccessibleName(_("Time of each picture"))
        self._blink.setToolTip(_("Time of each picture"))
        self._blink.setRange(*BLINKS)
        self._blink.setSingleStep(100)
        self._blink.setValue(500)
        self._blink.setSuffix(_(" ms"))
        row.addWidget(self._blink)
        row.addStretch(1)
        self._accept = QPushButton(_("Accept"), self)
        self._accept.setObjectName("compare-accept")
        self._accept.setAccessibleName(_("Accept"))
        self._accept.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._accept.setProperty("primary", True)
        self._leave = self._button("close", "compare-leave", _("Leave the comparison (Esc)"))
        row.addWidget(self._accept)
        row.addWidget(self._leave)
        return row

    def _build_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(measure(4), measure(4), measure(4), measure(4))
        row.setSpacing(0)
        self._play = self._button("play", "compare-play", _("Play or pause (Space)"))
        self._words = ElidedLabel(self, "compare-words")
        self._zoom = PlainLabel(self)
        self._zoom.setObjectName("compare-zoom")
        self._zoom.setAccessibleName(_("Zoom"))
        self._zoom.setMinimumWidth(measure(56))
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._out = self._button("zoom-out", "compare-out", _("Zoom out (−)"))
        self._in = self._button("zoom-in", "compare-in", _("Zoom in (+)"))
        self._fit = self._button("fit", "compare-fit", _("Fit in window (0)"))
        self._list = self._button("palette", "compare-list", _("List the colours that change"))
        self._list.setCheckable(True)
        self._list.setChecked(True)
        row.addWidget(self._play)
        row.addSpacing(measure(4))
        row.addWidget(self._words, 1)
        row.addWidget(self._zoom)
        for button in (self._out, self._in, self._fit, self._list):
            row.addWidget(button)
        return row

    def _button(self, picture: str, name: str, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        if picture:
            button.setIcon(icon(picture))
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _bind(self) -> None:
        session = self._session
        connect(self, session.takes.chosen_changed, self._reload)
        connect(self, session.takes.comparing_changed, self._reload)
        connect(self, session.acceptance.changed, self._reload)
        self._player.moved.connect(self._on_frame)
        self.colours.chosen.connect(self._on_colour)
        self._looks.buttonClicked.connect(self._on_look)
        self.stage.pointed.connect(self._on_pointed)
        self.stage.zoomed.connect(self._show_zoom)
        self._blink.valueChanged.connect(self.stage.blink_every)
        self._accept.clicked.connect(self._on_accept)
        self._leave.clicked.connect(self._on_leave)
        self._play.clicked.connect(self._on_play)
        self._out.clicked.connect(self._zoom_out)
        self._in.clicked.connect(self._zoom_in)
        self._fit.clicked.connect(self.stage.fit)
        self._list.toggled.connect(self.colours.setVisible)

    # -- showing -------------------------------------------------------------------------------------------------------

    @property
    def player(self) -> TakePlayer:
        """Which frame shows, and whether it plays."""
        return self._player

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._reload()
        self.stage.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """What is not seen costs nothing."""
        super().hideEvent(event)
        self._player.load(None)
        self._put(None)

    def _reload(self) -> None:
        """Compare the take that is chosen now with the sprite as it is now."""
        take, document = self._session.takes.chosen, self._session.active
        if not self.isVisible() or take is None or document is None or not take.frames:
            return
        self._hear(document)
        fitted = self._session.acceptance.ready(take)
        if fitted is None:
            self._words.setText(_("The take is being made to fit."))
            return
        is_new = self._player.take is None or self._player.take.id != take.id
        self._put(Comparison(document.sprite, fitted, document.cursor.frame))
        self._player.load(fitted.take)
        if is_new and not self._session.settings.get("appearance.reduced_motion"):
            self._player.play()
        ways = self._session.acceptance.placements(take)
        self._accept.setEnabled(bool(ways))
        self._accept.setToolTip(_("{way} (A)").format(way=explained(ways[0])) if ways else "")
        self._on_frame()

    def _hear(self, document: Document) -> None:
        if document.id not in self._heard:
            self._heard.add(document.id)
            connect(self, document.changed, self._reload)
            connect(self, document.cursor_moved, self._reload)

    def _put(self, comparison: Comparison | None) -> None:
        self._comparison = comparison
        self._summary = None
        self.stage.show_comparison(comparison)
        self.colours.show_summary(None)
        if comparison is not None:
            self._session.tasks.launch(self._count(comparison), name="compare colours")

    async def _count(self, comparison: Comparison) -> None:
        summary = await asyncio.to_thread(comparison.summary)
        if comparison is self._comparison:
            self._summary = summary
            self.colours.show_summary(summary)
            self._show_words()

    def _on_frame(self) -> None:
        self.stage.show_frame(self._player.index)
        self._play.setIcon(icon("pause" if self._player.is_playing else "play"))
        self._play.setEnabled(self._comparison is not None and len(self._comparison) > 1)
        self._show_words()

    def _show_words(self) -> None:
        if self._comparison is None:
            return
        words, count, at = [], len(self._comparison), self._player.index
        if count > 1:
            words.append(_("Frame {number} of {count}").format(number=at + 1, count=count))
        if self._summary is not None:
            here = self._summary.counts[min(at, count - 1)]
            words.append(ngettext("{here} pixel changes", "{here} pixels change", here).format(here=f"{here:,}"))
            if count > 1:
                words.append(_("{total} in all frames").format(total=f"{self._summary.total:,}"))
        if self._cell is not None:
            words.append(_cell_words(self._comparison.pair(at), self._cell))
        self._words.setText("  ·  ".join(words))
        self._words.setToolTip(plain_tip(self._words.text()))

    def _on_pointed(self, cell: Point | None) -> None:
        self._cell = cell
        self._show_words()

    def _show_zoom(self) -> None:
        percent = round(100 * self.stage.viewport.zoom)
        self._zoom.setText(_("{percent} %").format(percent=percent))

    def _show_look(self, look: Look) -> None:
        self.stage.show_look(look)
        for button in self._looks.buttons():
            button.setChecked(button.objectName() == f"compare-{look.value}")
        self._blink.setVisible(look is Look.BLINK)

    # -- what a person does --------------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here do not reach the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_wanted(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if not _is_wanted(event):
            super().keyPressEvent(event)
        elif key in _LOOK_KEYS:
            self._show_look(_LOOK_KEYS[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            looks = list(Look)
            step = 1 if key == Qt.Key.Key_Down else -1
            self._show_look(looks[(looks.index(self.stage.look) + step) % len(looks)])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go_sideways(-1 if key == Qt.Key.Key_Left else 1, far=far)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._choose(key - Qt.Key.Key_1)
        else:
            self._answer(key)

    def _answer(self, key: Qt.Key) -> None:
        match key:
            case Qt.Key.Key_Comma | Qt.Key.Key_Period:
                self._player.show(self._player.index + (1 if key == Qt.Key.Key_Period else -1))
            case Qt.Key.Key_Space:
                self._on_play()
            case Qt.Key.Key_A:
                self._on_accept()
            case Qt.Key.Key_0:
                self.stage.fit()
            case Qt.Key.Key_Plus | Qt.Key.Key_Minus:
                self.stage.step_zoom(1 if key == Qt.Key.Key_Plus else -1)
            case _:
                self._on_leave()

    def _go_sideways(self, by: int, *, far: bool) -> None:
        if self.stage.look is Look.WIPE:
            self.stage.wipe_to(self.stage.column + by * (_FAR if far else 1))
        else:
            self._player.show(self._player.index + by)

    def _choose(self, row: int) -> None:
        takes = self._session.takes.takes
        if row < len(takes) and takes[row].frames:
            self._session.takes.choose(takes[row].id)

    def _on_look(self, button: QAbstractButton) -> None:
        self._show_look(Look(button.objectName().removeprefix("compare-")))

    def _zoom_out(self) -> None:
        self.stage.step_zoom(-1)

    def _zoom_in(self) -> None:
        self.stage.step_zoom(1)

    def _on_colour(self, change: object) -> None:
        self.stage.show_only(change)  # type: ignore[arg-type]  # Qt carries objects
        if change is not None:
            self._show_look(Look.DIFFERENCE)

    def _on_play(self) -> None:
        if self._player.is_playing:
            self._player.pause()
        else:
            self._player.play()
        self._on_frame()

    def _on_accept(self) -> None:
        take = self._session.takes.chosen
        if take is not None:
            try:
                self._session.acceptance.accept_soon(take)
            except StudioError as error:
                self._session.report(error)

    def _on_leave(self) -> None:
        self._session.takes.compare(on=False)


class _BlinkTime(QSpinBox):
    """Takes figures; letters go on meaning what they mean in the comparison."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text().isalpha() or event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _cell_words(pair: Pair, cell: Point) -> str:
    """What is under the pointer, before and in the take."""
    old, new = (colour_words(Colour(*map(int, one[cell.y, cell.x]))) for one in pair)
    return f"x {cell.x}  y {cell.y}  {old if old == new else f'{old} → {new}'}"


def _is_wanted(event: QKeyEvent) -> bool:
    key = Qt.Key(event.key())
    shift = Qt.KeyboardModifier.ShiftModifier
    plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | shift) == Qt.KeyboardModifier.NoModifier
    shifted = bool(event.modifiers() & shift)
    sideways = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Plus)
    return plain and key in _KEYS and (not shifted or key in sideways)
