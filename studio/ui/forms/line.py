"""One line of words that gives way to an ellipsis where there is no room; the whole of it is in the tool tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from studio.ui.theme import measure

_NARROWEST = 24


class ElidedLabel(QLabel):
    """A label that never makes its panel wider."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)

    def minimumSizeHint(self) -> QSize:
        return QSize(measure(_NARROWEST), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(measure(_NARROWEST), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
