"""Recovering a document: restore the copy, save it, then discard the copy."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from studio.codec.load import open_sprite
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc.edits import new_sprite
from studio.store.recovery import RecoveryStore
from studio.store.sprite_file import save_sprite


def setup(folder: Path) -> None:
    store = RecoveryStore(folder / "recovery")
    store.snapshot("doc", new_sprite(Size(7, 1)), title="Hero", path=folder / "hero.aseprite")
    store.close()


def work(folder: Path, ack: Callable[[str], None]) -> None:
    with contextlib.suppress(UserError):
        store = RecoveryStore(folder / "recovery")
        for one in store.left_behind().documents:
            save_sprite(folder / "hero.aseprite", store.restore(one))
            ack("saved")
            store.discard(one)
        store.close()


def check(folder: Path, acks: list[str]) -> None:
    store = RecoveryStore(folder / "recovery")
    found = store.left_behind()
    assert found.notices == ()
    if acks:
        assert open_sprite(folder / "hero.aseprite").sprite.size == Size(7, 1)
    else:
        assert [store.restore(one).size for one in found.documents] == [Size(7, 1)]
    store.close()
