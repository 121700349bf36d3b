"""A form for one operation, built from its declaration: rows in declared order, advanced ones folded, rules live."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from studio.app.batch import spellings_of
from studio.app.drafts import JsonValue
from studio.app.fitting import problems_unless_padded
from studio.app.remedies import Remedy, cautions, remedy_for
from studio.app.seed_words import answered_words
from studio.app.session import Session
from studio.app.sources import SELECTION
from studio.app.ways_out import sentence_for
from studio.core.errors import Problem
from studio.core.geometry import Box
from studio.core.words import ngettext
from studio.jobs.job import Job
from studio.providers import registry
from studio.spec.field import Field, FieldValue, Kind
from studio.spec.field import Source as Wish
from studio.spec.operation import Operation, OperationSpec
from studio.spec.rules import Exclusive
from studio.spec.validate import greyed
from studio.spec.values import given
from studio.ui.forms.extras import FormExtras
from studio.ui.forms.fold import Fold
from studio.ui.forms.kinds import make_editor
from studio.ui.forms.row import FieldRow, Weight
from studio.ui.forms.seed import SeedEditor, SeedWay
from studio.ui.labels import PlainLabel
from studio.ui.theme import measure

_PICTURED = frozenset({Kind.IMAGE, Kind.IMAGES})
_SETTLE_MS = 60
"""After the last key, before the form looks at itself."""


class OperationForm(QWidget):
    """`settled` comes when values, problems and greyed fields are up to date after a change; `edited` at once when a
    person changed a field."""

    settled = Signal()
    edited = Signal()

    def __init__(self, operation: type[Operation], session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.operation = operation
        self._session = session
        self._rows: dict[str, FieldRow] = {}
        self._tried = False
        self._left: set[str] = set()
        self._problems: tuple[Problem, ...] = ()
        self._values: dict[str, FieldValue] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self.settle)
        self._build()
        self._extras = FormExtras(self.spec, session, {name: row.editor for name, row in self._rows.items()})
        self._extras.weighed.connect(self.settle)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)
        self.settle()

    @property
    def spec(self) -> OperationSpec:
        return self.operation.spec

    @property
    def values(self) -> Mapping[str, FieldValue]:
        """By field name, what was given and is not greyed, as of the last time it settled."""
        return self._values

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Blocking ones first, as of the last time it settled."""
        return self._problems

    @property
    def is_sound(self) -> bool:
        """Whether it could be sent."""
        return not any(problem.blocking for problem in self._problems)

    def request(self) -> Operation:
        """The request of the values that are shown; only when the form is sound."""
        return self.operation.from_values(dict(self._values))

    def drafts(self) -> Mapping[str, JsonValue]:
        """What to keep of each field."""
        return {name: kept for name, row in self._rows.items() if (kept := row.editor.draft()) is not None}

    def restore(self, drafts: Mapping[str, JsonValue]) -> None:
        """Fill in what was kept."""
        for name, kept in drafts.items():
            if name in self._rows:
                self._rows[name].editor.restore(kept)
        self.settle()

    def show_values(self, values: Mapping[str, FieldValue]) -> None:
        """Fill in the values of an earlier request, pictures included."""
        for name, row in self._rows.items():
            declared = row.editor.declared
            default = None if declared.required else declared.default
            row.editor.show_value(values.get(name, default))
        self.settle()

    def blank(self) -> None:
        """Every field as it comes in a new form."""
        for row in self._rows.values():
            declared = row.editor.declared
            row.editor.show_value(None if declared.required else declared.default)
        for declared in self.spec.form_fields:
            self._start_quietly(declared)
        self._stale, self._tried = True, False
        self._left.clear()
        self.settle()

    def show_seed(self, seed: int | None, *, count: int = 1) -> None:
        """The seed that went with the last request, the first of `count`."""
        for editor in self._seeds():
            if seed is not None:
                editor.show_sent(seed, count=count)

    def show_last_seed(self, seed: int | None) -> None:
        """The seed of an earlier request, which can be kept with one press."""
        for editor in self._seeds():
            if seed is not None:
                editor.show_last(seed)
        self._settle.start()

    @property
    def counts_up(self) -> bool:
        """Whether each request takes the seed after the one before it."""
        return any(editor.way is SeedWay.UP for editor in self._seeds())

    def show_answer(self, job: Job) -> None:
        """What became of the seed of a request that has its result."""
        for editor in self._seeds():
            editor.show_answer(answered_words(job, registry.entry(job.provider).title))
        self._settle.start()

    def look_for_words(self) -> None:
        """Something was sent: words can be had back."""
        for row in self._rows.values():
            row.look_for_words()

    def refresh(self) -> None:
        """The sprite in front changed: read all sources again, a moment later."""
        self._stale = True
        self._settle.start()

    def insist(self) -> FieldRow | None:
        """Show missing values as errors too and put the keyboard into the first field that needs something."""
        self._tried = True
        self.settle()
        for problem in self._problems:
            row = self._rows.get(problem.field)
            if problem.blocking and row is not None:
                if row in self._folded_rows:
                    self._fold.open()
                row.editor.focus_first()
                return row
        return None

    @property
    def cuts_selection(self) -> bool:
        """Whether the picture that is sent is the selected part of the sprite."""
        kept = [row.editor.draft() for row in self._rows.values() if row.editor.declared.kind in _PICTURED]
        texts = [text for one in kept for text in _texts(one)]
        return texts == [SELECTION.text]

    @property
    def sent_box(self) -> Box | None:
        """The part of the canvas that is sent around a mask; None where it is all of it."""
        return self._extras.box

    @property
    def sent_frames(self) -> tuple[str, ...]:
        """The frames of the sprite whose pictures are sent, in order; nothing where none are."""
        return self._extras.frames()

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        for row in self._rows.values():
            row.editor.focus_first()
            return

    def focus_missing(self) -> None:
        """Put the keyboard into the first field that has to be filled in; into the first of all when none has."""
        self.settle()
        lacking = {problem.field for problem in self.problems if problem.blocking}
        for name, row in self._rows.items():
            if name in lacking:
                row.editor.focus_first()
                return
        self.focus_first()

    def row(self, name: str) -> FieldRow:
        """KeyError for a field that is not in the form."""
        return self._rows[name]

    def settle(self) -> None:
        """Bring values, problems and greyed fields up to date now."""
        self._settle.stop()
        if self._stale:
            self._stale = False
            for row in self._rows.values():
                row.editor.refresh()
        found = {name: row.editor.value() for name, row in self._rows.items()}
        reasons = greyed(self.spec, found)
        values = {name: value for name, value in found.items() if value is not None and name not in reasons}
        self._values = self._extras.narrowed(values)
        whole = self._values | self._constants()
        self._problems = (*problems_unless_padded(self.spec, whole), *cautions(self.spec, whole))
        self._problems = (*self._extras.too_heavy(whole, self._problems), *self._problems)
        self._extras.show_part(whole)
        for name, row in self._rows.items():
            row.grey(reasons.get(name, ""))
            row.say(*self._words_for(name, row))
        self.settled.emit()

    def _constants(self) -> dict[str, FieldValue]:
        return {
            declared.name: declared.default
            for declared in self.spec.fields
            if not declared.in_form and not declared.required and declared.default is not None
        }

    def _words_for(self, name: str, row: FieldRow) -> tuple[str, Weight, Remedy | None]:
        """The first problem of a field; one that is only missing stays quiet until somebody tried to send."""
        found = next((problem for problem in self._problems if problem.field == name), None)
        remark = row.editor.remark()
        if found is None:
            return remark or self._turns(name, row), Weight.HINT, None
        remedy = remedy_for(self.spec, found, self._values, has_sprite=self._session.active is not None)
        missing = not given(self._values.get(name)) and found.blocking
        words = sentence_for(self.spec, found, self._values)
        if missing and not self._tried:
            return self._quietly(row, remark, words, remedy)
        weight = Weight.ERROR if found.blocking else Weight.WARNING
        return (remark if missing and remark else words), weight, remedy

    def _quietly(
        self, row: FieldRow, remark: str, words: str, remedy: Remedy | None
    ) -> tuple[str, Weight, Remedy | None]:
        """Nothing is said of a field that nobody came to yet, nor of one whose editor has a button that helps."""
        if row.editor.helps:
            return "", Weight.HINT, None
        is_due = remedy is not None or row.editor.declared.name in self._left
        return remark or (words if is_due else ""), Weight.HINT, remedy

    def _on_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """What is missing in a field is said once the keyboard went on to another one."""
        if old is None or new is None or not self.isAncestorOf(old) or not self.isAncestorOf(new):
            return
        for name, row in self._rows.items():
            if row.isAncestorOf(old) and not row.isAncestorOf(new) and name not in self._left:
                self._left.add(name)
                self._settle.start()

    def _build(self) -> None:
        self._stale = False
        self._folded_rows: list[FieldRow] = []
        self.setObjectName(f"form-{self.spec.name}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measure(8))
        group = ""
        shown = [declared for declared in self.spec.form_fields if not declared.advanced]
        folded = [declared for declared in self.spec.form_fields if declared.advanced]
        for declared in shown:
            if declared.group and declared.group != group:
                column.addWidget(_heading(declared.group))
            group = declared.group
            column.addWidget(self._make_row(declared))
        count = len(folded)
        title = ngettext("{count} more setting", "{count} more settings", count).format(count=count)
        self._fold = Fold(title, "form-advanced", self)
        self._fold.setVisible(count > 0)
        self._fold.unfolded.connect(self._on_fold)
        self._advanced = QWidget(self)
        inner = QVBoxLayout(self._advanced)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(measure(8))
        for declared in folded:
            row = self._make_row(declared)
            self._folded_rows.append(row)
            inner.addWidget(row)
        self._advanced.hide()
        column.addWidget(self._fold)
        column.addWidget(self._advanced)
        for declared in self.spec.form_fields:
            self._start_quietly(declared)

    def _turns(self, name: str, row: FieldRow) -> str:
        """That words stand for several requests."""
        value = self._values.get(name)
        count = spellings_of(value) if row.editor.declared.kind is Kind.TEXT and isinstance(value, str) else 1
        if count == 1:
            return ""
        return ngettext("Stands for {count} request.", "Stands for {count} requests, taken in turn.", count).format(
            count=count
        )

    def _make_row(self, declared: Field) -> FieldRow:
        row = FieldRow(make_editor(declared, self._session), self)
        row.editor.changed.connect(self._settle.start)
        row.editor.changed.connect(self.edited)
        row.command_asked.connect(self._session.commands.run)
        if declared.kind is Kind.TEXT:
            row.offer_words(partial(self._session.sent_forms.words, self.spec.id, declared.name))
        self._rows[declared.name] = row
        return row

    def _start_quietly(self, declared: Field) -> None:
        """Of fields that exclude each other the form fills none by itself, unless it is the only one in plain sight; a
        size starts as the sprite's."""
        editor = self._rows[declared.name].editor
        rivals = {
            name
            for rule in self.spec.rules
            if isinstance(rule, Exclusive) and declared.name in rule.fields
            for name in rule.fields
            if name != declared.name
        }
        if any(not self.spec.field(name).advanced for name in rivals) and declared.default is None:
            editor.show_value(None)
        active = self._session.active
        wants_size = declared.required or declared.source is Wish.CANVAS_SIZE
        if declared.kind is Kind.SIZE and wants_size and active is not None:
            editor.show_value(active.sprite.size)

    def _seeds(self) -> list[SeedEditor]:
        return [row.editor for row in self._rows.values() if isinstance(row.editor, SeedEditor)]

    def _on_fold(self, unfolded: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._advanced.setVisible(unfolded)


def _texts(kept: JsonValue) -> tuple[str, ...]:
    """The words of the sources in a draft of pictures."""
    entries = kept if isinstance(kept, list) else [[kept, ""]] if kept else []
    return tuple(str(entry[0]) for entry in entries)


def _heading(title: str) -> QLabel:
    label = PlainLabel(title)
    label.setProperty("role", "title")
    return label
