"""The tree of layers with its own keys: Delete takes the layer away, Space shows or hides it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from studio.core.words import _
from studio.ui.layers.model import EYE, LOCK, NAME, LayersModel
from studio.ui.layers.rows import LayerRows, Pictures
from studio.ui.theme import measure

_COMMANDS = {Qt.Key.Key_Delete: "layer.delete", Qt.Key.Key_Space: "layer.visible"}


class LayerTree(QTreeView):
    """`menu_asked` gives a row and a global point; `command_asked` the id of an action."""

    menu_asked = Signal(QModelIndex, object)
    command_asked = Signal(str)

    def __init__(self, model: LayersModel, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("layers-tree")
        self.setAccessibleName(_("Layers"))
        self.setModel(model)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(measure(12))
        self.setItemDelegate(LayerRows(pictures, self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDropIndicatorShown(True)
        self._place_columns(self.header())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        command = _COMMANDS.get(Qt.Key(event.key()))
        if command is not None and not event.modifiers():
            self.command_asked.emit(command)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            self.menu_asked.emit(index, self.viewport().mapToGlobal(self.visualRect(index).center()))
        else:
            self.menu_asked.emit(self.indexAt(event.pos()), event.globalPos())

    def _place_columns(self, header: QHeaderView) -> None:
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(measure(24))
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (EYE, LOCK):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, measure(28))
        header.moveSection(header.visualIndex(EYE), 0)
        header.moveSection(header.visualIndex(LOCK), 1)
        self.setTreePosition(NAME)
