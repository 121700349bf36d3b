"""Open a dialog and await its answer; the event loop keeps running meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from studio.core.words import _
from studio.ui.labels import plain_tip


async def finished(dialog: QDialog) -> bool:
    """Open the dialog, window modal, and wait until it closes; True when it was accepted."""
    future: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def settle(result: int) -> None:
        if not future.done():
            future.set_result(result)

    dialog.finished.connect(settle)
    dialog.open()
    try:
        return await future == int(QDialog.DialogCode.Accepted)
    finally:
        dialog.finished.disconnect(settle)
        dialog.deleteLater()


async def choose(parent: QWidget, question: str, answers: Sequence[str], *, detail: str = "") -> int | None:
    """The index of the button that was pressed, None for Cancel. The first answer is the default."""
    box = QMessageBox(parent)
    box.setObjectName("question")
    box.setWindowTitle(_("Sprite Studio"))
    box.setIcon(QMessageBox.Icon.Question)
    box.setText(plain_tip(question))
    box.setInformativeText(plain_tip(detail))
    buttons = [box.addButton(answer, QMessageBox.ButtonRole.ActionRole) for answer in answers]
    cancel = box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(buttons[0])
    box.setEscapeButton(cancel)
    pressed: list[int] = []
    for index, button in enumerate(buttons):
        button.setObjectName(f"answer-{index}")
        button.clicked.connect(_Appender(pressed, index))
    await finished(box)
    return pressed[0] if pressed else None


async def file_to_open(parent: QWidget, title: str, *, folder: str, filters: str) -> list[Path]:
    """Files the person chose; empty when they changed their mind."""
    dialog = QFileDialog(parent, title, folder, filters)
    dialog.setObjectName("open-file")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return [Path(name) for name in dialog.selectedFiles()] if await finished(dialog) else []


async def file_to_save(parent: QWidget, title: str, *, suggestion: Path, filters: str, suffix: str) -> Path | None:
    """Where to write; asks before a file that exists is chosen. None when they changed their mind."""
    dialog = QFileDialog(parent, title, str(suggestion.parent), filters)
    dialog.setObjectName("save-file")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.selectFile(suggestion.name)
    return Path(dialog.selectedFiles()[0]) if await finished(dialog) else None


async def folder_to_use(parent: QWidget, title: str, *, folder: str) -> Path | None:
    """A folder, new or existing. None when they changed their mind."""
    dialog = QFileDialog(parent, title, folder)
    dialog.setObjectName("choose-folder")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return Path(dialog.selectedFiles()[0]) if await finished(dialog) else None


class _Appender:
    """A slot that notes which button it belongs to, without holding any widget."""

    def __init__(self, pressed: list[int], index: int) -> None:
        self._pressed = pressed
        self._index = index

    def __call__(self) -> None:
        self._pressed.append(self._index)
