"""How far the canvas grows at each side before the new area is painted by a provider."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from studio.app.outpaint import Margins, chosen_operation, drafts_for, outpainted
from studio.app.session import Session
from studio.core.errors import StudioError
from studio.core.geometry import Size
from studio.core.words import _
from studio.doc.compose import flatten
from studio.doc.model import MAX_SIDE
from studio.doc.pixels import Pixels
from studio.ui import theme
from studio.ui.dialogs import ask
from studio.ui.dialogs.sprite import FormDialog
from studio.ui.forms.thumbnail import image_of, paint_checker
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure

_FIRST_SHARE = 4
"""At first each side grows by this part of the sprite's longer one."""
_PREVIEW = 144


class OutpaintDialog(FormDialog):
    """Four sides around a picture of what comes out, and how far the mask reaches into the old canvas."""

    def __init__(self, parent: QWidget, picture: Pixels) -> None:
        super().__init__(parent, _("Outpaint"), _("Grow and mask"))
        self.setObjectName("outpaint-dialog")
        self._size = Size(picture.shape[1], picture.shape[0])
        self._preview = _Preview(picture, self)
        first = max(1, max(self._size) // _FIRST_SHARE)
        self._left, self._top, self._right, self._bottom = (
            self._box(name, title, first)
            for name, title in (
                ("left", _("Left")),
                ("top", _("Top")),
                ("right", _("Right")),
                ("bottom", _("Bottom")),
            )
        )
        self._overlap = self._box("overlap", _("Into the sprite"), 0, most=min(self._size) // 2)
        self._overlap.setToolTip(_("So many pixels of the old canvas beside the new area are painted anew as well"))
        self._facts = PlainLabel(self)
        self._facts.setObjectName("outpaint-size")
        host = QWidget(self)
        sides = QGridLayout(host)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(measure(8))
        sides.addWidget(self._top, 0, 1, Qt.AlignmentFlag.AlignHCenter)
        sides.addWidget(self._left, 1, 0)
        sides.addWidget(self._preview, 1, 1)
        sides.addWidget(self._right, 1, 2)
        sides.addWidget(self._bottom, 2, 1, Qt.AlignmentFlag.AlignHCenter)
        host.setFixedHeight(sides.sizeHint().height())
        self.form.addRow(host)
        self.add(_("Into the sprite"), "outpaint-overlap", self._overlap)
        self.form.addRow(_("Size"), self._facts)
        self._show()
        self._top.setFocus()
        self._top.selectAll()

    @property
    def margins(self) -> Margins:
        return Margins(self._left.value(), self._top.value(), self._right.value(), self._bottom.value())

    @property
    def overlap(self) -> int:
        """Pixels of the old canvas that are painted anew beside each side that grows."""
        return self._overlap.value()

    def _box(self, name: str, title: str, value: int, *, most: int = MAX_SIDE) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(0, most)
        box.setSuffix(_(" px"))
        box.setValue(value)
        box.setFixedWidth(measure(96))
        box.lineEdit().setTextMargins(measure(4), 0, 0, 0)
        box.setObjectName(f"outpaint-{name}")
        box.setAccessibleName(title)
        box.setToolTip(_("{side}: how many pixels the canvas grows here").format(side=title))
        box.valueChanged.connect(self._show)
        return box

    def _show(self) -> None:
        new = self.margins.around(self._size)
        self._preview.show_margins(self.margins, self.overlap)
        is_possible = any(self.margins) and max(new) <= MAX_SIDE
        self.accept_button.setEnabled(is_possible)
        if is_possible:
            words = _("{old} becomes {new}").format(old=self._size, new=new)
        elif any(self.margins):
            words = _("{new} is more than {limit} pixels a side.").format(new=new, limit=MAX_SIDE)
        else:
            words = _("Nothing grows yet.")
        self._facts.setText(words)


class _Preview(QWidget):
    """The sprite on its new canvas, the mask hatched."""

    def __init__(self, picture: Pixels, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = image_of(picture)
        self._margins = Margins()
        self._overlap = 0
        self.setFixedSize(QSize(measure(_PREVIEW), measure(_PREVIEW)))
        self.setAccessibleName(_("The canvas as it will be"))

    def show_margins(self, margins: Margins, overlap: int) -> None:
        self._margins = margins
        self._overlap = overlap
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), theme.current()
        own = Size(self._image.width(), self._image.height())
        new = self._margins.around(own)
        scale = min(self.width() / new.width, self.height() / new.height)
        left, top = (self.width() - new.width * scale) / 2, (self.height() - new.height * scale) / 2
        canvas = QRect(round(left), round(top), round(new.width * scale), round(new.height * scale))
        inner = QRect(
            round(left + self._margins.left * scale),
            round(top + self._margins.top * scale),
            max(1, round(own.width * scale)),
            max(1, round(own.height * scale)),
        )
        paint_checker(painter, canvas)
        painter.drawImage(inner, self._image)
        inset = [round(self._overlap * scale) if margin else 0 for margin in self._margins]
        kept = inner.adjusted(inset[0], inset[1], -inset[2], -inset[3])
        painter.setClipRegion(QRegion(canvas).subtracted(QRegion(kept)))
        painter.fillRect(canvas, QBrush(QColor(tokens.mask), Qt.BrushStyle.BDiagPattern))
        painter.setClipping(False)
        painter.setPen(QColor(tokens.muted))
        painter.drawRect(inner.adjusted(0, 0, -1, -1))


async def outpaint(session: Session, parent: QWidget) -> None:
    """Ask how far, grow the canvas as one step, and bring the form to the front that paints the new area."""
    document = session.workspace.require_active()
    chosen = document.selected_frames or (document.cursor.frame,)
    dialog = OutpaintDialog(parent, flatten(document.sprite, document.cursor.frame))
    if not await ask.finished(dialog):
        return
    margins, overlap = dialog.margins, dialog.overlap
    try:
        document.apply(_("Outpaint"), lambda sprite: outpainted(sprite, margins, chosen, overlap=overlap))
    except StudioError as error:
        session.report(error)
        return
    operation = chosen_operation(session.accounts, session.drafts.operation)
    session.panel_wanted.emit("generate")
    session.operation_wanted.emit(operation.spec.id, drafts_for(operation))
