"""What a person is told when the program cannot start: why, and where the log is. Needs nothing but Qt.

Whatever else could be used here may be what failed.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from studio.core.errors import StudioError
from studio.core.words import _
from studio.ui.labels import plain_tip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


def tell_failure(error: BaseException, *, log: Path | None, parent: QWidget | None, then: Callable[[], object]) -> None:
    """Say it on the terminal and in a message box; `then` is called once the box is closed. `log` may be missing
    where that is what failed."""
    reason = reason_of(error)
    terminal: TextIO | None = sys.stderr  # None where the program was started without a console
    if terminal is not None:
        terminal.write(f"{_('The studio cannot start.')} {reason}\n")
    box = QMessageBox(parent)
    box.setObjectName("start-failure")
    box.setWindowTitle(_("The studio cannot start"))
    box.setIcon(QMessageBox.Icon.Critical)
    box.setText(_("The studio cannot start."))
    where = _("The log has the details: {file}").format(file=log) if log is not None else ""
    box.setInformativeText(plain_tip("\n\n".join(part for part in (reason, where) if part)))
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    if not isinstance(error, StudioError):
        box.setDetailedText("".join(traceback.format_exception(error)))
    leave = box.addButton(_("Quit"), QMessageBox.ButtonRole.AcceptRole)
    leave.setObjectName("start-failure-quit")
    box.setDefaultButton(leave)
    box.setEscapeButton(leave)

    def leave_it(_result: int) -> None:
        box.deleteLater()  # named here, it also lives so long where it has no parent
        then()

    box.finished.connect(leave_it)
    box.open()


def reason_of(error: BaseException) -> str:
    """In words where there are some, else as the system calls it."""
    if isinstance(error, StudioError):
        return str(error)
    if isinstance(error, OSError) and error.strerror and error.filename:
        return _("{file} cannot be used: {reason}.").format(file=error.filename, reason=error.strerror)
    return _("Something went wrong inside the studio ({kind}: {text}).").format(kind=type(error).__name__, text=error)
