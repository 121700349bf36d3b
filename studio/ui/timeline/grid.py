"""The grid of the timeline: one widget that draws everything, scrolls, and turns pointer and keys into edits.

A press picks what it means (see `_press_...`), the move carries it out, the release makes at most one undo step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from studio.core.errors import StudioError
from studio.core.words import _
from studio.doc import cels, frames, tags
from studio.doc.document import Document, Edit
from studio.doc.layers import set_layer
from studio.doc.model import CelKey, LayerKind, Tag
from studio.ui import theme
from studio.ui.timeline.layout import Hit, Measures, TimelineLayout, Zone, between
from studio.ui.timeline.painting import Shown, TimelinePainter
from studio.ui.timeline.thumbnails import CelThumbnails

if TYPE_CHECKING:
    from studio.app.session import Session

FRAMES_MIME = "application/x-sprite-studio-frames"
CELL_WIDTHS = (24, 32, 40, 48, 64, 72)


class TimelineGrid(QAbstractScrollArea):
    """`menu_asked` gives a Hit and a global point; `tag_edit_asked` a Tag."""

    menu_asked = Signal(object, object)
    tag_edit_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._document: Document | None = None
        self._thumbnails = CelThumbnails()
        self._cell = CELL_WIDTHS[0]
        self._pressed: Hit | None = None
        self._pressed_at = QPoint()
        self._anchor = ""
        self._tag_before: Tag | None = None
        self._drop_gap: int | None = None
        self._drop_cell: tuple[int, int] | None = None
        self._build()

    @property
    def cell_width(self) -> int:
        """Logical pixels at scale 1."""
        return self._cell

    def set_cell_width(self, width: int) -> None:
        """Another zoom of the time axis."""
        self._cell = min(CELL_WIDTHS[-1], max(CELL_WIDTHS[0], width))
        self.refresh()

    def use(self, document: Document | None) -> None:
        """Show another document."""
        self._document = document
        self._thumbnails.use(document)
        self._pressed = self._tag_before = None
        self.refresh()

    def refresh(self) -> None:
        """Draw anew after any change of the document."""
        self._fit_scroll_bars()
        self._describe()
        self.viewport().update()

    def layout_now(self) -> TimelineLayout | None:
        """Where everything stands at the moment."""
        if self._document is None:
            return None
        large = self._cell >= 40
        measures = Measures(
            cell=theme.measure(self._cell),
            row=theme.measure(36 if large else 24),
            names=theme.measure(168),
            tag=theme.measure(18),
            numbers=theme.measure(22),
            icon=theme.measure(24),
            indent=theme.measure(12),
        )
        return TimelineLayout.of(
            self._document.sprite,
            measures,
            scroll_x=self.horizontalScrollBar().value(),
            scroll_y=self.verticalScrollBar().value(),
        )

    def show_cursor(self) -> None:
        """Scroll until the current cell can be seen."""
        layout, document = self.layout_now(), self._document
        if layout is None or document is None:
            return
        frame = document.sprite.frame_index(document.cursor.frame)
        left, bar = layout.frame_x(frame), self.horizontalScrollBar()
        if left < layout.measures.names:
            bar.setValue(bar.value() - (layout.measures.names - left))
        elif left + layout.measures.cell > self.viewport().width():
            bar.setValue(bar.value() + left + layout.measures.cell - self.viewport().width())
        row = layout.row_of_layer(document.cursor.layer)
        top, bar = layout.row_y(row), self.verticalScrollBar()
        if top < layout.header:
            bar.setValue(bar.value() - (layout.header - top))
        elif top + layout.measures.row > self.viewport().height():
            bar.setValue(bar.value() + top + layout.measures.row - self.viewport().height())

    # --- construction

    def _build(self) -> None:
        self.setObjectName("timeline-grid")
        self.setAccessibleName(_("Timeline"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAcceptDrops(True)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        self.verticalScrollBar().valueChanged.connect(self.viewport().update)
        theme.theme_changed.connect(self.refresh)

    def _fit_scroll_bars(self) -> None:
        layout = self.layout_now()
        width, height = (layout.content_width, layout.content_height) if layout is not None else (0, 0)
        for bar, content, room in (
            (self.horizontalScrollBar(), width, self.viewport().width()),
            (self.verticalScrollBar(), height, self.viewport().height()),
        ):
            bar.setRange(0, max(0, content - room))
            bar.setPageStep(room)
            bar.setSingleStep(theme.measure(24))

    def _describe(self) -> None:
        document = self._document
        if document is None:
            self.setAccessibleDescription(_("No sprite is open."))
            return
        layer, frame = document.cursor
        sprite = document.sprite
        filled = _("filled") if sprite.cel(layer, frame) is not None else _("empty")
        self.setAccessibleDescription(
            _("Layer {layer}, frame {frame} of {count}, {filled}").format(
                layer=sprite.layer(layer).name,
                frame=sprite.frame_index(frame) + 1,
                count=len(sprite.frames),
                filled=filled,
            )
        )

    # --- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        layout, document = self.layout_now(), self._document
        if layout is None or document is None:
            painter.fillRect(event.rect(), self.palette().window())
            return
        shown = Shown(
            cursor=document.cursor,
            selected=frozenset(document.sprite.frame_index(frame) for frame in document.selected_frames)
            if len(document.selected_frames) > 1
            else frozenset(),
            drop_gap=self._drop_gap,
            drop_cell=self._drop_cell,
            focused=self.hasFocus(),
        )
        TimelinePainter(painter, layout, shown, self._thumbnails).paint(self.viewport().rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_scroll_bars()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # --- pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        layout, document = self.layout_now(), self._document
        if layout is None or document is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        hit = layout.hit(event.position().x(), event.position().y())
        self._pressed, self._pressed_at = hit, event.position().toPoint()
        if hit.zone in (Zone.TAG, Zone.TAG_START, Zone.TAG_END):
            self._tag_before = hit.tag
        elif hit.zone in (Zone.FRAME, Zone.CELL):
            self._press_frame(document, layout, hit, event.modifiers())
        elif hit.zone in (Zone.NAME, Zone.EYE, Zone.LOCK, Zone.FOLD):
            self._press_name(document, layout, hit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        layout, document = self.layout_now(), self._document
        if layout is None or document is None:
            return
        if self._pressed is None:
            self._show_pointer(layout.hit(event.position().x(), event.position().y()))
            return
        if (event.position().toPoint() - self._pressed_at).manhattanLength() < QApplication.startDragDistance():
            return
        zone = self._pressed.zone
        if zone is Zone.CELL or (zone is Zone.FRAME and not self._drags_frames(document)):
            if zone is Zone.CELL and self._drags_cel(document, layout):
                self._drop_cell = self._cell_under(layout, event)
            else:
                self._extend(document, layout.frame_at(event.position().x()))
            self.viewport().update()
        elif zone in (Zone.FRAME, Zone.TAG):
            self._start_drag(document)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        layout, document, pressed = self.layout_now(), self._document, self._pressed
        self._pressed = None
        if layout is None or document is None or pressed is None:
            return
        moved = (event.position().toPoint() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if pressed.zone in (Zone.TAG_START, Zone.TAG_END) and moved:
            self._stretch_tag(pressed, layout.frame_at(event.position().x()))
        elif pressed.zone is Zone.TAG and not moved and pressed.tag is not None:
            self._select_tag(document, pressed.tag)
        elif pressed.zone is Zone.FRAME and not moved and not event.modifiers():
            document.select_frames([document.cursor.frame])
        elif self._drop_cell is not None:
            self._drop_cel(
                document, layout, pressed, copy=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            )
        self._drop_cell = None
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        layout = self.layout_now()
        hit = layout.hit(event.position().x(), event.position().y()) if layout is not None else None
        if hit is not None and hit.tag is not None:
            self._pressed = None
            self.tag_edit_asked.emit(hit.tag)
        elif hit is not None and hit.zone is Zone.FRAME:
            self._pressed = None
            self._session.commands.run("frame.duration")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        layout, document = self.layout_now(), self._document
        if layout is None or document is None:
            return
        hit = layout.hit(event.pos().x(), event.pos().y())
        if hit.frame >= 0 and hit.tag is None and document.sprite.frames[hit.frame].id not in document.selected_frames:
            document.move_to(frame=document.sprite.frames[hit.frame].id)
        self.menu_asked.emit(hit, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = 1 if event.angleDelta().y() > 0 else -1
            nearest = min(range(len(CELL_WIDTHS)), key=lambda index: abs(CELL_WIDTHS[index] - self._cell))
            self.set_cell_width(CELL_WIDTHS[min(len(CELL_WIDTHS) - 1, max(0, nearest + step))])
            event.accept()
            return
        super().wheelEvent(event)

    def _show_pointer(self, hit: Hit) -> None:
        stretches = hit.zone in (Zone.TAG_START, Zone.TAG_END)
        self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if stretches else Qt.CursorShape.ArrowCursor)
        tips = {
            Zone.TAG: _("Drag to move the frames of this tag; double click to edit it"),
            Zone.FRAME: _("Click to go there; drag to select; drag selected frames to move them"),
            Zone.EYE: _("Show or hide the layer"),
            Zone.LOCK: _("Lock or unlock the layer"),
        }
        self.viewport().setToolTip(tips.get(hit.zone, ""))

    # --- what a press means

    def _press_frame(
        self, document: Document, layout: TimelineLayout, hit: Hit, modifiers: Qt.KeyboardModifier
    ) -> None:
        frame = document.sprite.frames[hit.frame].id
        row = layout.rows[hit.row] if hit.row >= 0 else None
        layer = row.layer.id if row is not None and row.layer is not None else None
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._extend(document, hit.frame)
            return
        if modifiers & Qt.KeyboardModifier.ControlModifier and hit.zone is Zone.FRAME:
            document.select_frames(set(document.selected_frames) ^ {frame})
            return
        if hit.zone is Zone.FRAME and frame in document.selected_frames and len(document.selected_frames) > 1:
            return  # a drag may follow; the release picks the one frame otherwise
        self._anchor = frame
        document.move_to(layer=layer, frame=frame)
        document.select_frames([frame])

    def _press_name(self, document: Document, layout: TimelineLayout, hit: Hit) -> None:
        layer = layout.rows[hit.row].layer
        if layer is None:
            self._session.commands.run("mode.mask" if hit.row == len(layout.rows) - 2 else "mode.pose")
        elif hit.zone is Zone.EYE:
            self._apply(
                _("Hide layer") if layer.visible else _("Show layer"),
                lambda sprite: set_layer(sprite, layer.id, visible=not layer.visible),
            )
        elif hit.zone is Zone.LOCK:
            self._apply(
                _("Unlock layer") if layer.locked else _("Lock layer"),
                lambda sprite: set_layer(sprite, layer.id, locked=not layer.locked),
            )
        elif hit.zone is Zone.FOLD:
            self._apply(_("Fold group"), lambda sprite: set_layer(sprite, layer.id, collapsed=not layer.collapsed))
        else:
            document.move_to(layer=layer.id)

    def _extend(self, document: Document, index: int) -> None:
        ids = [frame.id for frame in document.sprite.frames]
        anchor = self._anchor if self._anchor in ids else document.cursor.frame
        document.select_frames(between(ids, anchor, ids[index]))
        if document.cursor.frame not in document.selected_frames:
            document.move_to(frame=ids[index])

    def _select_tag(self, document: Document, tag: Tag) -> None:
        span = document.sprite.tag_range(tag)
        document.move_to(frame=document.sprite.frames[span.start].id)
        document.select_frames(document.sprite.frames[index].id for index in span)

    def _stretch_tag(self, pressed: Hit, index: int) -> None:
        tag, document = self._tag_before, self._document
        if tag is None or document is None:
            return
        span = document.sprite.tag_range(tag)
        first, last = span.start, span.stop - 1
        if pressed.zone is Zone.TAG_START:
            first = min(index, last)
        else:
            last = max(index, first)
        ends = (document.sprite.frames[first].id, document.sprite.frames[last].id)
        self._apply(_("Change tag"), lambda sprite: tags.set_tag(sprite, tag.id, first=ends[0], last=ends[1]))

    # --- dragging cels and frames

    def _drags_frames(self, document: Document) -> bool:
        pressed = self._pressed
        if pressed is None or pressed.frame < 0:
            return False
        chosen = document.selected_frames
        return len(chosen) > 1 and document.sprite.frames[pressed.frame].id in chosen

    def _drags_cel(self, document: Document, layout: TimelineLayout) -> bool:
        pressed = self._pressed
        row = layout.rows[pressed.row] if pressed is not None else None
        if pressed is None or row is None or row.layer is None or len(document.selected_frames) > 1:
            return False
        return document.sprite.cel(row.layer.id, document.sprite.frames[pressed.frame].id) is not None

    def _cell_under(self, layout: TimelineLayout, event: QMouseEvent) -> tuple[int, int] | None:
        hit = layout.hit(event.position().x(), event.position().y())
        row = layout.rows[hit.row] if hit.zone is Zone.CELL else None
        holds_pixels = row is not None and row.layer is not None and row.layer.kind is LayerKind.IMAGE
        return (hit.row, hit.frame) if holds_pixels else None

    def _drop_cel(self, document: Document, layout: TimelineLayout, pressed: Hit, *, copy: bool) -> None:
        source_row = layout.rows[pressed.row].layer
        if self._drop_cell is None or source_row is None:
            return
        row, frame = self._drop_cell
        target_row = layout.rows[row].layer
        if target_row is None or (row, frame) == (pressed.row, pressed.frame):
            return
        ids = document.sprite.frames
        source, target = CelKey(source_row.id, ids[pressed.frame].id), CelKey(target_row.id, ids[frame].id)
        if copy:
            self._apply(_("Copy cel"), lambda sprite: cels.copy_cel(sprite, source, target))
        else:
            self._apply(_("Move cel"), lambda sprite: cels.move_cel(sprite, source, target))
        document.move_to(layer=target.layer, frame=target.frame)

    def _start_drag(self, document: Document) -> None:
        if self._pressed is not None and self._pressed.tag is not None:
            self._select_tag(document, self._pressed.tag)
        self._pressed = None
        data = QMimeData()
        data.setData(FRAMES_MIME, QByteArray("\n".join((document.id, *document.selected_frames)).encode()))
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.MoveAction | Qt.DropAction.CopyAction, Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(FRAMES_MIME) and self._document is not None:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        layout = self.layout_now()
        if layout is not None:
            self._drop_gap = layout.gap_at(event.position().x())
            event.acceptProposedAction()
            self.viewport().update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_gap = None
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        gap, document = self._drop_gap, self._document
        self._drop_gap = None
        if gap is None or document is None:
            return
        owner, *chosen = bytes(event.mimeData().data(FRAMES_MIME).data()).decode().split("\n")
        event.acceptProposedAction()
        if owner != document.id:
            self._session.commands.paste_frames_from(owner, chosen, gap)
            return
        before = sum(frame.id in chosen for frame in document.sprite.frames[:gap])
        self._apply(_("Move frames"), lambda sprite: frames.move_frames(sprite, chosen, gap - before))
        self.viewport().update()

    def _apply(self, label: str, edit: Edit) -> None:
        if self._document is None:
            return
        try:
            self._document.apply(label, edit)
        except StudioError as error:
            self._session.report(error)

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        document = self._document
        if document is None or not self._key(document, Qt.Key(event.key()), event.modifiers()):
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Keys that mean something here do not act as shortcuts of the window."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            own = (Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_Return)
            if Qt.Key(event.key()) in own and not event.modifiers():
                event.accept()
                return True
        return super().event(event)

    def _key(self, document: Document, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        count = len(document.sprite.frames)
        index = document.sprite.frame_index(document.cursor.frame)
        places = {
            Qt.Key.Key_Left: max(0, index - 1),
            Qt.Key.Key_Right: min(count - 1, index + 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: count - 1,
        }
        if key in places:
            self._go(document, places[key], extend=bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step_layer(document, -1 if key is Qt.Key.Key_Up else 1)
        elif key is Qt.Key.Key_Delete:
            self._session.commands.run("frame.delete")
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._session.commands.run("frame.play")
        else:
            return False
        return True

    def _go(self, document: Document, index: int, *, extend: bool) -> None:
        frame = document.sprite.frames[index].id
        if extend:
            self._anchor = self._anchor or document.cursor.frame
            chosen = between([f.id for f in document.sprite.frames], self._anchor, frame)
            document.move_to(frame=frame)
            document.select_frames(chosen)
        else:
            self._anchor = frame
            document.move_to(frame=frame)
            document.select_frames([frame])

    def _step_layer(self, document: Document, by: int) -> None:
        layout = self.layout_now()
        if layout is None:
            return
        layers = [row.layer.id for row in layout.rows if row.layer is not None]
        row = layout.row_of_layer(document.cursor.layer)
        document.move_to(layer=layers[min(len(layers) - 1, max(0, row + by))])
