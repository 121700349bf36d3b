"""A picture slot: 64 px of what will be sent, with a menu of where it can come from. Takes drops of files and takes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from studio.core.errors import UserError
from studio.core.words import _
from studio.doc.pixels import Pixels
from studio.ui import theme
from studio.ui.forms.pasting import FRAMES_MIME, TAKE_MIME, holds_source, source_of
from studio.ui.forms.thumbnail import paint_checker, paint_pixels
from studio.ui.icons import icon
from studio.ui.theme import measure

__all__ = ["FRAMES_MIME", "TAKE_MIME", "PictureSlot", "source_of"]

SIDE = 64
SMALL_SIDE = 40
_EMPTIES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu)


class PictureSlot(QAbstractButton):
    """Shows one picture, and how many there are behind it. `clicked` asks for the menu."""

    dropped = Signal(object)
    """A Source."""
    refused = Signal(str)
    """Why a drop brought nothing, as a sentence."""
    pasted = Signal()
    cleared = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._side = SIDE
        self._pixels: Pixels | None = None
        self._count = 0
        self._overlay: Pixels | None = None
        self._dropping = False
        self._invalid = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(self.sizeHint())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_picture(None)

    def make_small(self) -> None:
        """For rows of a list, which are many."""
        self._side = SMALL_SIDE
        self.setFixedSize(self.sizeHint())

    @property
    def pixels(self) -> Pixels | None:
        return self._pixels

    def show_picture(self, pixels: Pixels | None, *, count: int = 1, words: str = "") -> None:
        """Show a picture with `count` pictures behind it, or nothing. `words` say what it is."""
        self._pixels = pixels
        self._count = count if pixels is not None else 0
        state = words if pixels is not None else _("empty")
        self.setAccessibleName(f"{self._title}: {state}")
        self.update()

    def mark_invalid(self, *, invalid: bool) -> None:
        """Edge in the colour of trouble."""
        if invalid != self._invalid:
            self._invalid = invalid
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(measure(self._side), measure(self._side))

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here do not act as shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_meant(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the menu, Delete empties the slot, the keys for pasting fill it."""
        if not _is_meant(event):
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        elif event.key() in _EMPTIES:
            self.cleared.emit()
        else:
            self.click()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if holds_source(event.mimeData()):
            self._dropping = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._dropping = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._dropping = False
        self.update()
        event.acceptProposedAction()
        try:
            source = source_of(event.mimeData())
        except UserError as error:
            self.refused.emit(str(error))
            return
        if source is not None:
            self.dropped.emit(source)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = theme.current()
        room = self.rect().adjusted(2, 2, -2, -2)
        if self._pixels is not None:
            paint_pixels(painter, room, self._pixels)
        else:
            paint_checker(painter, room)
            self._paint_empty(painter, room)
        if not self.isEnabled():
            veil = QColor(tokens.panel)
            veil.setAlpha(190)
            painter.fillRect(room, veil)
        if self._count > 1:
            self._paint_count(painter, room)
        marked = self.hasFocus() or self._dropping
        edge = (
            tokens.accent
            if marked
            else tokens.bad
            if self._invalid
            else tokens.muted
            if self.underMouse()
            else tokens.line
        )
        painter.setPen(QPen(QColor(edge), 2 if marked else 1))
        painter.drawRect(self.rect().adjusted(1, 1, -2, -2))

    def _paint_empty(self, painter: QPainter, room: QRect) -> None:
        side = measure(20)
        place = QRect(0, 0, side, side)
        place.moveCenter(room.center())
        icon("image").paint(painter, place)

    def _paint_count(self, painter: QPainter, room: QRect) -> None:
        tokens = theme.current()
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        text = f"× {self._count}"
        width = painter.fontMetrics().horizontalAdvance(text) + measure(8)
        height = painter.fontMetrics().height()
        plate = QRect(room.right() - width + 1, room.bottom() - height + 1, width, height)
        painter.fillRect(plate, QColor(tokens.raised))
        painter.setPen(QColor(tokens.text))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _is_meant(event: QKeyEvent) -> bool:
    """Whether a key is for the slot; with Ctrl, Enter sends the form."""
    if event.matches(QKeySequence.StandardKey.Paste):
        return True
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return held == Qt.KeyboardModifier.NoModifier and event.key() in (*_EMPTIES, *_OPENS)
