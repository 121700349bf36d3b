"""The manual in its window: pages, pictures, links and the keys."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from studio.app import manual
from studio.ui.help import HelpWindow
from tests.arch.tree import ROOT
from tests.qt.tools.desk import unnamed


@pytest.fixture
def main_window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def shown(main_window: QWidget) -> HelpWindow:
    return HelpWindow.show_page(main_window, "index")


def text(shown: HelpWindow) -> QTextBrowser:
    found = shown.findChild(QTextBrowser, "help-text")
    assert found is not None
    return found


def pages(shown: HelpWindow) -> QListWidget:
    found = shown.findChild(QListWidget, "help-pages")
    assert found is not None
    return found


def heading(shown: HelpWindow) -> str:
    return text(shown).toPlainText().split("\n")[0]


def test_all_pages_are_listed_in_the_order_of_the_work(shown: HelpWindow) -> None:
    listed = pages(shown)
    assert [listed.item(row).text() for row in range(listed.count())] == [
        "Getting started",
        "Canvas and tools",
        "Mask",
        "Pose",
        "Timeline",
        "Generate",
        "Providers, tokens and cost",
        "Accounts and usage",
        "Takes",
        "Gallery",
        "Jobs and what they cost",
        "Things",
        "Export",
        "Files and formats",
        "Command line",
        "Keys",
        "Operations",
    ]
    assert heading(shown) == "Getting started"


def test_the_arrow_keys_turn_the_pages(shown: HelpWindow) -> None:
    for title in ("Canvas and tools", "Mask"):
        QTest.keyClick(pages(shown), Qt.Key.Key_Down)
        assert heading(shown) == title


def test_the_keys_are_those_of_the_program(shown: HelpWindow) -> None:
    shown.go_to(manual.KEYS)
    words = text(shown).toPlainText()
    assert heading(shown) == "Keys"
    assert "Pencil\nB\n" in words
    assert "Redo\nCtrl+Shift+Z, Ctrl+Y\n" in words
    current = pages(shown).currentItem()
    assert current.text() == "Keys"


def test_a_link_opens_its_page_and_marks_it(shown: HelpWindow) -> None:
    shown.go_to("generate")
    text(shown).anchorClicked.emit(QUrl("reference/index.md"))
    assert (heading(shown), pages(shown).currentItem().text()) == ("Operations", "Operations")
    text(shown).anchorClicked.emit(QUrl("local/inpaint.md"))
    assert heading(shown) == "Redo the masked part"


def test_every_picture_of_every_page_can_be_shown(shown: HelpWindow) -> None:
    seen = 0
    for page in manual.pages():
        shown.go_to(page.id)
        block = text(shown).document().begin()
        while block.isValid():
            for at in block.textFormats():
                if at.format.isImageFormat():
                    name = at.format.toImageFormat().name()
                    picture = text(shown).loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
                    assert picture is not None, f"{page.id}: {name}"
                    seen += 1
            block = block.next()
    assert seen >= 10


def test_asking_again_shows_the_same_window_on_the_other_page(main_window: QWidget, shown: HelpWindow) -> None:
    again = HelpWindow.show_page(main_window, manual.KEYS)
    assert again is shown
    assert heading(shown) == "Keys"


def test_escape_closes_it_and_every_control_has_a_name(shown: HelpWindow) -> None:
    assert unnamed(shown) == []
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_every_picture_is_shown_and_there() -> None:
    answer = subprocess.run(
        [sys.executable, "packaging/dev_pictures.py", "--check"], check=False, cwd=ROOT, capture_output=True, timeout=60
    )
    assert (answer.returncode, answer.stderr.decode()) == (0, "")
