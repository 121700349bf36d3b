"""Layers, top first: eye, lock, name, blend mode and opacity of the chosen one, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSlider, QSpinBox, QVBoxLayout, QWidget

from studio.app.session import Session
from studio.core.errors import StudioError
from studio.core.words import _
from studio.doc.change import Change
from studio.doc.document import Document
from studio.doc.layers import set_layer
from studio.doc.model import Blend, CelKey, Layer, LayerKind
from studio.doc.pixels import Pixels
from studio.ui.bridge import connect
from studio.ui.layers.live import LiveStep
from studio.ui.layers.model import NAME, Edit, LayersModel
from studio.ui.layers.tree import LayerTree
from studio.ui.theme import measure
from studio.ui.timeline.layout import RowKind
from studio.ui.timeline.menus import ROW_ENTRIES, ActionMenu
from studio.ui.timeline.thumbnails import CelThumbnails
from studio.ui.tools.buttons import ActionButton

_BUTTONS = (
    "layer.new",
    "layer.group",
    "layer.duplicate",
    "layer.merge_down",
    "layer.up",
    "layer.down",
    "layer.delete",
)


class LayersPanel(QWidget):
    """Follows the sprite in front; the chosen row is the layer of the document's cursor."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._heard: set[str] = set()
        self._syncing = False
        self._live = LiveStep()
        self._pictures = CelThumbnails()
        self._pictured: Document | None = None
        self._build()
        self._bind()
        self._show()

    def rename_current(self) -> None:
        """Let the person type another name for the layer of the cursor."""
        self._tree.setFocus()
        self._tree.edit(self._tree.currentIndex().siblingAtColumn(NAME))

    def _build(self) -> None:
        self.setObjectName("layers-panel")
        self._blend = QComboBox(self)
        self._blend.setObjectName("layer-blend")
        self._blend.setAccessibleName(_("Blend mode"))
        self._blend.setToolTip(_("How the layer mixes with what is below"))
        self._blend.setMaxVisibleItems(len(Blend))
        for blend, title in blend_titles().items():
            self._blend.addItem(title, blend)
        self._opacity = QSlider(Qt.Orientation.Horizontal, self)
        self._opacity.setObjectName("layer-opacity")
        self._opacity.setAccessibleName(_("Opacity"))
        self._opacity.setToolTip(_("Opacity of the layer"))
        self._opacity.setRange(0, 255)
        self._number = QSpinBox(self)
        self._number.setObjectName("layer-opacity-number")
        self._number.setAccessibleName(_("Opacity, 0 to 255"))
        self._number.setToolTip(_("Opacity of the layer, 0 to 255"))
        self._number.setRange(0, 255)
        self._number.setKeyboardTracking(False)
        self._number.lineEdit().setTextMargins(measure(4), 0, 0, 0)
        self._number.setFixedWidth(measure(64))
        self._model = LayersModel(self._apply, self)
        self._tree = LayerTree(self._model, self._picture, self)
        head = QHBoxLayout()
        head.setContentsMargins(measure(8), measure(8), measure(8), measure(4))
        head.setSpacing(measure(8))
        head.addWidget(self._blend, 1)
        head.addWidget(self._opacity, 1)
        head.addWidget(self._number)
        foot = QHBoxLayout()
        foot.setContentsMargins(measure(4), measure(4), measure(4), measure(4))
        foot.setSpacing(0)
        self._buttons = [ActionButton(self._session, name, side=28, parent=self) for name in _BUTTONS]
        for button in self._buttons:
            foot.addWidget(button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._tree, 1)
        column.addLayout(foot)

    def _bind(self) -> None:
        connect(self, self._session.active_changed, self._show)
        self._tree.clicked.connect(self._on_clicked)
        self._tree.selectionModel().currentChanged.connect(self._on_current)
        self._blend.activated.connect(self._on_blend)
        self._opacity.valueChanged.connect(self._on_opacity_moved)
        self._opacity.sliderReleased.connect(self._live.end)
        self._number.valueChanged.connect(self._on_number)
        self._tree.menu_asked.connect(self._on_menu)
        self._tree.command_asked.connect(self._session.commands.run)
        self._tree.collapsed.connect(self._on_folded)
        self._tree.expanded.connect(self._on_folded)

    # --- show

    def _show(self) -> None:
        document = self._session.active
        self.setEnabled(document is not None)
        if document is not None and document.id not in self._heard:
            self._heard.add(document.id)
            connect(self, document.changed, self._on_changed)
            connect(self, document.cursor_moved, self._show_cursor)
        if self._pictured is not document:
            self._pictured = document
            self._pictures.use(document)
            self._live.end()
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
        elif change.cels:
            self._tree.viewport().update()

    def _show_cursor(self) -> None:
        document = self._session.active
        if document is None:
            return
        layer = document.sprite.layer(document.cursor.layer)
        self._syncing = True
        self._tree.setCurrentIndex(self._model.index_of(layer.id))
        self._blend.setCurrentIndex(self._blend.findData(layer.blend))
        self._opacity.setValue(layer.opacity)
        self._number.setValue(layer.opacity)
        self._syncing = False
        for field in (self._blend, self._opacity, self._number):
            field.setEnabled(not document.sprite.read_only)
        for button in self._buttons:
            button.show_state()
        self._tree.viewport().update()

    def _picture(self, layer: str, side: int) -> Pixels | None:
        document = self._session.active
        return None if document is None else self._pictures.of(CelKey(layer, document.cursor.frame), side)

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
        """Seen at once; from press to release it is one undo step."""
        if self._syncing:
            return
        self._set_opacity(value)
        if not self._opacity.isSliderDown():
            self._live.end()

    def _on_number(self, value: int) -> None:
        if not self._syncing:
            self._set_opacity(value)
            self._live.end()

    def _set_opacity(self, opacity: int) -> None:
        chosen = self._layer()
        if chosen is None:
            return
        document, layer = chosen
        try:
            # Followers of the change would put the layer's old value back into the slider in between.
            with QSignalBlocker(self._opacity):
                self._live.show(
                    document, _("Layer opacity"), lambda sprite: set_layer(sprite, layer.id, opacity=opacity)
                )
        except StudioError as error:
            self._session.report(error)
        self._show_cursor()

    def _on_menu(self, index: QModelIndex, where: QPoint) -> None:
        layer, document = self._model.layer(index), self._session.active
        if layer is not None and document is not None:
            document.move_to(layer=layer.id)
        ActionMenu(self._session.commands, ROW_ENTRIES[RowKind.LAYER], self).popup(where)

    def _on_folded(self, index: QModelIndex) -> None:
        layer = self._model.layer(index)
        collapsed = not self._tree.isExpanded(index)
        if layer is not None and not self._syncing and layer.collapsed != collapsed:
            self._apply(_("Fold group"), lambda sprite: set_layer(sprite, layer.id, collapsed=collapsed))


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
