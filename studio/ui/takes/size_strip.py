"""What is done with a take that is larger than the sprite: three buttons with a small picture of each outcome."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from studio.app.accepting import SizeWay, fit, fits
from studio.app.session import Session
from studio.app.switches import Switches
from studio.app.takes import Take
from studio.core.geometry import Box
from studio.core.words import _
from studio.doc.model import Sprite
from studio.doc.pixels import Pixels
from studio.ui import theme
from studio.ui.forms.thumbnail import paint_pixels
from studio.ui.theme import measure

_PICTURE = 48


class SizeStrip(QWidget):
    """`way_chosen` carries a SizeWay, or None when the choice is taken back. Hidden for takes that fit."""

    way_chosen = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pictured: tuple[Take, Sprite, Switches] | None = None
        self._buttons: dict[SizeWay, QToolButton] = {}
        self.setObjectName("take-sizes")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measure(4))
        for way, title, words in (
            (SizeWay.GROW, _("Grow"), _("Grow the canvas until the take fits")),
            (SizeWay.CROP, _("Crop"), _("Cut the take to the canvas")),
            (SizeWay.PIXELS, _("Pixel art"), _("Bring the take down to the canvas, a pixel for each of its cells")),
        ):
            button = QToolButton(self)
            button.setObjectName(f"take-size-{way.value}")
            button.setText(title)
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.setCheckable(True)
            button.setIconSize(QSize(measure(_PICTURE), measure(_PICTURE)))
            button.setSizePolicy(button.sizePolicy().horizontalPolicy().Expanding, button.sizePolicy().verticalPolicy())
            button.setProperty("framed", True)
            button.clicked.connect(self._on_clicked)
            self._buttons[way] = button
            row.addWidget(button, 1)
        self.show_take(None, None)

    def show_take(self, take: Take | None, sprite: Sprite | None) -> None:
        """The ways of this take into this sprite, with the chosen one pressed."""
        there = take is not None and sprite is not None and not sprite.read_only and bool(take.frames)
        if take is None or sprite is None or not there or fits(take, sprite.size):
            self.hide()
            self._pictured = None
            return
        self.show()
        chosen = self._session.acceptance.size_way(take)
        for way, button in self._buttons.items():
            button.setChecked(way is chosen)
        wanted = (take, sprite, self._session.acceptance.switches)
        if self._pictured is None or any(old is not new for old, new in zip(self._pictured, wanted, strict=True)):
            self._pictured = wanted
            self._session.tasks.launch(self._picture(*wanted), name="pictures of sizes")

    def be_brief(self, *, brief: bool) -> None:
        """Words alone, where there is little room."""
        style = Qt.ToolButtonStyle.ToolButtonTextOnly if brief else Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        for button in self._buttons.values():
            button.setToolButtonStyle(style)

    async def _picture(self, take: Take, sprite: Sprite, switches: Switches) -> None:
        active = self._session.active
        frame = active.cursor.frame if active is not None and active.sprite is sprite else sprite.frames[0].id
        first = replace(take, frames=take.frames[:1], poses=())
        for way, button in self._buttons.items():
            fitted = await asyncio.to_thread(
                fit, first, sprite, frame, switches=replace(switches, palette=Switches().palette), size_way=way
            )
            if self._pictured is None or self._pictured[0] is not take:
                return
            canvas = fitted.canvas
            old = Box(canvas.dx, canvas.dy, *sprite.size) if canvas is not None else None
            button.setIcon(_outcome(fitted.take.frames[0], old))

    def _on_clicked(self) -> None:
        button = self.sender()
        way = next(way for way, known in self._buttons.items() if known is button)
        self.way_chosen.emit(way if self._buttons[way].isChecked() else None)


def _outcome(pixels: Pixels, old: Box | None) -> QIcon:
    """The picture as it would be, with a line around the canvas as it is where that grows."""
    side = measure(_PICTURE)
    picture = QPixmap(side, side)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    place = paint_pixels(painter, QRect(0, 0, side, side), pixels)
    if old is not None:
        scale = place.width() / pixels.shape[1]
        line = QRect(
            place.x() + round(old.x * scale),
            place.y() + round(old.y * scale),
            round(old.width * scale) - 1,
            round(old.height * scale) - 1,
        )
        painter.setPen(QPen(QColor(theme.current().accent), 1, Qt.PenStyle.DashLine))
        painter.drawRect(line)
    painter.end()
    return QIcon(picture)
