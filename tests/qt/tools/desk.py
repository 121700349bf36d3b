"""A session with one small sprite, for panels."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from studio.app.session import Session
from studio.doc.document import Document
from studio.store.settings import Settings
from tests.unit.ui.canvas.hand import sprite_of


def session_with(*rows: str, folder: Path, frames: int = 1) -> tuple[Session, Document]:
    """A session whose sprite in front shows the rows in its first frame."""
    session = Session(Settings.load(folder / "settings.json"))
    return session, session.workspace.add(sprite_of(*rows, frames=frames), title="hero")


def unnamed(widget: QWidget) -> list[str]:
    """Controls that can take the focus without an object name or an accessible name."""
    found = []
    for child in widget.findChildren(QWidget):
        inner = child.objectName().startswith("qt_") or any(
            child.parentWidget().inherits(owner) for owner in ("QAbstractSpinBox", "QComboBoxPrivateContainer")
        )
        words = child.accessibleName() or (child.text() if isinstance(child, QPushButton) else "")
        named = child.objectName() and (words or not child.isVisibleTo(child.window()))
        if child.focusPolicy() is not Qt.FocusPolicy.NoFocus and not inner and not named:
            found.append(f"{type(child).__name__} {child.objectName()}")
    return found
