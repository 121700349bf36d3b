"""Words as they are: labels and tool tips that take nothing a provider or a file says for markup.

Qt reads whatever looks like HTML as HTML, also in a tool tip, and then opens the files that it names.
"""

from __future__ import annotations

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QLabel, QWidget


class PlainLabel(QLabel):
    """A label of words; with a widget alone as the first argument it begins empty."""

    def __init__(self, words: str | QWidget | None = None, parent: QWidget | None = None) -> None:
        if isinstance(words, str):
            super().__init__(words, parent)
        else:
            super().__init__(words or parent)
        self.setTextFormat(Qt.TextFormat.PlainText)


def plain_tip(words: str) -> str:
    """The words for a tool tip, or for another place that knows no plain text."""
    return Qt.convertFromPlainText(words) if Qt.mightBeRichText(words) else words
