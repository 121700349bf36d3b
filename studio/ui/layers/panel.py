"""Layers, top first: eye, lock, name, blend mode and opacity of the chosen one, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSlider,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from studio.app.session import Session
from studio.core.errors import StudioError
from studio.core.words import _
from studio.doc.change import Change
from studio.doc.document import Document
from studio.doc.layers import add_group, set_layer
from studio.doc.model import Blend, Layer, LayerKind
from studio.ui.bridge import connect
from studio.ui.icons import icon
from studio.ui.layers.model import EYE, LOCK, NAME, Edit, Index, LayersModel
from studio.ui.theme import measure

_BUTTONS = (
    ("layer.new", "layer-add", _("New layer (Shift+N)")),
    ("layer.group", "group", _("New group")),
    ("layer.duplicate", "layer-duplicate", _("Duplicate layer")),
    ("layer.merge_down", "merge-down", _("Merge down")),
    ("layer.up", "layer-up", _("Move layer up (Ctrl+])")),
    ("layer.down", "layer-down", _("Move layer down (Ctrl+[)")),
    ("layer.delete", "layer-delete", _("Delete layer")),
)


class LayersPanel(QWidget):
    """Follows the sprite in front; the chosen row is the layer of the document's cursor."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._heard: set[str] = set()
        self._syncing = False
        self._build()
        self._bind()
        self._show()

    def _build(self) -> None:
        self.setObjectName("layers-panel")
        self._blend = QComboBox(self)
        self._blend.setObjectName("layer-blend")
        self._blend.setAccessibleName(_("Blend mode"))
        self._blend.setToolTip(_("How the layer mixes with what is below"))
        for blend, title in blend_titles().items():
            self._blend.addItem(title, blend)
        self._opacity = QSlider(Qt.Orientation.Horizontal, self)
        self._opacity.setObjectName("layer-opacity")
        self._opacity.setAccessibleName(_("Opacity"))
        self._opacity.setToolTip(_("Opacity of the layer"))
        self._opacity.setRange(0, 255)
        self._percent = QLabel(self)
        self._percent.setMinimumWidth(measure(48))
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._model = LayersModel(self._apply, self)
        self._tree = self._make_tree()
        head = QHBoxLayout()
        head.setContentsMargins(measure(8), measure(8), measure(8), measure(4))
        head.setSpacing(measure(8))
        head.addWidget(self._blend, 1)
        head.addWidget(self._opacity, 1)
        head.addWidget(self._percent)
        foot = QHBoxLayout()
        foot.setContentsMargins(measure(4), measure(4), measure(4), measure(4))
        foot.setSpacing(0)
        self._buttons: dict[str, QToolButton] = {}
        for action_id, picture, title in _BUTTONS:
            button = QToolButton(self)
            button.setObjectName(action_id.replace(".", "-"))
            button.setIcon(icon(picture))
            button.setToolTip(title)
            button.setAccessibleName(title)
            button.setAutoRaise(True)
            self._buttons[action_id] = button
            foot.addWidget(button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._tree, 1)
        column.addLayout(foot)

    def _make_tree(self) -> QTreeView:
        tree = QTreeView(self)
        tree.setObjectName("layers-tree")
        tree.setAccessibleName(_("Layers"))
        tree.setModel(self._model)
        tree.setHeaderHidden(True)
        tree.setUniformRowHeights(True)
        tree.setIndentation(measure(12))
        tree.setItemDelegate(_LayerDelegate(tree))
        tree.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)
        tree.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = tree.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(measure(24))
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (EYE, LOCK):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, measure(28))
        header.moveSection(header.visualIndex(EYE), 0)
        header.moveSection(header.visualIndex(LOCK), 1)
        tree.setTreePosition(NAME)
        return tree

    def _bind(self) -> None:
        connect(self, self._session.active_changed, self._show)
        self._tree.clicked.connect(self._on_clicked)
        self._tree.selectionModel().currentChanged.connect(self._on_current)
        self._blend.activated.connect(self._on_blend)
        self._opacity.valueChanged.connect(self._on_opacity_moved)
        self._opacity.sliderReleased.connect(self._on_opacity)
        self._tree.collapsed.connect(self._on_folded)
        self._tree.expanded.connect(self._on_folded)
        for button in self._buttons.values():
            button.clicked.connect(self._on_button)

    # --- show

    def _show(self) -> None:
        document = self._session.active
        self.setEnabled(document is not None)
        if document is not None and document.id not in self._heard:
            self._heard.add(document.id)
            connect(self, document.changed, self._on_changed)
            connect(self, document.cursor_moved, self._show_cursor)
        self._syncing = True
        self._model.show(document.sprite if document is not None else None)
        if document is not None:
            for layer in document.sprite.layers:
                if layer.kind is LayerKind.GROUP:
                    self._tree.setExpanded(self._model.index_of(layer.id), not layer.collapsed)
        self._syncing = False
        self._show_cursor()

    def _on_changed(self, change: Change) -> None:
        if change.layers or change.structure:
            self._show()

    def _show_cursor(self) -> None:
        document = self._session.active
        if document is None:
            return
        layer = document.sprite.layer(document.cursor.layer)
        self._syncing = True
        self._tree.setCurrentIndex(self._model.index_of(layer.id))
        self._blend.setCurrentIndex(self._blend.findData(layer.blend))
        self._opacity.setValue(layer.opacity)
        self._syncing = False
        self._percent.setText(f"{round(layer.opacity / 2.55)} %")
        for action_id, button in self._buttons.items():
            known = action_id == "layer.group" or self._session.commands.enabled(action_id)
            button.setEnabled(known and not document.sprite.read_only)

    # --- what a person does

    def _apply(self, label: str, edit: Edit) -> None:
        document = self._session.active
        if document is None:
            return
        try:
            document.apply(label, edit)
        except StudioError as error:
            self._session.report(error)

    def _layer(self) -> tuple[Document, Layer] | None:
        document = self._session.active
        return None if document is None else (document, document.sprite.layer(document.cursor.layer))

    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() != NAME:
            self._model.setData(index, None)

    def _on_current(self, index: QModelIndex) -> None:
        layer, document = self._model.layer(index), self._session.active
        if layer is not None and document is not None and not self._syncing:
            document.move_to(layer=layer.id)

    def _on_blend(self) -> None:
        chosen = self._layer()
        if chosen is not None:
            layer_id, blend = chosen[1].id, Blend(self._blend.currentData())
            self._apply(_("Blend mode"), lambda sprite: set_layer(sprite, layer_id, blend=blend))

    def _on_opacity_moved(self, value: int) -> None:
        self._percent.setText(f"{round(value / 2.55)} %")
        if not self._syncing and not self._opacity.isSliderDown():
            self._on_opacity()

    def _on_opacity(self) -> None:
        """One step when the slider is let go, so that a drag is one undo."""
        chosen = self._layer()
        if chosen is not None and chosen[1].opacity != self._opacity.value():
            layer_id, opacity = chosen[1].id, self._opacity.value()
            self._apply(_("Layer opacity"), lambda sprite: set_layer(sprite, layer_id, opacity=opacity))

    def _on_folded(self, index: QModelIndex) -> None:
        layer = self._model.layer(index)
        collapsed = not self._tree.isExpanded(index)
        if layer is not None and not self._syncing and layer.collapsed != collapsed:
            self._apply(_("Fold group"), lambda sprite: set_layer(sprite, layer.id, collapsed=collapsed))

    def _on_button(self) -> None:
        button = self.sender()
        action_id = next(name for name, known in self._buttons.items() if known is button)
        document = self._session.active
        if action_id == "layer.group" and document is not None:
            above = document.cursor.layer
            self._apply(_("New group"), lambda sprite: add_group(sprite, above=above))
        else:
            self._session.commands.run(action_id)


class _LayerDelegate(QStyledItemDelegate):
    """Rows of 28 px; eye and lock as icons, pale when they say nothing special."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), measure(28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        model = index.model()
        layer = model.layer(index) if isinstance(model, LayersModel) else None
        if layer is None or index.column() == NAME:
            return
        picture = self._picture(layer, index.column())
        side = measure(16)
        rect: QRect = option.rect
        place = QRect(0, 0, side, side)
        place.moveCenter(rect.center())
        icon(picture).paint(painter, place)

    def _picture(self, layer: Layer, column: int) -> str:
        if column == EYE:
            return "eye" if layer.visible else "eye-off"
        return "lock" if layer.locked else "unlock"


def blend_titles() -> dict[Blend, str]:
    """Blend modes as artists call them, in the order of the file format."""
    return {
        Blend.NORMAL: _("Normal"),
        Blend.MULTIPLY: _("Multiply"),
        Blend.SCREEN: _("Screen"),
        Blend.OVERLAY: _("Overlay"),
        Blend.DARKEN: _("Darken"),
        Blend.LIGHTEN: _("Lighten"),
        Blend.COLOR_DODGE: _("Colour dodge"),
        Blend.COLOR_BURN: _("Colour burn"),
        Blend.HARD_LIGHT: _("Hard light"),
        Blend.SOFT_LIGHT: _("Soft light"),
        Blend.DIFFERENCE: _("Difference"),
        Blend.EXCLUSION: _("Exclusion"),
        Blend.HUE: _("Hue"),
        Blend.SATURATION: _("Saturation"),
        Blend.COLOR: _("Colour"),
        Blend.LUMINOSITY: _("Luminosity"),
        Blend.ADDITION: _("Addition"),
        Blend.SUBTRACT: _("Subtract"),
        Blend.DIVIDE: _("Divide"),
    }
