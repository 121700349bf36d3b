"""The head of a form: what is going to be done, where, and what it costs; a click goes back to the finder."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from studio.core.words import _
from studio.spec.operation import Operation
from studio.ui.forms.intents import INTENT_ICONS, provider_title
from studio.ui.forms.line import ElidedLabel
from studio.ui.icons import icon, icon_pixmap
from studio.ui.labels import PlainLabel
from studio.ui.theme import current, measure, theme_changed

_BUTTON = 28


class OperationCard(QFrame):
    """A click anywhere on it emits `clicked`."""

    clicked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = PlainLabel(self)
        self._title = ElidedLabel(self, "generate-title")
        self._title.setProperty("role", "title")
        self._price = ElidedLabel(self, "generate-price")
        self._price.setProperty("role", "muted")
        self._operation: type[Operation] | None = None
        self._button = QToolButton(self)
        self._button.setObjectName("generate-choose")
        self._button.setFixedWidth(measure(_BUTTON))
        self._button.setIcon(icon("search"))
        self._button.setToolTip(_("Choose something else to do"))
        self._button.setAccessibleName(_("Choose something else to do"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._price)
        row = QHBoxLayout(self)
        row.setContentsMargins(measure(12), measure(4), measure(4), measure(4))
        row.setSpacing(0)
        row.addWidget(self._icon)
        row.addSpacing(measure(4))
        row.addLayout(words, 1)
        row.addWidget(self._button)
        self._row = row
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._button.clicked.connect(self.clicked)
        theme_changed.connect(self._paint_icon)

    def add(self, button: QToolButton) -> None:
        """Another button, before the one that leads to the finder."""
        button.setFixedWidth(measure(_BUTTON))
        self._row.insertWidget(self._row.count() - 1, button)

    def show_operation(self, operation: type[Operation], price: str) -> None:
        """Show another operation."""
        spec = operation.spec
        self._operation = operation
        self._paint_icon()
        self._title.setText(spec.title)
        self._price.setText(price)
        self.setToolTip(f"{spec.summary}\n{price}")
        self.setAccessibleName(f"{spec.title}, {provider_title(spec.provider)}, {price}")

    def be_brief(self, *, brief: bool) -> None:
        """Only the name where there is little room; the button below carries the price, the tool tip everything."""
        self._price.setVisible(not brief)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self._button.click()

    def _paint_icon(self) -> None:
        if self._operation is None:
            return
        name, ratio = INTENT_ICONS[self._operation.spec.intent], self.devicePixelRatioF()
        self._icon.setPixmap(icon_pixmap(name, size=measure(20), colour=current().text, ratio=ratio))
