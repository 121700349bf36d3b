"""How a row of the layers looks: eye, lock, a small picture, the name; pale where the layer cannot be seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.doc.model import Layer, LayerKind
from studio.doc.pixels import Pixels
from studio.ui import theme
from studio.ui.icons import icon_pixmap
from studio.ui.layers.model import EYE, NAME, Index, LayersModel

PICTURE = 24
"""Side of the small picture, in logical pixels at scale 1."""

Pictures = Callable[[str, int], Pixels | None]
"""Layer id and side -> what the layer holds in the current frame."""


class LayerRows(QStyledItemDelegate):
    """Rows of 28 px; eye and lock as icons, pale when they say nothing special."""

    def __init__(self, pictures: Pictures, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme.measure(28))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        layer = _layer(index)
        if layer is None or index.column() != NAME:
            return
        if not layer.visible and not option.state & QStyle.StateFlag.State_Selected:
            option.palette.setColor(QPalette.ColorRole.Text, QColor(theme.current().muted))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        layer = _layer(index)
        rect = QRect(option.rect)
        if layer is None:
            super().paint(painter, option, index)
        elif index.column() != NAME:
            super().paint(painter, option, index)
            self._paint_state(painter, rect, layer, index.column())
        else:
            self._paint_name(painter, option, index, layer)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(theme.measure(PICTURE) + 4, 0, 0, 0))

    def _paint_name(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, layer: Layer) -> None:
        side = theme.measure(PICTURE)
        place = QRect(option.rect.left() + 2, option.rect.center().y() - side // 2 + 1, side, side)
        full = QRect(option.rect)
        tokens = theme.current()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(full, QColor(tokens.selected))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(full, QColor(tokens.hover))
        option.rect = full.adjusted(side + 4, 0, 0, 0)
        super().paint(painter, option, index)
        if layer.kind is LayerKind.GROUP:
            _draw_icon(painter, "group", place, tokens.text if layer.visible else tokens.muted)
            return
        painter.fillRect(place, QColor(tokens.checker_a))
        pixels = self._pictures(layer.id, side)
        if pixels is not None:
            _draw_pixels(painter, pixels, place)

    def _paint_state(self, painter: QPainter, rect: QRect, layer: Layer, column: int) -> None:
        tokens = theme.current()
        if column == EYE:
            name, special = ("eye", False) if layer.visible else ("eye-off", True)
        else:
            name, special = ("lock", True) if layer.locked else ("unlock", False)
        _draw_icon(painter, name, rect, tokens.text if special else tokens.muted)


def _layer(index: Index) -> Layer | None:
    model = index.model()
    return model.layer(index) if isinstance(model, LayersModel) else None


def _draw_icon(painter: QPainter, name: str, rect: QRect, colour: str) -> None:
    side = theme.measure(16)
    pixmap = icon_pixmap(name, size=side, colour=colour, ratio=painter.device().devicePixelRatio())
    corner = QPoint(rect.left() + (rect.width() - side) // 2, rect.top() + (rect.height() - side) // 2)
    painter.drawPixmap(corner, pixmap)


def _draw_pixels(painter: QPainter, pixels: Pixels, place: QRect) -> None:
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    zoom = max(1, min(place.width() // width, place.height() // height))
    shown = QRect(0, 0, width * zoom, height * zoom)
    shown.moveCenter(place.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(shown, image)
