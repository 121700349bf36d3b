"""How long the largest form takes to open: made, filled, laid out and painted, against as many bare widgets.

Offscreen platform, 300 pixels wide as in the right column. The floor makes, lays out and paints one bare widget for
each that the form has; both are measured in turn.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt cannot be imported here", exc_type=ImportError)

from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from studio.app.session import Session
from studio.core.geometry import Size
from studio.providers import registry
from studio.store.settings import Settings
from studio.ui.forms.form import OperationForm
from studio.ui.theme import apply_theme
from tests.bench.conftest import Figures

_LARGEST = "pixellab-v2/create-image-bitforge"
_ROUNDS = 15


def test_the_largest_form_against_bare_widgets(
    figures: Figures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPRITE_STUDIO_HOME", str(tmp_path / "home"))
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, "dark")
    session = Session(Settings.load(tmp_path / "settings.json"))
    session.new_document(Size(64, 64))
    operation = registry.operation(_LARGEST)
    count = len(OperationForm(operation, session).findChildren(QWidget))

    def form(column: QVBoxLayout, host: QWidget) -> None:
        column.addWidget(OperationForm(operation, session, host))

    def bare(column: QVBoxLayout, host: QWidget) -> None:
        for _number in range(count):
            column.addWidget(QLabel("word", host))

    pairs = [(_opened(app, form), _opened(app, bare)) for _round in range(_ROUNDS)]
    ours, floor = (statistics.median(times) for times in zip(*pairs, strict=True))
    fields = len(operation.spec.form_fields)
    figures.add(f"form of {fields} fields, {count} widgets", ours, unit="ms", floor=floor, goal="under 50 ms")


def _opened(app: QApplication, fill: Callable[[QVBoxLayout, QWidget], None]) -> float:
    """Milliseconds until it is painted."""
    host = QWidget()
    host.resize(300, 600)
    column = QVBoxLayout(host)
    host.show()
    app.processEvents()
    start = time.perf_counter()
    fill(column, host)
    app.sendPostedEvents()
    host.grab()
    took = (time.perf_counter() - start) * 1000
    host.close()
    host.deleteLater()
    app.processEvents()
    return took
