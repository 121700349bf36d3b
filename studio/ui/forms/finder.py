"""Find what to do: choose what is wanted and see the one operation for it, or search all of them by word."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio.app.advice import Advice
from studio.app.finding import find
from studio.app.recommend import Recommendation
from studio.core.words import _
from studio.spec.operation import Intent, Operation, OperationSpec
from studio.ui.bridge import connect
from studio.ui.forms.finder_rows import OperationDelegate, Role, heading, operation_row
from studio.ui.forms.intent_grid import IntentGrid
from studio.ui.forms.intents import (
    INTENT_ICONS,
    amount_of,
    brief_words,
    intent_title,
    price_words,
    provider_title,
    titles_apart,
)
from studio.ui.forms.second_click import SecondClick
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure

_UNMODIFIED = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class OperationFinder(QWidget):
    """`chosen` carries the id of an operation; `left` comes when the person goes back without choosing."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, operations: tuple[type[Operation], ...], advice: Advice, parent: QWidget) -> None:
        super().__init__(parent)
        self._second = SecondClick(parent)
        self._operations = operations
        self._titles = titles_apart(operation.spec for operation in operations)
        self._advice = advice
        self._build()
        self._bind()
        self._show()

    @property
    def line(self) -> QLineEdit:
        """Where the search is typed."""
        return self._line

    def start(self, operation_id: str = "") -> None:
        """An empty search with the keyboard in it, at what an operation is for, standing on what is recommended."""
        for operation in self._operations:
            if operation.spec.id == operation_id:
                self._intents.show_intent(operation.spec.intent)
        self._line.clear()
        self._advice.prepare(self._intents.intent)
        self._show()
        self._line.setFocus()

    def refresh(self) -> None:
        """What speaks for an operation may be something else now; the row in front stays in front."""
        if self.isVisible() and not self._line.text():
            item = self._list.currentItem()
            standing = str(item.data(Role.OPERATION) or "") if self._list.currentRow() >= 0 else ""
            self._show()
            self._stand_on(standing)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Prices are looked up once somebody comes near, not at the start of the program."""
        super().enterEvent(event)
        self._advice.prepare(self._intents.intent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._list.scheduleDelayedItemsLayout()

    def _build(self) -> None:
        self._line = QLineEdit(self)
        self._line.setObjectName("generate-search")
        self._line.setAccessibleName(_("Search what to do"))
        self._line.setPlaceholderText(_("What do you want to do?"))
        self._line.setClearButtonEnabled(True)
        self._line.addAction(icon("search", size=16), QLineEdit.ActionPosition.LeadingPosition)
        self._intents = IntentGrid(self)
        self._intents.show_intent(Intent.CREATE)
        self._list = QListWidget(self)
        self._list.setObjectName("generate-operations")
        self._list.setAccessibleName(_("Operations"))
        self._list.setItemDelegate(OperationDelegate(self._list))
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none = PlainLabel(self)
        self._none.setProperty("role", "muted")
        self._none.setWordWrap(True)
        self._none.setContentsMargins(measure(12), measure(12), measure(12), measure(12))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measure(8))
        column.addWidget(self._line)
        column.addWidget(self._intents)
        column.addWidget(self._none)
        column.addWidget(self._list, 1)

    def _bind(self) -> None:
        self._line.textChanged.connect(self._show)
        self._line.installEventFilter(self)
        self._intents.chosen.connect(self._on_intent)
        self._list.itemClicked.connect(self._on_clicked)
        self._list.itemActivated.connect(self._on_item)
        connect(self, self._advice.changed, self.refresh)

    def _show(self) -> None:
        typed = self._line.text().strip()
        self._intents.setVisible(not typed)
        self._list.clear()
        if typed:
            self._show_found(typed)
        else:
            self._show_intent(self._intents.intent)
        found = self._list.count() > 0
        self._list.setVisible(found)
        self._none.setVisible(not found)
        self._none.setText(_("Nothing here does “{words}”. Try another word.").format(words=self._line.text()))
        self._list.setCurrentRow(1 if found else -1)

    def _show_found(self, typed: str) -> None:
        more = {
            one.spec.id: f"{intent_title(one.spec.intent)} {provider_title(one.spec.provider)}"
            for one in self._operations
        }
        specs = find(self._operations, typed, more=more)
        for intent in dict.fromkeys(spec.intent for spec in specs):
            self._add_group(intent_title(intent), INTENT_ICONS[intent], list(specs), intent)

    def _show_intent(self, intent: Intent) -> None:
        advised = self._advice.of(intent)
        if advised is None:
            specs = [one.spec for one in self._operations]
            self._add_group(intent_title(intent), INTENT_ICONS[intent], specs, intent)
            return
        self._list.addItem(heading(_("Recommended"), "star"))
        self._list.addItem(self._advised_row(advised))
        self._add_group(_("More"), "more", list(advised.others), intent)

    def _advised_row(self, advised: Recommendation) -> QListWidgetItem:
        spec = advised.spec
        return operation_row(spec, self._price(spec), advised.why, title=self._titles[spec.id])

    def _add_group(self, title: str, picture: str, specs: list[OperationSpec], intent: Intent) -> None:
        group = [spec for spec in specs if spec.intent is intent]
        if group:
            self._list.addItem(heading(title, picture))
        for spec, hindrance in zip(group, self._advice.hindrances(group), strict=True):
            second = ", ".join(filter(None, (brief_words(spec), hindrance)))
            self._list.addItem(operation_row(spec, second, title=self._titles[spec.id]))

    def _price(self, spec: OperationSpec) -> str:
        return price_words(spec, amount_of(self._advice.price(spec)))

    def _stand_on(self, operation_id: str) -> None:
        for row in range(self._list.count()):
            if operation_id and self._list.item(row).data(Role.OPERATION) == operation_id:
                self._list.setCurrentRow(row)

    def _on_intent(self, intent: Intent) -> None:
        self._advice.prepare(intent)
        self._show()

    def _on_clicked(self, item: QListWidgetItem) -> None:
        row = self._list.visualItemRect(item)
        self._second.ignore(QRect(self._list.viewport().mapToGlobal(row.topLeft()), row.size()))
        self._on_item(item)

    def _on_item(self, item: QListWidgetItem) -> None:
        operation_id = item.data(Role.OPERATION)
        if operation_id:
            self.chosen.emit(operation_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search line walk through the list, Enter chooses, Esc goes back."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.modifiers() not in _UNMODIFIED:
            return super().eventFilter(watched, event)
        match event.key():
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                item = self._list.currentItem()
                if item is not None:
                    self._on_item(item)
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                return super().eventFilter(watched, event)
        return True

    def _step(self, by: int) -> None:
        row = self._list.currentRow() + by
        while 0 <= row < self._list.count():
            if self._list.item(row).data(Role.OPERATION):
                self._list.setCurrentRow(row)
                return
            row += by
