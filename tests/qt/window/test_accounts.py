"""From a form without a token to the place where it is given, and back, in the whole window."""

from __future__ import annotations

import asyncio

from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QPushButton
from qasync import QEventLoop

from studio.app.surface import explain
from studio.core.errors import Auth
from studio.ui.forms.panel import GeneratePanel
from studio.ui.window import MainWindow
from tests.qt.window.conftest import settle


def test_a_missing_token_is_two_clicks_away_from_the_form(window: MainWindow, loop: QEventLoop) -> None:
    session = window.session
    assert session is not None
    window.show_panel("generate")
    settle(loop)
    form = window.findChild(GeneratePanel)
    assert form is not None
    form.choose("pixelapi/generate-image")
    loop.run_until_complete(session.accounts.look("pixelapi"))
    settle(loop)
    button = form.findChild(QPushButton, "generate-button")
    assert button is not None
    assert button.text() == "Add a PixelAPI token..."
    button.click()
    settle(loop)
    dialog = window.findChild(QDialog, "settings-dialog")
    assert dialog is not None
    sections = dialog.findChild(QListWidget, "settings-sections")
    assert sections is not None
    assert sections.currentItem().text() == "Accounts"
    field = dialog.findChild(QLineEdit, "account-pixelapi-token")
    assert field is not None
    field.setText("pk_live_x")
    field.returnPressed.emit()
    loop.run_until_complete(_kept(window))
    dialog.accept()
    settle(loop)
    assert button.text().startswith("Generate")


async def _kept(window: MainWindow) -> None:
    assert window.session is not None
    async with asyncio.timeout(20):
        while window.session.accounts.found("pixelapi") is None:  # noqa: ASYNC110 - the thread of the keyring answers
            await asyncio.sleep(0.01)


def test_a_refused_token_leads_to_the_accounts(window: MainWindow) -> None:
    notice = explain(Auth("The token was refused."))
    assert notice.action == "edit.accounts"
    assert window.actions_by_id["edit.accounts"].text() == "Accounts and tokens..."
