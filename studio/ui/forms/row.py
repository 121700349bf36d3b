"""One field in a form: its name, its editor, and below it what is wrong, in words with an icon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from studio.app.remedies import Remedy
from studio.core.words import _
from studio.ui.forms.editor import FieldEditor, LabelPlace
from studio.ui.forms.number_box import ScrubLabel
from studio.ui.forms.words_back import WordsBack, cut_words
from studio.ui.icons import icon_pixmap
from studio.ui.labels import PlainLabel, plain_tip
from studio.ui.theme import current, measure, theme_changed

_BESIDE = 104
"""Width for the name of a field that stands left of its control."""


class Weight(Enum):
    """How much a remark wants to be seen."""

    HINT = "info"
    WARNING = "warning"
    ERROR = "error"


class Remark(QWidget):
    """Icon and sentence, and a button where one press helps; takes no room when there is nothing to say."""

    remedy_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weight = Weight.HINT
        self._icon = PlainLabel(self)
        self._text = PlainLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._remedy: Remedy | None = None
        self._button: QPushButton | None = None
        row = QHBoxLayout()
        row.setSpacing(measure(4))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(measure(4))
        self._column.addLayout(row)
        theme_changed.connect(self._paint_icon)
        self.hide()

    @property
    def words(self) -> str:
        """What it says; empty when it says nothing."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, words: str, weight: Weight = Weight.HINT, remedy: Remedy | None = None) -> None:
        """Say something, or nothing; `remedy` is what one press does about it."""
        self._weight = weight
        self._text.setText(words)
        self.setAccessibleName(words)
        self._offer(remedy if words else None)
        self.setVisible(bool(words))
        if words:
            self._paint_icon()

    def _offer(self, remedy: Remedy | None) -> None:
        self._remedy = remedy
        if remedy is not None and self._button is None:
            self._button = QPushButton(self)
            self._button.setProperty("narrow", True)
            self._button.clicked.connect(self._on_button)
            self._column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        if self._button is not None:
            self._button.setVisible(remedy is not None)
            self._button.setObjectName(f"{self.objectName()}-remedy")
            self._button.setText(remedy.title if remedy is not None else "")
            self._button.setAccessibleName(self._button.text())

    def _on_button(self) -> None:
        if self._remedy is not None:
            self.remedy_asked.emit(self._remedy)

    def _paint_icon(self) -> None:
        tokens = current()
        colours = {Weight.HINT: tokens.muted, Weight.WARNING: tokens.warn, Weight.ERROR: tokens.bad}
        pixmap = icon_pixmap(
            self._weight.value, size=measure(16), colour=colours[self._weight], ratio=self.devicePixelRatioF()
        )
        self._icon.setPixmap(pixmap)


class FieldRow(QWidget):
    """Label above the editor, remark below. `command_asked` carries the command of the program that helps."""

    command_asked = Signal(str)

    def __init__(self, editor: FieldEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._greyed = ""
        self.remark = Remark(self)
        self.remark.setObjectName(f"problem-{editor.declared.name}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measure(4))
        self._label = self._make_label()
        self._back: WordsBack | None = None
        self._head = QHBoxLayout()
        self._head.setSpacing(measure(4))
        self._arrange(column)
        column.addWidget(self.remark)
        self.remark.remedy_asked.connect(self._on_remedy)

    def _arrange(self, column: QVBoxLayout) -> None:
        """The name of the field where its editor wants it."""
        label, editor = self._label, self.editor
        if label is None:
            column.addWidget(editor)
        elif editor.label_place is LabelPlace.WITHIN:
            editor.take_label(label)
            column.addWidget(editor)
        elif editor.label_place is LabelPlace.BESIDE and label.sizeHint().width() <= measure(_BESIDE):
            label.setFixedWidth(measure(_BESIDE))
            beside = QHBoxLayout()
            beside.setSpacing(measure(4))
            beside.addWidget(label)
            beside.addWidget(editor, 1)
            column.addLayout(beside)
        else:
            self._head.addWidget(label, 0, Qt.AlignmentFlag.AlignLeft)
            self._head.addStretch(1)
            column.addLayout(self._head)
            column.addWidget(editor)

    def offer_words(self, words: Callable[[], Sequence[str]]) -> None:
        """Words of earlier requests beside the name of the field."""
        self._back = WordsBack(self.editor, words, self)
        self._head.addWidget(self._back)
        self._back.chosen.connect(self._on_words)

    def look_for_words(self) -> None:
        """Something was sent: there may be more to have back."""
        if self._back is not None:
            self._back.look()

    def grey(self, reason: str) -> None:
        """Switch the field off, saying why; on again with no reason."""
        self._greyed = reason
        self.editor.setEnabled(not reason)
        if self._label is not None:
            self._label.setEnabled(not reason)
        self.editor.setToolTip(plain_tip(reason))

    def say(self, words: str, weight: Weight, remedy: Remedy | None = None) -> None:
        """What is wrong with the value; the reason it is greyed goes first."""
        if self._greyed:
            self.remark.say("")
            self.editor.mark_invalid(invalid=False)
            return
        self.remark.say(words, weight, remedy)
        self.editor.mark_invalid(invalid=bool(words) and weight is Weight.ERROR)

    def _on_remedy(self, remedy: Remedy) -> None:
        if remedy.command:
            self.command_asked.emit(remedy.command)
            return
        if remedy.cut:
            cut_words(self.editor, remedy.cut)
        else:
            self.editor.show_value(remedy.value)
            self.editor.changed.emit()

    def _on_words(self, words: str) -> None:
        self.editor.show_value(words)
        self.editor.changed.emit()

    def _make_label(self) -> QLabel | None:
        editor = self.editor
        if editor.titles_itself:
            return None
        label = ScrubLabel(editor.declared.title, self)
        if editor.scrubbed is not None:
            label.scrubs(editor.scrubbed)
        elif editor.declared.help:
            label.setToolTip(editor.declared.help)
        label.setAccessibleName(_("{field}, field").format(field=editor.declared.title))
        return label
