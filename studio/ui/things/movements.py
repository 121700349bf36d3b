"""The animations of a character: how far each is, and a button that asks for the lost directions only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.app.session import Session
from studio.app.thing_records import Movement
from studio.core.words import _
from studio.jobs.job import Job
from studio.ui.forms.line import ElidedLabel
from studio.ui.icons import icon_pixmap
from studio.ui.labels import PlainLabel, plain_tip
from studio.ui.theme import current, measure, theme_changed
from studio.ui.things.words import direction_title, movement_words


class MovementList(QWidget):
    """`retry_asked` carries the Movement whose missing directions are to be drawn."""

    retry_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[_MovementRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(measure(4))

    def show_movements(self, movements: Sequence[Movement]) -> None:
        """These, in order."""
        while len(self._rows) > len(movements):
            row = self._rows.pop()
            self._column.removeWidget(row)
            row.deleteLater()
        while len(self._rows) < len(movements):
            row = _MovementRow(self)
            row.retry_asked.connect(self.retry_asked)
            self._column.addWidget(row)
            self._rows.append(row)
        for row, movement in zip(self._rows, movements, strict=True):
            plans = self._session.things.plans
            price = plans.price(len(movement.missing)).brief if movement.missing else ""
            row.show_movement(movement, plans.job_of(movement), price=price)
        self.setVisible(bool(movements))


class _MovementRow(QWidget):
    """Name and state of one animation."""

    retry_asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._movement: Movement | None = None
        self._mark = "check"
        self._icon = PlainLabel(self)
        self._words = ElidedLabel(self, "movement-words")
        self._retry = QPushButton(self)
        self._retry.setProperty("narrow", True)
        self._retry.clicked.connect(self._on_retry)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measure(4))
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._retry)
        self.setMinimumHeight(measure(28))
        theme_changed.connect(self._paint_icon)

    def show_movement(self, movement: Movement, job: Job | None, *, price: str) -> None:
        """How far it is, and whether the missing directions can be asked for again."""
        self._movement = movement
        under_way = job is not None and not job.has_ended
        state = _("being drawn") if under_way else movement_words(movement)
        if under_way and job is not None and job.needs_attention:
            state = _("waits for you under Jobs")
        self._words.setText(f"{movement.name}  ·  {state}")
        lost = ", ".join(map(direction_title, movement.missing))
        missing = _("Missing: {directions}.").format(directions=lost) if lost else ""
        reason = job.error if job is not None else ""
        self._words.setToolTip(plain_tip("\n".join(part for part in (self._words.text(), missing, reason) if part)))
        self._words.setAccessibleName(self._words.text())
        count = len(movement.missing)
        self._retry.setVisible(bool(count) and not under_way)
        words = _("Retry {count}  ·  {price}").format(count=count, price=price)
        self._retry.setText(words)
        self._retry.setObjectName(f"retry-{movement.name}")
        self._retry.setAccessibleName(_("{words} of {name}").format(words=words, name=movement.name))
        self._retry.setToolTip(_("Draws only {directions}").format(directions=lost))
        self._mark = "running" if under_way else "warning" if count else "check"
        self._paint_icon()

    def _paint_icon(self) -> None:
        tokens = current()
        colours = {"running": tokens.accent, "warning": tokens.warn, "check": tokens.good}
        pixmap = icon_pixmap(self._mark, size=measure(16), colour=colours[self._mark], ratio=self.devicePixelRatioF())
        self._icon.setPixmap(pixmap)

    def _on_retry(self) -> None:
        if self._movement is not None:
            self.retry_asked.emit(self._movement)
