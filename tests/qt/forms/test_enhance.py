"""Better words: beside one's own, taken over only on demand, with what went wrong said in place."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from studio.app.session import Session
from studio.providers.pixel_engine.declarations import Animate
from studio.providers.registry import operation
from studio.ui.forms.enhance import EnhanceWindow
from studio.ui.forms.form import OperationForm
from studio.ui.forms.row import Remark
from tests.qt.forms.test_remote_run import at_work
from tests.qt.tools.desk import unnamed
from tests.servers.pixel_engine import PixelEngineServer
from tests.unit.ui.canvas.hand import sprite_of


@pytest.fixture
def server() -> Iterator[PixelEngineServer]:
    with PixelEngineServer() as server:
        yield server


def words_in(window: EnhanceWindow, name: str) -> str:
    edit = window.findChild(QPlainTextEdit, name)
    assert isinstance(edit, QPlainTextEdit)
    return edit.toPlainText()


def press(window: EnhanceWindow, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    button.click()


def remark(window: EnhanceWindow) -> str:
    found = window.findChild(Remark, "enhance-remark")
    assert isinstance(found, Remark)
    return found.words


def opened(form: OperationForm) -> EnhanceWindow:
    button = form.findChild(QToolButton, "field-prompt-enhance")
    assert isinstance(button, QToolButton)
    button.click()
    found = form.window().findChild(EnhanceWindow)
    assert isinstance(found, EnhanceWindow)
    return found


async def answered(window: EnhanceWindow) -> None:
    """Until the question that is on its way has its answer, or is known to have none."""
    done = asyncio.Event()
    window.answered.connect(done.set)
    async with asyncio.timeout(10):
        await done.wait()


def form_of(session: Session, qtbot: QtBot, words: str) -> OperationForm:
    session.workspace.add(sprite_of("rgb.", "k..k"), title="hero")
    form = OperationForm(operation(Animate.spec.id), session)
    qtbot.addWidget(form)
    form.show()
    prompt = form.row("prompt").editor.findChild(QPlainTextEdit)
    assert isinstance(prompt, QPlainTextEdit)
    QTest.keyClicks(prompt, words)
    return form


async def test_better_words_stand_beside_ones_own_until_they_are_used(
    server: PixelEngineServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    async with at_work(tmp_path, "pixel-engine", server, monkeypatch) as session:
        form = form_of(session, qtbot, "breathes")
        window = opened(form)
        await answered(window)
        assert words_in(window, "enhance-old") == "breathes"
        assert words_in(window, "enhance-new") == "breathes, in loving detail"
        assert form.row("prompt").editor.value() == "breathes"
        assert not window.isModal()
        assert unnamed(window) == []
        press(window, "enhance-use")
        assert form.row("prompt").editor.value() == "breathes, in loving detail"
        assert not window.isVisible()
        assert session.queue.jobs() == ()
        prompt = form.row("prompt").editor.findChild(QPlainTextEdit)
        prompt.undo()
        assert form.row("prompt").editor.value() == "breathes"


async def test_the_form_goes_on_meanwhile_and_keep_changes_nothing(
    server: PixelEngineServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    async with at_work(tmp_path, "pixel-engine", server, monkeypatch) as session:
        form = form_of(session, qtbot, "breathes")
        window = opened(form)
        prompt = form.row("prompt").editor.findChild(QPlainTextEdit)
        QTest.keyClicks(prompt, " slowly")
        assert words_in(window, "enhance-old") == "breathes slowly"
        await answered(window)
        assert words_in(window, "enhance-new") == "breathes, in loving detail"
        press(window, "enhance-keep")
        assert form.row("prompt").editor.value() == "breathes slowly"


async def test_what_goes_wrong_is_said_in_the_window_which_asks_again(
    server: PixelEngineServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    async with at_work(tmp_path, "pixel-engine", server, monkeypatch) as session:
        form = form_of(session, qtbot, "breathes")
        right, server.token = server.token, "another"
        window = opened(form)
        await answered(window)
        assert "token" in remark(window)
        assert words_in(window, "enhance-new") == ""
        use = window.findChild(QPushButton, "enhance-use")
        assert isinstance(use, QPushButton)
        assert not use.isEnabled()
        server.token = right
        press(window, "enhance-again")
        await answered(window)
        assert remark(window) == ""
        assert words_in(window, "enhance-new") == "breathes, in loving detail"
        QTest.keyClick(window, Qt.Key.Key_Escape)
        assert not window.isVisible()
        assert form.row("prompt").editor.value() == "breathes"
