"""One setting: its name, its control, a way back to the default, and what it does."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from studio.app.session import Session
from studio.core.errors import UserError
from studio.core.words import _
from studio.spec.field import Field, Kind
from studio.spec.validate import field_problems
from studio.ui.forms.kinds import make_editor
from studio.ui.forms.row import Remark, Weight
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure

_LABEL_WIDTH = 176
_CONTROL_WIDTH = 216


class SettingRow(QWidget):
    """Writes each change down at once; a value the setting cannot have stays in the control and is explained."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.declared = declared
        self._session = session
        self.setObjectName(f"setting-{declared.name}")
        self._build()
        self._show_value()
        self._editor.changed.connect(self._on_changed)
        self._reset.clicked.connect(self.reset)

    def matches(self, wanted: str) -> bool:
        """Whether every word stands in the name, the help, a choice or the section."""
        choices = " ".join(choice.title for choice in self.declared.choices)
        told = f"{self.declared.title} {self.declared.help} {choices} {self.declared.group}".casefold()
        return all(word in told for word in wanted.casefold().split())

    def reset(self) -> None:
        """Back to the default."""
        try:
            self._session.settings.reset(self.declared.name)
        except UserError as error:
            self._remark.say(str(error), Weight.ERROR)
            return
        self._remark.say("")
        self._editor.mark_invalid(invalid=False)
        self._show_value()

    def focus_first(self) -> None:
        """Put the keyboard into the control."""
        self._editor.focus_first()

    def _build(self) -> None:
        declared = self.declared
        self._editor = make_editor(declared, self._session)
        self._editor.setFixedWidth(measure(_CONTROL_WIDTH))
        self._reset = QToolButton(self)
        self._reset.setObjectName(f"reset-{declared.name}")
        self._reset.setIcon(icon("undo"))
        self._reset.setIconSize(QSize(measure(16), measure(16)))
        words = _("Back to the default of “{title}”").format(title=declared.title)
        self._reset.setToolTip(words)
        self._reset.setAccessibleName(words)
        policy = self._reset.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._reset.setSizePolicy(policy)
        self._remark = Remark(self)
        self._remark.setObjectName(f"problem-{declared.name}")
        help_text = PlainLabel(declared.help, self)
        help_text.setProperty("role", "muted")
        help_text.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, measure(4), 0, measure(4))
        grid.setHorizontalSpacing(measure(12))
        grid.setVerticalSpacing(measure(4))
        grid.setColumnMinimumWidth(0, measure(_LABEL_WIDTH))
        grid.setColumnStretch(2, 1)
        grid.addWidget(self._make_label(), 0, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self._editor, 0, 1)
        grid.addWidget(self._reset, 0, 2, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(help_text, 1, 1, 1, 2)
        grid.addWidget(self._remark, 2, 1, 1, 2)

    def _make_label(self) -> QLabel:
        label = PlainLabel("" if self._editor.titles_itself else self.declared.title, self)
        if self.declared.kind is not Kind.FLAG:
            label.setBuddy(self._editor)
        return label

    def _show_value(self) -> None:
        self._editor.show_value(self._session.settings.get(self.declared.name))
        self._show_reset()

    def _show_reset(self) -> None:
        self._reset.setVisible(self._session.settings.get(self.declared.name) != self.declared.default)

    def _on_changed(self) -> None:
        value = self._editor.value()
        problems = [problem for problem in field_problems(self.declared, value) if problem.blocking]
        sentence = problems[0].message if problems else ""
        if not problems:
            try:
                self._session.settings.set(self.declared.name, value)
            except UserError as error:
                sentence = str(error)
        self._editor.mark_invalid(invalid=bool(sentence))
        self._remark.say(sentence, Weight.ERROR)
        self._show_reset()
