"""Better words beside the old ones: a window of its own, so that the form can be used all the while.

Nothing is put into the form before a person says so; what went wrong is said here, with a button that asks again.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.app.enhance import Wish, better_words
from studio.app.session import Session
from studio.app.surface import explain
from studio.core.errors import StudioError
from studio.core.words import _
from studio.doc.pixels import size_of
from studio.ui.forms.row import Remark, Weight
from studio.ui.forms.slot import PictureSlot
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure


class EnhanceButton(QToolButton):
    """Stands below the words of a form."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setText(_("Enhance..."))
        self.setIcon(icon("spark"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setObjectName(f"{name}-enhance")
        self.setAccessibleName(_("Enhance the words"))
        self.setToolTip(_("Shows better words beside yours. Free; nothing changes before you say so."))


class EnhanceWindow(QDialog):
    """`used` carries the words that are to stand in the form; `answered` comes when a question has its answer, or is
    known to have none."""

    used = Signal(str)
    answered = Signal()

    def __init__(self, session: Session, ask: Callable[[], Wish], parent: QWidget) -> None:
        """`ask` gives the question for the words that stand in the form at that moment; it may raise UserError."""
        super().__init__(parent)
        self._session = session
        self._wish_now = ask
        self._asked = 0
        self.setObjectName("enhance")
        self.setWindowTitle(_("Better words"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        self._use.clicked.connect(self._on_use)
        self._keep.clicked.connect(self.reject)
        self._again.clicked.connect(self.ask)
        self._new.textChanged.connect(self._show)

    def show_words(self, words: str) -> None:
        """What stands in the form now."""
        if words != self._old.toPlainText():
            self._old.setPlainText(words)

    def ask(self) -> None:
        """Ask for better words than those that stand in the form now."""
        self._asked += 1
        try:
            wish = self._wish_now()
        except StudioError as error:
            self._complain(str(error))
            return
        self._show_picture(wish)
        if self._session.accounts.needs_token(wish.operation.spec.provider):
            self._session.account_wanted.emit(wish.operation.spec.provider)
            self._complain(_("There is no token yet. Add one, then ask again."))
            return
        self._again.setEnabled(False)
        self._remark.say(_("Pixel Engine is asked for better words."), Weight.HINT)
        self._session.tasks.launch(self._fetch(wish, self._asked), name="better words")

    def done(self, result: int) -> None:
        """Esc and the window's own button keep the words as Keep does."""
        self._asked += 1  # an answer that is still on its way has nobody to go to
        super().done(result)

    # -- inner ---------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._slot = PictureSlot(_("Picture that goes along"), self)
        self._slot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._slot.setCursor(Qt.CursorShape.ArrowCursor)
        self._slot.setAcceptDrops(False)
        self._facts = PlainLabel(self)
        self._facts.setProperty("role", "muted")
        self._facts.setWordWrap(True)
        self._facts.setFixedWidth(measure(96))
        self._old = _words("enhance-old", _("Your words"), self)
        self._old.setReadOnly(True)
        self._new = _words("enhance-new", _("Better words"), self)
        self._new.setPlaceholderText(_("The suggestion appears here; you may change it."))
        grid = QGridLayout()
        grid.setHorizontalSpacing(measure(12))
        grid.setVerticalSpacing(measure(4))
        for column, title in ((1, _("Your words")), (2, _("Better words"))):
            grid.addWidget(PlainLabel(title, self), 0, column)
            grid.setColumnStretch(column, 1)
        picture = QVBoxLayout()
        picture.setSpacing(measure(4))
        picture.addWidget(self._slot)
        picture.addWidget(self._facts)
        picture.addStretch(1)
        grid.addLayout(picture, 1, 0)
        grid.addWidget(self._old, 1, 1)
        grid.addWidget(self._new, 1, 2)
        self._remark = Remark(self)
        self._remark.setObjectName("enhance-remark")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(measure(16), measure(16), measure(16), measure(16))
        whole.setSpacing(measure(12))
        whole.addLayout(grid, 1)
        whole.addWidget(self._remark)
        whole.addLayout(self._buttons())
        self.resize(measure(640), measure(280))

    def _buttons(self) -> QHBoxLayout:
        self._again = QPushButton(_("Ask again"), self)
        self._again.setObjectName("enhance-again")
        self._keep = QPushButton(_("Keep mine"), self)
        self._keep.setObjectName("enhance-keep")
        self._use = QPushButton(_("Use these words"), self)
        self._use.setObjectName("enhance-use")
        self._use.setProperty("primary", True)
        self._use.setEnabled(False)
        row = QHBoxLayout()
        row.setSpacing(measure(8))
        row.addWidget(self._again)
        row.addStretch(1)
        row.addWidget(self._keep)
        row.addWidget(self._use)
        return row

    async def _fetch(self, wish: Wish, asked: int) -> None:
        try:
            words = await better_words(self._session.providers(wish.operation.spec.provider), wish.operation)
        except StudioError as error:
            if asked == self._asked:
                self._complain(explain(error).text)
            return
        if asked != self._asked:
            return
        self._again.setEnabled(True)
        self._remark.say(wish.note, Weight.HINT)
        self._new.setPlainText(words)
        self._use.setFocus()
        self.answered.emit()

    def _complain(self, sentence: str) -> None:
        self._again.setEnabled(True)
        self._remark.say(sentence, Weight.ERROR)
        self.answered.emit()

    def _show_picture(self, wish: Wish) -> None:
        self._slot.show_picture(wish.picture, words=_("goes along"))
        if wish.picture is None:
            self._facts.setText(wish.note or _("No picture goes along."))
        else:
            self._facts.setText(_("{size}, goes along").format(size=size_of(wish.picture)))

    def _show(self) -> None:
        self._use.setEnabled(bool(self._new.toPlainText().strip()))

    def _on_use(self) -> None:
        self.used.emit(self._new.toPlainText().strip())
        self.accept()


def _words(name: str, title: str, parent: QWidget) -> QPlainTextEdit:
    edit = QPlainTextEdit(parent)
    edit.setObjectName(name)
    edit.setAccessibleName(title)
    edit.setTabChangesFocus(True)
    return edit
