"""The panel goes with its last reference: a cycle of Qt objects would be taken apart in any order."""

from __future__ import annotations

import gc
import weakref

from qasync import QEventLoop

from studio.app.session import Session
from studio.ui.gallery.panel import GalleryPanel
from tests.qt.gallery.conftest import settle


def test_nothing_keeps_it_alive(session: Session, loop: QEventLoop) -> None:
    made = GalleryPanel(session)
    made.show()
    settle(loop)
    made.hide()
    gc.collect()
    gc.disable()
    try:
        held = weakref.ref(made)
        del made
        assert held() is None
    finally:
        gc.enable()
