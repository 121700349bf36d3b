"""The editor of a seed: drawn anew each time, the same each time, or one more each time."""

from __future__ import annotations

import random
from enum import StrEnum

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QToolButton, QWidget

from studio.app.batch import seed_after
from studio.app.drafts import JsonValue
from studio.app.session import Session
from studio.core.words import _
from studio.spec.field import Field, FieldValue
from studio.ui.forms.editor import FieldEditor
from studio.ui.forms.number_box import NumberBox
from studio.ui.forms.plain import row_of
from studio.ui.icons import icon

_draw = random.SystemRandom()
_LARGEST_DRAWN = 999_999_999


class SeedWay(StrEnum):
    """Which number goes with the next request."""

    RANDOM = "random"
    FIXED = "fixed"
    UP = "up"


class SeedEditor(FieldEditor):
    """Empty is random. Of the two buttons that keep a number one uses it each time, the other counts on from it."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._last: int | None = None
        self._remark = ""
        self._box = NumberBox(self, optional=True)
        self._box.limit(declared.minimum, declared.maximum)
        self.named(self._box)
        self._keep = self._tool("lock", _("Use this number each time; off draws a new one each time"), "fixed")
        self._keep.setCheckable(True)
        self._up = self._tool("count-up", _("Count up: the next number after each request"), "up")
        self._up.setCheckable(True)
        self._dice = self._tool("dice", _("Draw a number and keep it"), "dice")
        self._copy = self._tool("copy", _("Copy the number"), "copy")
        row = row_of(self)
        row.addWidget(self._box, 1)
        for button in (self._keep, self._up, self._dice, self._copy):
            row.addWidget(button)
        self._box.changed.connect(self._on_typed)
        self._keep.clicked.connect(self._on_keep)
        self._up.clicked.connect(self._on_up)
        self._dice.clicked.connect(self._on_dice)
        self._copy.clicked.connect(self._on_copy)
        self._show(SeedWay.RANDOM)

    @property
    def scrubbed(self) -> NumberBox:
        return self._box

    @property
    def way(self) -> SeedWay:
        """How the number for the next request comes about."""
        if self._box.number is None:
            return SeedWay.RANDOM
        return SeedWay.UP if self._up.isChecked() else SeedWay.FIXED

    def value(self) -> FieldValue:
        return self._box.number

    def show_value(self, value: FieldValue) -> None:
        is_seed = isinstance(value, int) and not isinstance(value, bool)
        self._box.show_number(value if is_seed else None)
        self._show(SeedWay.FIXED)

    def draft(self) -> JsonValue:
        number = self._box.number
        return [SeedWay.UP.value, number] if self.way is SeedWay.UP else number

    def restore(self, draft: JsonValue) -> None:
        counts = isinstance(draft, list | tuple) and len(draft) == 2 and draft[0] == SeedWay.UP
        self.show_value(draft[1] if counts else draft)
        if counts:
            self._show(SeedWay.UP)

    def show_sent(self, seed: int, *, count: int = 1) -> None:
        """The number that went with the last request, the first of `count`; counting goes on after all of them."""
        self._last = seed
        self._remark = _("Last sent {seed}.").format(seed=seed)
        if self.way is SeedWay.UP:
            self._box.show_number(seed_after(self.declared, seed, count))
        self._show(self.way)

    def show_last(self, seed: int) -> None:
        """A number that went with an earlier request, at hand to be kept."""
        self._last = seed
        self._remark = _("Sent with {seed} then.").format(seed=seed)
        self._show(self.way)

    def show_answer(self, words: str) -> None:
        """What became of the number that was sent."""
        self._remark = words

    def remark(self) -> str:
        return self._remark

    def _show(self, way: SeedWay) -> None:
        number = self._box.number
        self._keep.setChecked(number is not None and way is not SeedWay.UP)
        self._up.setChecked(number is not None and way is SeedWay.UP)
        self._box.leave_open(_("random"))
        self._copy.setEnabled(number is not None or self._last is not None)

    def _on_typed(self) -> None:
        self._show(self.way)
        self.changed.emit()

    def _on_keep(self) -> None:
        """On keeps the number that was drawn last, or draws one."""
        self._hold(SeedWay.FIXED if self._keep.isChecked() else SeedWay.RANDOM)

    def _on_up(self) -> None:
        self._hold(SeedWay.UP if self._up.isChecked() else SeedWay.RANDOM)

    def _hold(self, way: SeedWay) -> None:
        number = self._box.number
        if number is None:
            number = self._last if self._last is not None else self._drawn()
        self._box.show_number(None if way is SeedWay.RANDOM else number)
        self._show(way)
        self.changed.emit()

    def _on_dice(self) -> None:
        self._box.set_number(self._drawn())

    def _on_copy(self) -> None:
        number = self._box.number if self._box.number is not None else self._last
        QGuiApplication.clipboard().setText(str(number))

    def _drawn(self) -> int:
        lowest = int(self.declared.minimum if self.declared.minimum is not None else 1)
        highest = int(self.declared.maximum if self.declared.maximum is not None else _LARGEST_DRAWN)
        return _draw.randint(lowest, min(highest, _LARGEST_DRAWN))

    def _tool(self, picture: str, title: str, suffix: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"{self.objectName()}-{suffix}")
        button.setIcon(icon(picture))
        button.setToolTip(title)
        button.setAccessibleName(f"{self.declared.title}: {title}")
        return button
