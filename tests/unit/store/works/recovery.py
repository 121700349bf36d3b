"""Keeping copies of a document while it changes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc.edits import new_sprite
from studio.store.recovery import RecoveryStore


def setup(folder: Path) -> None:
    return


def work(folder: Path, ack: Callable[[str], None]) -> None:
    with contextlib.suppress(UserError):
        store = RecoveryStore(folder)
        for width in (1, 2, 3):
            store.snapshot("doc", new_sprite(Size(width, 1)), title="Hero", path=None)
            ack(str(width))


def check(folder: Path, acks: list[str]) -> None:
    store = RecoveryStore(folder)
    found = store.left_behind()
    assert found.notices == ()
    widths = [store.restore(one).size.width for one in found.documents]
    kept = int(acks[-1]) if acks else 0
    assert widths in ([kept], [kept + 1]) or (kept == 0 and widths == [])
    assert [one.title for one in found.documents] == ["Hero"] * len(widths)
    store.close()
