"""The lines below the cards: what the chosen take is, its seed and cost, and what was put back around a mask."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.app.takes import Take
from studio.core.words import _
from studio.ui.forms.line import ElidedLabel
from studio.ui.takes.model import frames_words
from studio.ui.theme import measure


class TakeDetails(QWidget):
    """Two lines at most; everything else is in the tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._take: Take | None = None
        self._brief = False
        self._title = ElidedLabel(self, "take-title")
        self._title.setProperty("role", "title")
        self._facts = ElidedLabel(self, "take-facts")
        self._facts.setProperty("role", "muted")
        self._difference = ElidedLabel(self, "take-difference")
        self._cost = QLabel(self)
        self._cost.setObjectName("take-cost")
        self._cost.setProperty("role", "muted")
        second = QHBoxLayout()
        second.setSpacing(measure(8))
        second.addWidget(self._facts, 1)
        second.addWidget(self._cost)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(4), 0, measure(4), 0)
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addLayout(second)
        column.addWidget(self._difference)
        self.show_take(None)
        self.show_difference("")

    def show_take(self, take: Take | None) -> None:
        """Tell about another take."""
        self._take = take
        self._show_lines()
        if take is None:
            self.setToolTip("")
            return
        self._title.setText(take.title)
        self._cost.setText(take.cost)
        self._facts.setText("  ·  ".join(facts_of(take)))
        self.setToolTip("\n".join(story_of(take)))
        self._facts.setAccessibleName(", ".join(facts_of(take)))

    def be_brief(self, *, brief: bool) -> None:
        """Nothing but a comparison, where there is little room: the head of the panel tells the facts then."""
        self._brief = brief
        self._show_lines()

    def show_difference(self, words: str) -> None:
        """What comparing found; empty while nothing is compared."""
        self._difference.setText(words)
        self._show_lines()

    def _show_lines(self) -> None:
        there, compared = self._take is not None, bool(self._difference.text())
        for label in (self._title, self._facts, self._cost):
            label.setVisible(there and not self._brief)
        self._difference.setVisible(there and compared)


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
