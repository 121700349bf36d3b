"""Writing in place: what every other work here must not do."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path


def setup(folder: Path) -> None:
    (folder / "file").write_bytes(b"old")


def work(folder: Path, ack: Callable[[str], None]) -> None:
    with contextlib.suppress(OSError), (folder / "file").open("wb") as file:
        file.write(b"new")


def check(folder: Path, acks: list[str]) -> None:
    assert (folder / "file").read_bytes() in (b"old", b"new")
