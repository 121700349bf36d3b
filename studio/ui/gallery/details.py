"""The lines below the cards: what the chosen result is and asked for, and buttons for what is done most."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from studio.app.gallery_entry import Entry, day, provider_title
from studio.app.gallery_thumbs import Thumb
from studio.core.words import _, ngettext
from studio.ui.forms.line import ElidedLabel
from studio.ui.gallery.model import seed_words
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel, plain_tip
from studio.ui.theme import measure


class GalleryDetails(QWidget):
    """Three lines and one row of buttons; other buttons in the bin."""

    show_asked = Signal()
    reuse_asked = Signal()
    star_asked = Signal()
    board_asked = Signal()
    save_asked = Signal()
    copy_asked = Signal()
    discard_asked = Signal()
    back_asked = Signal()
    delete_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel(self, "gallery-title")
        self._title.setProperty("role", "title")
        self._date = PlainLabel(self)
        self._date.setObjectName("gallery-date")
        self._date.setProperty("role", "muted")
        self._prompt = ElidedLabel(self, "gallery-prompt")
        self._facts = ElidedLabel(self, "gallery-facts")
        self._facts.setProperty("role", "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(measure(8), measure(8), measure(8), measure(8))
        column.setSpacing(measure(4))
        head = QHBoxLayout()
        head.setSpacing(measure(8))
        head.addWidget(self._title, 1)
        head.addWidget(self._date)
        column.addLayout(head)
        column.addWidget(self._prompt)
        column.addWidget(self._facts)
        column.addLayout(self._build_buttons())

    def be_brief(self, *, brief: bool) -> None:
        """Nothing but the title and the buttons, where there is little height."""
        self._prompt.setHidden(brief)
        self._facts.setHidden(brief)

    def show_results(
        self, entries: Sequence[Entry], thumb: Thumb | None, boards: Sequence[str], *, in_bin: bool
    ) -> None:
        """Tell about what is chosen. `thumb` and the names of `boards` are those of a single one."""
        single = entries[0] if len(entries) == 1 else None
        self._show_words(entries, single, thumb, boards)
        whole = thumb is None or not thumb.trouble
        has_picture = thumb is None or thumb.pixels is not None
        for tool in (self.star_button, self.board_button, self.save_button, self._discard):
            tool.setVisible(not in_bin)
            tool.setEnabled(bool(entries))
        for button in (self._show, self._reuse, self._copy):
            button.setVisible(not in_bin)
            button.setEnabled(single is not None)
        self._show.setEnabled(single is not None and whole)
        self._copy.setEnabled(single is not None and has_picture)
        self.save_button.setEnabled(bool(entries) and has_picture)
        self._back.setVisible(in_bin)
        self._back.setEnabled(bool(entries))
        self._delete.setVisible(in_bin)
        self._delete.setText(_("Delete for good...") if entries else _("Empty the bin..."))
        self._delete.setAccessibleName(self._delete.text())
        starred = bool(entries) and all(entry.starred for entry in entries)
        self.star_button.setIcon(icon("star-filled" if starred else "star"))
        words = _("Take the star off (S)") if starred else _("Put a star on it (S)")
        self.star_button.setToolTip(words)
        self.star_button.setAccessibleName(words)

    def _show_words(
        self, entries: Sequence[Entry], single: Entry | None, thumb: Thumb | None, boards: Sequence[str]
    ) -> None:
        if single is None:
            count = len(entries)
            words = ngettext("{count} result chosen", "{count} results chosen", count).format(count=count)
            self._title.setText(words if entries else "")
            for label in (self._date, self._prompt, self._facts):
                label.setText("")
            return
        trouble = thumb.trouble if thumb is not None else ""
        facts = [
            provider_title(single.provider),
            str(thumb.size) if thumb is not None and thumb.frames else "",
            _frames(thumb) if thumb is not None and thumb.frames > 1 else "",
            seed_words(single),
            single.cost,
            _("on {boards}").format(boards=", ".join(boards)) if boards else "",
        ]
        line = "  ·  ".join(fact for fact in facts if fact)
        self._title.setText(single.title)
        self._date.setText(day(single.created))
        lost = _("Its files are missing or damaged, so it cannot be shown.") if trouble else ""
        self._prompt.setText(lost or " ".join((single.prompt or single.words).split()))
        self._prompt.setProperty("role", "warn" if trouble else "")
        self._prompt.style().polish(self._prompt)
        self._prompt.setToolTip(plain_tip(trouble or single.prompt or single.words))
        self._facts.setText(line)
        self._facts.setToolTip(plain_tip(line))

    def _build_buttons(self) -> QHBoxLayout:
        self._show = self._push("gallery-show", _("Show in Takes"), _("Show it in place on the canvas (Enter)"))
        self._show.setProperty("primary", True)
        self._reuse = self._tool("refresh", "gallery-reuse", _("Use these settings again"))
        self.star_button = self._tool("star", "gallery-star", _("Put a star on it (S)"))
        self.board_button = self._tool("folder", "gallery-board", _("Put on a board"))
        self.save_button = self._tool("save", "gallery-save", _("Save as"))
        self._copy = self._tool("copy", "gallery-copy", _("Copy picture (Ctrl+C)"))
        self._discard = self._tool("trash", "gallery-discard", _("Move to the bin (Delete)"))
        self._back = self._push("gallery-back", _("Bring back"), _("Take it out of the bin"))
        self._delete = self._push("gallery-delete", _("Delete for good..."), _("Delete it and its files"))
        for button, signal in (
            (self._show, self.show_asked),
            (self._reuse, self.reuse_asked),
            (self.star_button, self.star_asked),
            (self.board_button, self.board_asked),
            (self.save_button, self.save_asked),
            (self._copy, self.copy_asked),
            (self._discard, self.discard_asked),
            (self._back, self.back_asked),
            (self._delete, self.delete_asked),
        ):
            button.clicked.connect(signal)
        row = QHBoxLayout()
        row.setSpacing(measure(4))
        row.addWidget(self._show)
        row.addWidget(self._back)
        row.addWidget(self._delete)
        row.addStretch(1)
        for tool in (self._reuse, self.star_button, self.board_button, self.save_button, self._copy, self._discard):
            row.addWidget(tool)
        return row

    def _push(self, name: str, title: str, tip: str) -> QPushButton:
        button = QPushButton(title, self)
        button.setObjectName(name)
        button.setAccessibleName(title)
        button.setToolTip(tip)
        return button

    def _tool(self, picture: str, name: str, title: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icon(picture))
        button.setIconSize(QSize(measure(20), measure(20)))
        button.setAutoRaise(True)
        button.setToolTip(title)
        button.setAccessibleName(title)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


def _frames(thumb: Thumb) -> str:
    return ngettext("{count} frame", "{count} frames", thumb.frames).format(count=thumb.frames)
