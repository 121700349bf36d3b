"""Editors of words, choices, switches and days."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from studio.app.drafts import JsonValue
from studio.app.session import Session
from studio.core.words import _
from studio.spec.field import Field, FieldValue
from studio.ui.forms.editor import FieldEditor, LabelPlace, left_open
from studio.ui.theme import measure


def column_of(editor: QWidget) -> QVBoxLayout:
    """A column without margins, for the controls of an editor."""
    column = QVBoxLayout(editor)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(measure(4))
    return column


def row_of(editor: QWidget) -> QHBoxLayout:
    """A row without margins."""
    row = QHBoxLayout(editor)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(measure(4))
    return row


def is_letter(event: QKeyEvent) -> bool:
    """Whether a key writes something, rather than being a command."""
    plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
    return plain == Qt.KeyboardModifier.NoModifier and event.text().isprintable() and event.text() != ""


class TextEditor(FieldEditor):
    """Words on one line."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._line = QLineEdit(self)
        self.named(self._line)
        self._line.setClearButtonEnabled(self.optional)
        if self.optional:
            self._line.setPlaceholderText(left_open())
        if declared.suggestions:
            completer = QCompleter(list(declared.suggestions), self._line)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self._line.setCompleter(completer)
        column_of(self).addWidget(self._line)
        self._quiet = False
        self._line.textChanged.connect(self._on_text)

    def value(self) -> FieldValue:
        return self._line.text() or (None if self.optional or self.declared.required else "")

    def show_value(self, value: FieldValue) -> None:
        self._quiet = True
        self._line.setText(value if isinstance(value, str) else "")
        self._quiet = False

    def _on_text(self) -> None:
        """Typing, the clear button and the completer alike."""
        if not self._quiet:
            self.changed.emit()


class LinesEditor(FieldEditor):
    """Words on several lines; Tab leaves the field."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._text = QPlainTextEdit(self)
        self.named(self._text)
        self._text.setTabChangesFocus(True)
        metrics = QFontMetrics(self._text.font())
        self._text.setFixedHeight(metrics.lineSpacing() * max(2, declared.lines) + measure(16))
        if self.optional:
            self._text.setPlaceholderText(left_open())
        self._column = column_of(self)
        self._column.addWidget(self._text)
        self._text.textChanged.connect(self._on_text)
        self._quiet = False

    def add_below(self, control: QWidget) -> None:
        """Something that helps with the words, at their right end."""
        self._column.addWidget(control, 0, Qt.AlignmentFlag.AlignRight)

    def take_words(self, words: str) -> None:
        """Other words, as if they were typed: what was there can be brought back by undo."""
        cursor = self._text.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(words)
        self._text.setTextCursor(cursor)

    def value(self) -> FieldValue:
        return self._text.toPlainText() or (None if self.optional or self.declared.required else "")

    def show_value(self, value: FieldValue) -> None:
        self._quiet = True
        self._text.setPlainText(value if isinstance(value, str) else "")
        self._quiet = False

    def _on_text(self) -> None:
        if not self._quiet:
            self.changed.emit()


def text_editor(declared: Field, session: Session) -> FieldEditor:
    """One line, or as many as the declaration says."""
    return TextEditor(declared, session) if declared.lines <= 1 else LinesEditor(declared, session)


class FlagEditor(FieldEditor):
    """Yes or no; the field's name stands beside the box. With `default=None` a third state is nothing."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._box = QCheckBox(declared.title, self)
        self.named(self._box)
        self._box.setTristate(self.optional)
        column_of(self).addWidget(self._box)
        self._box.clicked.connect(self.changed)

    @property
    def titles_itself(self) -> bool:
        return True

    def value(self) -> FieldValue:
        if self._box.checkState() == Qt.CheckState.PartiallyChecked:
            return None
        return self._box.isChecked()

    def show_value(self, value: FieldValue) -> None:
        if isinstance(value, bool):
            self._box.setChecked(value)
        elif value is None and self.optional:
            self._box.setCheckState(Qt.CheckState.PartiallyChecked)


class ChoiceEditor(FieldEditor):
    """One of several words; other words too where the list is known to be incomplete."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._combo = WheelLessCombo(self)
        self.named(self._combo)
        self._combo.setEditable(declared.open_choices)
        if self.optional:
            self._combo.addItem(left_open().capitalize(), None)
        for choice in declared.choices:
            self._combo.addItem(choice.title, choice.value)
        if declared.required and not declared.open_choices:
            self._combo.setCurrentIndex(-1)
            self._combo.setPlaceholderText(_("Choose"))
        column_of(self).addWidget(self._combo)
        self._combo.activated.connect(self._on_activated)
        line = self._combo.lineEdit()
        if line is not None:
            line.textEdited.connect(self.changed)

    @property
    def label_place(self) -> LabelPlace:
        return LabelPlace.BESIDE

    def value(self) -> FieldValue:
        if self._combo.isEditable():
            typed = self._combo.currentText().strip()
            found = next((choice.value for choice in self.declared.choices if choice.title == typed), typed)
            return None if not typed or typed == left_open().capitalize() else found
        return self._combo.currentData()

    def show_value(self, value: FieldValue) -> None:
        index = self._combo.findData(value)
        if index >= 0:
            self._combo.setCurrentIndex(index)
        elif self._combo.isEditable() and isinstance(value, str):
            self._combo.setEditText(value)

    def _on_activated(self) -> None:
        self.changed.emit()


class ChoicesEditor(FieldEditor):
    """Any of several words, a box each."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._boxes: dict[str, QCheckBox] = {}
        column = column_of(self)
        column.setSpacing(0)
        for choice in declared.choices:
            box = QCheckBox(choice.title, self)
            self.named(box, choice.value)
            box.setAccessibleName(f"{declared.title}: {choice.title}")
            box.clicked.connect(self.changed)
            self._boxes[choice.value] = box
            column.addWidget(box)

    def value(self) -> FieldValue:
        chosen = tuple(value for value, box in self._boxes.items() if box.isChecked())
        return chosen or (None if self.optional or self.declared.required else ())

    def show_value(self, value: FieldValue) -> None:
        chosen = _words_in(value)
        for name, box in self._boxes.items():
            box.setChecked(name in chosen)

    def draft(self) -> JsonValue:
        return list(self.value() or ())


class WordsEditor(FieldEditor):
    """Free tags, with commas between them."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._line = QLineEdit(self)
        self.named(self._line)
        self._line.setPlaceholderText(", ".join(declared.suggestions[:3]) or _("words, with commas between"))
        column_of(self).addWidget(self._line)
        self._line.textEdited.connect(self.changed)

    def value(self) -> FieldValue:
        words = tuple(word.strip() for word in self._line.text().split(",") if word.strip())
        return words or (None if self.optional or self.declared.required else ())

    def show_value(self, value: FieldValue) -> None:
        self._line.setText(", ".join(_words_in(value)))

    def draft(self) -> JsonValue:
        return list(self.value() or ())


def _words_in(value: FieldValue) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, tuple | list) else ()


class DateEditor(FieldEditor):
    """A day; with `default=None` a box says whether one is given."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._given = QCheckBox(_("On"), self)
        self._given.setObjectName(f"{self.objectName()}-given")
        self._given.setAccessibleName(_("{field} is given").format(field=declared.title))
        self._given.setVisible(self.optional)
        self._given.setChecked(not self.optional)
        self._day = QDateEdit(QDate.currentDate(), self)
        self.named(self._day)
        self._day.setCalendarPopup(True)
        self._day.setDisplayFormat("yyyy-MM-dd")
        self._day.setEnabled(not self.optional)
        row = row_of(self)
        row.addWidget(self._given)
        row.addWidget(self._day, 1)
        self._given.toggled.connect(self._day.setEnabled)
        self._given.clicked.connect(self.changed)
        self._day.dateChanged.connect(self._on_day)
        self._quiet = False

    def value(self) -> FieldValue:
        if not self._given.isChecked():
            return None
        day = self._day.date()
        return date(day.year(), day.month(), day.day())

    def show_value(self, value: FieldValue) -> None:
        self._quiet = True
        if isinstance(value, date):
            self._day.setDate(QDate(value.year, value.month, value.day))
        self._given.setChecked(isinstance(value, date) or not self.optional)
        self._quiet = False

    def draft(self) -> JsonValue:
        value = self.value()
        return value.isoformat() if isinstance(value, date) else None

    def restore(self, draft: JsonValue) -> None:
        try:
            self.show_value(date.fromisoformat(draft) if isinstance(draft, str) else None)
        except ValueError:
            self.show_value(None)

    def _on_day(self) -> None:
        if not self._quiet:
            self.changed.emit()


class ResourceEditor(TextEditor):
    """The id of something kept at a provider, typed or pasted."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._line.setPlaceholderText(_("id of a {thing}").format(thing=declared.resource))

    def value(self) -> FieldValue:
        return self._line.text().strip() or None


class WheelLessCombo(QComboBox):
    """A list whose choice the wheel does not change while a form is scrolled over it. Letters choose in it, before
    they are shortcuts of the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_letter(event):
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
