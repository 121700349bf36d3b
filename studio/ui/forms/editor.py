"""What every editor of a field offers to the form that holds it."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from studio.app.drafts import JsonValue
from studio.app.session import Session
from studio.app.sources import SourceKind
from studio.core.words import _
from studio.spec.field import Field, FieldValue
from studio.ui.forms.number_box import NumberBox


class LabelPlace(Enum):
    """Where the name of a field stands."""

    ABOVE = "above"
    BESIDE = "beside"
    """Left of a control that needs little width, where the name is short."""
    WITHIN = "within"
    """The editor has a place for it."""


class FieldEditor(QWidget):
    """One control for one field. `changed` comes when a person changed the value, and only then."""

    changed = Signal()

    def __init__(self, declared: Field, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.declared = declared
        self.session = session
        self.setObjectName(f"field-{declared.name}")

    @property
    def optional(self) -> bool:
        """Whether nothing is a value."""
        return self.declared.default is None

    @property
    def label_place(self) -> LabelPlace:
        return LabelPlace.ABOVE

    def take_label(self, label: QLabel) -> None:
        """Put the name of the field where the editor has a place for it; only for `LabelPlace.WITHIN`."""
        raise NotImplementedError

    @property
    def titles_itself(self) -> bool:
        """Whether the field's name stands in the control, so that the form shows no label."""
        return False

    @property
    def helps(self) -> bool:
        """Whether it shows what to do where it has no value."""
        return False

    @property
    def scrubbed(self) -> NumberBox | None:
        """The number that dragging the label changes."""
        return None

    @property
    def source_kind(self) -> SourceKind | None:
        """Where its one picture comes from; None where that is no single place."""
        return None

    def frames(self) -> tuple[str, ...]:
        """Ids of the frames of the sprite in front whose pictures it gives, in order."""
        return ()

    def value(self) -> FieldValue:
        """What the person gave; None for nothing. Never raises: `remark` says why a source gives nothing."""
        raise NotImplementedError

    def show_value(self, value: FieldValue) -> None:
        """Show another value without telling anybody."""
        raise NotImplementedError

    def draft(self) -> JsonValue:
        """What to keep for the next time; None for nothing."""
        return self.value()

    def restore(self, draft: JsonValue) -> None:
        """Show what was kept; anything the field cannot hold is passed over."""
        self.show_value(draft)

    def refresh(self) -> None:
        """The sprite in front is another one or looks different."""

    def remark(self) -> str:
        """A sentence about where the value comes from, or why there is none; empty when there is nothing to say."""
        return ""

    def named(self, control: QWidget, suffix: str = "") -> None:
        """Give a control its object name, its name for screen readers and the field's help."""
        control.setObjectName(f"{self.objectName()}{f'-{suffix}' if suffix else ''}-control")
        control.setAccessibleName(self.declared.title)
        if self.declared.help:
            control.setAccessibleDescription(self.declared.help)
            control.setToolTip(self.declared.help)

    def mark_invalid(self, *, invalid: bool) -> None:
        """Edge of the control in the colour of trouble; the words stand below."""
        for control in self.findChildren(QWidget):
            if control.property("invalid") != invalid and control.objectName().endswith("-control"):
                control.setProperty("invalid", invalid)
                control.style().unpolish(control)
                control.style().polish(control)

    def focus_first(self) -> None:
        """Put the keyboard where the value is changed."""
        for control in (self, *self.findChildren(QWidget)):
            if control.objectName().endswith("-control"):
                control.setFocus()
                return


def left_open() -> str:
    """What stands in a field that may stay empty."""
    return _("left open")
