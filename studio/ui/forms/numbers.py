"""Editors of numbers and sizes."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from studio.app.drafts import JsonValue
from studio.app.session import Session
from studio.core.geometry import Size
from studio.core.words import _
from studio.spec.field import Field, FieldValue, Kind
from studio.ui.forms.editor import FieldEditor, LabelPlace, left_open
from studio.ui.forms.number_box import NumberBox
from studio.ui.forms.plain import row_of
from studio.ui.icons import icon
from studio.ui.labels import PlainLabel

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
    def label_place(self) -> LabelPlace:
        return LabelPlace.BESIDE

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
        row.addWidget(PlainLabel("×", self))
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


def _tool(editor: FieldEditor, picture: str, title: str, suffix: str) -> QToolButton:
    button = QToolButton(editor)
    button.setObjectName(f"{editor.objectName()}-{suffix}")
    button.setIcon(icon(picture))
    button.setToolTip(title)
    button.setAccessibleName(f"{editor.declared.title}: {title}")
    return button
