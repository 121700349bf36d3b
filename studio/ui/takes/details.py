"""The lines below the cards: what the chosen take is, what it cost, its seed, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from studio.app.takes import Take
from studio.core.words import _
from studio.ui.forms.line import ElidedLabel
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel, plain_tip
from studio.ui.takes.model import frames_words
from studio.ui.theme import measure

_NARROWEST = 96
_SMALL_ICON = 14


class TakeDetails(QWidget):
    """A line of facts and the price, one for the seed, one for sentences; lines without words take no room."""

    seed_copied = Signal(object)
    """An int, as large as it may be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._take: Take | None = None
        self._facts = ElidedLabel(self, "take-facts")
        self._cost = PlainLabel(self)
        self._cost.setObjectName("take-cost")
        self._seed = _Sentences(self)
        self._seed.setObjectName("take-seed")
        self._copy = QToolButton(self)
        self._copy.setObjectName("take-copy-seed")
        self._copy.setIcon(icon("copy"))
        self._copy.setIconSize(QSize(measure(_SMALL_ICON), measure(_SMALL_ICON)))
        self._copy.setFixedHeight(measure(_SMALL_ICON + 6))
        self._copy.setToolTip(_("Copy the seed"))
        self._copy.setAccessibleName(_("Copy the seed"))
        self._copy.clicked.connect(self._on_copy)
        self._words = _Sentences(self)
        self._words.setObjectName("take-words")
        for label in (self._facts, self._cost, self._seed):
            label.setProperty("role", "muted")
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(measure(8))
        first.addWidget(self._facts, 1)
        first.addWidget(self._cost)
        second.setSpacing(measure(4))
        second.addWidget(self._seed, 1)
        second.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(4), 0, measure(4), 0)
        column.setSpacing(0)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self._words)
        self.show_take(None)
        self.say(())

    def show_take(self, take: Take | None) -> None:
        """Tell about another take."""
        self._take = take
        seed = _seed(take) if take is not None else ""
        self._facts.setVisible(take is not None)
        self._cost.setVisible(take is not None)
        self._seed.setVisible(bool(seed))
        self._copy.setVisible(bool(seed))
        self.setToolTip("" if take is None else plain_tip("\n".join(story_of(take))))
        if take is None:
            return
        self._seed.tell(seed)
        self._cost.setText(take.cost)
        self._cost.setAccessibleName(_("Charged: {cost}").format(cost=take.cost))
        self._facts.setText("  ·  ".join(facts_of(take)))
        self._facts.setAccessibleName(", ".join(facts_of(take)))

    def say(self, sentences: tuple[str, ...]) -> None:
        """What making it fit had to do, and what was put back around a mask."""
        self._words.tell("\n".join(sentences))
        self._words.setVisible(bool(sentences))

    def _on_copy(self) -> None:
        """The seed that came back leads to the same result; else the one that was sent."""
        take = self._take
        seed = None if take is None else take.seed_sent if take.seed_returned is None else take.seed_returned
        if seed is not None:
            QGuiApplication.clipboard().setText(str(seed))
            self.seed_copied.emit(seed)


class _Sentences(PlainLabel):
    """Words in as many lines as they need, which a narrow dock may not take from them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWordWrap(True)

    def tell(self, words: str) -> None:
        self.setText(words)
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        return False  # docks do not ask for it

    def sizeHint(self) -> QSize:
        return QSize(measure(_NARROWEST), self.heightForWidth(max(self.width(), measure(_NARROWEST))))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


def facts_of(take: Take) -> tuple[str, ...]:
    """Size and frames."""
    facts: list[str] = []
    if take.frames:
        facts.append(str(take.size))
    if len(take.frames) > 1:
        facts.append(frames_words(take))
    return tuple(facts)


def outside_words(take: Take) -> str:
    """How much a provider changed where it should not have; empty when nothing."""
    if not take.changed_outside:
        return ""
    return _("{count} px outside the mask put back.").format(count=f"{take.changed_outside:,}")


def story_of(take: Take) -> Iterator[str]:
    """Everything known about a take, a line each."""
    yield take.title
    yield from facts_of(take)
    seed = _seed(take)
    if seed:
        yield seed
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
        return _("Seed {sent}").format(sent=take.seed_sent)
    if take.seed_sent is None:
        return _("Seed {returned}, chosen there").format(returned=take.seed_returned)
    return _("Seed {sent} sent, {returned} returned").format(sent=take.seed_sent, returned=take.seed_returned)
