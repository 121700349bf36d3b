"""The layers of a sprite as a Qt tree, top layer first. Edits go through a callback as pure functions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, QByteArray, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from studio.core.words import _
from studio.doc.layers import move_layer, set_layer
from studio.doc.model import Layer, LayerKind, Sprite
from studio.ui.labels import plain_tip

MIME = "application/x-sprite-studio-layer"
NAME, EYE, LOCK = range(3)

Edit = Callable[[Sprite], Sprite]
Apply = Callable[[str, Edit], None]
Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class LayersModel(QAbstractItemModel):
    """Columns: name, eye, lock. `apply` gets a label and an edit for every change a person makes."""

    def __init__(self, apply: Apply, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._apply = apply
        self._sprite: Sprite | None = None
        self._children: dict[str | None, list[Layer]] = {}
        self._by_id: dict[str, Layer] = {}
        self._numbers: dict[str, int] = {}
        self._ids: list[str] = []

    def show(self, sprite: Sprite | None) -> None:
        """Another root. Rows keep their places when the structure is the same."""
        old = self._shape()
        layers = sprite.layers if sprite is not None else ()
        children: dict[str | None, list[Layer]] = {}
        for layer in reversed(layers):
            children.setdefault(layer.parent, []).append(layer)
        same = old == _shape_of(children)
        if not same:
            self.beginResetModel()
        self._sprite, self._children = sprite, children
        self._by_id = {layer.id: layer for layer in layers}
        for layer in layers:
            if layer.id not in self._numbers:
                self._numbers[layer.id] = len(self._ids)
                self._ids.append(layer.id)
        if not same:
            self.endResetModel()
        else:
            for layer in layers:
                index = self.index_of(layer.id)
                self.dataChanged.emit(index, index.siblingAtColumn(LOCK))

    def layer(self, index: Index) -> Layer | None:
        """The layer of a row."""
        return self._by_id.get(self._ids[index.internalId()]) if index.isValid() else None

    def index_of(self, layer_id: str) -> QModelIndex:
        """The row of a layer; invalid when it has none."""
        layer = self._by_id.get(layer_id)
        if layer is None:
            return NO_INDEX
        row = next(row for row, other in enumerate(self._children[layer.parent]) if other.id == layer_id)
        return self.createIndex(row, NAME, self._numbers[layer_id])

    # --- Qt's model interface

    def index(self, row: int, column: int, parent: Index = NO_INDEX) -> QModelIndex:
        group = self.layer(parent)
        siblings = self._children.get(group.id if group is not None else None, [])
        if not 0 <= row < len(siblings) or not 0 <= column <= LOCK:
            return NO_INDEX
        return self.createIndex(row, column, self._numbers[siblings[row].id])

    def parent(self, index: Index = NO_INDEX) -> QModelIndex:  # type: ignore[override]  # QObject.parent() is another
        layer = self.layer(index)
        return NO_INDEX if layer is None or layer.parent is None else self.index_of(layer.parent)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        group = self.layer(parent)
        return len(self._children.get(group.id if group is not None else None, []))

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return LOCK + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        layer = self.layer(index)
        if layer is None:
            return None
        if index.column() == NAME:
            if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
                return layer.name
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return _described(layer)
        if role == Qt.ItemDataRole.ToolTipRole:
            return (plain_tip(_described(layer)), _("Show or hide"), _("Lock or unlock"))[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _visible_word(layer) if index.column() == EYE else _locked_word(layer)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        layer = self.layer(index)
        if layer is None or role != Qt.ItemDataRole.EditRole:
            return False
        if index.column() == EYE:
            shown = not layer.visible
            self._apply(_("Show layer") if shown else _("Hide layer"), lambda s: set_layer(s, layer.id, visible=shown))
        elif index.column() == LOCK:
            locked = not layer.locked
            self._apply(
                _("Lock layer") if locked else _("Unlock layer"), lambda s: set_layer(s, layer.id, locked=locked)
            )
        else:
            name = str(value).strip()
            if name and name != layer.name:
                self._apply(_("Rename layer"), lambda s: set_layer(s, layer.id, name=name))
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        layer = self.layer(index)
        if layer is None:
            return Qt.ItemFlag.ItemIsDropEnabled
        if self._sprite is not None and not self._sprite.read_only:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
            if index.column() == NAME:
                flags |= Qt.ItemFlag.ItemIsEditable
            if layer.kind is LayerKind.GROUP:
                flags |= Qt.ItemFlag.ItemIsDropEnabled
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        layer = self.layer(indexes[0]) if indexes else None
        if layer is not None:
            data.setData(MIME, QByteArray(layer.id.encode()))
        return data

    def dropMimeData(  # noqa: PLR0917 - Qt's signature
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Move the dragged layer; Qt must not remove its row, so this says that nothing was dropped."""
        moving = bytes(data.data(MIME).data()).decode()
        group = self.layer(parent)
        siblings = self._children.get(group.id if group is not None else None, [])
        place = len(siblings) if row < 0 and group is None else max(row, 0)
        above = [layer for layer in siblings[:place] if layer.id != moving]
        others = [layer for layer in siblings if layer.id != moving]
        index = len(others) - len(above)
        group_id = group.id if group is not None else None
        self._apply(_("Move layer"), lambda s: move_layer(s, moving, index, parent=group_id))
        return False

    def _shape(self) -> dict[str | None, list[str]]:
        return _shape_of(self._children)


def _shape_of(children: dict[str | None, list[Layer]]) -> dict[str | None, list[str]]:
    return {parent: [layer.id for layer in layers] for parent, layers in children.items()}


def _described(layer: Layer) -> str:
    kind = _("group") if layer.kind is LayerKind.GROUP else _("layer")
    return f"{layer.name}, {kind}, {_visible_word(layer)}, {_locked_word(layer)}, {round(layer.opacity / 2.55)} %"


def _visible_word(layer: Layer) -> str:
    return _("shown") if layer.visible else _("hidden")


def _locked_word(layer: Layer) -> str:
    return _("locked") if layer.locked else _("unlocked")
