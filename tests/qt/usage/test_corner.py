"""What is left, in the menu bar: hidden until something is told, and the way to the window of usage."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QToolButton
from pytestqt.qtbot import QtBot
from qasync import QEventLoop

from studio.app.session import Session
from studio.ui.corner import Corner
from tests.qt.export.stage import until
from tests.servers.pixelapi import PixelApiServer


def test_what_is_left_with_the_provider_in_use_leads_to_its_usage(
    loop: QEventLoop, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[str] = []
    session.usage_wanted.connect(wanted.append)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(800, 300)
    corner = Corner(session, window)
    window.menuBar().addMenu("File")
    window.menuBar().setCornerWidget(corner)
    window.show()
    balance = corner.findChild(QToolButton, "balance")
    assert balance is not None
    assert not balance.isVisible()
    with PixelApiServer() as server:
        server.fast_plan = True
        monkeypatch.setenv("STUDIO_PIXELAPI_URL", server.url)
        monkeypatch.setenv("STUDIO_PIXELAPI_TOKEN", server.token)
        session.balances.look("pixelapi")
        until(loop, balance.isVisible)
        assert balance.text() == "100 credits"
        assert balance.accessibleName() == "Left with PixelAPI: 100 credits"
        assert "Left: 100 credits, plan starter." in balance.toolTip()
        until(loop, lambda: balance.width() >= balance.sizeHint().width())
        QTest.mouseClick(balance, Qt.MouseButton.LeftButton)
        assert wanted == ["pixelapi"]
