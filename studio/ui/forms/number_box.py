"""A field for one number that takes sums, steps by keys and wheel, and may be left empty.

What is typed outside the limits stays as typed: the form says what is wrong with it. Stepping and scrubbing stop at
the limits.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QMouseEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from studio.core.words import _
from studio.ui.forms.arithmetic import evaluate
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure

_SCRUB_PIXELS = 4
"""Pixels of dragging for one step."""


class NumberBox(QAbstractSpinBox):
    """Holds a number or, with `optional`, None. `changed` comes when another one was typed, stepped or scrubbed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, whole: bool = True, optional: bool = False) -> None:
        super().__init__(parent)
        self._whole = whole
        self._optional = optional
        self._value: float | None = None
        self._minimum: float | None = None
        self._maximum: float | None = None
        self._step = 1.0
        self._unit = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.lineEdit().setTextMargins(measure(4), 0, 0, 0)
        self.lineEdit().textEdited.connect(self._on_typed)
        self.editingFinished.connect(self._show)

    def limit(self, minimum: float | None, maximum: float | None, *, step: float | None = None, unit: str = "") -> None:
        """What stepping may reach, how far one step goes, and the unit shown behind the number."""
        self._minimum, self._maximum, self._unit = minimum, maximum, unit
        self._step = step or (1.0 if self._whole else 0.1)
        self._show()

    def leave_open(self, words: str) -> None:
        """What an empty field means, shown in it."""
        self.lineEdit().setPlaceholderText(words)

    @property
    def number(self) -> float | None:
        """The number; an int where only whole ones are meant and that is what was typed."""
        value = self._value
        if value is not None and self._whole and value == int(value):
            return int(value)
        return value

    def show_number(self, value: float | None) -> None:
        """Put a number in without telling anybody."""
        self._value = value
        self._show()

    def set_number(self, value: float | None) -> None:
        """Put a number in as a person does."""
        if value != self._value:
            self.show_number(value)
            self.changed.emit()

    def scrub(self, steps: int, start: float | None) -> None:
        """`steps` away from `start`, inside the limits."""
        self.set_number(self._stepped(start, steps))

    def stepBy(self, steps: int) -> None:
        self.set_number(self._stepped(self._value, steps))
        self.selectAll()

    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flags = QAbstractSpinBox.StepEnabledFlag.StepNone
        if self._value is None or self._maximum is None or self._value < self._maximum:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepUpEnabled
        if self._value is None or self._minimum is None or self._value > self._minimum:
            flags |= QAbstractSpinBox.StepEnabledFlag.StepDownEnabled
        return flags

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Everything may be typed; what it means is looked at as a whole."""
        return QValidator.State.Acceptable, text, position

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel over a field without the keyboard scrolls the form instead."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _stepped(self, start: float | None, steps: int) -> float:
        base = start if start is not None else (self._minimum or 0.0)
        value = base + steps * self._step if start is not None or steps == 0 else base
        value = round(value / self._step) * self._step if not self._whole and self._minimum is None else value
        if self._minimum is not None:
            value = max(self._minimum, value)
        if self._maximum is not None:
            value = min(self._maximum, value)
        return round(value, 9)

    def _on_typed(self, text: str) -> None:
        value = None if not text.strip() else evaluate(text, unit=self._unit)
        if value is None and (text.strip() or not self._optional):
            return
        if value != self._value:
            self._value = value
            self.changed.emit()

    def _show(self) -> None:
        number = self.number
        if number is None:
            self.lineEdit().setText("")
            return
        text = str(int(number)) if number == int(number) else f"{number:.9f}".rstrip("0")
        self.lineEdit().setText(f"{text} {self._unit}".strip())


class ScrubLabel(PlainLabel):
    """The name of a field; dragging it sideways changes the number beside it, Shift ten times as fast."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._box: NumberBox | None = None
        self._pressed_at = 0.0
        self._start: float | None = None

    def scrubs(self, box: NumberBox) -> None:
        """Which number dragging changes."""
        self._box = box
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setToolTip(_("Drag sideways to change"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._box is None or event.button() != Qt.MouseButton.LeftButton or not self._box.isEnabled():
            super().mousePressEvent(event)
            return
        self._pressed_at = event.globalPosition().x()
        self._start = self._box.number
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._box is None or not event.buttons() & Qt.MouseButton.LeftButton or not self._box.isEnabled():
            super().mouseMoveEvent(event)
            return
        steps = int((event.globalPosition().x() - self._pressed_at) / _SCRUB_PIXELS)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            steps *= 10
        self._box.scrub(steps, self._start)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and self._box is not None:
            self.setCursor(Qt.CursorShape.SizeHorCursor if self.isEnabled() else Qt.CursorShape.ArrowCursor)
