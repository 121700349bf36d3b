"""The installed PySide6 keeps the reference counts of None, True and False.

6.12.0 takes one reference of None away at each call that returns nothing when run by CPython 3.11, and the interpreter
aborts after a few thousand calls. From 3.12 on these objects are immortal and the counts stand still.
"""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget

_CALLS = 200


def _drift(call: Callable[[], object]) -> list[float]:
    """References gained (or, negative, lost) a call, of None, True and False."""
    before = [sys.getrefcount(value) for value in (None, True, False)]
    for _ in range(_CALLS):
        call()
    after = [sys.getrefcount(value) for value in (None, True, False)]
    return [(late - early) / _CALLS for early, late in zip(before, after, strict=True)]


@pytest.mark.parametrize("name", ["fill", "fillRect", "update", "isVisible"])
def test_a_call_into_qt_takes_no_reference_away(name: str, qapp: QApplication) -> None:
    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    widget = QWidget()
    painter = QPainter(image)
    colour, box = QColor(1, 2, 3), QRect(0, 0, 2, 2)
    calls: dict[str, Callable[[], object]] = {
        "fill": lambda: image.fill(0),
        "fillRect": lambda: painter.fillRect(box, colour),
        "update": widget.update,
        "isVisible": widget.isVisible,
    }
    try:
        assert min(_drift(calls[name])) > -0.5
    finally:
        painter.end()
