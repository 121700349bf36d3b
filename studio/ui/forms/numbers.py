"""Editors of numbers, sizes and seeds."""

from __future__ import annotations

import random

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QWidget

from studio.app.drafts import JsonValue
from studio.app.session import Session
from studio.core.geometry import Size
from studio.core.words import _
from studio.spec.field import Field, FieldValue, Kind
from studio.ui.forms.editor import FieldEditor, left_open
from studio.ui.forms.number_box import NumberBox
from studio.ui.forms.plain import row_of
from studio.ui.icons import icon

_draw = random.SystemRandom()
_USUAL_SIDES = (16, 24, 32, 48, 64, 96, 128, 256)


class NumberEditor(FieldEditor):
    """A whole or a real number."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._whole = declared.kind is not Kind.NUMBER
        self._box = NumberBox(self, whole=self._whole, optional=self.optional)
        self._box.limit(declared.minimum, declared.maximum, step=declared.step, unit=declared.unit)
        self.named(self._box)
        if self.optional:
            self._box.leave_open(left_open())
        row_of(self).addWidget(self._box)
        self._box.changed.connect(self.changed)

    @property
    def scrubbed(self) -> NumberBox:
        return self._box

    def value(self) -> FieldValue:
        number = self._box.number
        return number if number is None or self._whole else float(number)

    def show_value(self, value: FieldValue) -> None:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        self._box.show_number(float(value) if is_number else None)


class SizeEditor(FieldEditor):
    """Width and height, with the ratio kept on demand and the usual sizes in a menu."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._width = self._side(_("Width"), "width")
        self._height = self._side(_("Height"), "height")
        self._ratio: float | None = None
        self._lock = _tool(self, "lock-ratio", _("Keep the ratio of width and height"), "ratio")
        self._lock.setCheckable(True)
        self._usual = _tool(self, "canvas-size", _("Usual sizes"), "usual")
        self._menu = QMenu(self._usual)
        self._usual.setMenu(self._menu)
        self._usual.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = row_of(self)
        row.addWidget(self._width, 1)
        row.addWidget(QLabel("×", self))
        row.addWidget(self._height, 1)
        row.addWidget(self._lock)
        row.addWidget(self._usual)
        self._width.changed.connect(self._on_width)
        self._height.changed.connect(self._on_height)
        self._lock.toggled.connect(self._on_lock)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._menu.triggered.connect(self._on_usual)

    @property
    def scrubbed(self) -> NumberBox:
        return self._width

    def value(self) -> FieldValue:
        width, height = self._width.number, self._height.number
        if width is None and height is None:
            return None
        if width is None or height is None or width != int(width) or height != int(height):
            return Size(int(width or 0), int(height or 0))
        return Size(int(width), int(height))

    def show_value(self, value: FieldValue) -> None:
        size = value if isinstance(value, Size) else None
        self._width.show_number(size.width if size else None)
        self._height.show_number(size.height if size else None)
        self._on_lock()

    def draft(self) -> JsonValue:
        value = self.value()
        return list(value) if isinstance(value, Size) else None

    def restore(self, draft: JsonValue) -> None:
        sides = draft if isinstance(draft, list | tuple) and all(isinstance(side, int) for side in draft) else ()
        self.show_value(Size(*sides) if len(sides) == 2 else None)

    def _side(self, title: str, suffix: str) -> NumberBox:
        box = NumberBox(self, optional=True)
        box.limit(self.declared.minimum or 1, self.declared.maximum, step=self.declared.step, unit="")
        box.leave_open(left_open() if self.optional else "")
        self.named(box, suffix)
        box.setAccessibleName(f"{self.declared.title}: {title}")
        return box

    def _on_width(self) -> None:
        if self._lock.isChecked() and self._ratio and self._width.number:
            self._height.show_number(max(1, round(self._width.number / self._ratio)))
        self.changed.emit()

    def _on_height(self) -> None:
        if self._lock.isChecked() and self._ratio and self._height.number:
            self._width.show_number(max(1, round(self._height.number * self._ratio)))
        self.changed.emit()

    def _on_lock(self) -> None:
        width, height = self._width.number, self._height.number
        self._ratio = width / height if width and height else None

    def _fill_menu(self) -> None:
        self._menu.clear()
        active = self.session.active
        if active is not None:
            canvas = active.sprite.size
            self._offer(_("As the sprite, {size}").format(size=canvas), canvas)
            self._offer(_("Twice the sprite, {size}").format(size=Size(canvas.width * 2, canvas.height * 2)),
                        Size(canvas.width * 2, canvas.height * 2))  # fmt: skip
            self._menu.addSeparator()
        for side in _USUAL_SIDES:
            if self.declared.limits.admit(side):
                self._offer(str(Size(side, side)), Size(side, side))
        if self.optional:
            self._menu.addSeparator()
            self._offer(left_open().capitalize(), None)

    def _offer(self, title: str, size: Size | None) -> None:
        self._menu.addAction(title).setData(list(size) if size else None)

    def _on_usual(self, action: QAction) -> None:
        self.restore(action.data())
        self.changed.emit()


class SeedEditor(FieldEditor):
    """A fixed number, or a new one each time; the number that was drawn last can be looked at, kept and copied."""

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(declared, session, parent)
        self._last: int | None = None
        self._box = NumberBox(self, optional=True)
        self._box.limit(declared.minimum, declared.maximum)
        self.named(self._box)
        self._keep = _tool(self, "lock", _("Use this number each time; off draws a new one each time"), "fixed")
        self._keep.setCheckable(True)
        self._dice = _tool(self, "dice", _("Draw a number and keep it"), "dice")
        self._copy = _tool(self, "copy", _("Copy the number"), "copy")
        row = row_of(self)
        row.addWidget(self._box, 1)
        for button in (self._keep, self._dice, self._copy):
            row.addWidget(button)
        self._box.changed.connect(self._on_typed)
        self._keep.clicked.connect(self._on_keep)
        self._dice.clicked.connect(self._on_dice)
        self._copy.clicked.connect(self._on_copy)
        self._show()

    @property
    def scrubbed(self) -> NumberBox:
        return self._box

    def value(self) -> FieldValue:
        return self._box.number

    def show_value(self, value: FieldValue) -> None:
        is_seed = isinstance(value, int) and not isinstance(value, bool)
        self._box.show_number(value if is_seed else None)
        self._show()

    def show_sent(self, seed: int) -> None:
        """The number that went with the last request."""
        self._last = seed
        self._show()

    def _show(self) -> None:
        number = self._box.number
        self._keep.setChecked(number is not None)
        words = _("random each time") if self._last is None else _("random, last {seed}").format(seed=self._last)
        self._box.leave_open(words)
        self._copy.setEnabled(number is not None or self._last is not None)

    def _on_typed(self) -> None:
        self._show()
        self.changed.emit()

    def _on_keep(self) -> None:
        """On keeps the number that was drawn last, or draws one."""
        kept = self._last if self._last is not None else self._drawn()
        self._box.set_number(kept if self._keep.isChecked() else None)
        self._show()

    def _on_dice(self) -> None:
        self._box.set_number(self._drawn())

    def _on_copy(self) -> None:
        number = self._box.number if self._box.number is not None else self._last
        QGuiApplication.clipboard().setText(str(number))

    def _drawn(self) -> int:
        lowest = int(self.declared.minimum if self.declared.minimum is not None else 1)
        highest = int(self.declared.maximum if self.declared.maximum is not None else 2**31 - 1)
        return _draw.randint(lowest, min(highest, 999_999_999))


def _tool(editor: FieldEditor, picture: str, title: str, suffix: str) -> QToolButton:
    button = QToolButton(editor)
    button.setObjectName(f"{editor.objectName()}-{suffix}")
    button.setIcon(icon(picture))
    button.setToolTip(title)
    button.setAccessibleName(f"{editor.declared.title}: {title}")
    return button
