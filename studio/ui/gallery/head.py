"""The line above the cards: search by words, only what has a star, in which order, and how many were found."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from studio.app.gallery_entry import Order
from studio.core.words import _, ngettext
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure

_PAUSE = 120
"""Milliseconds without a key after which is looked."""


class GalleryHead(QWidget):
    """`changed` tells that something else is to be found."""

    changed = Signal()
    left = Signal()
    """The person wants to go on to the cards."""
    places_asked = Signal()
    """The person wants to look elsewhere, where the places have no column of their own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.changed)
        self._search = QLineEdit(self)
        self._search.setObjectName("gallery-search")
        self._search.setAccessibleName(_("Search results"))
        self._search.setPlaceholderText(_("Search words, provider, seed, date, board"))
        self._search.setToolTip(_("All words must occur: in what was asked for, the provider, seed, date or board"))
        self._search.setClearButtonEnabled(True)
        self._search.addAction(QAction(icon("search"), "", self), QLineEdit.ActionPosition.LeadingPosition)
        self.setFocusProxy(self._search)
        self._star = QToolButton(self)
        self._star.setObjectName("gallery-only-starred")
        self._star.setCheckable(True)
        self._star.setAutoRaise(True)
        self._star.setIcon(icon("star"))
        self._star.setIconSize(QSize(measure(20), measure(20)))
        self._star.setToolTip(_("Only results with a star"))
        self._star.setAccessibleName(self._star.toolTip())
        self.places_button = QToolButton(self)
        self.places_button.setObjectName("gallery-places-button")
        self.places_button.setAutoRaise(True)
        self.places_button.setIcon(icon("folder"))
        self.places_button.setIconSize(QSize(measure(20), measure(20)))
        self.places_button.setToolTip(_("Where to look: all results, the project, a board, the bin"))
        self.places_button.setAccessibleName(_("Where to look"))
        self.places_button.clicked.connect(self.places_asked)
        self._order = QComboBox(self)
        self._order.setObjectName("gallery-order")
        self._order.setAccessibleName(_("Order of the results"))
        self._order.setToolTip(_("Order of the results"))
        for order, title in _titles().items():
            self._order.addItem(title, order)
        self._count = PlainLabel(self)
        self._count.setObjectName("gallery-count")
        self._count.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measure(4))
        row.addWidget(self._search, 1)
        row.addWidget(self.places_button)
        row.addWidget(self._star)
        row.addWidget(self._order)
        row.addSpacing(measure(4))
        row.addWidget(self._count)
        self._search.textChanged.connect(self._pause.start)
        self._search.returnPressed.connect(self._on_return)
        self._star.toggled.connect(self._on_star)
        self._order.currentIndexChanged.connect(self.changed)

    @property
    def last(self) -> QWidget:
        """The last control, after which the focus leaves."""
        return self._order

    @property
    def words(self) -> str:
        return self._search.text()

    @property
    def only_starred(self) -> bool:
        return self._star.isChecked()

    @property
    def order(self) -> Order:
        return Order(self._order.currentData())

    def look_for(self, words: str) -> None:
        """Find these words at once."""
        self._search.setText(words)
        self._pause.stop()
        self.changed.emit()

    def clear(self) -> None:
        """Find everything."""
        self._star.setChecked(False)
        self.look_for("")

    def be_narrow(self, *, narrow: bool) -> None:
        """Without what a narrow panel has no room for."""
        self._order.setHidden(narrow)
        self._count.setHidden(narrow)
        self.places_button.setVisible(narrow)

    def type_words(self) -> None:
        """Let the person type."""
        self._search.setFocus()
        self._search.selectAll()

    def show_count(self, count: int) -> None:
        self._count.setText(ngettext("{count} result", "{count} results", count).format(count=f"{count:n}"))

    def _on_star(self) -> None:
        self._star.setIcon(icon("star-filled" if self._star.isChecked() else "star"))
        self.changed.emit()

    def _on_return(self) -> None:
        self._pause.stop()
        self.changed.emit()
        self.left.emit()


def _titles() -> dict[Order, str]:
    return {
        Order.NEWEST: _("Newest first"),
        Order.OLDEST: _("Oldest first"),
        Order.TITLE: _("By kind"),
        Order.PROVIDER: _("By provider"),
    }
