"""The cards of the gallery. Only those in sight are painted; a card plays while the mouse is over it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.app.gallery_entry import Entry
from studio.app.gallery_thumbs import drawn_part
from studio.app.takes import Take
from studio.core.words import _
from studio.ui import theme
from studio.ui.forms.thumbnail import fitted_size, image_of, paint_checker
from studio.ui.gallery.model import GalleryModel, Index
from studio.ui.gallery.thumbs import Shown, Thumbs, WholeTakes
from studio.ui.icons import icon
from studio.ui.takes.playing import TakePlayer
from studio.ui.theme import measure

CARD = 96
_GAP = 4
_DRAGGED = 48


class GalleryGrid(QListView):
    """What keys and the mouse ask for is said by signals; the chosen cards are the selection."""

    opened = Signal()
    accept_asked = Signal()
    star_asked = Signal()
    discard_asked = Signal()
    copy_asked = Signal()
    chosen_changed = Signal()

    def __init__(self, model: GalleryModel, thumbs: Thumbs, whole: WholeTakes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = model
        self.thumbs = thumbs
        self._whole = whole
        self._player = TakePlayer(self)
        self._hovered = ""
        self._plays_on_hover = True
        self._fixed = False
        """A card that was set playing by a key goes on without the mouse."""
        self.setModel(model)
        self.setItemDelegate(_CardDelegate(self))
        self._build()
        thumbs.ready.connect(self._on_thumbs)
        whole.ready.connect(self._on_whole)
        self._player.moved.connect(self._on_moved)

    def play_on_hover(self, *, plays: bool) -> None:
        self._plays_on_hover = plays

    def chosen(self) -> tuple[Entry, ...]:
        """The selected results in the order in which they stand."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(self._entries.entries[row] for row in rows)

    def first_row(self) -> int:
        """Of the selected results; 0 where there are none."""
        return min((index.row() for index in self.selectionModel().selectedIndexes()), default=0)

    def current(self) -> Entry | None:
        return self._entries.entry(self.currentIndex())

    def choose(self, ids: tuple[str, ...], current: str) -> None:
        """Select these results, as far as they are here."""
        flags = QItemSelectionModel.SelectionFlag
        selection = self.selectionModel()
        selection.clearSelection()
        index = self._entries.index_of(current)
        if index.isValid():
            selection.setCurrentIndex(index, flags.NoUpdate)
        for take_id in ids:
            selection.select(self._entries.index_of(take_id), flags.Select)

    def playing(self, entry: Entry) -> tuple[Take, int] | None:
        """The take and the frame that play on a card; None where its small picture shows."""
        take = self._player.take
        return (take, self._player.index) if take is not None and take.id == entry.id else None

    def toggle_play(self) -> None:
        """Play the current card, or let it rest."""
        entry = self.current()
        if entry is None:
            return
        if self._player.is_playing and self.playing(entry) is not None:
            self._fixed = False
            self._player.pause()
            self.viewport().update()
        else:
            self._fixed = True
            self._play(entry)

    def _build(self) -> None:
        self.setObjectName("gallery-grid")
        self.setAccessibleName(_("Results"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMinimumHeight(measure(CARD + 12))
        self.selectionModel().selectionChanged.connect(self.chosen_changed)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._fit_cards()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_cards()

    def _fit_cards(self) -> None:
        """Whole cards fill the width: a little larger than 96 px, never smaller."""
        bar = self.verticalScrollBar().sizeHint().width()
        gap, room = measure(_GAP), self.width() - bar - 2 * self.frameWidth() - measure(_GAP)
        columns = max(1, room // (measure(CARD) + gap))
        cell = min(room // columns, measure(CARD) * 5 // 4 + gap)
        if self.gridSize().width() != cell and cell > gap:
            self.setGridSize(QSize(cell, cell))

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self._hover(self._entries.entry(self.indexAt(self.viewport().mapFromGlobal(self.cursor().pos()))))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self._entries.entry(self.indexAt(event.position().toPoint())))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.opened.emit()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)

    def startDrag(self, supported: Qt.DropAction) -> None:
        """What is dragged follows the mouse as one small picture, so that it hides no board."""
        entries = self.chosen()
        if not entries:
            return
        drag = QDrag(self)
        drag.setMimeData(self._entries.mimeData(self.selectionModel().selectedIndexes()))
        drag.setPixmap(self._drag_picture(entries))
        drag.setHotSpot(QPoint(-measure(12), -measure(12)))
        drag.exec(supported)
        self._hover(None)  # the mouse may have gone without leaving

    def _drag_picture(self, entries: tuple[Entry, ...]) -> QPixmap:
        side = measure(_DRAGGED)
        pixmap = QPixmap(QSize(side, side) * self.devicePixelRatio())
        pixmap.setDevicePixelRatio(self.devicePixelRatio())
        pixmap.fill(QColor(theme.current().raised))
        painter = QPainter(pixmap)
        room = QRect(1, 1, side - 2, side - 2)
        shown = self.thumbs.get(entries[0])
        paint_checker(painter, room)
        if shown is not None and shown.image is not None:
            paint_image(painter, room, shown.image)
        if len(entries) > 1:
            _plate(painter, room, f"× {len(entries)}", Qt.AlignmentFlag.AlignRight)
        painter.end()
        return pixmap

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here do not reach the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _asked(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = _asked(event)
        if asked == "all":
            self.selectAll()
        elif asked == "play":
            self.toggle_play()
        elif asked:
            getattr(self, asked).emit()
        else:
            super().keyPressEvent(event)

    def _on_current(self, index: QModelIndex) -> None:
        entry = self._entries.entry(index)
        if self._fixed and (entry is None or self.playing(entry) is None):
            self._fixed = False
            self._stop()
        if entry is not None:
            self._whole.get(entry)

    def _hover(self, entry: Entry | None) -> None:
        take_id = entry.id if entry is not None else ""
        if take_id == self._hovered:
            return
        self._hovered = take_id
        if self._fixed:
            return
        self._stop()
        if entry is not None and self._plays_on_hover:
            self._play(entry)

    def _play(self, entry: Entry) -> None:
        shown = self.thumbs.get(entry)
        if shown is not None and shown.thumb.frames <= 1:
            return
        take = self._whole.get(entry)
        if take is not None:
            self._start(take)

    def _start(self, take: Take) -> None:
        self._player.load(take)
        self._player.play()
        self._repaint(take.id)

    def _stop(self) -> None:
        old = self._player.take
        self._player.load(None)
        if old is not None:
            self._repaint(old.id)

    def _on_whole(self, take_id: str) -> None:
        entry = self._entries.entry(self._entries.index_of(take_id))
        current = self.current()
        by_key = self._fixed and current is not None and current.id == take_id
        by_mouse = not self._fixed and take_id == self._hovered and self._plays_on_hover
        if entry is not None and (by_key or by_mouse):
            take = self._whole.get(entry)
            if take is not None:
                self._start(take)

    def _on_thumbs(self, ids: list[str]) -> None:
        for take_id in ids:
            self._repaint(take_id)

    def _on_moved(self) -> None:
        if self._player.take is not None:
            self._repaint(self._player.take.id)

    def _repaint(self, take_id: str) -> None:
        index = self._entries.index_of(take_id)
        if index.isValid():
            self.viewport().update(self.visualRect(index))


def _asked(event: QKeyEvent) -> str:
    """The signal that a key stands for, or `play` and `all`; empty for all other keys."""
    key = Qt.Key(event.key())
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.ControlModifier:
        return {Qt.Key.Key_A: "all", Qt.Key.Key_C: "copy_asked"}.get(key, "")
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return ""
    return {
        Qt.Key.Key_Return: "opened",
        Qt.Key.Key_Enter: "opened",
        Qt.Key.Key_Space: "play",
        Qt.Key.Key_A: "accept_asked",
        Qt.Key.Key_S: "star_asked",
        Qt.Key.Key_Delete: "discard_asked",
    }.get(key, "")


class _CardDelegate(QStyledItemDelegate):
    """Checker, picture, how many frames, and what was decided as icon or word."""

    def __init__(self, grid: GalleryGrid) -> None:
        super().__init__(grid)
        self._grid = grid

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return self._grid.gridSize() - QSize(measure(_GAP), measure(_GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        entry = model.entry(index) if isinstance(model, GalleryModel) else None
        if entry is None:
            return
        rect: QRect = option.rect
        room = rect.adjusted(2, 2, -2, -2)
        paint_checker(painter, room)
        shown = self._grid.thumbs.get(entry)
        if shown is not None:
            self._paint_picture(painter, room, entry, shown)
        self._paint_marks(painter, room, entry, shown)
        tokens = theme.current()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = index == self._grid.currentIndex() and self._grid.hasFocus()
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        edge = tokens.accent if chosen else tokens.text if focused else tokens.muted if hovered else tokens.line
        painter.setPen(QPen(QColor(edge), 2 if chosen or focused else 1))
        painter.drawRect(rect.adjusted(1, 1, -2, -2))
        if chosen and focused:
            painter.setPen(QPen(QColor(tokens.text), 1, Qt.PenStyle.DotLine))
            painter.drawRect(rect.adjusted(3, 3, -4, -4))

    def _paint_picture(self, painter: QPainter, room: QRect, entry: Entry, shown: Shown) -> None:
        playing = self._grid.playing(entry)
        image = shown.image
        if playing is not None and playing[0].frames:
            take, frame = playing
            image = image_of(take.frames[min(frame, len(take.frames) - 1)][drawn_part(take).slices])
        if image is not None:
            paint_image(painter, room, image)
            return
        side = measure(24)
        place = QRect(QPoint(0, 0), QSize(side, side))
        place.moveCenter(room.center())
        painter.fillRect(room, QColor(theme.current().field))
        icon("warning" if shown.thumb.trouble else "info").paint(painter, place)

    def _paint_marks(self, painter: QPainter, room: QRect, entry: Entry, shown: Shown | None) -> None:
        playing = self._grid.playing(entry)
        right, left, bottom = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignBottom
        if shown is not None and shown.thumb.frames > 1:
            count = shown.thumb.frames
            words = f"{playing[1] + 1}/{count}" if playing is not None else f"× {count}"
            _plate(painter, room, words, right | bottom)
        if entry.accepted:
            _plate(painter, room, _("used"), left | bottom)
        if entry.starred:
            side = measure(16)
            place = QRect(room.right() - side - 2, room.top() + 2, side + 2, side + 2)
            painter.fillRect(place, QColor(theme.current().raised))
            icon("star-filled").paint(painter, place.adjusted(1, 1, -1, -1))


def paint_image(painter: QPainter, room: QRect, image: QImage) -> None:
    """In the middle, as large as whole multiples allow."""
    place = QRect(QPoint(0, 0), fitted_size(image.size(), room.size()))
    place.moveCenter(room.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)  # views hand out smoothing painters
    painter.drawImage(place, image)


def _plate(painter: QPainter, room: QRect, words: str, corner: Qt.AlignmentFlag) -> None:
    tokens = theme.current()
    metrics = painter.fontMetrics()
    plate = QRect(0, 0, metrics.horizontalAdvance(words) + measure(8), metrics.height())
    plate.moveBottom(room.bottom())
    if corner & Qt.AlignmentFlag.AlignRight:
        plate.moveRight(room.right())
    else:
        plate.moveLeft(room.left())
    painter.fillRect(plate, QColor(tokens.raised))
    painter.setPen(QColor(tokens.text))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
