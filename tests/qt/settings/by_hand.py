"""The accounts page over whatever keyring the session bus has, as a program of its own.

    python -m tests.qt.settings.by_hand FOLDER TOKEN

Types the token into the page, tests it, ends the session, and buys a picture in the next one. Says what a person sees.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from qasync import QEventLoop

from studio.app.session import Session, make_operation
from studio.providers import registry
from studio.providers.remote import RemoteProvider
from studio.store.settings import Settings
from studio.ui import theme
from studio.ui.forms.row import Remark
from studio.ui.settings.dialog import SettingsDialog
from tests.servers.pixelapi import PixelApiServer


def main(folder: Path, token: str) -> None:
    """Both sessions, one after the other."""
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    theme.apply_theme(app, "dark")
    loop = QEventLoop(app)
    asyncio.set_event_loop(loop)
    provider = registry.provider("pixelapi")
    assert isinstance(provider, RemoteProvider)
    provider.policy = replace(provider.policy, poll_first=0.0, poll_cap=0.0)
    with PixelApiServer(token=token) as server:
        server.states, server.fast_plan = ["completed"], True
        loop.run_until_complete(_keep(folder, server.url, token))
        loop.run_until_complete(_buy(folder))
    loop.close()


async def _keep(folder: Path, address: str, token: str) -> None:
    session = Session(Settings.load(folder / "settings.json"))
    session.start()
    session.accounts.set_address("pixelapi", address)
    dialog = SettingsDialog(session, section="Accounts")
    dialog.show()
    where = dialog.findChild(QLabel, "account-pixelapi-where")
    remark = dialog.findChild(Remark, "account-pixelapi-remark")
    field = dialog.findChild(QLineEdit, "account-pixelapi-token")
    test = dialog.findChild(QPushButton, "account-pixelapi-test")
    assert where is not None
    assert remark is not None
    assert field is not None
    assert test is not None
    await _until(lambda: where.text() == "No token.")
    QTest.keyClicks(field, token)
    QTest.keyClick(field, Qt.Key.Key_Return)
    await _until(lambda: "kept" in where.text())
    _say(where.text())
    await _until(test.isEnabled)
    QTest.mouseClick(test, Qt.MouseButton.LeftButton)
    await _until(lambda: remark.words == "PixelAPI takes the token.")
    left = dialog.findChild(QLabel, "account-pixelapi-left")
    assert left is not None
    _say(left.text())
    dialog.accept()
    await session.close()


async def _buy(folder: Path) -> None:
    session = Session(Settings.load(folder / "settings.json"))
    session.start()
    job = session.generate(make_operation(registry.operation("pixelapi/generate-image"), {"prompt": "a knight"}))
    await _until(lambda: session.queue.get(job.id).has_ended)
    _say(session.queue.get(job.id).state)
    await session.close()


async def _until(wanted: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not wanted():  # noqa: ASYNC110 - what is waited for is what a person sees, which no event tells
            await asyncio.sleep(0.01)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
