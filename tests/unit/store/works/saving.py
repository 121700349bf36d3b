"""Saving a sprite over an older one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from studio.codec.load import open_sprite
from studio.core.errors import UserError
from studio.core.geometry import Size
from studio.doc.edits import new_sprite
from studio.store.sprite_file import save_sprite

OLD, NEW = Size(3, 2), Size(5, 4)


def setup(folder: Path) -> None:
    save_sprite(folder / "hero.aseprite", new_sprite(OLD))


def work(folder: Path, ack: Callable[[str], None]) -> None:
    with contextlib.suppress(UserError):
        save_sprite(folder / "hero.aseprite", new_sprite(NEW))
        ack("saved")


def check(folder: Path, acks: list[str]) -> None:
    size = open_sprite(folder / "hero.aseprite").sprite.size
    assert size == NEW if acks else size in (OLD, NEW)
    save_sprite(folder / "hero.aseprite", new_sprite(NEW))
