"""One picture at the largest whole multiple that fits the width, checker beneath; and a page that shows just that."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.app.session import Session
from studio.app.thing_records import Thing
from studio.app.thing_sprites import pictures_of
from studio.core.clock import SystemClock
from studio.core.words import _
from studio.doc.model import Sprite
from studio.doc.pixels import Pixels
from studio.ui import theme
from studio.ui.forms.thumbnail import fitted_size, paint_pixels
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure
from studio.ui.things.page import ThingPage
from studio.ui.things.words import place_words

_TALLEST = 320


class Picture(QWidget):
    """As high as its picture needs at its width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixels: Pixels | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.theme_changed.connect(self.update)

    @property
    def pixels(self) -> Pixels | None:
        """What it shows."""
        return self._pixels

    def show_picture(self, pixels: Pixels | None) -> None:
        """Show another one, or none."""
        self._pixels = pixels
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(measure(240), self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(measure(96), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._pixels is not None:
            paint_pixels(QPainter(self), self.rect(), self._pixels)

    def _height(self) -> int:
        if self._pixels is None:
            return measure(48)
        height, width = self._pixels.shape[:2]
        room = QSize(max(1, self.width()), measure(_TALLEST))
        return max(measure(48), fitted_size(QSize(width, height), room).height())


class PicturePage(ThingPage):
    """An isometric tile or a map object."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setObjectName("picture-page")
        self._clock = SystemClock()
        self._picture = Picture(self)
        self._picture.setObjectName("thing-picture")
        self._picture.setAccessibleName(_("Picture"))
        self._words = PlainLabel(self)
        self._words.setObjectName("thing-place")
        self._words.setWordWrap(True)
        self._words.setProperty("role", "muted")
        self.column.addWidget(self._picture)
        self.column.addWidget(self._words)
        self.finish()

    def show_thing(self, thing: Thing) -> None:
        if self.thing is None or self.thing.id != thing.id:
            self._picture.show_picture(None)
        super().show_thing(thing)
        self._words.setText(place_words(thing, self._clock.now()))
        self._words.setVisible(bool(self._words.text()))

    def show_sprite(self, sprite: Sprite | None) -> None:
        self._picture.show_picture(None if sprite is None else pictures_of(sprite)[0])
