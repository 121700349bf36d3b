"""The cards: 96 px pictures with their number, moving while the mouse is over them and while they are chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.app.takes import Take
from studio.core.geometry import EMPTY_BOX, Box
from studio.core.words import _
from studio.doc.pixels import opaque_box, size_of
from studio.ui import theme
from studio.ui.forms.marks import pose_picture
from studio.ui.forms.thumbnail import paint_checker, paint_pixels
from studio.ui.icons import icon
from studio.ui.takes.model import Index, TakesModel
from studio.ui.takes.playing import TakePlayer
from studio.ui.theme import measure

CARD = 96
_SMALLEST = 80
_GAP = 4


_KEYS = frozenset(
    {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Comma, Qt.Key.Key_Period, Qt.Key.Key_A}
    | {Qt.Key.Key_C, Qt.Key.Key_Delete, Qt.Key.Key_Escape}
    | {Qt.Key(Qt.Key.Key_1 + number) for number in range(9)}
)


class TakeStrip(QListView):
    """Cards in rows. What keys ask for is said by signals; the chosen card is the current row."""

    picked = Signal(str)
    """Id of the take a person chose."""
    play_asked = Signal()
    accept_asked = Signal()
    compare_asked = Signal()
    discard_asked = Signal()
    left = Signal()
    step_asked = Signal(int)
    """To another frame of the chosen take."""

    def __init__(self, model: TakesModel, chosen: TakePlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._takes = model
        self._chosen = chosen
        self._hovered = TakePlayer(self)
        self._hover_plays = True
        self._syncing = False
        self._sight = QTimer(self)
        self._sight.setSingleShot(True)
        self._sight.setInterval(0)  # cards find their places after the room has changed
        self._sight.timeout.connect(self.keep_in_sight)
        self.setModel(model)
        self.setItemDelegate(_CardDelegate(self))
        self._build()
        self._hovered.moved.connect(self._on_hover_moved)
        chosen.moved.connect(self._on_chosen_moved)

    def play_on_hover(self, *, plays: bool) -> None:
        """Whether cards move under the mouse."""
        self._hover_plays = plays

    def show_chosen(self, take_id: str | None) -> None:
        """Stand on a take without telling anybody."""
        row = self._takes.row_of(take_id) if take_id is not None else -1
        index = self._takes.index(row) if row >= 0 else QModelIndex()
        self._syncing = True
        self.setCurrentIndex(index)
        self._syncing = False
        self.keep_in_sight()
        self.viewport().update()

    def keep_in_sight(self) -> None:
        """What the buttons below would accept is to be seen."""
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def frame_shown(self, take: Take) -> int:
        """The frame of a take that its card shows now."""
        for player in (self._chosen, self._hovered):
            if player.take is not None and player.take.id == take.id:
                return player.index
        return 0

    def is_chosen(self, take: Take) -> bool:
        return self._chosen.take is not None and self._chosen.take.id == take.id

    def _build(self) -> None:
        self.setObjectName("takes-strip")
        self.setAccessibleName(_("Takes"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(measure(_SMALLEST + 12))
        self._fit_cards()

    @property
    def card(self) -> int:
        """Side of a card: about 96, so that whole cards fill the width."""
        return self.gridSize().width() - measure(_GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_cards()
        self._sight.start()

    def _fit_cards(self) -> None:
        bar = self.verticalScrollBar().sizeHint().width()
        gap, room = measure(_GAP), self.width() - bar - 2 * self.frameWidth() - measure(_GAP)
        columns = max(1, room // (measure(_SMALLEST) + gap))
        cell = min(room // columns, measure(CARD) + gap)
        if self.gridSize().width() != cell and cell > gap:
            self.setGridSize(QSize(cell, cell))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        take = self._takes.take(current)
        if take is not None and not self._syncing:
            self.picked.emit(take.id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the card that is current already chooses it again; beside the cards nothing is chosen."""
        before = self.currentIndex()
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        take = self._takes.take(index)
        if take is None:
            self.left.emit()
        elif index == before:
            self.picked.emit(take.id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            self.play_asked.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self._takes.take(self.indexAt(event.position().toPoint())))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(None)
        self.keep_in_sight()

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here do not reach the shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_wanted(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not _is_wanted(event):
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.play_asked.emit()
        elif key in (Qt.Key.Key_Comma, Qt.Key.Key_Period):
            self.step_asked.emit(-1 if key == Qt.Key.Key_Comma else 1)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._pick_row(key - Qt.Key.Key_1)
        else:
            asked = {
                Qt.Key.Key_A: self.accept_asked,
                Qt.Key.Key_C: self.compare_asked,
                Qt.Key.Key_Delete: self.discard_asked,
                Qt.Key.Key_Escape: self.left,
            }
            asked[key].emit()

    def _pick_row(self, row: int) -> None:
        if row < self._takes.rowCount():
            self.setCurrentIndex(self._takes.index(row))

    def _hover(self, take: Take | None) -> None:
        old = self._hovered.take
        if (take.id if take else "") == (old.id if old else ""):
            return
        self._hovered.load(take)
        if take is not None and self._hover_plays:
            self._hovered.play()
        self.viewport().update()

    def _on_hover_moved(self) -> None:
        self._repaint(self._hovered.take)

    def _on_chosen_moved(self) -> None:
        self._repaint(self._chosen.take)

    def _repaint(self, take: Take | None) -> None:
        row = self._takes.row_of(take.id) if take is not None else -1
        if row >= 0:
            self.viewport().update(self.visualRect(self._takes.index(row)))


def _is_wanted(event: QKeyEvent) -> bool:
    plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    return plain and Qt.Key(event.key()) in _KEYS


class _CardDelegate(QStyledItemDelegate):
    """Checker, picture, number, how many frames, and what was decided as icon and word."""

    def __init__(self, strip: TakeStrip) -> None:
        super().__init__(strip)
        self._strip = strip
        self._parts: dict[str, Box] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._strip.card, self._strip.card)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        take = model.take(index) if isinstance(model, TakesModel) else None
        if take is None:
            return
        painter.save()
        rect: QRect = option.rect
        room = rect.adjusted(2, 2, -2, -2)
        self._paint_picture(painter, room, take)
        tokens = theme.current()
        self._plate(painter, room, str(index.row() + 1), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        if len(take.frames) > 1:
            at = self._strip.frame_shown(take) + 1
            words = f"{at}/{len(take.frames)}" if self._strip.is_chosen(take) else f"× {len(take.frames)}"
            self._plate(painter, room, words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom)
        if take.accepted:
            self._plate(painter, room, _("used"), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
        if take.starred:
            side = measure(16)
            icon("star-filled").paint(painter, QRect(room.right() - side - 1, room.top() + 2, side, side))
        chosen = self._strip.is_chosen(take)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus) and self._strip.hasFocus()
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        edge = tokens.accent if chosen or focused else tokens.muted if hovered else tokens.line
        painter.setPen(QPen(QColor(edge), 2 if chosen or focused else 1))
        painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _paint_picture(self, painter: QPainter, room: QRect, take: Take) -> None:
        if take.frames:
            shown = take.frames[min(self._strip.frame_shown(take), len(take.frames) - 1)]
            paint_pixels(painter, room, shown[self._drawn_part(take).slices])
        elif take.poses:
            paint_pixels(painter, room, pose_picture(take.poses))
        else:
            paint_checker(painter, room)
            side = measure(24)
            place = QRect(QPoint(0, 0), QSize(side, side))
            place.moveCenter(room.center())
            icon("info").paint(painter, place)

    def _drawn_part(self, take: Take) -> Box:
        """What any frame draws on, so that a card is not mostly empty; the same for all, so that nothing jumps."""
        known = self._parts.get(take.id)
        if known is None:
            sizes = {size_of(frame) for frame in take.frames}
            known = EMPTY_BOX
            for frame in take.frames:
                known = known.united(opaque_box(frame))
            if len(sizes) > 1 or known.is_empty:
                known = Box.of_size(take.size)
            self._parts[take.id] = known
        return known

    def _plate(self, painter: QPainter, room: QRect, words: str, corner: Qt.AlignmentFlag) -> None:
        tokens = theme.current()
        metrics = painter.fontMetrics()
        plate = QRect(0, 0, metrics.horizontalAdvance(words) + measure(8), metrics.height())
        if corner & Qt.AlignmentFlag.AlignRight:
            plate.moveRight(room.right())
        else:
            plate.moveLeft(room.left())
        if corner & Qt.AlignmentFlag.AlignBottom:
            plate.moveBottom(room.bottom())
        else:
            plate.moveTop(room.top())
        painter.fillRect(plate, QColor(tokens.raised))
        painter.setPen(QColor(tokens.text))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
