"""What is sent: the exact pictures and fields of the request that the form describes, unfolded on demand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.core.words import _
from studio.doc.pixels import Pixels, size_of
from studio.spec.describe import describe
from studio.spec.field import Kind
from studio.spec.operation import Operation
from studio.ui.forms.enlarged import EnlargedWindow, Named
from studio.ui.forms.fold import Fold
from studio.ui.forms.slot import PictureSlot
from studio.ui.forms.thumbnail import mask_picture
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure

_MOST_PICTURES = 8


class SentView(QWidget):
    """A fold with one line a field, and the pictures at their real size in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._request: Operation | None = None
        self._where = ""
        self._fold = Fold(_("What is sent"), "what-is-sent", self)
        self._fold.setToolTip(_("The exact pictures and fields of this request"))
        self._body = QWidget(self)
        self._body.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measure(4))
        column.addWidget(self._fold)
        column.addWidget(self._body)
        self._fold.unfolded.connect(self._on_fold)

    def show_request(self, request: Operation | None, where: str) -> None:
        """The request as it would go now, None while the form is not complete; `where` says where it goes."""
        self._request = request
        self._where = where
        if self._fold.is_open:
            self._show()

    @property
    def request(self) -> Operation | None:
        """What is shown."""
        return self._request

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Label and value of what would be sent."""
        return tuple((row.label, row.value) for row in describe(self._request) if row.sent) if self._request else ()

    def _on_fold(self, unfolded: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._body.setVisible(unfolded)
        if unfolded:
            self._show()

    def _show(self) -> None:
        fresh = QWidget(self)
        column = QVBoxLayout(fresh)
        column.setContentsMargins(measure(8), 0, 0, 0)
        column.setSpacing(measure(8))
        column.addWidget(_label(self._where, muted=True))
        if self._request is None:
            column.addWidget(_label(_("The form is not complete yet."), muted=True))
        else:
            column.addLayout(self._fields())
            pictures = list(_pictures(self._request))
            if pictures:
                column.addLayout(self._slots(pictures))
        layout = self.layout()
        if layout is not None:
            layout.replaceWidget(self._body, fresh)
        self._body.setParent(None)
        self._body.deleteLater()
        self._body = fresh

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(measure(8))
        grid.setVerticalSpacing(measure(4))
        grid.setColumnStretch(1, 1)
        for number, (label, value) in enumerate(self.rows()):
            grid.addWidget(_label(label, muted=True), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_label(value), number, 1)
        return grid

    def _slots(self, pictures: list[tuple[str, Pixels]]) -> QVBoxLayout:
        column = QVBoxLayout()
        for start in range(0, min(len(pictures), _MOST_PICTURES), 3):
            row = QHBoxLayout()
            row.setSpacing(measure(8))
            for number, (title, pixels) in enumerate(pictures[start : start + 3], start):
                slot = self._slot(title, pixels)
                slot.clicked.connect(partial(_enlarge, self, number))
                row.addWidget(slot)
            row.addStretch(1)
            column.addLayout(row)
        more = len(pictures) - _MOST_PICTURES
        if more > 0:
            column.addWidget(_label(_("and {count} more").format(count=more), muted=True))
        return column

    def _slot(self, title: str, pixels: Pixels) -> PictureSlot:
        slot = PictureSlot(title, self)
        slot.setAcceptDrops(False)
        slot.show_picture(pixels, words=str(size_of(pixels)))
        slot.setToolTip(_("{title}, {size}. Click to see it large.").format(title=title, size=size_of(pixels)))
        return slot


def _enlarge(view: SentView, start: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signature
    """Show a picture large, with the others of the request beside it."""
    if view.request is not None:
        pictures = [Named(*one) for one in _pictures(view.request)]
        EnlargedWindow(pictures, start, view.window()).show()


def _pictures(request: Operation) -> Iterator[tuple[str, Pixels]]:
    for declared in request.spec.fields:
        value: Any = getattr(request, declared.name)
        if value is None:
            continue
        if declared.kind is Kind.IMAGE:
            yield declared.title, value
        elif declared.kind in (Kind.IMAGES, Kind.KEYFRAMES):
            for one in value:
                yield declared.title, one.pixels
        elif declared.kind is Kind.MASK:
            yield declared.title, mask_picture(value)
        elif declared.kind is Kind.MASKS:
            for one in value:
                if one is not None:
                    yield declared.title, mask_picture(one)


def _label(text: str, *, muted: bool = False) -> QLabel:
    label = PlainLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if muted:
        label.setProperty("role", "muted")
    return label
