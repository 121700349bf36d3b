"""Words of a provider or a file are shown as they are, and open no file that they name."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel

from studio.codec.images import write_png
from studio.doc.pixels import frozen
from studio.ui.forms.line import ElidedLabel
from studio.ui.forms.row import Remark, Weight
from studio.ui.labels import PlainLabel, plain_tip
from studio.ui.status import HintLabel, SteadyLabel

SIDE = 900


@pytest.fixture
def trap(tmp_path: Path) -> str:
    """Words that name a picture, as a provider could send them."""
    file = tmp_path / "secret.png"
    file.write_bytes(write_png(frozen(np.full((SIDE, SIDE, 4), 255, np.uint8))))
    return f"<img src='{file}'>"


@pytest.mark.usefixtures("qapp")
def test_a_label_shows_markup_as_words(trap: str) -> None:
    assert PlainLabel(trap).sizeHint().height() < 100
    rich = QLabel(trap)
    assert rich.sizeHint().height() >= SIDE  # what a label of Qt makes of it


@pytest.mark.usefixtures("qapp")
def test_a_remark_of_a_field_opens_no_file(trap: str) -> None:
    remark = Remark()
    remark.say(f"The provider says: {trap}", Weight.ERROR)
    assert remark.sizeHint().height() < SIDE
    assert {label.textFormat() for label in remark.findChildren(PlainLabel)} == {PlainLabel().textFormat()}


def test_every_kind_of_label_is_plain(qapp: QApplication) -> None:
    assert all(issubclass(kind, PlainLabel) for kind in (ElidedLabel, SteadyLabel, HintLabel))
    assert qapp is not None


def test_a_tool_tip_says_markup_in_words(trap: str) -> None:
    words = f"{trap}\nand more"
    document = QTextDocument()
    document.setHtml(plain_tip(words))
    assert document.toPlainText().replace("\u2028", "\n") == words


def test_a_tool_tip_of_plain_words_stays_as_it_is() -> None:
    for words in ("Walk, 3 < 4 frames", "a & b", "", "two\nlines"):
        assert plain_tip(words) == words
