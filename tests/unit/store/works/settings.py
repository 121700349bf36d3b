"""Changing a setting."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from studio.core.errors import UserError
from studio.store.settings import Settings


def setup(folder: Path) -> None:
    Settings.load(folder / "settings.json").set("appearance.theme", "light")


def work(folder: Path, ack: Callable[[str], None]) -> None:
    settings = Settings.load(folder / "settings.json")
    with contextlib.suppress(UserError):
        settings.set("appearance.theme", "dark")
        ack("set")


def check(folder: Path, acks: list[str]) -> None:
    settings = Settings.load(folder / "settings.json")
    assert settings.notice == ""
    assert settings.theme == "dark" if acks else settings.theme in ("light", "dark")
