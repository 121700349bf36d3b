"""The foot of a form: the button that sends, with the price, and what has become of the last request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from studio.app.batch import MOST
from studio.app.directions import Offer
from studio.app.remedies import Remedy
from studio.core.words import _
from studio.jobs.job import Job
from studio.jobs.states import State
from studio.ui.forms.balance_line import BalanceLine
from studio.ui.forms.number_box import NumberBox
from studio.ui.forms.row import Remark, Weight
from studio.ui.icons import icon
from studio.ui.theme import measure

_COUNT_WIDTH = 56
_BUTTON_EDGES = 8


class Onward(Enum):
    """How a request that came to nothing, or not to everything, can go on."""

    NONE = "none"
    TOKEN = "token"
    REST = "rest"


class GenerateFoot(QWidget):
    """`send_asked` and `stop_asked` are the two buttons; the second shows only while something is being made.

    Where a token is missing the first asks for one instead: `token_asked`. Before it stands how many results are
    wanted (`count_changed`); behind it several directions are asked for at once: `each_asked` carries an Offer. Above
    them is what is left in the account. `rest_asked`: what a plan did not get is to be sent again.
    """

    send_asked = Signal()
    stop_asked = Signal()
    token_asked = Signal()
    each_asked = Signal(object)
    count_changed = Signal()
    rest_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remark = Remark(self)
        self._remark.setObjectName("generate-remark")
        self._send = _PriceButton(self)
        self._send.setObjectName("generate-button")
        self._send.setProperty("primary", True)
        self._send.setProperty("narrow", True)
        self._send.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.balance = BalanceLine(self)
        self._count = _count_box(self)
        self._stop = QToolButton(self)
        self._stop.setObjectName("generate-stop")
        self._stop.setIcon(icon("stop"))
        self._stop.setToolTip(_("Cancel what is being made"))
        self._stop.setAccessibleName(_("Cancel what is being made"))
        self._stop.hide()
        self._each = QToolButton(self)
        self._each.setObjectName("generate-each")
        self._each.setIcon(icon("more"))
        self._each.setToolTip(_("Generate several directions as one plan"))
        self._each.setAccessibleName(_("Generate several directions"))
        self._each.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._each)
        self._each.setMenu(self._menu)
        self._each.setFixedWidth(measure(24))
        self._each.hide()
        self._offers: Callable[[], Sequence[tuple[Offer, str]]] = tuple
        row = QHBoxLayout()
        row.setSpacing(measure(4))
        row.addWidget(self._count)
        row.addWidget(self._send, 1)
        row.addWidget(self._each)
        row.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(12), measure(4), measure(12), measure(4))
        column.setSpacing(measure(4))
        column.addWidget(self._remark)
        column.addWidget(self.balance)
        column.addLayout(row)
        self._wants_token = False
        self.balance.token_wanted.connect(self.token_asked)
        self._count.changed.connect(self.count_changed)
        self._way = Onward.NONE
        self._remark.remedy_asked.connect(self._on_remedy)
        self._send.clicked.connect(self._on_send)
        self._stop.clicked.connect(self.stop_asked)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._menu.triggered.connect(self._on_each)

    @property
    def count(self) -> int:
        """How many results are wanted; 1 where nobody can choose, or wrote something that is no number of results."""
        number = self._count.number
        return min(max(int(number), 1), MOST) if number is not None and not self._count.isHidden() else 1

    def offer_count(self, *, offered: bool) -> None:
        """Whether several results can be asked for at once."""
        self._count.setVisible(offered)

    def ask_for_one(self) -> None:
        """Another form is in front: what several cost there was not meant here."""
        self._count.show_number(1)

    def show_price(self, price: str, summary: str, *, verb: str, short: str, tells_amount: bool) -> None:
        """The button carries verb and price, the `short` one where there is little room, its tool tip what will be
        done. Where only one has room, it is the price if that `tells_amount`."""
        self._stop_asking_for_token()
        wide, tight = _("{verb}  ·  {price}"), _("{verb} · {price}")
        choices = (wide.format(verb=verb, price=price), tight.format(verb=verb, price=price))
        short_one = tight.format(verb=verb, price=short)
        self._send.show_words(*choices, short_one, short if tells_amount else verb)
        self._send.setAccessibleName(_("{verb}, {price}").format(verb=verb, price=price))
        self._send.setToolTip(_("{summary} (Ctrl+Enter)").format(summary=summary))

    def _stop_asking_for_token(self) -> None:
        """A key that was meant for the token does not pay: the keyboard leaves the button, which pays from now on."""
        if self._wants_token and self._send.hasFocus():
            self._send.clearFocus()
        self._wants_token = False

    def offer_each(self, *, offers: Callable[[], Sequence[tuple[Offer, str]]] | None) -> None:
        """What else can be asked for at once; `offers` is asked for it, with prices, when the menu opens."""
        self._offers = offers or tuple
        self._each.setVisible(offers is not None)

    def want_token(self, title: str) -> None:
        """The button leads to the place where the provider's token is given."""
        self._wants_token = True
        words = _("Add a {provider} token...").format(provider=title)
        self._send.show_words(words, _("Add a token..."))
        self._send.setAccessibleName(words)
        self._send.setToolTip(_("{provider} works for its account holders; the token says who pays").format(
            provider=title
        ))  # fmt: skip

    def show_job(self, job: Job, way: Onward = Onward.NONE) -> None:
        """How far the last request is, and what one press can do about it."""
        self._stop.setVisible(not job.has_ended)
        self._way = way
        titles = {Onward.TOKEN: _("Change the token..."), Onward.REST: _("Send the rest")}
        self._remark.say(*_words_of(job), Remedy(titles[way]) if way in titles else None)

    def _on_remedy(self) -> None:
        (self.token_asked if self._way is Onward.TOKEN else self.rest_asked).emit()

    def _fill_menu(self) -> None:
        self._menu.clear()
        for offer, price in self._offers():
            action = self._menu.addAction(_("{title}  ·  {price}").format(title=offer.title, price=price))
            action.setObjectName(f"each-{len(offer.values)}")
            action.setData(offer)

    def _on_each(self, action: QAction) -> None:
        self.each_asked.emit(action.data())

    def _on_send(self) -> None:
        (self.token_asked if self._wants_token else self.send_asked).emit()

    def complain(self, words: str) -> None:
        """Why nothing was sent."""
        self._remark.say(words, Weight.ERROR)

    @property
    def is_in_sight(self) -> bool:
        """Whether a person can see the button that sends, and so what it costs."""
        return self._send.isVisible() and not self._send.visibleRegion().isEmpty()

    def remark(self, words: str) -> None:
        """Something to know before sending."""
        self._remark.say(words)

    def be_quiet(self) -> None:
        """Nothing to say any more."""
        self._remark.say("")


class _PriceButton(QPushButton):
    """Says as much as there is room for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._choices: tuple[str, ...] = ("",)

    def show_words(self, *choices: str) -> None:
        """The longest of these that fits is shown, else the last."""
        self._choices = choices
        self._choose()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second click of a double click does not pay once more."""
        event.accept()

    def _choose(self) -> None:
        room = self.width() - measure(_BUTTON_EDGES)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        fitting = [words for words in self._choices if metrics.horizontalAdvance(words) <= room]
        words = max(fitting, key=len, default=self._choices[-1])
        if words != self.text():
            self.setText(words)


def _count_box(parent: QWidget) -> NumberBox:
    box = NumberBox(parent)
    box.limit(1, MOST, unit="×")
    box.show_number(1)
    box.setObjectName("generate-count")
    box.setAccessibleName(_("How many results"))
    box.setToolTip(
        _("How many results: each is a take of its own, with a seed of its own. {red|blue} in the words takes turns.")
    )
    box.setFixedWidth(measure(_COUNT_WIDTH))
    box.hide()
    return box


def _words_of(job: Job) -> tuple[str, Weight]:
    if job.state is State.DONE:
        return "", Weight.HINT
    if job.state is State.CANCELLED:
        return _("Cancelled."), Weight.HINT
    if job.error:
        return job.error, Weight.ERROR
    if job.state is State.QUEUED:
        return job.note or _("Waiting in the queue."), Weight.HINT
    percent = f" {round(job.progress * 100)} %" if job.progress is not None else ""
    return _("Working{percent}. {note}").format(percent=percent, note=job.note).strip(), Weight.HINT
