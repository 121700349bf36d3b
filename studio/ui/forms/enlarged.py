"""A picture that is going to be sent, as large as the window lets it be: whole multiples, checker beneath."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.core.words import _
from studio.doc.pixels import Pixels, size_of
from studio.ui.forms.thumbnail import fitted_size, paint_pixels
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure

_SIDE = 448
_LEAST = 128


class Named(NamedTuple):
    """A picture and the field it goes in."""

    title: str
    pixels: Pixels


class EnlargedWindow(QDialog):
    """Stands beside the program; the arrows walk through all pictures of the request, Esc closes."""

    def __init__(self, pictures: Sequence[Named], start: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("enlarged")
        self.setWindowTitle(_("What is sent"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pictures = tuple(pictures)
        self._place = start
        self._view = _View(self)
        self._words = PlainLabel(self)
        self._words.setObjectName("enlarged-words")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._back = self._arrow("chevron-left", _("The picture before"), "enlarged-back")
        self._on = self._arrow("chevron-right", _("The next picture"), "enlarged-on")
        row = QHBoxLayout()
        row.setSpacing(measure(8))
        row.addWidget(self._back)
        row.addWidget(self._words, 1)
        row.addWidget(self._on)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(8), measure(8), measure(8), measure(8))
        column.setSpacing(measure(8))
        column.addWidget(self._view, 1)
        column.addLayout(row)
        self._back.clicked.connect(self._step_back)
        self._on.clicked.connect(self._step_on)
        self._show()
        self._view.setFocus()

    @property
    def picture(self) -> Named:
        """What is shown."""
        return self._pictures[self._place]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self._step_back()
            case Qt.Key.Key_Right:
                self._step_on()
            case _:
                super().keyPressEvent(event)

    def _arrow(self, picture: str, title: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(picture))
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setVisible(len(self._pictures) > 1)
        return button

    def _step_back(self) -> None:
        self._place = (self._place - 1) % len(self._pictures)
        self._show()

    def _step_on(self) -> None:
        self._place = (self._place + 1) % len(self._pictures)
        self._show()

    def _show(self) -> None:
        title, pixels = self.picture
        words = _("{title}, {size}").format(title=title, size=size_of(pixels))
        if len(self._pictures) > 1:
            place = _("{number} of {count}").format(number=self._place + 1, count=len(self._pictures))
            words = f"{words}, {place}"
        self._words.setText(words)
        self._view.show_picture(pixels, words)


class _View(QWidget):
    """The picture alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pixels: Pixels | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(measure(_LEAST), measure(_LEAST))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_picture(self, pixels: Pixels, words: str) -> None:
        self._pixels = pixels
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        room = QSize(measure(_SIDE), measure(_SIDE))
        if self._pixels is None:
            return room
        return fitted_size(QSize(*size_of(self._pixels)), room)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._pixels is not None:
            paint_pixels(QPainter(self), self.rect(), self._pixels)
