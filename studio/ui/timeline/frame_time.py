"""The time of the selected frames: a number in milliseconds that takes sums; one undo step for one answer."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from studio.core.words import _
from studio.doc.document import Document
from studio.doc.edits import MAX_DURATION
from studio.ui.forms.number_box import NumberBox, ScrubLabel

_FINEST = 1000
"""Largest denominator of a typed time: 1000/60 stays exactly that."""


class FrameTime(NumberBox):
    """`committed` comes when a person has given another time: Enter, focus gone, a step, or the end of scrubbing."""

    committed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, whole=False, optional=True)
        self._shown: Fraction | None = None
        self.setObjectName("frame-time")
        self.setAccessibleName(_("Time of the selected frames"))
        self.setToolTip(_("Milliseconds each selected frame shows; sums like 1000/12 work (Alt+P)"))
        self.limit(1, float(MAX_DURATION), step=10, unit=_("ms"))
        self.editingFinished.connect(self.commit)

    @property
    def duration(self) -> Fraction | None:
        """What the field says now, exact to a thousandth."""
        value = self.number
        return None if value is None else Fraction(value).limit_denominator(_FINEST)

    def show_document(self, document: Document | None) -> None:
        """The time the selected frames share; empty when they differ."""
        times = {document.sprite.frame(frame).duration for frame in document.selected_frames} if document else set()
        self._shown = times.pop() if len(times) == 1 else None
        self.leave_open(_("mixed") if times else "")
        self.show_number(None if self._shown is None else round(float(self._shown), 3))
        self.setEnabled(document is not None and not document.sprite.read_only)

    def commit(self) -> None:
        """Tell the answer once, if it is another one."""
        value = self.number
        same = self._shown is not None and value is not None and value == round(float(self._shown), 3)
        if value is not None and not same:
            self._shown = self.duration
            self.committed.emit()

    def stepBy(self, steps: int) -> None:
        super().stepBy(steps)
        self.commit()


class FrameTimeLabel(ScrubLabel):
    """Dragging it changes the time; letting go is the answer."""

    def __init__(self, text: str, box: FrameTime, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._time = box
        self.setBuddy(box)
        self.scrubs(box)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._time.commit()
