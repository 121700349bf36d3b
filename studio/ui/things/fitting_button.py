"""A button that says less where its panel is narrow, instead of being cut at both ends."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from studio.ui.theme import measure

_AROUND = 10
"""Pixels at both sides that are not words."""


class FittingButton(QPushButton):
    """Never makes its panel wider; those who do not see it are always told all of its words."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._whole = ""
        self._short = ""
        self.setObjectName(name)
        self.setProperty("narrow", True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_words(self, whole: str, short: str = "") -> None:
        """Say `whole`, or `short` as long as there is no room for that."""
        self._whole, self._short = whole, short or whole
        self.setAccessibleName(whole)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)  # as the theme writes on a primary button
        needed = QFontMetrics(bold).horizontalAdvance(self._whole) + measure(_AROUND)
        words = self._whole if needed <= self.width() else self._short
        if words != self.text():
            self.setText(words)
