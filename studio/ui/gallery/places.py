"""Where one looks: all results, those of the project, the boards, the bin. Results are dropped onto boards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from studio.app.gallery_entry import Board, Place
from studio.core.words import _, ngettext
from studio.ui import theme
from studio.ui.gallery.model import GALLERY_MIME
from studio.ui.icons import icon
from studio.ui.labels import plain_tip
from studio.ui.theme import measure

_PLACE = Qt.ItemDataRole.UserRole
_COUNT = Qt.ItemDataRole.UserRole + 1
_ICONS = {Place.ALL.value: "grid", Place.PROJECT.value: "project", Place.BIN.value: "trash"}


class PlacesList(QListWidget):
    """One row a place, the boards between the project and the bin; a board is renamed in its row (F2)."""

    place_chosen = Signal(str)
    dropped = Signal(str, list)
    """A place, and the ids of the results that were dropped there."""
    renamed = Signal(str, str)
    delete_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._target: QListWidgetItem | None = None
        self.setObjectName("gallery-places")
        self.setAccessibleName(_("Where to look"))
        self.setItemDelegate(_PlaceDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setMinimumWidth(measure(96))
        self.currentItemChanged.connect(self._on_current)
        self.itemChanged.connect(self._on_edited)

    @property
    def place(self) -> str:
        return str(self.currentItem().data(_PLACE)) if self.currentRow() >= 0 else Place.ALL.value

    def show_places(self, boards: Sequence[Board], counts: Mapping[str, int], *, has_project: bool) -> None:
        """Show the rows anew; the chosen place stays chosen while it is there."""
        rows = [(Place.ALL.value, _("All results"))]
        rows += [(Place.PROJECT.value, _("This project"))] if has_project else []
        rows += [(board.id, board.name) for board in boards]
        rows.append((Place.BIN.value, _("Bin")))
        chosen = self.place
        with QSignalBlocker(self):
            if [(self.item(row).data(_PLACE), self.item(row).text()) for row in range(self.count())] != rows:
                self.clear()
                for place, title in rows:
                    self.addItem(_item(place, title))
            for row in range(self.count()):
                item = self.item(row)
                count = counts.get(str(item.data(_PLACE)), 0)
                item.setData(_COUNT, count)
                words = ngettext("{count} result", "{count} results", count).format(count=count)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {words}")
                item.setToolTip(plain_tip(f"{item.text()}, {words}"))
            self.choose(chosen)

    def choose(self, place: str) -> None:
        """Stand on a place, on all results where it is not there."""
        places = [str(self.item(row).data(_PLACE)) for row in range(self.count())]
        self.setCurrentRow(places.index(place) if place in places else 0)

    def titles(self) -> tuple[tuple[str, str, int], ...]:
        """Each place, its name, and how many results lie there."""
        items = (self.item(row) for row in range(self.count()))
        return tuple((str(item.data(_PLACE)), item.text(), int(item.data(_COUNT))) for item in items)

    def edit_board(self, board_id: str) -> None:
        """Let the person type another name for a board; what is shown stays."""
        for row in range(self.count()):
            if self.item(row).data(_PLACE) == board_id:
                self.setFocus()
                self.editItem(self.item(row))

    def is_board(self, place: str) -> bool:
        return place not in _ICONS

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.is_board(self.place):
            self.delete_asked.emit(self.place)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(GALLERY_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        item = self.itemAt(event.position().toPoint())
        self._aim(item if item is not None and self._takes(item) else None)
        event.setAccepted(self._target is not None)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._aim(None)

    def dropEvent(self, event: QDropEvent) -> None:
        item, ids = self._target, bytes(event.mimeData().data(GALLERY_MIME).data()).decode().split()
        self._aim(None)
        if item is not None and ids:
            event.acceptProposedAction()
            self.dropped.emit(str(item.data(_PLACE)), ids)

    def is_target(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether what is dragged would be dropped on this row."""
        return self._target is not None and self.row(self._target) == index.row()

    def _aim(self, item: QListWidgetItem | None) -> None:
        self._target = item
        self.viewport().update()

    def _takes(self, item: QListWidgetItem) -> bool:
        place = str(item.data(_PLACE))
        return self.is_board(place) or place == Place.BIN

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.place_chosen.emit(str(item.data(_PLACE)))

    def _on_edited(self, item: QListWidgetItem) -> None:
        self.renamed.emit(str(item.data(_PLACE)), item.text())


def _item(place: str, title: str) -> QListWidgetItem:
    item = QListWidgetItem(icon(_ICONS.get(place, "folder")), title)
    item.setData(_PLACE, place)
    item.setData(_COUNT, 0)
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDropEnabled
    item.setFlags(flags if place in _ICONS else flags | Qt.ItemFlag.ItemIsEditable)
    return item


class _PlaceDelegate(QStyledItemDelegate):
    """The name, and at the right how many results lie there."""

    def __init__(self, places: PlacesList) -> None:
        super().__init__(places)
        self._places = places

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        count = str(index.data(_COUNT))
        narrowed = QStyleOptionViewItem(option)
        self.initStyleOption(narrowed, index)
        width = option.fontMetrics.horizontalAdvance(count) + measure(12)
        narrowed.text = option.fontMetrics.elidedText(
            narrowed.text, Qt.TextElideMode.ElideRight, option.rect.width() - width - measure(36)
        )
        style = option.widget.style()
        style.drawControl(style.ControlElement.CE_ItemViewItem, narrowed, painter, option.widget)
        tokens = theme.current()
        painter.save()
        painter.setPen(QColor(tokens.muted))
        right = option.rect.adjusted(0, 0, -measure(8), 0)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        if self._places.is_target(index):
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()
