"""What a panel shows while it has nothing to show: one sentence and one way on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.ui.labels import PlainLabel
from studio.ui.theme import measure


class EmptyPage(QWidget):
    """`words` and `button` are filled in by the panel that shows it."""

    def __init__(self, button_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = PlainLabel(self)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setProperty("role", "muted")
        self.button = QPushButton(self)
        self.button.setObjectName(button_name)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(measure(16), measure(12), measure(16), measure(12))
        column.setSpacing(measure(12))
        column.addStretch(1)
        column.addWidget(self.words)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)

    def add_way(self, button: QPushButton) -> None:
        """Another way on, below the first."""
        self._column.insertWidget(self._column.count() - 1, button, 0, Qt.AlignmentFlag.AlignCenter)
