"""The handle by which the palette of a sprite is taken to another sprite."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from studio.app.session import Session
from studio.core.words import _
from studio.ui.icons import icon
from studio.ui.theme import measure
from studio.ui.timeline.drags import Goods, Load
from studio.ui.timeline.dropping import drag_of


class PaletteHandle(QToolButton):
    """Pulled onto the tab of another sprite it gives that one the colours; a click copies them for pasting."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pressed_at: QPoint | None = None
        self.setObjectName("palette-handle")
        self.setAccessibleName(_("Copy the palette"))
        self.setToolTip(_("Pull the palette onto the tab of another sprite, or click to copy it"))
        self.setIcon(icon("palette"))
        self.setFixedSize(measure(28), measure(28))
        self.setAutoRaise(True)
        self.clicked.connect(self._copy)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed_at = event.position().toPoint() if event.button() is Qt.MouseButton.LeftButton else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start, document = self._pressed_at, self._session.active
        way = event.position().toPoint() - start if start is not None else QPoint()
        if document is None or way.manhattanLength() < QApplication.startDragDistance():
            super().mouseMoveEvent(event)
            return
        self._pressed_at = None
        self.setDown(False)
        drag = drag_of(Load(document.id, goods=Goods.PALETTE), self)
        drag.exec(Qt.DropAction.CopyAction)

    def _copy(self) -> None:
        self._session.commands.run("edit.copy_palette")
        self._session.say(_("The palette is copied. Paste it into another sprite."))
