"""One field in a form: its name, its editor, and below it what is wrong, in words with an icon."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.core.words import _
from studio.ui.forms.editor import FieldEditor
from studio.ui.forms.number_box import ScrubLabel
from studio.ui.icons import icon_pixmap
from studio.ui.theme import current, measure, theme_changed


class Weight(Enum):
    """How much a remark wants to be seen."""

    HINT = "info"
    WARNING = "warning"
    ERROR = "error"


class Remark(QWidget):
    """Icon and sentence; takes no room when there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weight = Weight.HINT
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measure(4))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        theme_changed.connect(self._paint_icon)
        self.hide()

    @property
    def words(self) -> str:
        """What it says; empty when it says nothing."""
        return self._text.text() if not self.isHidden() else ""

    def say(self, words: str, weight: Weight = Weight.HINT) -> None:
        """Say something, or nothing."""
        self._weight = weight
        self._text.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        if words:
            self._paint_icon()

    def _paint_icon(self) -> None:
        tokens = current()
        colours = {Weight.HINT: tokens.muted, Weight.WARNING: tokens.warn, Weight.ERROR: tokens.bad}
        pixmap = icon_pixmap(
            self._weight.value, size=measure(16), colour=colours[self._weight], ratio=self.devicePixelRatioF()
        )
        self._icon.setPixmap(pixmap)


class FieldRow(QWidget):
    """Label above the editor, remark below."""

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
        if self._label is not None:
            column.addWidget(self._label, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(editor)
        column.addWidget(self.remark)

    def grey(self, reason: str) -> None:
        """Switch the field off, saying why; on again with no reason."""
        self._greyed = reason
        self.editor.setEnabled(not reason)
        if self._label is not None:
            self._label.setEnabled(not reason)
        self.editor.setToolTip(reason)

    def say(self, words: str, weight: Weight) -> None:
        """What is wrong with the value; the reason it is greyed goes first."""
        if self._greyed:
            self.remark.say("")
            self.editor.mark_invalid(invalid=False)
            return
        self.remark.say(words, weight)
        self.editor.mark_invalid(invalid=bool(words) and weight is Weight.ERROR)

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
