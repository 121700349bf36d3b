"""The rows of the list of operations: headings, operations in two lines, and the recommended one with its reasons."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.spec.operation import OperationSpec
from studio.ui import theme
from studio.ui.icons import icon
from studio.ui.theme import measure

Index = QModelIndex | QPersistentModelIndex
_TOP_LEFT = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
_WRAPPED = _TOP_LEFT | Qt.TextFlag.TextWordWrap


class Role(IntEnum):
    """What an item knows."""

    OPERATION = Qt.ItemDataRole.UserRole
    """Id; a heading has none."""
    SECOND_LINE = Qt.ItemDataRole.UserRole + 1
    WHY = Qt.ItemDataRole.UserRole + 2
    """Only the recommended one has reasons."""


def heading(title: str, picture: str) -> QListWidgetItem:
    """A row that cannot be chosen."""
    item = QListWidgetItem(icon(picture, size=16), title)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def operation_row(spec: OperationSpec, second: str, why: str = "", *, title: str = "") -> QListWidgetItem:
    """An operation that can be chosen; `why` makes it the recommended one. `title` where its own is not enough."""
    item = QListWidgetItem(title or spec.title)
    item.setData(Role.OPERATION, spec.id)
    item.setData(Role.SECOND_LINE, second)
    item.setData(Role.WHY, why)
    item.setToolTip(f"{spec.summary}\n{why}" if why else spec.summary)
    described = ". ".join(part.rstrip(".") for part in (second, why, spec.summary) if part)
    item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, described)
    return item


class OperationDelegate(QStyledItemDelegate):
    """Headings muted with an icon; operations as two lines, reasons below them as many as they take."""

    def __init__(self, parent: QListWidget) -> None:
        super().__init__(parent)
        self._list = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.height()
        if not index.data(Role.OPERATION):
            return QSize(0, line + measure(12))
        return QSize(0, line * 2 + measure(8) + self._reasons_height(option, index))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        if index.data(Role.OPERATION):
            self._paint_operation(painter, option, index)
        else:
            self._paint_heading(painter, option, index)
        painter.restore()

    def _reasons_height(self, option: QStyleOptionViewItem, index: Index) -> int:
        why = index.data(Role.WHY)
        if not why:
            return 0
        room = QRect(0, 0, self._list.viewport().width() - measure(28 + 8), measure(400))
        return option.fontMetrics.boundingRect(room, _WRAPPED, why).height() + measure(4)

    def _paint_operation(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens = theme.current()
        rect, metrics = option.rect, option.fontMetrics
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(tokens.selected if selected else tokens.hover))
        room = rect.adjusted(measure(28), measure(4), -measure(8), -measure(4))
        muted = QColor(tokens.selected_text if selected else tokens.muted)
        elide = Qt.TextElideMode.ElideRight
        painter.setPen(QColor(tokens.selected_text if selected else tokens.text))
        title, why = str(index.data(Qt.ItemDataRole.DisplayRole)), index.data(Role.WHY)
        painter.drawText(room, _TOP_LEFT, metrics.elidedText(title, elide, room.width()))
        painter.setPen(muted)
        below = room.adjusted(0, metrics.height(), 0, 0)
        second = str(index.data(Role.SECOND_LINE))
        painter.drawText(below, _TOP_LEFT, metrics.elidedText(second, elide, room.width()))
        if why:
            painter.drawText(below.adjusted(0, metrics.height() + measure(4), 0, 0), _WRAPPED, why)

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = option.rect.adjusted(measure(8), measure(4), -measure(8), 0)
        side = measure(16)
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(picture, QIcon):
            picture.paint(painter, QRect(rect.left(), rect.top(), side, rect.height()))
        painter.setFont(_semibold(option.font))
        painter.setPen(QColor(theme.current().muted))
        words = rect.adjusted(side + measure(4), 0, 0, 0)
        along = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, along, str(index.data(Qt.ItemDataRole.DisplayRole)))


def _semibold(font: QFont) -> QFont:
    font = QFont(font)
    font.setWeight(QFont.Weight.DemiBold)
    return font
