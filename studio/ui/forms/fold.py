"""A heading that unfolds what stands below it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from studio.core.words import _
from studio.ui.icons import icon
from studio.ui.theme import measure


class Fold(QToolButton):
    """`unfolded` carries whether the part below is to be seen."""

    unfolded = Signal(bool)

    def __init__(self, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._open = False
        self.setObjectName(name)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(measure(16), measure(16)))
        self.setFixedHeight(measure(24))
        self.clicked.connect(self._on_clicked)
        self._show()

    @property
    def is_open(self) -> bool:
        return self._open

    def open(self, *, opened: bool = True) -> None:
        """Unfold, or fold."""
        if opened != self._open:
            self._open = opened
            self._show()
            self.unfolded.emit(opened)

    def _on_clicked(self) -> None:
        self.open(opened=not self._open)

    def _show(self) -> None:
        self.setText(self._title)
        self.setIcon(icon("chevron-down" if self._open else "chevron-right", size=16))
        state = _("unfolded") if self._open else _("folded")
        self.setAccessibleName(f"{self._title}, {state}")
