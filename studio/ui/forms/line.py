"""One line of words that gives way to an ellipsis where there is no room; the whole of it is in the tool tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from studio.ui.labels import PlainLabel, plain_tip
from studio.ui.theme import measure

_NARROWEST = 24


class ElidedLabel(PlainLabel):
    """A label that never makes its panel wider."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self._short = ""
        self.setObjectName(name)

    def show_words(self, words: str, short: str = "") -> None:
        """Say something else; `short` where the words have no room. The tool tip has all of them."""
        self._short = short
        self.setText(words)
        self.setToolTip(plain_tip(words))

    @property
    def shown(self) -> str:
        """What has room: all of the words, the short ones, or as much as fits."""
        whole, metrics = self.text(), self.fontMetrics()
        fitting = self._short if self._short and metrics.horizontalAdvance(whole) > self.width() else whole
        return metrics.elidedText(fitting, Qt.TextElideMode.ElideRight, self.width())

    def minimumSizeHint(self) -> QSize:
        return QSize(measure(_NARROWEST), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(measure(_NARROWEST), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        words = self.shown
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
