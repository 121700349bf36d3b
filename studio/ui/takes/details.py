"""The lines below the cards: what the chosen take is, its seed and cost, and what was put back around a mask."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.app.takes import Take
from studio.core.words import _
from studio.ui.takes.model import frames_words
from studio.ui.theme import measure


class TakeDetails(QWidget):
    """Two lines at most; everything else is in the tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = _line(self, "take-title")
        self._title.setProperty("role", "title")
        self._facts = _line(self, "take-facts")
        self._facts.setProperty("role", "muted")
        self._difference = _line(self, "take-difference")
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(4), 0, measure(4), 0)
        column.setSpacing(0)
        for label in (self._title, self._facts, self._difference):
            column.addWidget(label)
        self.show_take(None)
        self.show_difference("")

    def show_take(self, take: Take | None) -> None:
        """Tell about another take."""
        self._title.setVisible(take is not None)
        self._facts.setVisible(take is not None)
        if take is None:
            self.setToolTip("")
            return
        self._title.setText(take.title)
        self._facts.setText("  ·  ".join(facts_of(take)))
        self.setToolTip("\n".join(story_of(take)))
        self._facts.setAccessibleName(", ".join(facts_of(take)))

    def show_difference(self, words: str) -> None:
        """What comparing found; empty while nothing is compared."""
        self._difference.setText(words)
        self._difference.setVisible(bool(words))


def facts_of(take: Take) -> tuple[str, ...]:
    """Size, frames, seed and cost, shortest first."""
    facts: list[str] = []
    if take.frames:
        facts.append(str(take.size))
    if len(take.frames) > 1:
        facts.append(frames_words(take))
    seed = _seed(take)
    if seed:
        facts.append(seed)
    facts.append(take.cost)
    if take.changed_outside:
        facts.append(_("{count} px outside put back").format(count=take.changed_outside))
    return tuple(fact for fact in facts if fact)


def story_of(take: Take) -> Iterator[str]:
    """Everything known about a take, a line each."""
    yield take.title
    yield from facts_of(take)
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


def _line(parent: QWidget, name: str) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setMinimumWidth(measure(24))
    return label
