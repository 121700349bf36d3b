"""The lines below the cards: what the chosen take is, its seed and cost, and what was put back around a mask."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.app.takes import Take
from studio.core.words import _
from studio.ui.takes.model import frames_words
from studio.ui.theme import measure


class TakeDetails(QWidget):
    """Two lines at most; everything else is in the tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = _Line(self, "take-title")
        self._title.setProperty("role", "title")
        self._facts = _Line(self, "take-facts")
        self._facts.setProperty("role", "muted")
        self._difference = _Line(self, "take-difference")
        self._cost = QLabel(self)
        self._cost.setObjectName("take-cost")
        self._cost.setProperty("role", "muted")
        head = QHBoxLayout()
        head.setSpacing(measure(8))
        head.addWidget(self._title, 1)
        head.addWidget(self._cost)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(4), 0, measure(4), 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addWidget(self._difference)
        self.show_take(None)
        self.show_difference("")

    def show_take(self, take: Take | None) -> None:
        """Tell about another take."""
        for label in (self._title, self._facts, self._cost):
            label.setVisible(take is not None)
        if take is None:
            self.setToolTip("")
            return
        self._title.setText(take.title)
        self._cost.setText(take.cost)
        self._facts.setText("  ·  ".join(facts_of(take)))
        self.setToolTip("\n".join(story_of(take)))
        self._facts.setAccessibleName(", ".join(facts_of(take)))

    def show_difference(self, words: str) -> None:
        """What comparing found; empty while nothing is compared."""
        self._difference.setText(words)
        self._difference.setVisible(bool(words))


def facts_of(take: Take) -> tuple[str, ...]:
    """Size, frames, seed, and what was put back around a mask."""
    facts: list[str] = []
    if take.frames:
        facts.append(str(take.size))
    if len(take.frames) > 1:
        facts.append(frames_words(take))
    seed = _seed(take)
    if seed:
        facts.append(seed)
    if take.changed_outside:
        facts.append(_("{count} px outside put back").format(count=take.changed_outside))
    return tuple(fact for fact in facts if fact)


def story_of(take: Take) -> Iterator[str]:
    """Everything known about a take, a line each."""
    yield take.title
    yield from facts_of(take)
    if take.cost:
        yield take.cost
    yield from take.notes
    for label, value in take.request.items():
        yield f"{label}: {value}"
    if take.text:
        yield take.text


def _seed(take: Take) -> str:
    if take.seed_sent is None and take.seed_returned is None:
        return ""
    if take.seed_returned is None or take.seed_returned == take.seed_sent:
        return _("seed {sent}").format(sent=take.seed_sent)
    if take.seed_sent is None:
        return _("seed {returned}").format(returned=take.seed_returned)
    return _("seed {sent} sent, {returned} returned").format(sent=take.seed_sent, returned=take.seed_returned)


class _Line(QLabel):
    """One line that gives way to an ellipsis where there is no room."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setMinimumWidth(measure(24))

    def minimumSizeHint(self) -> QSize:
        return QSize(measure(24), super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(measure(24), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
