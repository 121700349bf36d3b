"""Find what to do: a search line over all operations, grouped by intent."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.core.words import _
from studio.spec.operation import Intent, Operation
from studio.ui import theme
from studio.ui.forms.intents import INTENT_ICONS, brief_words, intent_title, provider_title
from studio.ui.icons import icon
from studio.ui.theme import measure

Index = QModelIndex | QPersistentModelIndex

_SPEC = Qt.ItemDataRole.UserRole
_SECOND_LINE = Qt.ItemDataRole.UserRole + 1


class OperationFinder(QWidget):
    """`chosen` carries the id of an operation; `left` comes when the person goes back without choosing."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, operations: tuple[type[Operation], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self._build()
        self._bind()
        self._show()

    @property
    def line(self) -> QLineEdit:
        """Where the search is typed."""
        return self._line

    def start(self, operation_id: str = "") -> None:
        """An empty search with the keyboard in it, standing on one operation."""
        self._line.clear()
        self._show()
        for row in range(self._list.count()):
            if self._list.item(row).data(_SPEC) == operation_id:
                self._list.setCurrentRow(row)
        self._line.setFocus()

    def _build(self) -> None:
        self._line = QLineEdit(self)
        self._line.setObjectName("generate-search")
        self._line.setAccessibleName(_("Search what to do"))
        self._line.setPlaceholderText(_("What do you want to do?"))
        self._line.setClearButtonEnabled(True)
        self._line.addAction(icon("search", size=16), QLineEdit.ActionPosition.LeadingPosition)
        self._list = QListWidget(self)
        self._list.setObjectName("generate-operations")
        self._list.setAccessibleName(_("Operations"))
        self._list.setItemDelegate(_OperationDelegate(self._list))
        self._list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none = QLabel(self)
        self._none.setProperty("role", "muted")
        self._none.setWordWrap(True)
        self._none.setContentsMargins(measure(12), measure(12), measure(12), measure(12))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measure(4))
        column.addWidget(self._line)
        column.addWidget(self._none)
        column.addWidget(self._list, 1)

    def _bind(self) -> None:
        self._line.textChanged.connect(self._show)
        self._line.installEventFilter(self)
        self._list.itemClicked.connect(self._on_item)
        self._list.itemActivated.connect(self._on_item)

    def _show(self) -> None:
        words = self._line.text().casefold().split()
        self._list.clear()
        fitting = [one for one in self._operations if _matches(one, words)]
        fitting = fitting or [one for one in self._operations if _matches(one, words, deep=True)]
        for intent in Intent:
            group = [one for one in fitting if one.spec.intent is intent]
            if group:
                self._add_heading(intent)
            for operation in group:
                self._add(operation)
        found = self._list.count() > 0
        self._list.setVisible(found)
        self._none.setVisible(not found)
        self._none.setText(_("Nothing here does “{words}”. Try another word.").format(words=self._line.text()))
        self._list.setCurrentRow(1 if found else -1)

    def _add_heading(self, intent: Intent) -> None:
        item = QListWidgetItem(icon(INTENT_ICONS[intent], size=16), intent_title(intent))
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._list.addItem(item)

    def _add(self, operation: type[Operation]) -> None:
        spec = operation.spec
        item = QListWidgetItem(spec.title)
        item.setData(_SPEC, spec.id)
        item.setData(_SECOND_LINE, brief_words(spec))
        item.setToolTip(spec.summary)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, spec.summary)
        self._list.addItem(item)

    def _on_item(self, item: QListWidgetItem) -> None:
        operation_id = item.data(_SPEC)
        if operation_id:
            self.chosen.emit(operation_id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows in the search line walk through the list, Enter chooses, Esc goes back."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.modifiers()
            in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
        ):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = self._list.currentItem()
                if item is not None:
                    self._on_item(item)
                return True
            if key == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        row = self._list.currentRow() + by
        while 0 <= row < self._list.count():
            if self._list.item(row).data(_SPEC):
                self._list.setCurrentRow(row)
                return
            row += by


class _OperationDelegate(QStyledItemDelegate):
    """Headings muted with the intent's icon; operations as two lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        is_heading = not index.data(_SPEC)
        lines = 1 if is_heading else 2
        height = option.fontMetrics.height() * lines + measure(12 if is_heading else 8)
        return QSize(0, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        if index.data(_SPEC):
            self._paint_operation(painter, option, index)
        else:
            self._paint_heading(painter, option, index)
        painter.restore()

    def _paint_operation(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = theme.current()
        rect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.selected if selected else tokens.hover))
        room = rect.adjusted(measure(28), measure(4), -measure(8), -measure(4))
        painter.setPen(QColor(tokens.selected_text if selected else tokens.text))
        metrics = option.fontMetrics
        title = metrics.elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(QColor(tokens.selected_text if selected else tokens.muted))
        second = metrics.elidedText(str(index.data(_SECOND_LINE)), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, second)

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = theme.current()
        rect = option.rect.adjusted(measure(8), measure(4), -measure(8), 0)
        side = measure(16)
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(picture, QIcon):
            picture.paint(painter, QRect(rect.left(), rect.top(), side, rect.height()))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QPen(QColor(tokens.muted)))
        words = rect.adjusted(side + measure(4), 0, 0, 0)
        painter.drawText(
            words,
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            str(index.data(Qt.ItemDataRole.DisplayRole)),
        )


def _matches(operation: type[Operation], words: list[str], *, deep: bool = False) -> bool:
    """Whether each word stands in what an operation says of itself; `deep` looks into its fields and choices too."""
    spec = operation.spec
    told = [spec.title, spec.summary, intent_title(spec.intent), provider_title(spec.provider), spec.name]
    if deep:
        for declared in spec.fields:
            told += [
                declared.title,
                declared.help,
                *(choice.title for choice in declared.choices),
                *declared.suggestions,
            ]
    folded = " ".join(told).casefold()
    return all(word in folded for word in words)
